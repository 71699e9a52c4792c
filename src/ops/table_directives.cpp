#include <retort/op.hpp>

#include <utility>

#include "ops/builder_data.hpp"
#include "ops/recorder.hpp"

namespace retort::op {

using ops::Recorder;

void create_table(std::string table, FunctionRef<void(Table&)> describe, Location where) {
  auto& recorder = Recorder::current("create_table", where);
  ops::TableData data{.name = {{}, std::move(table)}};
  Table handle(data);
  describe(handle);
  recorder.add(ops::CreateTable{data.build(where), data.if_not_exists}, where);
}

DropOptions drop_table(std::string table, Location where) {
  return DropOptions(Recorder::current("drop_table", where).add(ops::DropTable{{{}, std::move(table)}}, where));
}

TableOptions rename_table(std::string old_name, std::string new_name, Location where) {
  return TableOptions(Recorder::current("rename_table", where)
                          .add(ops::RenameTable{{{}, std::move(old_name)}, std::move(new_name)}, where));
}

CommentOptions create_table_comment(std::string table, std::string comment, Location where) {
  return CommentOptions(Recorder::current("create_table_comment", where)
                            .add(ops::CreateTableComment{{{}, std::move(table)}, std::move(comment)}, where));
}

CommentOptions drop_table_comment(std::string table, Location where) {
  return CommentOptions(
      Recorder::current("drop_table_comment", where).add(ops::DropTableComment{{{}, std::move(table)}}, where));
}

void batch_alter_table(std::string table, FunctionRef<void(TableChange&)> describe, Location where) {
  auto& recorder = Recorder::current("batch_alter_table", where);
  const bool opened = recorder.open_batch();
  TableChange change(recorder, std::move(table), where);
  describe(change);
  if (opened) recorder.close_batch();
}

AddColumnOptions add_column(std::string table, const Column& column, Location where) {
  return TableChange(Recorder::current("add_column", where), std::move(table), where).add_column(column, where);
}

DropColumnOptions drop_column(std::string table, std::string column, Location where) {
  return TableChange(Recorder::current("drop_column", where), std::move(table), where)
      .drop_column(std::move(column), where);
}

void alter_column(std::string table, std::string column, FunctionRef<void(ColumnChange&)> describe, Location where) {
  TableChange(Recorder::current("alter_column", where), std::move(table), where)
      .alter_column(std::move(column), describe, where);
}

TableOptions rename_column(std::string table, std::string old_name, std::string new_name, Location where) {
  return TableChange(Recorder::current("rename_column", where), std::move(table), where)
      .rename_column(std::move(old_name), std::move(new_name), where);
}

PrimaryKeyOptions create_primary_key(std::string name, std::string table, Names columns, Location where) {
  return TableChange(Recorder::current("create_primary_key", where), std::move(table), where)
      .create_primary_key(std::move(name), std::move(columns), where);
}

UniqueOptions create_unique_constraint(std::string name, std::string table, Names columns, Location where) {
  return TableChange(Recorder::current("create_unique_constraint", where), std::move(table), where)
      .create_unique_constraint(std::move(name), std::move(columns), where);
}

ForeignKeyOptions create_foreign_key(std::string name, std::string source_table, std::string referent_table,
                                     Names local_columns, Names remote_columns, Location where) {
  return TableChange(Recorder::current("create_foreign_key", where), std::move(source_table), where)
      .create_foreign_key(std::move(name), std::move(referent_table), std::move(local_columns),
                          std::move(remote_columns), where);
}

CheckOptions create_check_constraint(std::string name, std::string table, SqlText condition, Location where) {
  return TableChange(Recorder::current("create_check_constraint", where), std::move(table), where)
      .create_check_constraint(std::move(name), std::move(condition), where);
}

ExcludeOptions create_exclude_constraint(std::string name, std::string table,
                                         std::initializer_list<ExcludeElement> elements, Location where) {
  return TableChange(Recorder::current("create_exclude_constraint", where), std::move(table), where)
      .create_exclude_constraint(std::move(name), elements, where);
}

DropOptions drop_constraint(std::string name, std::string table, ConstraintKind kind, Location where) {
  return TableChange(Recorder::current("drop_constraint", where), std::move(table), where)
      .drop_constraint(std::move(name), kind, where);
}

TableOptions rename_constraint(std::string table, std::string old_name, std::string new_name, Location where) {
  return TableChange(Recorder::current("rename_constraint", where), std::move(table), where)
      .rename_constraint(std::move(old_name), std::move(new_name), where);
}

TableOptions validate_constraint(std::string name, std::string table, Location where) {
  return TableChange(Recorder::current("validate_constraint", where), std::move(table), where)
      .validate_constraint(std::move(name), where);
}

IndexOptions create_index(std::string name, std::string table, IndexColumns columns, Location where) {
  return TableChange(Recorder::current("create_index", where), std::move(table), where)
      .create_index(std::move(name), std::move(columns), where);
}

DropOptions drop_index(std::string name, std::string table, Location where) {
  return TableChange(Recorder::current("drop_index", where), std::move(table), where)
      .drop_index(std::move(name), where);
}

TableOptions rename_index(std::string table, std::string old_name, std::string new_name, Location where) {
  return TableOptions(
      Recorder::current("rename_index", where)
          .add(ops::RenameIndex{{{}, std::move(table)}, std::move(old_name), std::move(new_name)}, where));
}

}  // namespace retort::op
