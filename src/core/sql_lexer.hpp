#ifndef RETORT_SRC_CORE_SQL_LEXER_HPP
#define RETORT_SRC_CORE_SQL_LEXER_HPP

#include <retort/export.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace retort {

/// What differs between databases in how a text falls into tokens. The default is SQLite's.
struct SqlSyntax {
  /// `[name]` is a quoted name.
  bool brackets = true;
  /// `name` in backticks is a quoted name.
  bool backticks = true;
  /// "..." is a text, not a name (MySQL without ANSI_QUOTES).
  bool double_quoted_text = false;
  /// $$...$$ and $tag$...$tag$ are texts.
  bool dollar_quotes = false;
  /// E'...' with backslash escapes.
  bool escape_strings = false;
  /// Every '...' has backslash escapes (MySQL).
  bool backslash_escapes = false;
  /// A comment may hold another one.
  bool nested_comments = false;
  /// # begins a comment that ends with the line.
  bool hash_comments = false;
  /// `--` begins a comment only with a space behind it: 5--3 is 8 (MySQL).
  bool spaced_dashes = false;
  /// q'{it's}' is a text (Firebird).
  bool alternative_quotes = false;

  /// The one of a dialect by name; SQLite's for an unknown one.
  RETORT_API static SqlSyntax of(std::string_view dialect) noexcept;
};

/// A piece of SQL, told by its place in the text it was read from.
struct SqlToken {
  enum class Kind : unsigned char {
    end,
    space,
    comment,
    /// A keyword or a name without quotes.
    word,
    quoted_name,
    text,
    /// X'...'
    bytes,
    number,
    /// One character: `(`, `)`, `,`, `.`, `;`.
    punctuation,
    /// Anything else.
    symbol
  };

  Kind kind = Kind::end;
  std::size_t begin = 0;
  std::size_t end = 0;
  /// A quote, a bracket or a comment without its end: the rest of the text.
  bool unterminated = false;

  std::string_view in(std::string_view text) const noexcept { return text.substr(begin, end - begin); }
  bool significant() const noexcept { return kind != Kind::space && kind != Kind::comment; }
};

/// The tokens of a text, in order. Never fails: what is no SQL comes out as symbols or as an unterminated token.
class SqlLexer {
 public:
  explicit SqlLexer(std::string_view text, SqlSyntax syntax = {}, std::size_t position = 0) noexcept
      : text_(text), syntax_(syntax), position_(position) {}

  /// The next token, spaces and comments included. Kind::end at the end, again and again.
  SqlToken next() noexcept;
  /// The next one that is neither space nor comment.
  SqlToken next_significant() noexcept;

 private:
  SqlToken token(SqlToken::Kind kind, std::size_t begin, std::size_t end) noexcept;
  SqlToken quoted(SqlToken::Kind kind, std::size_t begin, std::size_t open, char close, bool backslash) noexcept;
  std::optional<SqlToken> comment(std::size_t begin) noexcept;
  std::optional<SqlToken> dollar_quoted(std::size_t begin) noexcept;
  std::optional<SqlToken> alternatively_quoted(std::size_t begin) noexcept;
  SqlToken word_or_prefixed(std::size_t begin) noexcept;
  SqlToken number(std::size_t begin) noexcept;

  std::string_view text_;
  SqlSyntax syntax_;
  std::size_t position_;
};

/// The significant tokens of a text.
RETORT_API std::vector<SqlToken> significant_tokens(std::string_view text, SqlSyntax syntax = {});

/// The name a token spells, its quotes taken off and doubled ones undone; a text's content likewise.
RETORT_API std::string unquoted(std::string_view token);

/// Equal when ASCII letters are taken for equal in both cases: how SQL compares keywords, and SQLite names.
RETORT_API bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

/// The statements of a script, each without its semicolon, without those that are only spaces and comments. A
/// semicolon inside of a trigger's or a procedure's BEGIN...END does not end one.
std::vector<std::string_view> split_statements(std::string_view script, SqlSyntax syntax = {});

/// True for one statement, with or without a semicolon at its end; false for none and for several.
bool is_one_statement(std::string_view text, SqlSyntax syntax = {});

/// The word with which a statement would begin, end or divide a transaction (`COMMIT`), in capitals; empty when it
/// does none of this. Statements behind the first are not looked at.
std::string transaction_control(std::string_view statement, SqlSyntax syntax = {});

/// The word a statement begins with, as it is written; empty where it begins with none.
std::string_view first_word(std::string_view statement, SqlSyntax syntax = {}) noexcept;

/// True if a name stands in the text as a name: not in a comment or a '...' text, and not as a function's.
bool mentions_name(std::string_view text, std::string_view name, SqlSyntax syntax = {});

}  // namespace retort

#endif
