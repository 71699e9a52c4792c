#include "dialect/identifier.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "dialect/failure.hpp"

namespace retort::dialect {

void check_identifier(std::string_view identifier) {
  if (identifier.empty()) {
    throw OperationError("a name is empty; give every table, column, constraint and index a name of its own",
                         facts("invalid_identifier"));
  }
  bool ascii = true;
  for (const char c : identifier) {
    if (c == '\0') {
      throw OperationError("the name \"" + printable(identifier) + "\" holds NUL, which no database takes; remove it",
                           facts("invalid_identifier"));
    }
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
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

std::string without_case(std::string_view name) {
  std::string key(name);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
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
