#include "dialect/mysql/table_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/text.hpp"
#include "dialect/literal.hpp"
#include "dialect/mysql/quoting.hpp"

namespace retort::dialect::mysql {

namespace {

using Kind = SqlToken::Kind;

std::string name_in(std::string_view text, const SqlToken& token) { return unquoted(token.in(text)); }

/// Walks the significant tokens of one element of a table.
class Reader {
 public:
  Reader(std::string_view text, const SqlSyntax& syntax) : text_(text), tokens_(significant_tokens(text, syntax)) {}

  bool at_end() const noexcept { return at_ >= tokens_.size(); }
  std::string_view word(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < tokens_.size() ? tokens_[at_ + ahead].in(text_) : std::string_view();
  }
  bool is(std::string_view word, std::size_t ahead = 0) const noexcept {
    return equal_ignoring_case(this->word(ahead), word);
  }
  bool take(std::string_view word) noexcept {
    if (!is(word)) return false;
    ++at_;
    return true;
  }
  void skip() noexcept { ++at_; }
  std::string name() {
    auto text = at_end() ? std::string() : name_in(text_, tokens_[at_]);
    ++at_;
    return text;
  }
  schema::QualifiedName qualified() {
    schema::QualifiedName result{{}, name()};
    if (take(".")) result = {std::move(result.name), name()};
    return result;
  }
  /// The names in parentheses, each without the length and the order behind it; an expression gives none.
  schema::Columns names() {
    schema::Columns columns;
    if (!take("(")) return columns;
    bool first = true;
    for (int depth = 1; depth > 0 && !at_end(); ++at_) {
      const auto text = word();
      if (text == "(") ++depth;
      if (text == ")") --depth;
      if (depth == 1 && text == ",") {
        first = true;
      } else if (first && depth == 1) {
        columns.push_back(name_in(text_, tokens_[at_]));
        first = false;
      }
    }
    return columns;
  }
  /// The text inside of the parentheses that begin here.
  std::string inside() {
    if (!is("(")) return {};
    const auto begin = tokens_[at_].end;
    auto end = begin;
    int depth = 0;
    for (; !at_end(); ++at_) {
      if (word() == "(") ++depth;
      if (word() == ")" && --depth == 0) {
        end = tokens_[at_++].begin;
        break;
      }
    }
    return std::string(text_.substr(begin, end - begin));
  }
  std::string rest() const {
    if (at_end()) return {};
    return std::string(text_.substr(tokens_[at_].begin, tokens_.back().end - tokens_[at_].begin));
  }

 private:
  std::string_view text_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

void read_foreign_key(Reader& reader, std::string name, TableText& table) {
  ForeignKeyText key{std::move(name), {}, {}, {}, reader.rest()};
  reader.skip();
  reader.take("KEY");
  if (!reader.is("(")) reader.name();
  key.columns = reader.names();
  if (!reader.take("REFERENCES")) return;
  key.referent = reader.qualified();
  key.referent_columns = reader.names();
  table.foreign_keys.push_back(std::move(key));
}

/// A key or a constraint; false for a column.
bool read_constraint(Reader& reader, TableText& table) {
  std::string name;
  if (reader.take("CONSTRAINT")) {
    if (!reader.is("UNIQUE") && !reader.is("FOREIGN") && !reader.is("CHECK") && !reader.is("PRIMARY")) {
      name = reader.name();
    }
  }
  if (reader.is("FOREIGN")) {
    read_foreign_key(reader, std::move(name), table);
    return true;
  }
  if (reader.take("CHECK")) {
    table.checks.push_back({std::move(name), reader.inside()});
    return true;
  }
  KeyText key;
  if (reader.take("PRIMARY")) {
    reader.take("KEY");
    key.primary = true;
    name.clear();
  } else {
    key.unique = reader.take("UNIQUE");
    key.special = reader.take("FULLTEXT") || reader.take("SPATIAL");
    const bool word = reader.take("KEY") || reader.take("INDEX");
    if (!word && !key.unique && !key.special) return false;
    if (!reader.is("(") && !reader.is("USING")) name = reader.name();
  }
  if (reader.take("USING")) reader.skip();
  key.name = std::move(name);
  key.columns = reader.names();
  table.keys.push_back(std::move(key));
  return true;
}

void read_element(std::string_view text, const SqlSyntax& syntax, TableText& table) {
  Reader reader(text, syntax);
  if (reader.at_end()) return;
  // A quoted word is a name, whatever it says.
  const bool quoted = reader.word().front() == '`' || reader.word().front() == '"';
  if (!quoted && read_constraint(reader, table)) return;
  Reader column(text, syntax);
  auto name = column.name();
  table.columns.push_back({std::move(name), column.rest()});
}

/// The words with which a piece of a column begins, most telling first; the order is the one in which pieces may be
/// written.
constexpr std::array<std::string_view, 26> kPieces = {
    "CHARACTER SET", "CHARSET",    "COLLATE",        "GENERATED",     "AS",        "VIRTUAL",
    "STORED",        "PERSISTENT", "NOT NULL",       "NULL",          "INVISIBLE", "VISIBLE",
    "DEFAULT",       "ON UPDATE",  "AUTO_INCREMENT", "UNIQUE",        "PRIMARY",   "COMMENT",
    "COLUMN_FORMAT", "STORAGE",    "SRID",           "REF_SYSTEM_ID", "WITH",      "WITHOUT",
    "CHECK",         "CONSTRAINT"};

std::size_t rank_of(std::string_view piece) noexcept {
  for (std::size_t i = 0; i < kPieces.size(); ++i) {
    const auto word = kPieces[i];
    const bool begins = equal_ignoring_case(piece.substr(0, word.size()), word);
    if (begins && (piece.size() == word.size() || piece[word.size()] == ' ' || piece[word.size()] == '(')) return i;
  }
  return kPieces.size();
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n\r");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\n\r") + 1 - begin));
}

}  // namespace

const ColumnText* TableText::find_column(std::string_view name) const noexcept {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const ColumnText& each) { return equal_ignoring_case(each.name, name); });
  return found == columns.end() ? nullptr : &*found;
}

const KeyText* TableText::find_key(std::string_view name) const noexcept {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const KeyText& each) {
    return !each.primary && equal_ignoring_case(each.name, name);
  });
  return found == keys.end() ? nullptr : &*found;
}

const KeyText* TableText::primary_key() const noexcept {
  const auto found = std::find_if(keys.begin(), keys.end(), [](const KeyText& each) { return each.primary; });
  return found == keys.end() ? nullptr : &*found;
}

std::string sendable(std::string_view sql, const Server& server) {
  auto told = server;
  told.backslash_escapes = true;
  auto syntax = syntax_of(told);
  syntax.double_quoted_text = false;
  std::string text;
  SqlLexer lexer(sql, syntax);
  for (auto token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
    const auto word = token.in(sql);
    const bool bytes = token.kind == Kind::text && !is_utf8(word);
    if (bytes) {
      append_literal(text, Value::bytes(unescaped(word, told)));
    } else if (token.kind == Kind::text && !server.backslash_escapes) {
      append_quoted(text, unescaped(word, told), '\'');
    } else {
      text += word;
    }
  }
  return text;
}

TableText parse_create_table(std::string_view sql, const Server& server) {
  TableText table;
  auto syntax = syntax_of(server);
  // Under ANSI_QUOTES the server writes names in double quotes; it never writes texts in them.
  syntax.double_quoted_text = false;
  SqlLexer lexer(sql, syntax);
  int depth = 0;
  std::size_t begin = 0;
  for (auto token = lexer.next_significant(); token.kind != Kind::end; token = lexer.next_significant()) {
    const auto text = token.in(sql);
    if (text == "(" && ++depth == 1) begin = token.end;
    if (text == ")") --depth;
    const bool ends = text == ")" && depth == 0;
    if (ends || (text == "," && depth == 1)) {
      read_element(sql.substr(begin, token.begin - begin), syntax, table);
      begin = token.end;
    }
    if (ends) break;
  }
  return table;
}

ColumnPieces::ColumnPieces(std::string_view definition, const Server& server) {
  auto syntax = syntax_of(server);
  syntax.double_quoted_text = false;
  struct Token {
    SqlToken token;
    std::string_view text;
  };
  std::vector<Token> tokens;
  SqlLexer lexer(definition, syntax);
  for (auto token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
    // What MySQL writes in such a comment is for servers that know it: a piece of its own.
    const bool executable = token.kind == Kind::comment && token.in(definition).starts_with("/*!");
    if (token.significant() || executable) tokens.push_back({token, token.in(definition)});
  }
  const auto begins_piece = [&](std::size_t i) {
    const auto& [token, text] = tokens[i];
    if (token.kind == Kind::comment) return true;
    if (token.kind != Kind::word || i == 0) return false;
    const auto is = [&](std::size_t place, std::string_view word) {
      return place < tokens.size() && equal_ignoring_case(tokens[place].text, word);
    };
    // These words are the second half of a piece.
    if (is(i, "NULL") && (is(i - 1, "NOT") || is(i - 1, "DEFAULT"))) return false;
    if (is(i, "AS") && (is(i - 1, "ALWAYS") || is(i - 1, "GENERATED"))) return false;
    if (is(i, "CHECK") && i >= 2 && is(i - 2, "CONSTRAINT")) return false;
    if (is(i - 1, "DEFAULT") || is(i - 1, "COMMENT") || is(i - 1, "COLLATE") || is(i - 1, "CONSTRAINT")) return false;
    if (is(i, "NOT")) return is(i + 1, "NULL");
    if (is(i, "ON")) return is(i + 1, "UPDATE");
    if (is(i, "CHARACTER")) return is(i + 1, "SET");
    if (is(i, "UPDATE") || is(i, "SET")) return false;
    return rank_of(text) < kPieces.size();
  };
  int depth = 0;
  std::size_t begin = 0;
  bool in_type = true;
  const auto close = [&](std::size_t end) {
    auto piece = trimmed(definition.substr(begin, end - begin));
    if (in_type) {
      type_ = std::move(piece);
    } else {
      pieces_.push_back(std::move(piece));
    }
    in_type = false;
    begin = end;
  };
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text == "(") ++depth;
    if (tokens[i].text == ")") --depth;
    if (depth == 0 && begins_piece(i)) close(tokens[i].token.begin);
  }
  close(definition.size());
}

const std::string* ColumnPieces::find(std::string_view word) const noexcept {
  const auto rank = rank_of(word);
  const auto found =
      std::find_if(pieces_.begin(), pieces_.end(), [&](const std::string& each) { return rank_of(each) == rank; });
  return found == pieces_.end() ? nullptr : &*found;
}

void ColumnPieces::remove(std::string_view word) {
  const auto rank = rank_of(word);
  std::erase_if(pieces_, [&](const std::string& each) { return rank_of(each) == rank; });
}

void ColumnPieces::set(std::string_view word, std::string piece) {
  const auto rank = rank_of(word);
  for (auto& each : pieces_) {
    if (rank_of(each) != rank) continue;
    each = std::move(piece);
    return;
  }
  const auto behind =
      std::find_if(pieces_.begin(), pieces_.end(), [&](const std::string& each) { return rank_of(each) > rank; });
  pieces_.insert(behind, std::move(piece));
}

std::string ColumnPieces::text() const {
  auto text = type_;
  for (const auto& piece : pieces_) text += " " + piece;
  return text;
}

}  // namespace retort::dialect::mysql
