#ifndef RETORT_SRC_DIALECT_SQLITE_TOKEN_READER_HPP
#define RETORT_SRC_DIALECT_SQLITE_TOKEN_READER_HPP

#include <string>
#include <string_view>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/sqlite/table_text.hpp"

namespace retort::dialect::sqlite {

/// A cursor over the significant tokens of a definition. What is not as expected is an OperationError
/// (`unreadable_table`) that names the object and the place.
class TokenReader {
 public:
  TokenReader(std::string_view text, std::string_view object)
      : text_(text), object_(object), tokens_(significant_tokens(text)) {}

  bool at_end() const noexcept { return place_ == tokens_.size(); }
  /// A token ahead; an empty one behind the end.
  SqlToken peek(std::size_t ahead = 0) const noexcept {
    return place_ + ahead < tokens_.size() ? tokens_[place_ + ahead]
                                           : SqlToken{SqlToken::Kind::end, text_.size(), text_.size(), false};
  }
  std::string_view word(std::size_t ahead = 0) const noexcept { return peek(ahead).in(text_); }
  /// True for a keyword (or a sign) ahead, case aside. A quoted name is never a keyword.
  bool is(std::string_view keyword, std::size_t ahead = 0) const noexcept {
    const auto token = peek(ahead);
    return token.kind != SqlToken::Kind::quoted_name && token.kind != SqlToken::Kind::text &&
           equal_ignoring_case(token.in(text_), keyword);
  }
  bool take(std::string_view keyword) noexcept {
    if (!is(keyword)) return false;
    ++place_;
    return true;
  }
  bool take(std::string_view first, std::string_view second) noexcept {
    if (!is(first) || !is(second, 1)) return false;
    place_ += 2;
    return true;
  }
  void expect(std::string_view keyword) {
    if (!take(keyword)) fail();
  }
  SqlToken next() {
    if (at_end() || tokens_[place_].unterminated) fail();
    return tokens_[place_++];
  }
  /// A name, quoted in any way or bare.
  bool at_name() const noexcept {
    const auto kind = peek().kind;
    return kind == SqlToken::Kind::word || kind == SqlToken::Kind::quoted_name || kind == SqlToken::Kind::text;
  }
  std::string name() {
    if (!at_name()) fail();
    return unquoted(next().in(text_));
  }
  /// `(...)`, with whatever balances in it: the part within.
  Span parenthesized() {
    Span inside;
    expect("(");
    inside.begin = end();
    for (int depth = 1;;) {
      const auto token = next();
      if (token.in(text_) == "(") ++depth;
      if (token.in(text_) == ")" && --depth == 0) {
        inside.end = token.begin;
        return inside;
      }
    }
  }
  /// Where the token ahead begins, and where the last one taken ended.
  std::size_t begin() const noexcept { return peek().begin; }
  std::size_t end() const noexcept { return place_ == 0 ? 0 : tokens_[place_ - 1].end; }
  std::string_view text() const noexcept { return text_; }

  [[noreturn]] void fail() const {
    const auto near = at_end() ? std::string("its end") : "`" + printable(text_.substr(begin(), 40)) + "`";
    refuse("unreadable_table", "the definition of \"" + printable(object_) + "\" is not understood near " + near +
                                   ", so it is left alone; make this change with op::execute statements of your own");
  }

 private:
  std::string_view text_;
  std::string_view object_;
  std::vector<SqlToken> tokens_;
  std::size_t place_ = 0;
};

}  // namespace retort::dialect::sqlite

#endif
