#include "dialect/sqlite/quoting.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"

namespace retort::dialect::sqlite {

const Quoting kQuoting{append_identifier, append_literal};

namespace {

void append_quoted(std::string& out, std::string_view text, char quote) {
  out += quote;
  for (std::size_t begin = 0;;) {
    const auto end = text.find(quote, begin);
    if (end == std::string_view::npos) {
      out += text.substr(begin);
      break;
    }
    out += text.substr(begin, end + 1 - begin);
    out += quote;
    begin = end + 1;
  }
  out += quote;
}

void append_hex(std::string& out, std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  out += "X'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
  out += '\'';
}

void append_with_nul(std::string& out, std::string_view text) {
  out += '(';
  for (std::size_t begin = 0;;) {
    const auto nul = text.find('\0', begin);
    append_quoted(out, text.substr(begin, nul - begin), '\'');
    if (nul == std::string_view::npos) break;
    out += " || char(0) || ";
    begin = nul + 1;
  }
  out += ')';
}

void append_real(std::string& out, double value) {
  if (!std::isfinite(value)) {
    refuse("invalid_value", "an infinite number or NaN cannot be written as a SQL literal; store NULL or a text");
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  out += text;
  // Without a point or an exponent the literal would be an integer.
  if (text.find_first_of(".e") == std::string_view::npos) out += ".0";
}

/// Digits with one sign before and one point among them, and an exponent perhaps: never anything else, so that a
/// decimal cannot carry SQL.
bool is_decimal(std::string_view digits) noexcept {
  if (!digits.empty() && (digits.front() == '-' || digits.front() == '+')) digits.remove_prefix(1);
  if (digits.empty()) return false;
  SqlLexer lexer(digits);
  const auto number = lexer.next();
  const auto last = digits.back();
  return number.kind == SqlToken::Kind::number && number.end == digits.size() &&
         digits.find_first_of("xX_$") == std::string_view::npos && last >= '.' && last <= '9';
}

}  // namespace

void append_identifier(std::string& out, std::string_view name) {
  check_identifier(name);
  append_quoted(out, name, '"');
}

void append_literal(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      out += "NULL";
      return;
    case Value::Kind::boolean:
      out += value.integer() != 0 ? '1' : '0';
      return;
    case Value::Kind::integer:
      out += std::to_string(value.integer());
      return;
    case Value::Kind::real:
      append_real(out, value.real());
      return;
    case Value::Kind::decimal:
      if (!is_decimal(value.text())) {
        refuse("invalid_value", "\"" + printable(value.text()) + "\" is not a decimal number; write digits like 12.30");
      }
      out += value.text();
      return;
    case Value::Kind::text:
      if (value.text().find('\0') == std::string::npos) {
        append_quoted(out, value.text(), '\'');
      } else {
        // A literal ends at NUL, and a cast of its bytes is another text where the database is in UTF-16.
        append_with_nul(out, value.text());
      }
      return;
    case Value::Kind::bytes:
      append_hex(out, value.text());
      return;
    case Value::Kind::sql:
      out += value.text();
      return;
  }
}

std::string quote(std::string_view name) {
  std::string out;
  append_identifier(out, name);
  return out;
}

std::string literal(const Value& value) {
  std::string out;
  append_literal(out, value);
  return out;
}

}  // namespace retort::dialect::sqlite
