#include "dialect/sqlite/table_change.hpp"

#include <algorithm>
#include <type_traits>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/object_text.hpp"
#include "dialect/sqlite/objects.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/table_edits.hpp"

namespace retort::dialect::sqlite {

namespace {

bool is_null_default(const schema::Column& column) {
  return !column.server_default || column.server_default->is_null() ||
         (column.server_default->kind() == Value::Kind::sql &&
          equal_ignoring_case(column.server_default->text(), "NULL"));
}

}  // namespace

bool can_add_natively(const schema::Column& column) {
  if (is_numbered(column)) return false;
  if (column.computed) return !column.computed->stored && column.nullable;
  if (!column.nullable && is_null_default(column)) return false;
  return !column.server_default || is_constant(*column.server_default);
}

std::string rename_column_text(const schema::QualifiedName& table, const std::string& from, const std::string& to) {
  auto sql = builder();
  sql.raw("ALTER TABLE ");
  append_name(sql, table);
  return sql.raw(" RENAME COLUMN ").name(std::string_view(from)).raw(" TO ").name(std::string_view(to)).take();
}

std::string add_column_text(const schema::QualifiedName& table, const schema::Column& column, bool strict) {
  auto sql = builder();
  sql.raw("ALTER TABLE ");
  append_name(sql, table);
  return sql.raw(" ADD COLUMN ").raw(column_text(column, strict)).take();
}

std::string drop_column_text(const schema::QualifiedName& table, const std::string& column) {
  auto sql = builder();
  sql.raw("ALTER TABLE ");
  append_name(sql, table);
  return sql.raw(" DROP COLUMN ").name(std::string_view(column)).take();
}

std::string drop_index_text(const schema::QualifiedName& table, const std::string& index, bool if_exists) {
  auto sql = builder();
  sql.raw(if_exists ? "DROP INDEX IF EXISTS " : "DROP INDEX ");
  append_name(sql, schema::QualifiedName{table.schema, index});
  return sql.take();
}

TableChange::TableChange(KnownTable table, std::vector<TableText> children)
    : table_(std::move(table)),
      before_(parse_create_table(table_.native.table.sql, table_.name.name)),
      now_(before_),
      children_(std::move(children)) {
  for (const auto& column : before_.columns) kept_.push_back(column.name);
  for (const auto& object : table_.native.dependents) {
    // Without text: the index of a UNIQUE constraint, which comes with the table.
    if (!object.sql.empty()) dependents_.push_back({object});
  }
}

void TableChange::apply(const ops::Operation& operation, std::size_t index) {
  index_ = index;
  std::visit(
      [&](const auto& action) {
        using Action = std::decay_t<decltype(action)>;
        if constexpr (requires { make(action); }) {
          make(action);
        } else if constexpr (!std::is_same_v<Action, ops::CreateTableComment> &&
                             !std::is_same_v<Action, ops::DropTableComment>) {
          refuse("internal", "the operation is no change of a table; please report this");
        }
      },
      operation.action);
}

void TableChange::native(std::string sql) {
  Statement statement;
  statement.sql = std::move(sql);
  statement.operation = index_;
  native_.push_back(std::move(statement));
}

void TableChange::rebuilt(TableText text) {
  now_ = std::move(text);
  if (!rebuilt_by_) rebuilt_by_ = index_;
}

void TableChange::rename(const std::string& from, const std::string& to) {
  if (now_.find_column(from) == nullptr) {
    refuse("unknown_column", "table \"" + table_.name.text() + "\" has no column \"" + from + "\" to rename");
  }
  Statement statement;
  statement.sql = rename_column_text(table_.name, from, to);
  statement.operation = index_;
  renames_.push_back(std::move(statement));
}

void TableChange::make(const ops::AddColumn& operation) {
  const auto& column = operation.column;
  if (now_.find_column(column.name) != nullptr) {
    if (operation.if_not_exists) return;
    refuse("duplicate_column", "table \"" + table_.name.text() + "\" has a column \"" + column.name +
                                   "\" already; use if_not_exists(), or another name");
  }
  if (is_numbered(column)) numbered_ = column.name;
  auto text = with_column(now_, column_text(column, now_.strict), {operation.first, operation.after});
  // ALTER TABLE adds at the end only. The way back of a dropped column puts it where it was.
  const bool last = equal_ignoring_case(text.columns.back().name, column.name);
  if (!last || !can_add_natively(column)) return rebuilt(std::move(text));
  now_ = std::move(text);
  native(add_column_text(table_.name, column, now_.strict));
  if (is_null_default(column) && !column.computed) added_.emplace_back(column.name, native_.size() - 1);
}

void TableChange::make(const ops::DropColumn& operation) {
  if (operation.if_exists && now_.find_column(operation.column) == nullptr) return;
  auto text = without_column(now_, operation.column);
  check_children(operation.column);
  check_triggers(operation.column);
  const bool by_alter = can_drop_natively(now_, operation.column);
  dropped_by_ = index_;
  for (auto it = dependents_.begin(); it != dependents_.end();) {
    const bool goes =
        it->object.type == "index" && parse_create_index(it->object.sql, it->object.name).uses(operation.column);
    if (goes) native(drop_index_text(table_.name, it->object.name, false));
    it = goes ? dependents_.erase(it) : it + 1;
  }
  kept_.erase(std::remove_if(kept_.begin(), kept_.end(),
                             [&](const std::string& name) { return equal_ignoring_case(name, operation.column); }),
              kept_.end());
  if (!by_alter) return rebuilt(std::move(text));
  now_ = std::move(text);
  native(drop_column_text(table_.name, operation.column));
  native_.back().failure = "a view or a trigger may use the column; drop it before, and create it anew after";
}

void TableChange::check_children(const std::string& column) const {
  const auto* key = now_.primary_key();
  const bool in_key = key != nullptr && contains(key->columns, column);
  for (const auto& child : children_) {
    for (const auto* reference : child.foreign_keys()) {
      if (!equal_ignoring_case(reference->reference.referent.name, table_.name.name)) continue;
      const auto& columns = reference->reference.referent_columns;
      if (columns.empty() ? !in_key : !contains(columns, column)) continue;
      refuse("column_in_use", "column \"" + column + "\" of \"" + table_.name.text() +
                                  "\" is what a foreign key of \"" + table_name(child) + "\" (" +
                                  quoted_list(reference->columns) + ") refers to; drop that constraint first");
    }
  }
}

void TableChange::check_triggers(const std::string& column) const {
  for (const auto& dependent : dependents_) {
    if (dependent.object.type != "trigger" || !trigger_uses(dependent.object.sql, column)) continue;
    refuse("column_in_use", "trigger \"" + dependent.object.name + "\" uses column \"" + column + "\" of \"" +
                                table_.name.text() +
                                "\"; drop the trigger before this operation and create it anew after it");
  }
}

void TableChange::make(const ops::AlterColumn& operation) {
  if (operation.autoincrement == false && equal_ignoring_case(operation.column, counted_)) counted_.clear();
  auto text = with_changed_column(now_, operation);
  if (text.text != now_.text) rebuilt(std::move(text));
  if (operation.new_name && *operation.new_name != operation.column) rename(operation.column, *operation.new_name);
}

void TableChange::make(const ops::RenameColumn& operation) { rename(operation.column, operation.new_name); }

void TableChange::make(const ops::CreatePrimaryKey& operation) {
  const auto& columns = operation.key.columns;
  const auto is_over = [&](const std::string& column) {
    return !column.empty() && columns.size() == 1 && equal_ignoring_case(columns.front(), column);
  };
  const bool counts = is_over(numbered_);
  check_name_is_free(operation.key.name);
  auto text = now_;
  if (counts) {
    const auto* column = now_.find_column(numbered_);
    if (column != nullptr) text = with_edits(now_, {{column->type, "INTEGER"}});
    numbered_.clear();
  }
  rebuilt(with_primary_key(text, operation.key, counts || is_over(counted_)));
}

void TableChange::make(const ops::CreateUnique& operation) {
  check_name_is_free(operation.unique.name);
  rebuilt(with_constraint(now_, unique_text(operation.unique)));
}

void TableChange::make(const ops::CreateForeignKey& operation) {
  check_name_is_free(operation.key.name);
  const auto& key = operation.key;
  const auto added = std::find_if(added_.begin(), added_.end(), [&](const auto& column) {
    return key.columns.size() == 1 && equal_ignoring_case(column.first, key.columns.front());
  });
  if (added == added_.end() || rebuilt_by_) return rebuilt(with_constraint(now_, foreign_key_text(key, table_.name)));
  // All rows of a column that was just added are NULL, so the reference can come with it and nothing needs a check.
  const auto clause = references_text(key, table_.name);
  now_ = with_column_clause(now_, added->first, clause);
  native_[added->second].sql += " " + clause;
}

void TableChange::make(const ops::CreateCheck& operation) {
  check_name_is_free(operation.check.name);
  rebuilt(with_constraint(now_, check_text(operation.check)));
}

void TableChange::make(const ops::CreateExclude&) {
  unsupported("SQLite has no exclusion constraints; use a UNIQUE constraint, or a trigger that refuses the row");
}

void TableChange::check_name_is_free(const std::string& name) const {
  if (name.empty()) return;
  ops::DropConstraint same;
  same.name = name;
  if (find_constraint(now_, same) == nullptr) return;
  refuse("duplicate_constraint", "table \"" + table_.name.text() + "\" has a constraint \"" + name +
                                     "\" already; drop that one first, or use another name");
}

void TableChange::make(const ops::DropConstraint& operation) {
  const auto* constraint = find_constraint(now_, operation);
  if (constraint != nullptr) {
    if (constraint->autoincrement) counted_ = constraint->columns.front();
    return rebuilt(without_constraint(now_, *constraint));
  }
  if (operation.if_exists) return;
  auto message = "table \"" + table_.name.text() + "\" has no constraint ";
  message += operation.name.empty() ? "like that" : "named \"" + operation.name + "\"";
  if (find_index(operation.name) != dependents_.end()) {
    refuse("unknown_constraint", message + ", but an index; use drop_index");
  }
  refuse("unknown_constraint", message +
                                   "; one without a name is found by what it was created with: record its "
                                   "creation in a migration before this one");
}

void TableChange::make(const ops::RenameConstraint& operation) {
  check_name_is_free(operation.new_name);
  rebuilt(with_renamed_constraint(now_, operation));
}

std::vector<Dependent>::iterator TableChange::find_index(const std::string& name) {
  return std::find_if(dependents_.begin(), dependents_.end(), [&](const Dependent& each) {
    return each.object.type == "index" && equal_ignoring_case(each.object.name, name);
  });
}

void TableChange::make(const ops::CreateIndex& operation) {
  const auto& index = operation.index;
  if (index.if_not_exists && find_index(index.name) != dependents_.end()) return;
  auto sql = create_index_text(index, table_.name);
  dependents_.push_back({{"index", index.name, table_.name.name, sql}, index_});
  native(std::move(sql));
  if (index.unique) native_.back().failure = kDuplicateRows;
}

void TableChange::make(const ops::DropIndex& operation) {
  native(drop_index_text(table_.name, operation.name, operation.if_exists));
  const auto index = find_index(operation.name);
  if (index != dependents_.end()) {
    dependents_.erase(index);
  } else {
    first_.push_back(native_.back());
  }
}

void TableChange::make(const ops::RenameIndex& operation) {
  const auto index = find_index(operation.name);
  if (index == dependents_.end()) {
    refuse("unknown_index", "table \"" + table_.name.text() + "\" has no index \"" + operation.name +
                                "\" that CREATE INDEX made; the index of a constraint cannot be renamed");
  }
  const auto text = parse_create_index(index->object.sql, operation.name);
  index->object.sql = edited(text.text, {{text.name, quote(operation.new_name)}});
  native(drop_index_text(table_.name, operation.name, false));
  native(index->object.sql);
  index->object.name = operation.new_name;
  index->created_by = index_;
}

Statements TableChange::trigger_checks() const {
  Statements checks;
  const auto settable = std::find_if(now_.columns.begin(), now_.columns.end(), [](const ColumnText& column) {
    return column.find(ConstraintText::Kind::generated) == nullptr;
  });
  for (const auto& dependent : dependents_) {
    if (!dropped_by_ || dependent.object.type != "trigger" || settable == now_.columns.end()) continue;
    const auto firing = firing_statement(dependent.object.sql, table_.name, settable->name);
    if (firing.empty()) continue;
    Statement check;
    check.kind = Statement::Kind::verify;
    // EXPLAIN compiles and does not run; the first thing it answers is the address 0.
    check.sql = "EXPLAIN " + firing;
    check.operation = *dropped_by_;
    check.subject = "trigger " + dependent.object.name;
    check.failure = "trigger \"" + dependent.object.name + "\" does not compile without the dropped column; drop the " +
                    "trigger before this operation and create it anew after it";
    checks.push_back(std::move(check));
  }
  return checks;
}

Statements TableChange::finish() {
  if (!numbered_.empty()) {
    unsupported("SQLite numbers only the one column of the primary key; make \"" + numbered_ +
                "\" the primary key, or leave out autoincrement() and identity()");
  }
  if (rebuilt_by_) {
    require_key();
    const Rebuild rebuild{table_, before_, now_, kept_, dependents_, *rebuilt_by_};
    native_ = std::move(first_);
    for (auto& statement : rebuild_statements(rebuild)) native_.push_back(std::move(statement));
  }
  for (auto& statement : trigger_checks()) native_.push_back(std::move(statement));
  // Last, by ALTER TABLE, which rewrites everything that names the column; nothing before it mentions the new name.
  for (auto& statement : renames_) native_.push_back(std::move(statement));
  return std::move(native_);
}

void TableChange::require_key() const {
  if (!now_.without_rowid || now_.primary_key() != nullptr) return;
  refuse("invalid_operation", "\"" + table_.name.text() +
                                  "\" is WITHOUT ROWID and needs a primary key; create the new one in the same batch");
}

}  // namespace retort::dialect::sqlite
