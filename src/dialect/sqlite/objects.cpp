#include "dialect/sqlite/objects.hpp"

#include "core/sql_lexer.hpp"
#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/quoting.hpp"

namespace retort::dialect::sqlite {

namespace {

using Nulls = op::IndexColumn::Nulls;

/// SQLite sorts NULL as the smallest value and cannot be told otherwise: what asks for that is left out, the rest is
/// refused.
void check_nulls(const op::IndexColumn& column) {
  if (column.nulls() == Nulls::unspecified) return;
  if ((column.nulls() == Nulls::first) != column.is_descending()) return;
  unsupported("an index of SQLite has NULL first when ascending and last when descending; leave out " +
              std::string(column.nulls() == Nulls::first ? "nulls_first()" : "nulls_last()") + " for \"" +
              column.name() + "\"");
}

void append_index_column(SqlBuilder& sql, const op::IndexColumn& column) {
  check_nulls(column);
  if (column.is_expression()) {
    // An expression may stand bare, but a column's name would be taken for the column without its parentheses.
    append_parenthesized(sql, column.name());
  } else {
    sql.name(std::string_view(column.name()));
  }
  if (!column.collation().empty()) sql.raw(" COLLATE ").name(std::string_view(column.collation()));
  if (column.is_descending()) sql.raw(" DESC");
}

/// The name of an index or a trigger carries the schema; its table does not.
void append_sibling_name(SqlBuilder& sql, const std::string& name, const schema::QualifiedName& table) {
  append_name(sql, schema::QualifiedName{table.schema, name});
}

std::string_view last_token(const std::string& text) {
  const auto tokens = significant_tokens(text);
  return tokens.empty() ? std::string_view() : tokens.back().in(text);
}

}  // namespace

std::string create_index_text(const schema::Index& index, const schema::QualifiedName& table, bool if_not_exists) {
  auto sql = builder();
  sql.raw(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
  if (if_not_exists || index.if_not_exists) sql.raw("IF NOT EXISTS ");
  append_sibling_name(sql, index.name, table);
  sql.raw(" ON ").name(std::string_view(table.name)).raw(" (");
  sql.list(index.columns, [&](const op::IndexColumn& column) { append_index_column(sql, column); });
  sql.raw(")");
  refuse_nulls_not_distinct(index.nulls_not_distinct, index.name, "SQLite");
  // The rest that an index may say (method, include, concurrently ...) is advice to other databases.
  sql.raw(native_text(index.native, "sqlite"));
  if (!index.where.empty()) sql.raw(" WHERE ").raw(index.where);
  return sql.take();
}

std::string create_trigger_text(const schema::Trigger& trigger, bool if_not_exists) {
  const int events = (trigger.on_insert ? 1 : 0) + (trigger.on_update ? 1 : 0) + (trigger.on_delete ? 1 : 0);
  if (events == 0) {
    refuse("invalid_operation", "the trigger has no event; add on_insert(), on_update() or on_delete()");
  }
  if (events > 1) {
    unsupported("a trigger of SQLite has one event; create one trigger for each, under names of their own");
  }
  if (trigger.for_each_statement) {
    unsupported("triggers of SQLite fire for each row; leave out for_each_statement()");
  }
  const auto& body = text_for(trigger.body, "sqlite", "the body of trigger \"" + trigger.name + "\"");
  auto sql = builder();
  sql.raw("CREATE TRIGGER ");
  if (if_not_exists) sql.raw("IF NOT EXISTS ");
  append_sibling_name(sql, trigger.name, trigger.table);
  using Timing = schema::Trigger::Timing;
  sql.raw(trigger.timing == Timing::before ? " BEFORE " : trigger.timing == Timing::after ? " AFTER " : " INSTEAD OF ");
  sql.raw(trigger.on_insert ? "INSERT" : trigger.on_delete ? "DELETE" : "UPDATE");
  if (trigger.on_update && !trigger.update_of.empty()) {
    sql.raw(" OF ").list(trigger.update_of, [&](const std::string& column) { sql.name(std::string_view(column)); });
  }
  sql.raw(" ON ").name(std::string_view(trigger.table.name)).raw(" FOR EACH ROW ");
  if (!trigger.when.empty()) {
    sql.raw("WHEN ");
    append_parenthesized(sql, trigger.when);
    sql.raw(" ");
  }
  sql.raw("BEGIN\n").raw(body);
  // On a line of its own, as the body may end in a comment.
  if (last_token(body) != ";") sql.raw("\n;");
  return sql.raw("\nEND").take();
}

std::string create_view_text(const schema::View& view, bool if_not_exists) {
  if (view.materialized) {
    unsupported("SQLite has no materialized views; use a view, or a table that triggers keep up to date");
  }
  auto sql = builder();
  sql.raw("CREATE VIEW ");
  if (if_not_exists) sql.raw("IF NOT EXISTS ");
  append_name(sql, view.name);
  return sql.raw(" AS ").raw(text_for(view.query, "sqlite", "view \"" + view.name.text() + "\"")).take();
}

}  // namespace retort::dialect::sqlite
