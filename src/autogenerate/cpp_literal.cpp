#include "autogenerate/cpp_literal.hpp"

#include <cstdint>

namespace retort::autogenerate {

namespace {

constexpr std::size_t kLongestSlug = 40;
// The build counts the uses of this macro in a file, and does not know what a literal is.
constexpr std::string_view kMacro = "RETORT_MIGRATION";

/// The length of the UTF-8 sequence at the front of a text that may stand in a source file as it is; 0 for a byte that
/// must be written as an escape: invalid UTF-8, control characters, and the marks that turn the direction of writing,
/// with which a source can be made to look like something else.
std::size_t plain_sequence(std::string_view text) noexcept {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto is_tail = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const auto lead = byte(0);
  if (lead < 0x80) return lead >= 0x20 && lead != 0x7f ? 1 : 0;
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_tail(i)) return 0;
  }
  std::uint32_t code = lead & (0xffU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) code = (code << 6U) | (byte(i) & 0x3fU);
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  const bool direction = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200e ||
                         code == 0x200f || code == 0x061c;
  const bool line_break = code == 0x2028 || code == 0x2029 || code == 0xfeff;
  return overlong || surrogate || direction || line_break || code < 0xa0 || code > 0x10ffff ? 0 : size;
}

/// Three octal digits: a longer run of digits cannot be taken into the escape, as with a hexadecimal one.
std::string octal(char c) {
  const auto value = static_cast<unsigned char>(c);
  return {'\\', static_cast<char>('0' + (value >> 6U)), static_cast<char>('0' + ((value >> 3U) & 7U)),
          static_cast<char>('0' + (value & 7U))};
}

/// Appends what the character at `i` is written as, and returns the place of the next one.
std::size_t append_character(std::string& literal, std::string_view text, std::size_t i) {
  const auto rest = text.substr(i);
  const char c = rest.front();
  const auto size = plain_sequence(rest);
  if (rest.substr(0, kMacro.size()) == kMacro) {
    literal += octal(c);
  } else if (c == '"' || c == '\\') {
    literal += {'\\', c};
  } else if (c == '?' && i > 0 && text[i - 1] == '?') {
    // With -trigraphs two question marks and a third character are another one.
    literal += "\\?";
  } else if (c == '\n') {
    literal += "\\n";
  } else if (c == '\t') {
    literal += "\\t";
  } else if (size == 0) {
    literal += octal(c);
  } else {
    literal += rest.substr(0, size);
  }
  return i + (size == 0 ? 1 : size);
}

}  // namespace

std::string cpp_literal(std::string_view text) {
  std::string literal = "\"";
  for (std::size_t i = 0; i < text.size();) i = append_character(literal, text, i);
  return literal + "\"";
}

std::vector<std::string> cpp_literals(std::string_view text, std::size_t width) {
  std::vector<std::string> literals;
  std::string now = "\"";
  std::string word;
  const auto flush = [&] {
    literals.push_back(now + "\"");
    now = "\"";
  };
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    i = append_character(word, text, i);
    if (c != ' ' && c != '\n' && i < text.size()) continue;
    if (now.size() > 1 && now.size() + word.size() + 1 > width) flush();
    now += word;
    word.clear();
    if (c == '\n' && i < text.size()) flush();
  }
  flush();
  return literals;
}

std::string comment_text(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size();) {
    const auto rest = text.substr(i);
    const auto size = plain_sequence(rest);
    if (rest.substr(0, kMacro.size()) == kMacro) {
      result += "RETORT_ MIGRATION";
      i += kMacro.size();
      continue;
    }
    if (size == 0) {
      const char c = rest.front();
      result += c == '\n' || c == '\t' || c == '\r' ? ' ' : '?';
    } else {
      result += rest.substr(0, size);
    }
    i += size == 0 ? 1 : size;
  }
  // Question marks in a row may be a trigraph, and a backslash at the end would take in the next line.
  for (auto at = result.find("?\?"); at != std::string::npos; at = result.find("?\?", at)) result.insert(at + 1, " ");
  while (!result.empty() && result.back() == ' ') result.pop_back();
  if (!result.empty() && result.back() == '\\') result += " .";
  return result;
}

std::string slug(std::string_view message) {
  std::string text;
  for (const char c : message) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (word) {
      text += upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!text.empty() && text.back() != '_') {
      text += '_';
    }
  }
  while (!text.empty() && text.back() == '_') text.pop_back();
  if (text.size() > kLongestSlug) {
    const auto end = text.rfind('_', kLongestSlug);
    text.resize(end == std::string::npos ? kLongestSlug : end);
  }
  return text.empty() ? "migration" : text;
}

std::string class_name(std::string_view slug) {
  std::string name;
  bool begins = true;
  for (const char c : slug) {
    if (c == '_') {
      begins = true;
      continue;
    }
    const bool lower = c >= 'a' && c <= 'z';
    name += begins && lower ? static_cast<char>(c - 'a' + 'A') : c;
    begins = false;
  }
  return name.front() >= '0' && name.front() <= '9' ? "Migration" + name : name;
}

}  // namespace retort::autogenerate
