#include "dialect/firebird/enum_columns.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "dialect/failure.hpp"
#include "dialect/firebird/conversion.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/quoting.hpp"
#include "dialect/firebird/types.hpp"

namespace retort::dialect::firebird {

namespace {

Type changed(const Type& type, const ops::AlterEnum& op) {
  auto values = type.values();
  for (const auto& [from, to] : op.renamed) std::replace(values.begin(), values.end(), from, to);
  for (const auto& added : op.added) {
    if (std::find(values.begin(), values.end(), added.value) != values.end()) continue;
    values.insert(added.before.empty() ? values.end() : std::find(values.begin(), values.end(), added.before),
                  added.value);
  }
  return Type::enumeration(type.name(), std::move(values));
}

void alter_column(StatementList& out, const ops::AlterEnum& op, const schema::QualifiedName& table,
                  const schema::Column& column) {
  const auto type = changed(column.type, op);
  drop_constraint(out, table, schema::Check{{}, enum_condition(column.name, column.type)});
  if (characters_of(type) > characters_of(column.type)) {
    out.clause(table, "ALTER " + quote(column.name) + " TYPE " + type_text(type));
  }
  for (const auto& [from, to] : op.renamed) {
    auto sql = builder();
    sql.raw("UPDATE ").name(std::string_view(table.name)).raw(" SET ").name(std::string_view(column.name));
    sql.raw(" = ").literal(Value(to)).raw(" WHERE ").name(std::string_view(column.name)).raw(" = ");
    out.add(sql.literal(Value(from)).take(), Statement::Effect::rows);
  }
  out.clause(table, add_clause(schema::Check{{}, enum_condition(column.name, type)}));
  out.flush();
}

}  // namespace

void alter_enum(StatementList& out, const ops::AlterEnum& op, const schema::MetaData& before) {
  check_schema(op.name);
  for (const auto& [name, table] : before.tables) {
    for (const auto& column : table.columns) {
      if (column.type.kind() != Type::Kind::enum_ || column.type.name() != op.name.name) continue;
      if (before.uncertain.contains(name)) {
        refuse("unknown_table", "\"" + name.text() + "\" has a column of the enum \"" + op.name.name +
                                    "\", and SQL before this may have changed it; say with touches() or data_only() "
                                    "what that SQL changes");
      }
      alter_column(out, op, name, column);
    }
  }
}

}  // namespace retort::dialect::firebird
