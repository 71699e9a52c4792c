#include "dialect/identifier.hpp"

#include <algorithm>

#include "dialect/failure.hpp"

namespace retort::dialect {

namespace {

/// The bytes of the UTF-8 sequence at the front, 0 when there is none.
std::size_t sequence_length(std::string_view bytes) noexcept {
  const auto at = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  const auto continued = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return continued(1) ? 2 : 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && at(1) < 0xA0;
    const bool surrogate = first == 0xED && at(1) > 0x9F;
    return continued(1) && continued(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first > 0xF4) return 0;
  const bool overlong = first == 0xF0 && at(1) < 0x90;
  const bool too_large = first == 0xF4 && at(1) > 0x8F;
  return continued(1) && continued(2) && continued(3) && !overlong && !too_large ? 4 : 0;
}

}  // namespace

bool is_utf8(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const auto length = sequence_length(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

void check_identifier(std::string_view identifier) {
  if (identifier.empty()) {
    throw OperationError("a name is empty; give every table, column, constraint and index a name of its own",
                         facts("invalid_identifier"));
  }
  bool ascii = true;
  for (const char c : identifier) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      throw OperationError("the name \"" + printable(identifier) +
                               "\" holds a control character; use letters, digits, spaces or punctuation",
                           facts("invalid_identifier"));
    }
    ascii = ascii && byte < 0x80;
  }
  if (!ascii && !is_utf8(identifier)) {
    throw OperationError("the name \"" + printable(identifier) + "\" is not UTF-8; save the source file as UTF-8",
                         facts("invalid_identifier"));
  }
}

bool contains(const schema::Columns& columns, std::string_view name) noexcept {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const std::string& column) { return equal_ignoring_case(column, name); });
}

bool same_names(const schema::Columns& a, const schema::Columns& b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const std::string& x, const std::string& y) { return equal_ignoring_case(x, y); });
}

std::string quoted_list(const schema::Columns& names) {
  std::string text;
  for (const auto& name : names) {
    if (!text.empty()) text += ", ";
    text += '"';
    text += name;
    text += '"';
  }
  return text;
}

}  // namespace retort::dialect
