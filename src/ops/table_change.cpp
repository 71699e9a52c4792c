#include <retort/op_options.hpp>

#include <utility>

#include "ops/builder_data.hpp"
#include "ops/dialect_texts.hpp"
#include "ops/recorder.hpp"

namespace retort::op {

// Every directive on an existing table is recorded here: those of `op::` are batches of one change.

TableChange::TableChange(ops::Recorder& recorder, std::string table, Location /*where*/)
    : recorder_(&recorder), table_(std::move(table)) {}
TableChange::~TableChange() = default;

TableChange& TableChange::schema(std::string schema) {
  schema_ = std::move(schema);
  return *this;
}

AddColumnOptions TableChange::add_column(const Column& column, Location where) {
  const auto& data = column.data();
  const schema::QualifiedName table{schema_, table_};
  std::vector<ops::Action> actions;
  actions.emplace_back(ops::AddColumn{table, data.column});
  if (data.primary_key) actions.emplace_back(ops::CreatePrimaryKey{table, {{}, {data.column.name}}});
  if (data.unique) actions.emplace_back(ops::CreateUnique{table, {{}, {data.column.name}}});
  if (data.reference) actions.emplace_back(ops::CreateForeignKey{table, *data.reference});
  if (data.index) actions.emplace_back(ops::CreateIndex{table, {{}, {IndexColumn(data.column.name)}}});
  return AddColumnOptions(recorder_->add_together(std::move(actions), where));
}

DropColumnOptions TableChange::drop_column(std::string column, Location where) {
  return DropColumnOptions(recorder_->add(ops::DropColumn{{schema_, table_}, std::move(column)}, where));
}

void TableChange::alter_column(std::string column, FunctionRef<void(ColumnChange&)> describe, Location where) {
  ops::AlterColumn change{{schema_, table_}, std::move(column)};
  ColumnChange handle(change);
  describe(handle);
  recorder_->add(std::move(change), where);
}

TableOptions TableChange::rename_column(std::string old_name, std::string new_name, Location where) {
  return TableOptions(
      recorder_->add(ops::RenameColumn{{schema_, table_}, std::move(old_name), std::move(new_name)}, where));
}

PrimaryKeyOptions TableChange::create_primary_key(std::string name, Names columns, Location where) {
  auto& operation =
      recorder_->add(ops::CreatePrimaryKey{{schema_, table_}, {std::move(name), std::move(columns).get()}}, where);
  return {std::get<ops::CreatePrimaryKey>(operation.action).key, &operation};
}

UniqueOptions TableChange::create_unique_constraint(std::string name, Names columns, Location where) {
  auto& operation =
      recorder_->add(ops::CreateUnique{{schema_, table_}, {std::move(name), std::move(columns).get()}}, where);
  return {std::get<ops::CreateUnique>(operation.action).unique, &operation};
}

ForeignKeyOptions TableChange::create_foreign_key(std::string name, std::string referent_table, Names local_columns,
                                                  Names remote_columns, Location where) {
  auto& operation = recorder_->add(ops::CreateForeignKey{{schema_, table_},
                                                         {std::move(name),
                                                          std::move(local_columns).get(),
                                                          {{}, std::move(referent_table)},
                                                          std::move(remote_columns).get()}},
                                   where);
  return {std::get<ops::CreateForeignKey>(operation.action).key, &operation};
}

CheckOptions TableChange::create_check_constraint(std::string name, SqlText condition, Location where) {
  auto& operation =
      recorder_->add(ops::CreateCheck{{schema_, table_}, ops::check_of(std::move(name), std::move(condition))}, where);
  return {std::get<ops::CreateCheck>(operation.action).check, &operation};
}

ExcludeOptions TableChange::create_exclude_constraint(std::string name, std::initializer_list<ExcludeElement> elements,
                                                      Location where) {
  auto& operation = recorder_->add(ops::CreateExclude{{schema_, table_}, {std::move(name), elements}}, where);
  return {std::get<ops::CreateExclude>(operation.action).exclude, &operation};
}

DropOptions TableChange::drop_constraint(std::string name, ConstraintKind kind, Location where) {
  return DropOptions(recorder_->add(ops::DropConstraint{{schema_, table_}, std::move(name), kind.value()}, where));
}

TableOptions TableChange::rename_constraint(std::string old_name, std::string new_name, Location where) {
  return TableOptions(
      recorder_->add(ops::RenameConstraint{{schema_, table_}, std::move(old_name), std::move(new_name)}, where));
}

TableOptions TableChange::validate_constraint(std::string name, Location where) {
  return TableOptions(recorder_->add(ops::ValidateConstraint{{schema_, table_}, std::move(name)}, where));
}

IndexOptions TableChange::create_index(std::string name, IndexColumns columns, Location where) {
  auto& operation =
      recorder_->add(ops::CreateIndex{{schema_, table_}, {std::move(name), std::move(columns).get()}}, where);
  return {std::get<ops::CreateIndex>(operation.action).index, &operation};
}

DropOptions TableChange::drop_index(std::string name, Location where) {
  return DropOptions(recorder_->add(ops::DropIndex{{schema_, table_}, std::move(name)}, where));
}

CommentOptions TableChange::create_table_comment(std::string comment, Location where) {
  return CommentOptions(recorder_->add(ops::CreateTableComment{{schema_, table_}, std::move(comment)}, where));
}

CommentOptions TableChange::drop_table_comment(Location where) {
  return CommentOptions(recorder_->add(ops::DropTableComment{{schema_, table_}}, where));
}

}  // namespace retort::op
