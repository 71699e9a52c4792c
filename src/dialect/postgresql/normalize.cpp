#include "dialect/postgresql/normalize.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include "dialect/identifier.hpp"
#include "dialect/postgresql/definitions.hpp"
#include "dialect/postgresql/expressions.hpp"
#include "dialect/postgresql/names.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/types.hpp"

namespace retort::dialect::postgresql {

namespace {

using Action = op::ReferentialAction;
using Nulls = op::IndexColumn::Nulls;

/// As the server would write it: `WITH (fillfactor = '70')` and `with (FILLFACTOR=70)` are one.
void canonicalize(SqlText& native) {
  const auto* words = native.find("postgresql");
  if (words == nullptr) return;
  std::string text;
  bool glue = true;
  for (const auto& token : significant_tokens(*words, syntax())) {
    std::string word(token.in(*words));
    if (token.kind == SqlToken::Kind::word) word = lower(word);
    if (token.kind == SqlToken::Kind::text) {
      const auto value = unquoted(word);
      if (!value.empty() && value.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz_.") == std::string::npos) {
        word = value;
      }
    }
    const bool tight = word == ")" || word == "," || word == "=" || word == ".";
    if (!glue && !tight) text += ' ';
    text += word;
    glue = word == "(" || word == "=" || word == ".";
  }
  native = text.empty() ? SqlText() : SqlText({{"postgresql", text}});
}

void canonicalize(schema::Column& column, const schema::Table& table) {
  if (column.server_default) {
    column.server_default = canonical_default(*column.server_default, column.type);
    // DEFAULT NULL is what a column without one does.
    if (column.server_default->is_null()) column.server_default.reset();
  }
  canonicalize(column.native);
  if (column.computed) column.computed->sql = canonical_expression(column.computed->sql, &table);
  if (column.collation == "\"default\"") column.collation.clear();
  if (!column.identity && !column.autoincrement) return;
  column.nullable = false;
  if (!column.identity) return;
  auto& identity = *column.identity;
  if (identity.increment == 1) identity.increment.reset();
  // A sequence that counts down begins at -1.
  if (identity.start == (identity.increment.value_or(1) > 0 ? 1 : -1)) identity.start.reset();
  if (identity == op::Identity{}) {
    column.identity.reset();
    column.autoincrement = true;
  } else {
    column.autoincrement = false;
  }
}

op::IndexColumn canonical(const op::IndexColumn& column, const schema::Index& index, const schema::Table& table) {
  const bool descending = column.is_descending() || index.descending;
  // An expression that is nothing but a column is a column to the server.
  const auto expression = column.is_expression() ? canonical_expression(column.name(), &table) : std::string();
  const bool plain = !column.is_expression() || table.find_column(unquoted(expression)) != nullptr;
  auto result = plain ? op::IndexColumn(column.is_expression() ? unquoted(expression) : column.name())
                      : op::IndexColumn(Sql{expression});
  result.descending(descending);
  if (!column.collation().empty()) result = op::IndexColumn(std::move(result)).collate(column.collation());
  if (!column.operator_class().empty()) {
    result = op::IndexColumn(std::move(result)).operator_class(column.operator_class());
  }
  // NULL sorts as the largest value.
  if (column.nulls() == Nulls::first && !descending) result = op::IndexColumn(std::move(result)).nulls_first();
  if (column.nulls() == Nulls::last && descending) result = op::IndexColumn(std::move(result)).nulls_last();
  return result;
}

void canonicalize(schema::Index& index, const schema::Table& table) {
  for (auto& column : index.columns) column = canonical(column, index, table);
  index.descending = index.concurrently = index.if_not_exists = false;
  if (!index.where.empty()) index.where = canonical_expression(index.where, &table);
  index.method = lower(index.method);
  if (index.method == "btree") index.method.clear();
  canonicalize(index.native);
}

/// Refuses what CREATE TABLE would refuse.
void check(const schema::Table& table) {
  create_table_text(table, false);
  for (const auto& index : table.indexes) create_index_text(index, table.name, false);
}

}  // namespace

void canonicalize(schema::Table& table) {
  for (auto& column : table.columns) canonicalize(column, table);
  for (auto& key : table.foreign_keys) {
    if (key.on_delete == Action::no_action) key.on_delete = Action::unspecified;
    if (key.on_update == Action::no_action) key.on_update = Action::unspecified;
    if (equal_ignoring_case(key.match, "SIMPLE")) key.match.clear();
    if (equal_ignoring_case(key.match, "FULL")) key.match = "FULL";
    canonicalize(key.native);
  }
  if (table.primary_key) canonicalize(table.primary_key->native);
  for (auto& each : table.uniques) canonicalize(each.native);
  for (auto& each : table.checks) {
    each.condition = canonical_expression(each.condition, &table);
    canonicalize(each.native);
  }
  canonicalize(table.options.native);
  for (auto& exclude : table.excludes) {
    for (auto& element : exclude.elements) {
      element.expression.text = canonical_expression(element.expression.text, &table);
    }
    if (!exclude.where.empty()) exclude.where = canonical_expression(exclude.where, &table);
    exclude.method = lower(exclude.method);
    if (exclude.method == "btree") exclude.method.clear();
    canonicalize(exclude.native);
  }
  for (auto& index : table.indexes) canonicalize(index, table);
}

schema::Table normalized(const schema::Table& table) {
  check(table);
  auto result = table;
  for (auto& column : result.columns) {
    column.type = catalog_type(column.type);
    if (column.collation == "default") column.collation.clear();
    if (result.primary_key && contains(result.primary_key->columns, column.name)) column.nullable = false;
  }
  const auto& options = table.options;
  result.options = {};
  result.options.postgresql_unlogged = options.postgresql_unlogged;
  result.options.postgresql_tablespace = options.postgresql_tablespace;
  result.options.postgresql_inherits = options.postgresql_inherits;
  result.options.postgresql_partition_by = options.postgresql_partition_by;
  result.options.native = options.native;
  canonicalize(result);
  drop_generated_names(result);
  return result;
}

schema::Sequence normalized(const schema::Sequence& sequence) {
  auto result = sequence;
  const bool up = sequence.increment.value_or(1) > 0;
  if (result.increment == 1) result.increment.reset();
  if (up ? result.min_value == 1 : result.max_value == -1) (up ? result.min_value : result.max_value).reset();
  const auto& far = up ? result.max_value : result.min_value;
  const auto limits = std::numeric_limits<std::int64_t>();
  if (far == (up ? limits.max() : limits.min())) (up ? result.max_value : result.min_value).reset();
  const auto first = up ? result.min_value.value_or(1) : result.max_value.value_or(-1);
  if (result.start == first) result.start.reset();
  return result;
}

}  // namespace retort::dialect::postgresql
