#include <retort/migration.hpp>

#include <utility>

#include "ops/recorder.hpp"

namespace retort::op {

using ops::Recorder;

CreateOptions create_schema(std::string name, Location where) {
  return CreateOptions(Recorder::current("create_schema", where).add(ops::CreateSchema{std::move(name)}, where));
}

DropOptions drop_schema(std::string name, Location where) {
  return DropOptions(Recorder::current("drop_schema", where).add(ops::DropSchema{std::move(name)}, where));
}

SequenceOptions create_sequence(std::string name, Location where) {
  return SequenceOptions(
      Recorder::current("create_sequence", where).add(ops::CreateSequence{{{{}, std::move(name)}}}, where));
}

SequenceOptions alter_sequence(std::string name, Location where) {
  return SequenceOptions(
      Recorder::current("alter_sequence", where).add(ops::AlterSequence{{{}, std::move(name)}}, where));
}

DropOptions drop_sequence(std::string name, Location where) {
  return DropOptions(Recorder::current("drop_sequence", where).add(ops::DropSequence{{{}, std::move(name)}}, where));
}

CreateOptions create_enum(std::string name, Names values, Location where) {
  return CreateOptions(Recorder::current("create_enum", where)
                           .add(ops::CreateEnum{{{{}, std::move(name)}, std::move(values).get()}}, where));
}

EnumChange alter_enum(std::string name, Location where) {
  return EnumChange(Recorder::current("alter_enum", where).add(ops::AlterEnum{{{}, std::move(name)}}, where));
}

DropOptions drop_enum(std::string name, Location where) {
  return DropOptions(Recorder::current("drop_enum", where).add(ops::DropEnum{{{}, std::move(name)}}, where));
}

ViewOptions create_view(std::string name, SqlText query, Location where) {
  return ViewOptions(
      Recorder::current("create_view", where).add(ops::CreateView{{{{}, std::move(name)}, std::move(query)}}, where));
}

ViewOptions replace_view(std::string name, SqlText query, Location where) {
  return ViewOptions(
      Recorder::current("replace_view", where).add(ops::ReplaceView{{{{}, std::move(name)}, std::move(query)}}, where));
}

DropOptions drop_view(std::string name, Location where) {
  return DropOptions(Recorder::current("drop_view", where).add(ops::DropView{{{}, std::move(name)}}, where));
}

TriggerOptions create_trigger(std::string name, std::string table, SqlText body, Location where) {
  return TriggerOptions(
      Recorder::current("create_trigger", where)
          .add(ops::CreateTrigger{{std::move(name), {{}, std::move(table)}, std::move(body)}}, where));
}

DropOptions drop_trigger(std::string name, std::string table, Location where) {
  return DropOptions(
      Recorder::current("drop_trigger", where).add(ops::DropTrigger{{{}, std::move(table)}, std::move(name)}, where));
}

TableOptions bulk_insert(std::string table, Names columns, std::vector<std::vector<Value>> rows, Location where) {
  return TableOptions(
      Recorder::current("bulk_insert", where)
          .add(ops::BulkInsert{{{}, std::move(table)}, std::move(columns).get(), std::move(rows)}, where));
}

ExecuteOptions execute(SqlText statement, Location where) {
  return ExecuteOptions(Recorder::current("execute", where).add(ops::Execute{std::move(statement)}, where));
}

RunOptions run(std::function<void(soci::session&)> code, Location where) {
  return RunOptions(
      Recorder::current("run", where)
          .add(ops::Run{std::make_shared<const std::function<void(soci::session&)>>(std::move(code))}, where));
}

void irreversible(std::string reason, Location where) {
  Recorder::current("irreversible", where).add(ops::Irreversible{std::move(reason)}, where);
}

void invoke(std::shared_ptr<const CustomOperation> operation, Location where) {
  auto& recorder = Recorder::current("invoke", where);
  if (!operation) {
    throw UsageError("op::invoke was given no operation", {.code = "usage", .location = where.text()});
  }
  recorder.add(ops::Invoke{std::move(operation)}, where);
}

void autocommit_block(FunctionRef<void()> record, Location where) {
  auto& recorder = Recorder::current("autocommit_block", where);
  const bool before = recorder.autocommit();
  struct Restore {
    Recorder& recorder;
    bool before;
    ~Restore() { recorder.set_autocommit(before); }
  } const restore{recorder, before};
  recorder.set_autocommit(true);
  record();
}

}  // namespace retort::op

namespace retort {

CustomOperation::~CustomOperation() = default;
std::shared_ptr<const CustomOperation> CustomOperation::reverse() const { return nullptr; }
std::vector<std::string> CustomOperation::touches() const { return {}; }
std::string CustomOperation::probe(std::string_view) const { return {}; }

Migration::~Migration() = default;
void Migration::downgrade() const { ops::Recorder::current("downgrade", Location::unknown()).set_derived(); }

}  // namespace retort
