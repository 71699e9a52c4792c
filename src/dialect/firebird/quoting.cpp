#include "dialect/firebird/quoting.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/literal.hpp"

namespace retort::dialect::firebird {

const Quoting kQuoting{append_identifier, append_literal};

namespace {

// A literal has at most 16,383 characters of UTF-8 and 65,535 bytes: pieces keep well below both.
constexpr std::size_t kLongestText = 16000;
constexpr std::size_t kLongestBytes = 60000;
// More digits than 64 bits hold make no numeric literal.
constexpr std::size_t kLongestNumber = 18;

bool is_ascii(std::string_view text) noexcept {
  return std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; });
}

/// Letters of one case, which begins with `first`, digits, `_` and `$`; a letter in front.
bool is_word_of(std::string_view name, char first) noexcept {
  const auto is_letter = [&](char c) { return c >= first && c <= first + ('z' - 'a'); };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '$';
  });
}

/// The text in pieces of whole characters.
std::vector<std::string_view> pieces_of(std::string_view text, std::size_t longest) {
  std::vector<std::string_view> pieces;
  while (text.size() > longest) {
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    if (end == 0) end = longest;  // no UTF-8
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  pieces.push_back(text);
  return pieces;
}

void append_bytes(std::string& out, std::string_view bytes) {
  out += "x'";
  append_hex_digits(out, bytes);
  out += '\'';
}

void append_text(std::string& out, std::string_view text) {
  const bool nul = text.find('\0') != std::string_view::npos;
  if (nul || !is_ascii(text)) out += "_UTF8 ";
  if (nul) {
    append_bytes(out, text);
  } else {
    append_quoted(out, text, '\'');
  }
}

using Append = void (*)(std::string& out, std::string_view piece);

/// Halves are joined before their halves' neighbours: a chain from the left would copy the beginning with each piece.
void append_joined(std::string& out, const std::vector<std::string_view>& pieces, std::size_t first, std::size_t last,
                   Append append, std::string_view type) {
  if (last - first == 1) {
    out += "CAST(";
    append(out, pieces[first]);
    out += " AS ";
    out += type;
    out += ')';
    return;
  }
  const auto middle = first + (last - first) / 2;
  out += '(';
  append_joined(out, pieces, first, middle, append, type);
  out += " || ";
  append_joined(out, pieces, middle, last, append, type);
  out += ')';
}

void append_decimal_literal(std::string& out, const std::string& digits) {
  std::string checked;
  append_decimal(checked, digits);
  const auto count = std::count_if(checked.begin(), checked.end(), [](char c) { return c >= '0' && c <= '9'; });
  const bool exponent = checked.find_first_of("eE") != std::string::npos;
  if (!exponent && static_cast<std::size_t>(count) <= kLongestNumber) {
    out += checked;
  } else {
    // A text is converted into the column's type without a detour through a floating point number.
    out += '\'' + checked + '\'';
  }
}

}  // namespace

std::string stored_name(std::string_view name) {
  std::string stored(name);
  if (is_word_of(name, 'a')) {
    for (char& c : stored) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return stored;
}

std::string shown_name(std::string_view stored) {
  std::string name(stored);
  if (is_word_of(stored, 'A')) {
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

void append_identifier(std::string& out, std::string_view name) {
  check_identifier(name);
  if (name.size() > kMaxIdentifier) {
    refuse("invalid_identifier", "the name \"" + std::string(name) + "\" has " + std::to_string(name.size()) +
                                     " bytes, and Firebird takes 31; shorten it, or name what it belongs to");
  }
  if (name.back() == ' ') {
    refuse("invalid_identifier",
           "the name \"" + std::string(name) + "\" ends in a space, which Firebird does not keep; take it out");
  }
  // Names are kept in an older form of UTF-8, of three bytes a character.
  if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xF0U; })) {
    refuse("invalid_identifier", "the name \"" + std::string(name) +
                                     "\" holds a character beyond U+FFFF (an emoji), which Firebird does not take in "
                                     "names; leave it out");
  }
  append_quoted(out, stored_name(name), '"');
}

void append_literal(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      out += "NULL";
      return;
    case Value::Kind::boolean:
      out += value.integer() != 0 ? "TRUE" : "FALSE";
      return;
    case Value::Kind::integer:
      out += std::to_string(value.integer());
      return;
    case Value::Kind::real: {
      // The digits of a smaller one are too small for Firebird, which reads them as an integer and an exponent.
      constexpr double kSmallest = 1e-290;
      if (value.real() != 0 && std::fabs(value.real()) < kSmallest) {
        refuse("invalid_value",
               "a number as near to 0 as this one cannot be written for Firebird; store 0, or bind it "
               "in op::run");
      }
      std::string digits;
      append_real(digits, value.real());
      // With an exponent it is a floating point number from the start; without one it would be an exact numeric.
      if (digits.find('e') == std::string::npos) digits += "e0";
      out += digits;
      return;
    }
    case Value::Kind::decimal:
      append_decimal_literal(out, value.text());
      return;
    case Value::Kind::text:
      if (value.text().size() <= kLongestText) {
        append_text(out, value.text());
      } else {
        const auto pieces = pieces_of(value.text(), kLongestText);
        append_joined(out, pieces, 0, pieces.size(), append_text, "BLOB SUB_TYPE TEXT CHARACTER SET UTF8");
      }
      return;
    case Value::Kind::bytes: {
      const std::string_view bytes = value.text();
      if (bytes.size() <= kLongestBytes) {
        append_bytes(out, bytes);
        return;
      }
      std::vector<std::string_view> pieces;
      for (std::size_t i = 0; i < bytes.size(); i += kLongestBytes) pieces.push_back(bytes.substr(i, kLongestBytes));
      append_joined(out, pieces, 0, pieces.size(), append_bytes, "BLOB SUB_TYPE BINARY");
      return;
    }
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

std::string text_literal(std::string_view text) { return literal(Value(text)); }

std::size_t characters(std::string_view text) noexcept {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace retort::dialect::firebird
