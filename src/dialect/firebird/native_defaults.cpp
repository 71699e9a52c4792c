#include "dialect/firebird/native_defaults.hpp"

#include <charconv>
#include <cstdint>
#include <vector>

#include "core/sql_lexer.hpp"

namespace retort::dialect::firebird {

namespace {

int hex_digit(char c) noexcept { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

Value number(const std::string& text, const Type& type) {
  std::int64_t integer = 0;
  const auto* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, integer); read.ec == std::errc() && read.ptr == end) {
    return {static_cast<long long>(integer)};
  }
  double real = 0;
  const auto read = std::from_chars(text.data(), end, real);
  if (read.ec != std::errc() || read.ptr != end) return Sql{text};
  if (type.kind() == Type::Kind::numeric) return Value::decimal(text);
  return {real};
}

}  // namespace

std::string bytes_of(std::string_view literal) {
  std::string bytes;
  for (std::size_t i = 2; i + 2 < literal.size(); i += 2) {
    bytes += static_cast<char>(hex_digit(literal[i]) * 16 + hex_digit(literal[i + 1]));
  }
  return bytes;
}

std::optional<Value> read_default(std::string_view source, const Type& type) {
  const auto tokens = significant_tokens(source, SqlSyntax::of("firebird"));
  std::size_t i = 0;
  // `=` is an old spelling of DEFAULT that gbak restores.
  if (!tokens.empty() && (equal_ignoring_case(tokens[0].in(source), "DEFAULT") || tokens[0].in(source) == "=")) ++i;
  if (i >= tokens.size()) return std::nullopt;
  const auto text = source.substr(tokens[i].begin, tokens.back().end - tokens[i].begin);
  const auto count = tokens.size() - i;
  using Token = SqlToken::Kind;
  if (count == 1) {
    const auto word = tokens[i].in(source);
    if (tokens[i].kind == Token::text) return Value(unquoted(word));
    if (tokens[i].kind == Token::bytes) return Value::bytes(bytes_of(word));
    if (tokens[i].kind == Token::number) return number(std::string(word), type);
    if (equal_ignoring_case(word, "NULL")) return std::nullopt;
    if (equal_ignoring_case(word, "TRUE")) return Value(true);
    if (equal_ignoring_case(word, "FALSE")) return Value(false);
  }
  if (count == 2) {
    const auto first = tokens[i].in(source);
    const auto second = tokens[i + 1].in(source);
    if (tokens[i + 1].kind == Token::number) {
      return number(first == "-" ? "-" + std::string(second) : std::string(second), type);
    }
    if (equal_ignoring_case(first, "_UTF8")) {
      if (tokens[i + 1].kind == Token::text) return Value(unquoted(second));
      if (tokens[i + 1].kind == Token::bytes) return Value(bytes_of(second));
    }
  }
  return Value(Sql{std::string(text)});
}

std::string read_expression(std::string_view source) {
  const auto open = source.find('(');
  const auto close = source.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close <= open) return std::string(source);
  auto inner = source.substr(open + 1, close - open - 1);
  if (!inner.empty() && inner.back() == '\n') inner.remove_suffix(1);
  return std::string(inner);
}

}  // namespace retort::dialect::firebird
