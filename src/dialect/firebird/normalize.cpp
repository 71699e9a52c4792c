#include "dialect/firebird/normalize.hpp"

#include <algorithm>
#include <utility>

#include "core/sql_lexer.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/native_defaults.hpp"
#include "dialect/firebird/objects.hpp"
#include "dialect/firebird/types.hpp"
#include "dialect/identifier.hpp"

namespace retort::dialect::firebird {

namespace {

using Action = op::ReferentialAction;

/// NO ACTION is what happens when nothing is said, and RESTRICT another word for it.
Action read_back(Action action) {
  return action == Action::no_action || action == Action::restrict_ ? Action::unspecified : action;
}

schema::Index read_back(const schema::Index& index) {
  schema::Index result;
  result.name = index.name;
  result.unique = index.unique;
  result.comment = index.comment;
  const bool descending = index.descending || (!index.columns.empty() && index.columns.front().is_descending());
  for (const auto& column : index.columns) {
    auto element = column.is_expression() ? op::IndexColumn(Sql{column.name()}) : op::IndexColumn(column.name());
    if (descending) element.descending();
    result.columns.push_back(std::move(element));
  }
  return result;
}

}  // namespace

void set_identity(schema::Column& column, std::int64_t first) {
  column.nullable = false;
  column.autoincrement = first == 1;
  column.identity.reset();
  if (first != 1) column.identity = op::Identity{.always = false, .start = first};
}

schema::Table normalized(const schema::Table& table) {
  // Refuses what cannot be created.
  create_table_text(table);
  after_table_texts(table);
  auto result = table;
  result.options = {};
  for (auto& column : result.columns) {
    if (is_numbered(column)) set_identity(column, column.identity ? column.identity->start.value_or(1) : 1);
    column.type = normalized(column.type);
    if (result.primary_key && contains(result.primary_key->columns, column.name)) column.nullable = false;
    if (column.server_default) {
      column.server_default = read_default("DEFAULT " + default_text(*column.server_default, column.name), column.type);
    }
    if (column.computed) {
      column.nullable = true;
      column.server_default.reset();
    }
    if (equal_ignoring_case(column.collation, "UTF8")) column.collation.clear();
  }
  for (auto& key : result.foreign_keys) {
    key.on_delete = read_back(key.on_delete);
    key.on_update = read_back(key.on_update);
    key.match.clear();
    key.not_valid = false;
  }
  for (auto& check : result.checks) check.not_valid = false;
  for (auto& index : result.indexes) index = read_back(index);
  return result;
}

schema::Trigger normalized(const schema::Trigger& trigger) {
  auto result = trigger;
  result.body = SqlText(trigger_body(trigger_source(trigger)));
  result.when.clear();
  // What fires before takes the place of the change where it is on a view.
  if (result.timing == schema::Trigger::Timing::instead_of) result.timing = schema::Trigger::Timing::before;
  return result;
}

schema::Sequence normalized(const schema::Sequence& sequence) {
  create_sequence_text(sequence);  // refuses what cannot be created
  auto result = sequence;
  if (result.increment == 1) result.increment.reset();
  if (result.start == 1) result.start.reset();
  return result;
}

}  // namespace retort::dialect::firebird
