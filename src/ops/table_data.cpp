#include <retort/error.hpp>

#include <algorithm>
#include <utility>

#include "ops/builder_data.hpp"

namespace retort::ops {

namespace {

[[noreturn]] void refuse_second_key(const schema::QualifiedName& name, Location where) {
  throw OperationError(
      "two primary keys: a table has one; say primary_key() on the columns or primary_key({...}) on the table, once",
      {.code = "two_primary_keys", .operation = "create_table(\"" + name.text() + "\")", .location = where.text()});
}

}  // namespace

schema::Table TableData::build(Location where) const {
  schema::Table table;
  table.name = name;
  table.comment = comment;
  table.options = options;
  table.columns.reserve(columns.size());
  for (const auto& handle : columns) {
    const auto& data = handle.data();
    const auto& column = table.columns.emplace_back(data.column);
    if (data.primary_key) {
      if (!table.primary_key) table.primary_key = schema::PrimaryKey{};
      table.primary_key->columns.push_back(column.name);
    }
    if (data.unique) table.uniques.push_back({{}, {column.name}});
    if (data.reference) table.foreign_keys.push_back(*data.reference);
    if (data.index) table.indexes.push_back({{}, {op::IndexColumn(column.name)}});
  }
  if (primary_keys.size() + (table.primary_key ? 1U : 0U) > 1) refuse_second_key(name, where);
  if (!primary_keys.empty()) {
    table.primary_key = primary_keys.front();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto& keys = table.primary_key->columns;
      const bool in_key = std::find(keys.begin(), keys.end(), table.columns[i].name) != keys.end();
      if (in_key && !columns[i].data().nullable_said) table.columns[i].nullable = false;
    }
  }
  table.uniques.insert(table.uniques.end(), uniques.begin(), uniques.end());
  table.foreign_keys.insert(table.foreign_keys.end(), foreign_keys.begin(), foreign_keys.end());
  table.checks.assign(checks.begin(), checks.end());
  table.excludes.assign(excludes.begin(), excludes.end());
  table.indexes.insert(table.indexes.end(), indexes.begin(), indexes.end());
  return table;
}

}  // namespace retort::ops
