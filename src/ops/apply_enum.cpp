#include "ops/apply_enum.hpp"

#include <algorithm>

#include "ops/check_table.hpp"

namespace retort::ops {

namespace {

/// The enum, or an array of it, with other values.
Type with_values(const Type& type, const std::vector<std::string>& values) {
  if (type.kind() == Type::Kind::array) return Type::array_of(with_values(type.element(), values));
  return Type::enumeration(type.name(), values, type.schema());
}

}  // namespace

const Type* enum_in(const Type& type) noexcept {
  const auto* inner = &type;
  while (inner->kind() == Type::Kind::array) inner = &inner->element();
  return inner->kind() == Type::Kind::enum_ ? inner : nullptr;
}

schema::QualifiedName enum_name(const Type& type) { return {type.schema(), type.name()}; }

bool uses_enum(const schema::Table& table, const schema::QualifiedName& name) {
  return std::any_of(table.columns.begin(), table.columns.end(), [&](const schema::Column& column) {
    const auto* type = enum_in(column.type);
    return type != nullptr && enum_name(*type) == name;
  });
}

bool uses_enum(const schema::MetaData& schema, const schema::QualifiedName& name) {
  return std::any_of(schema.tables.begin(), schema.tables.end(),
                     [&](const auto& each) { return uses_enum(each.second, name); });
}

void adopt_enum(schema::MetaData& schema, const Type& type) {
  const auto* found = enum_in(type);
  if (found == nullptr || found->name().empty()) return;
  const auto name = enum_name(*found);
  schema.enums.try_emplace(name, schema::Enum{name, found->values(), true});
}

void adopt_enums(schema::MetaData& schema, const schema::Table& table) {
  for (const auto& column : table.columns) adopt_enum(schema, column.type);
}

void release_enum(schema::MetaData& schema, const Type& type) {
  const auto* found = enum_in(type);
  if (found == nullptr) return;
  const auto known = schema.enums.find(enum_name(*found));
  if (known == schema.enums.end() || !known->second.implicit || uses_enum(schema, known->first)) return;
  schema.enums.erase(known);
}

void release_enums(schema::MetaData& schema, const schema::Table& table) {
  for (const auto& column : table.columns) release_enum(schema, column.type);
}

void alter_enum(const Operation& operation, schema::MetaData& schema, const AlterEnum& change) {
  const auto found = schema.enums.find(change.name);
  if (found == schema.enums.end()) return;
  auto& values = found->second.values;
  const auto place_of = [&](const std::string& value) {
    const auto place = std::find(values.begin(), values.end(), value);
    if (place == values.end()) {
      refuse(operation, "unknown_value",
             "the enum \"" + change.name.text() + "\" has no value \"" + value + "\"" + did_you_mean(value, values));
    }
    return place;
  };
  const auto refuse_known = [&](const std::string& value) {
    if (std::find(values.begin(), values.end(), value) != values.end()) {
      refuse(operation, "duplicate_value", "the enum \"" + change.name.text() + "\" has the value \"" + value + "\"");
    }
  };
  for (const auto& [value, new_value] : change.renamed) {
    refuse_known(new_value);
    *place_of(value) = new_value;
  }
  for (const auto& addition : change.added) {
    refuse_known(addition.value);
    values.insert(addition.before.empty() ? values.end() : place_of(addition.before), addition.value);
  }
  for (auto& [name, table] : schema.tables) {
    for (auto& column : table.columns) {
      const auto* type = enum_in(column.type);
      if (type != nullptr && enum_name(*type) == change.name) column.type = with_values(column.type, values);
    }
  }
}

}  // namespace retort::ops
