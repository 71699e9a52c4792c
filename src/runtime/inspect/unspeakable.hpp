#ifndef RETORT_SRC_RUNTIME_INSPECT_UNSPEAKABLE_HPP
#define RETORT_SRC_RUNTIME_INSPECT_UNSPEAKABLE_HPP

#include <algorithm>
#include <string>

#include "core/text.hpp"
#include "schema/table.hpp"

namespace retort::runtime {

/// Names that no statement of this library could carry.
inline bool is_unspeakable(const std::string& name) {
  return name.empty() || !is_utf8(name) || name.find('\0') != std::string::npos;
}

/// The same of a table and all that belongs to it; constraints may be without a name.
inline bool is_unspeakable(const schema::Table& table) {
  const auto any = [](const auto& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [](const auto& part) { return !part.name.empty() && is_unspeakable(part.name); });
  };
  const auto nameless = [](const schema::Column& column) { return column.name.empty(); };
  return is_unspeakable(table.name.name) || any(table.columns) ||
         std::any_of(table.columns.begin(), table.columns.end(), nameless) || any(table.indexes) ||
         any(table.uniques) || any(table.foreign_keys) || any(table.checks) || any(table.excludes) ||
         (table.primary_key && !table.primary_key->name.empty() && is_unspeakable(table.primary_key->name));
}

}  // namespace retort::runtime

#endif
