#include "dialect/mysql/quoting.hpp"

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/literal.hpp"

namespace retort::dialect::mysql {

const Quoting kQuoting{append_identifier, append_literal};

namespace {

constexpr std::size_t kMostCharacters = 64;
constexpr std::size_t kMostDigits = 65;

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Characters of four bytes.
bool is_wide(std::string_view text) noexcept {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0; });
}

void append_text(std::string& out, std::string_view text) {
  if (!is_utf8(text)) {
    refuse("invalid_value",
           "a text is not UTF-8; save the source file as UTF-8, or give op::bytes for a binary column");
  }
  // A backslash is an escape or is not, as sql_mode says.
  if (text.find_first_of(std::string_view("\\\0", 2)) != std::string_view::npos) {
    out += "_utf8mb4 X'";
    append_hex_digits(out, text);
    out += '\'';
    return;
  }
  // Without the introducer the text would be read in the character set of the connection.
  if (!is_ascii(text)) out += "_utf8mb4";
  append_quoted(out, text, '\'');
}

/// A number with an exponent is a DOUBLE here: its digits are written out.
std::string without_exponent(std::string_view digits) {
  const auto e = digits.find_first_of("eE");
  if (e == std::string_view::npos) return std::string(digits);
  const bool negative = digits.front() == '-';
  auto mantissa = digits.substr(0, e);
  if (mantissa.front() == '-' || mantissa.front() == '+') mantissa.remove_prefix(1);
  auto exponent = digits.substr(e + 1);
  if (exponent.front() == '+') exponent.remove_prefix(1);
  int shift = 0;
  std::from_chars(exponent.data(), exponent.data() + exponent.size(), shift);
  if (shift > 100 || shift < -100) {
    refuse("invalid_value", "the decimal has an exponent beyond the 65 digits that a DECIMAL holds; store a double");
  }
  const auto point = mantissa.find('.');
  std::string all(mantissa.substr(0, point));
  auto place = static_cast<int>(all.size()) + shift;
  if (point != std::string_view::npos) all += mantissa.substr(point + 1);
  if (place <= 0) {
    all.insert(0, static_cast<std::size_t>(1 - place), '0');
    place = 1;
  }
  const auto whole = static_cast<std::size_t>(place);
  if (whole >= all.size()) {
    all.append(whole - all.size(), '0');
  } else {
    all.insert(whole, 1, '.');
  }
  return (negative ? "-" : "") + all;
}

void append_exact(std::string& out, std::string_view digits) {
  std::string checked;
  append_decimal(checked, digits);
  const auto plain = without_exponent(checked);
  const auto count = std::count_if(plain.begin(), plain.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (static_cast<std::size_t>(count) > kMostDigits) {
    refuse("invalid_value", "a decimal has " + std::to_string(count) +
                                " digits, and MySQL keeps 65 of them; give fewer, or store a text");
  }
  out += plain;
}

}  // namespace

std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void append_identifier(std::string& out, std::string_view name) {
  check_identifier(name);
  const auto wrong = [&](const std::string& message) {
    refuse("invalid_identifier", "the name \"" + printable(name) + "\" " + message);
  };
  if (const auto length = characters(name); length > kMostCharacters) {
    wrong("has " + std::to_string(length) + " characters, and MySQL takes 64; give a shorter one");
  }
  if (name.back() == ' ') wrong("ends in a space, which MySQL does not take; remove it");
  // Names are kept in three bytes a character.
  if (is_wide(name))
    wrong("holds a character beyond U+FFFF (an emoji), which MySQL does not take in names; use another");
  append_quoted(out, name, '`');
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
    case Value::Kind::real: {
      std::string digits;
      append_real(digits, value.real());
      // Without an exponent the literal would be a DECIMAL.
      if (digits.find('e') == std::string::npos) digits += "e0";
      out += digits;
      return;
    }
    case Value::Kind::decimal:
      append_exact(out, value.text());
      return;
    case Value::Kind::text:
      append_text(out, value.text());
      return;
    case Value::Kind::bytes:
      out += "X'";
      append_hex_digits(out, value.text());
      out += '\'';
      return;
    case Value::Kind::sql:
      out += value.text();
      return;
  }
}

void append_plain_text(std::string& out, std::string_view text, const Server& server, std::string_view what,
                       std::size_t most_characters) {
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    refuse("invalid_value", std::string(what) + " is not UTF-8 or holds NUL; write it without");
  }
  if (is_wide(text)) {
    refuse("invalid_value", std::string(what) +
                                " holds a character beyond U+FFFF (an emoji), for which MySQL would "
                                "keep a question mark; write it without");
  }
  if (characters(text) > most_characters) {
    refuse("invalid_value", std::string(what) + " has " + std::to_string(characters(text)) +
                                " characters, and MySQL takes " + std::to_string(most_characters) + "; shorten it");
  }
  if (!server.backslash_escapes || text.find('\\') == std::string_view::npos) {
    append_quoted(out, text, '\'');
    return;
  }
  std::string escaped;
  for (const char c : text) escaped.append(c == '\\' ? 2 : 1, c);
  append_quoted(out, escaped, '\'');
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

std::string unescaped(std::string_view token, const Server& server) {
  if (token.size() < 2 || (token.front() != '\'' && token.front() != '"')) return std::string(token);
  const char quote = token.front();
  const auto inner = token.substr(1, token.size() - 2);
  std::string text;
  text.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const bool escape = inner[i] == '\\' && server.backslash_escapes && i + 1 < inner.size();
    if (escape || (inner[i] == quote && i + 1 < inner.size())) ++i;
    if (!escape) {
      text += inner[i];
      continue;
    }
    switch (inner[i]) {
      case '0':
        text += '\0';
        break;
      case 'n':
        text += '\n';
        break;
      case 'r':
        text += '\r';
        break;
      case 't':
        text += '\t';
        break;
      case 'b':
        text += '\b';
        break;
      case 'Z':
        text += '\x1a';
        break;
      default:
        text += inner[i];
    }
  }
  return text;
}

std::string bytes_of(std::string_view token) {
  const auto prefix = token.find_first_of("'xX");
  auto digits = token.substr(prefix == std::string_view::npos ? 0 : prefix + 1);
  if (!digits.empty() && digits.front() == '\'') digits.remove_prefix(1);
  if (!digits.empty() && digits.back() == '\'') digits.remove_suffix(1);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

}  // namespace retort::dialect::mysql
