#include "core/sql_lexer.hpp"

#include <algorithm>

namespace retort {

namespace {

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
bool is_name_start(char c) noexcept {
  return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) noexcept { return is_name_start(c) || is_digit(c) || c == '$'; }

}  // namespace

SqlSyntax SqlSyntax::of(std::string_view dialect) noexcept {
  SqlSyntax syntax;
  if (dialect == "postgresql") {
    syntax.brackets = syntax.backticks = false;
    syntax.dollar_quotes = syntax.escape_strings = syntax.nested_comments = true;
  } else if (dialect == "mysql") {
    syntax.brackets = false;
    syntax.double_quoted_text = syntax.backslash_escapes = syntax.hash_comments = true;
    syntax.spaced_dashes = true;
  } else if (dialect == "firebird") {
    syntax.brackets = syntax.backticks = false;
    syntax.alternative_quotes = true;
  }
  return syntax;
}

SqlToken SqlLexer::token(SqlToken::Kind kind, std::size_t begin, std::size_t end) noexcept {
  position_ = end;
  return {kind, begin, end, false};
}

/// From `open`, the place of the opening quote, to behind the closing one; a doubled closing quote stands for itself.
SqlToken SqlLexer::quoted(SqlToken::Kind kind, std::size_t begin, std::size_t open, char close,
                          bool backslash) noexcept {
  for (std::size_t i = open + 1; i < text_.size(); ++i) {
    if (backslash && text_[i] == '\\') {
      ++i;
    } else if (text_[i] == close) {
      if (close == ']' || i + 1 >= text_.size() || text_[i + 1] != close) return token(kind, begin, i + 1);
      ++i;
    }
  }
  auto rest = token(kind, begin, text_.size());
  rest.unterminated = true;
  return rest;
}

std::optional<SqlToken> SqlLexer::comment(std::size_t begin) noexcept {
  const auto rest = text_.substr(begin);
  const bool dashes = rest.starts_with("--") &&
                      (!syntax_.spaced_dashes || rest.size() == 2 || static_cast<unsigned char>(rest[2]) <= ' ');
  if (dashes || (syntax_.hash_comments && rest.starts_with("#"))) {
    const auto end = text_.find('\n', begin);
    return token(SqlToken::Kind::comment, begin, end == std::string_view::npos ? text_.size() : end);
  }
  if (!rest.starts_with("/*")) return std::nullopt;
  std::size_t depth = 1;
  std::size_t i = begin + 2;
  for (; i + 1 < text_.size(); ++i) {
    if (text_[i] == '*' && text_[i + 1] == '/') {
      if (--depth == 0) return token(SqlToken::Kind::comment, begin, i + 2);
      ++i;
    } else if (syntax_.nested_comments && text_[i] == '/' && text_[i + 1] == '*') {
      ++depth;
      ++i;
    }
  }
  auto unended = token(SqlToken::Kind::comment, begin, text_.size());
  unended.unterminated = true;
  return unended;
}

std::optional<SqlToken> SqlLexer::dollar_quoted(std::size_t begin) noexcept {
  auto tag_end = begin + 1;
  if (tag_end < text_.size() && is_digit(text_[tag_end])) return std::nullopt;  // $1 is a parameter
  while (tag_end < text_.size() && is_name_part(text_[tag_end]) && text_[tag_end] != '$') ++tag_end;
  if (tag_end >= text_.size() || text_[tag_end] != '$') return std::nullopt;
  const auto tag = text_.substr(begin, tag_end + 1 - begin);
  const auto close = text_.find(tag, tag_end + 1);
  if (close != std::string_view::npos) return token(SqlToken::Kind::text, begin, close + tag.size());
  auto rest = token(SqlToken::Kind::text, begin, text_.size());
  rest.unterminated = true;
  return rest;
}

/// The bracket behind the quote says which one stands before the quote that ends it.
std::optional<SqlToken> SqlLexer::alternatively_quoted(std::size_t begin) noexcept {
  if (begin + 2 >= text_.size()) return std::nullopt;
  const char open = text_[begin + 2];
  if (is_space(open)) return std::nullopt;
  const char close = open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : open == '<' ? '>' : open;
  for (auto i = begin + 3; i + 1 < text_.size(); ++i) {
    if (text_[i] == close && text_[i + 1] == '\'') return token(SqlToken::Kind::text, begin, i + 2);
  }
  auto rest = token(SqlToken::Kind::text, begin, text_.size());
  rest.unterminated = true;
  return rest;
}

SqlToken SqlLexer::word_or_prefixed(std::size_t begin) noexcept {
  if (begin + 1 < text_.size() && text_[begin + 1] == '\'') {
    const char prefix = lower(text_[begin]);
    if (prefix == 'x') return quoted(SqlToken::Kind::bytes, begin, begin + 1, '\'', false);
    if (prefix == 'q' && syntax_.alternative_quotes) {
      if (auto found = alternatively_quoted(begin)) return *found;
    }
    if (prefix == 'e' && syntax_.escape_strings) return quoted(SqlToken::Kind::text, begin, begin + 1, '\'', true);
  }
  auto end = begin + 1;
  while (end < text_.size() && is_name_part(text_[end])) ++end;
  return token(SqlToken::Kind::word, begin, end);
}

SqlToken SqlLexer::number(std::size_t begin) noexcept {
  auto end = begin;
  const auto digits = [&] {
    while (end < text_.size() && is_digit(text_[end])) ++end;
  };
  if (text_[begin] == '0' && begin + 1 < text_.size() && lower(text_[begin + 1]) == 'x') {
    end = begin + 2;
    while (end < text_.size() && is_name_part(text_[end])) ++end;
    return token(SqlToken::Kind::number, begin, end);
  }
  digits();
  if (end < text_.size() && text_[end] == '.') {
    ++end;
    digits();
  }
  if (end < text_.size() && lower(text_[end]) == 'e') {
    auto exponent = end + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (exponent < text_.size() && is_digit(text_[exponent])) {
      end = exponent;
      digits();
    }
  }
  return token(SqlToken::Kind::number, begin, end);
}

SqlToken SqlLexer::next() noexcept {
  const auto begin = position_;
  if (begin >= text_.size()) return token(SqlToken::Kind::end, text_.size(), text_.size());
  const char c = text_[begin];
  if (is_space(c)) {
    auto end = begin + 1;
    while (end < text_.size() && is_space(text_[end])) ++end;
    return token(SqlToken::Kind::space, begin, end);
  }
  if (is_name_start(c)) return word_or_prefixed(begin);
  switch (c) {
    case '-':
    case '/':
    case '#':
      if (auto found = comment(begin)) return *found;
      break;
    case '\'':
      return quoted(SqlToken::Kind::text, begin, begin, '\'', syntax_.backslash_escapes);
    case '"':
      return syntax_.double_quoted_text ? quoted(SqlToken::Kind::text, begin, begin, '"', syntax_.backslash_escapes)
                                        : quoted(SqlToken::Kind::quoted_name, begin, begin, '"', false);
    case '`':
      if (syntax_.backticks) return quoted(SqlToken::Kind::quoted_name, begin, begin, '`', false);
      break;
    case '[':
      if (syntax_.brackets) return quoted(SqlToken::Kind::quoted_name, begin, begin, ']', false);
      break;
    case '$':
      if (syntax_.dollar_quotes) {
        if (auto found = dollar_quoted(begin)) return *found;
      }
      break;
    case '(':
    case ')':
    case ',':
    case ';':
      return token(SqlToken::Kind::punctuation, begin, begin + 1);
    case '.':
      if (begin + 1 < text_.size() && is_digit(text_[begin + 1])) return number(begin);
      return token(SqlToken::Kind::punctuation, begin, begin + 1);
    default:
      break;
  }
  if (is_digit(c)) return number(begin);
  return token(SqlToken::Kind::symbol, begin, begin + 1);
}

SqlToken SqlLexer::next_significant() noexcept {
  auto found = next();
  while (!found.significant()) found = next();
  return found;
}

std::vector<SqlToken> significant_tokens(std::string_view text, SqlSyntax syntax) {
  std::vector<SqlToken> tokens;
  SqlLexer lexer(text, syntax);
  for (auto token = lexer.next_significant(); token.kind != SqlToken::Kind::end; token = lexer.next_significant()) {
    tokens.push_back(token);
  }
  return tokens;
}

std::string unquoted(std::string_view token) {
  if (token.size() < 2) return std::string(token);
  const char open = token.front();
  if (open != '"' && open != '`' && open != '\'' && open != '[') return std::string(token);
  const char close = open == '[' ? ']' : open;
  const auto inner = token.substr(1, token.size() - (token.back() == close ? 2 : 1));
  std::string name;
  name.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    name += inner[i];
    if (open != '[' && inner[i] == close) ++i;
  }
  return name;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

bool mentions_name(std::string_view text, std::string_view name, SqlSyntax syntax) {
  SqlLexer lexer(text, syntax);
  for (auto token = lexer.next_significant(); token.kind != SqlToken::Kind::end;) {
    const auto following = lexer.next_significant();
    if (token.kind == SqlToken::Kind::quoted_name) {
      if (equal_ignoring_case(unquoted(token.in(text)), name)) return true;
    } else if (token.kind == SqlToken::Kind::word && equal_ignoring_case(token.in(text), name)) {
      if (following.in(text) != "(") return true;
    }
    token = following;
  }
  return false;
}

}  // namespace retort
