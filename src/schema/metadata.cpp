#include "schema/metadata.hpp"

namespace retort::schema {

const Column* Table::find_column(std::string_view column) const noexcept {
  for (const auto& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

Column* Table::find_column(std::string_view column) noexcept {
  for (auto& candidate : columns) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

const Table* MetaData::find_table(const QualifiedName& name) const noexcept {
  const auto found = tables.find(name);
  if (found == tables.end() || uncertain.contains(name)) return nullptr;
  return &found->second;
}

}  // namespace retort::schema
