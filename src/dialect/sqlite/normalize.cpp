#include "dialect/sqlite/normalize.hpp"

#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/objects.hpp"
#include "dialect/sqlite/read_table.hpp"
#include "dialect/sqlite/read_trigger.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = Type::Kind;

Type creatable(const Type& type) {
  const bool sized = type.length() > 0;
  switch (type.kind()) {
    case Kind::string:
      return sized ? type : Type::native_text("VARCHAR");
    case Kind::char_:
      return sized ? type : Type::native_text("CHAR");
    case Kind::binary:
      return sized ? type : Type::native_text("BINARY");
    case Kind::numeric:
      if (!sized) return Type::native_text("NUMERIC");
      if (type.scale() >= 0 && type.scale() <= type.length()) return type;
      return Type::native_text("NUMERIC(" + std::to_string(type.length()) + ", " + std::to_string(type.scale()) + ")");
    case Kind::native:
      // No type at all has the affinity of a BLOB (https://www.sqlite.org/datatype3.html, 3.1).
      return type.name().empty() ? op::blob() : type;
    default:
      return type;
  }
}

}  // namespace

schema::Table read_creatable_table(const NativeTable& native) {
  using Action = op::ReferentialAction;
  auto table = read_table(native, true);
  for (auto& key : table.foreign_keys) {
    // What SQL does when nothing is said.
    if (key.on_delete == Action::no_action) key.on_delete = Action::unspecified;
    if (key.on_update == Action::no_action) key.on_update = Action::unspecified;
  }
  for (auto& column : table.columns) {
    column.type = creatable(column.type);
    // DEFAULT NULL is what a column without one does.
    if (column.server_default && column.server_default->is_null()) column.server_default.reset();
  }
  return table;
}

schema::Table normalized(const schema::Table& table) {
  const auto& name = table.name.name;
  NativeTable native{{"table", name, name, create_table_text(table)}};
  for (const auto& index : table.indexes) {
    native.dependents.push_back({"index", index.name, name, create_index_text(index, table.name)});
  }
  return read_creatable_table(native);
}

schema::Trigger normalized(const schema::Trigger& trigger) {
  auto normal = read_trigger({"trigger", trigger.name, trigger.table.name, create_trigger_text(trigger)});
  normal.table = trigger.table;
  return normal;
}

}  // namespace retort::dialect::sqlite
