#include "dialect/literal.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"

namespace retort::dialect {

namespace {

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

void append_hex_digits(std::string& out, std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
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

void append_decimal(std::string& out, std::string_view digits) {
  if (!is_decimal(digits)) {
    refuse("invalid_value", "\"" + printable(digits) + "\" is not a decimal number; write digits like 12.30");
  }
  out += digits;
}

}  // namespace retort::dialect
