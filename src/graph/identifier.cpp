#include "graph/identifier.hpp"

#include <array>

#include "graph/fault.hpp"

namespace retort::graph {

namespace {

/// A character as a message can show it: printable ASCII as it is, anything else as its byte.
std::string shown(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte == ' ') return "a space";
  if (byte > 0x20 && byte < 0x7f) return std::string("'") + c + "'";
  constexpr std::string_view kDigits = "0123456789abcdef";
  return std::string("the byte 0x") + kDigits[byte / 16] + kDigits[byte % 16];
}

[[noreturn]] void refuse(std::string_view text, const std::string& why) {
  throw_state("invalid_identifier",
              quoted(text) + " does not name a revision: " + why +
                  "; write an id, a label or the beginning of one, head, heads, base or current, if need be as "
                  "branch@name, with +N or -N behind it");
}

/// The steps of `+N` and `-N`. Numbers beyond any graph are all the same to the walk, which stops at its end.
std::int64_t parse_offset(std::string_view text, std::string_view whole) {
  constexpr std::int64_t kEnough = 1'000'000'000'000;
  if (text.size() < 2) refuse(whole, "a number of steps is missing behind " + quoted(text));
  std::int64_t steps = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') refuse(whole, quoted(text) + " is not a number of steps");
    if (steps < kEnough) steps = steps * 10 + (c - '0');
  }
  if (steps == 0) refuse(whole, quoted(text) + " moves nowhere");
  return text.front() == '-' ? -steps : steps;
}

void check_part(std::string_view part, std::string_view whole) {
  if (part.size() > kLongestName)
    refuse(whole.substr(0, 40), "it goes on for " + std::to_string(part.size()) +
                                    " bytes, and no name is longer than " + std::to_string(kLongestName));
  for (const char c : part)
    if (!is_name_character(c)) refuse(whole, "it contains " + shown(c));
}

}  // namespace

bool is_name_character(char c) noexcept {
  static constexpr auto kAllowed = [] {
    std::array<bool, 256> allowed{};
    for (unsigned char digit = '0'; digit <= '9'; ++digit) allowed[digit] = true;
    for (unsigned char letter = 'a'; letter <= 'z'; ++letter) allowed[letter] = allowed[letter - 'a' + 'A'] = true;
    allowed['_'] = allowed['.'] = true;
    return allowed;
  }();
  return kAllowed[static_cast<unsigned char>(c)];
}

bool is_reserved_word(std::string_view text) noexcept {
  return text == "head" || text == "heads" || text == "base" || text == "current";
}

bool is_valid_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > kLongestName) return false;
  for (const char c : text)
    if (!is_name_character(c)) return false;
  return !is_reserved_word(text);
}

std::string name_fault(std::string_view text, std::string_view what) {
  if (is_valid_name(text)) return {};
  const std::string subject = "the " + std::string(what) + " " + quoted(text);
  if (text.empty()) return "the " + std::string(what) + " is empty";
  if (text.size() > kLongestName)
    return "the " + std::string(what) + " that begins with " + quoted(text.substr(0, 20)) + " has " +
           std::to_string(text.size()) + " bytes; " + std::to_string(kLongestName) + " are allowed";
  for (const char c : text)
    if (!is_name_character(c)) return subject + " contains " + shown(c) + "; letters, digits, '_' and '.' are allowed";
  if (is_reserved_word(text)) return subject + " is a word with a meaning of its own in every command; take another";
  return {};
}

Identifier parse_identifier(std::string_view text) {
  if (text.empty()) refuse(text, "it is empty");
  Identifier result;
  result.text = text;
  std::string_view rest = text;
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    result.branch = text.substr(0, at);
    rest = text.substr(at + 1);
    if (result.branch.empty()) refuse(text, "a branch is missing in front of the '@'");
    if (rest.find('@') != std::string_view::npos) refuse(text, "it has more than one '@'");
    if (rest.empty()) refuse(text, "a name is missing behind the '@'");
    check_part(result.branch, text);
    if (is_reserved_word(result.branch)) refuse(text, quoted(result.branch) + " is not a branch");
  }
  const auto sign = rest.find_first_of("+-");
  result.name = rest.substr(0, sign);
  check_part(result.name, text);
  if (sign != std::string_view::npos) result.offset = parse_offset(rest.substr(sign), text);
  return result;
}

std::optional<RangeText> parse_range(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const RangeText range{text.substr(0, colon), text.substr(colon + 1)};
  if (range.to.find(':') != std::string_view::npos)
    throw_state("invalid_identifier", quoted(text) + " is not a range: it has more than one ':'; write from:to");
  return range;
}

}  // namespace retort::graph
