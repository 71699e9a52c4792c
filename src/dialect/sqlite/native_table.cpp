#include "dialect/sqlite/native_table.hpp"

#include <algorithm>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/objects.hpp"

namespace retort::dialect::sqlite {

namespace {

/// The table of the model, under its name in any case.
const schema::Table* find_model(const schema::QualifiedName& name, const schema::MetaData& model) {
  if (const auto* table = model.find_table(name)) return table;
  for (const auto& [key, table] : model.tables) {
    if (equal_ignoring_case(key.name, name.name) && equal_ignoring_case(key.schema, name.schema)) {
      return model.find_table(key);
    }
  }
  return nullptr;
}

NativeTable from_model(const schema::Table& table, const schema::MetaData& model) {
  const auto& name = table.name.name;
  const auto is_this = [&](const std::string& other) { return equal_ignoring_case(other, name); };
  NativeTable native{{"table", name, name, create_table_text(table)}};
  for (const auto& index : table.indexes) {
    native.dependents.push_back({"index", index.name, name, create_index_text(index, table.name)});
  }
  for (const auto& trigger : model.triggers) {
    if (is_this(trigger.table.name)) {
      native.dependents.push_back({"trigger", trigger.name, name, create_trigger_text(trigger)});
    }
  }
  for (const auto& [view_name, view] : model.views) {
    native.views.push_back({"view", view_name.name, view_name.name, create_view_text(view)});
  }
  for (const auto& [other_name, other] : model.tables) {
    const auto refers = std::any_of(other.foreign_keys.begin(), other.foreign_keys.end(),
                                    [&](const schema::ForeignKey& key) { return is_this(key.referent.name); });
    if (refers) native.children.push_back(other_name.name);
  }
  return native;
}

}  // namespace

std::optional<KnownTable> find_table(const schema::QualifiedName& name, const schema::MetaData& before, Facts* facts) {
  check_schema(name);
  if (facts != nullptr) {
    if (auto native = facts->native_table(name)) {
      // The name as the table was created with: sqlite_sequence is particular about its case.
      schema::QualifiedName exact{name.schema, native->table.name};
      return KnownTable{std::move(*native), true, std::move(exact)};
    }
  }
  if (const auto* table = find_model(name, before)) return KnownTable{from_model(*table, before), false, table->name};
  return std::nullopt;
}

std::vector<TableText> children_of(const KnownTable& table, const schema::MetaData& before, Facts* facts) {
  std::vector<TableText> children;
  for (const auto& child : table.native.children) {
    if (equal_ignoring_case(child, table.name.name)) continue;
    const auto known = find_table({table.name.schema, child}, before, facts);
    if (!known) continue;
    try {
      children.push_back(parse_create_table(known->native.table.sql, child));
    } catch (const OperationError&) {
      // It is only read for a better message; the foreign key check that follows the change needs no text.
      continue;
    }
  }
  return children;
}

}  // namespace retort::dialect::sqlite
