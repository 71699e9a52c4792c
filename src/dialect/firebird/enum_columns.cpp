#include "dialect/firebird/enum_columns.hpp"

#include "dialect/enum_columns.hpp"
#include "dialect/firebird/conversion.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/quoting.hpp"
#include "dialect/firebird/types.hpp"

namespace retort::dialect::firebird {

namespace {

void alter_column(StatementList& out, const ops::AlterEnum& op, const schema::QualifiedName& table,
                  const schema::Column& column) {
  const auto type = Type::enumeration(column.type.name(), changed_values(column.type.values(), op));
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
  for (const auto& [table, column] : columns_to_alter(before, op)) alter_column(out, op, table, column);
}

}  // namespace retort::dialect::firebird
