#include <retort/op_options.hpp>

#include <retort/error.hpp>

#include <utility>

#include "ops/builder_data.hpp"
#include "ops/dialect_texts.hpp"
#include "ops/operation.hpp"

namespace retort::op {

namespace {

using ops::Operation;

/// The operation behind a handle, as what the handle was made for. Some handles serve several directives.
template <typename Kind>
Kind& as(Operation* operation) {
  ops::ensure_open(operation);
  if (auto* action = std::get_if<Kind>(&operation->action)) return *action;
  throw UsageError("this option does not apply here", ops::facts_of(*operation, "usage"));
}

void set_schema(Operation* operation, std::string schema) {
  ops::ensure_open(operation);
  auto* name = ops::name_of(*operation);
  if (name == nullptr) throw UsageError("schema() does not apply here", ops::facts_of(*operation, "usage"));
  name->schema = std::move(schema);
}

/// Sets an option that some of a handle's operations have; the others cannot mean it.
template <typename Set>
void set_where_it_applies(Operation* operation, const char* option, Set set) {
  ops::ensure_open(operation);
  const bool done = std::visit([&](auto& action) { return set(action); }, operation->action);
  if (!done) {
    throw UsageError(std::string(option) + "() does not apply here", ops::facts_of(*operation, "usage"));
  }
}

}  // namespace

TableOptions& TableOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}

CreateOptions& CreateOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
CreateOptions& CreateOptions::if_not_exists(bool yes) {
  set_where_it_applies(operation_, "if_not_exists", [yes](auto& action) {
    if constexpr (requires { action.if_not_exists = yes; }) {
      action.if_not_exists = yes;
      return true;
    }
    return false;
  });
  return *this;
}

DropOptions& DropOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
DropOptions& DropOptions::if_exists(bool yes) {
  set_where_it_applies(operation_, "if_exists", [yes](auto& action) {
    if constexpr (requires { action.if_exists = yes; }) {
      action.if_exists = yes;
      return true;
    }
    return false;
  });
  return *this;
}
DropOptions& DropOptions::cascade(bool yes) {
  set_where_it_applies(operation_, "cascade", [yes](auto& action) {
    if constexpr (requires { action.cascade = yes; }) {
      action.cascade = yes;
      return true;
    }
    return false;
  });
  return *this;
}
DropOptions& DropOptions::concurrently(bool yes) {
  as<ops::DropIndex>(operation_).concurrently = yes;
  return *this;
}
DropOptions& DropOptions::materialized(bool yes) {
  as<ops::DropView>(operation_).materialized = yes;
  return *this;
}

DropOptions& DropOptions::existing_unique(Names columns) {
  as<ops::DropConstraint>(operation_).existing = schema::Unique{{}, std::move(columns).get()};
  return *this;
}
DropOptions& DropOptions::existing_check(SqlText condition) {
  as<ops::DropConstraint>(operation_).existing = ops::check_of({}, std::move(condition));
  return *this;
}
DropOptions& DropOptions::existing_foreign_key(Names columns, std::string referent_table, Names referent_columns) {
  as<ops::DropConstraint>(operation_).existing = schema::ForeignKey{
      {}, std::move(columns).get(), {{}, std::move(referent_table)}, std::move(referent_columns).get()};
  return *this;
}

CommentOptions& CommentOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
CommentOptions& CommentOptions::existing_comment(std::string comment) {
  set_where_it_applies(operation_, "existing_comment", [&comment](auto& action) {
    if constexpr (requires {
                    action.existing = comment;
                    action.table.name;
                  }) {
      action.existing = comment;
      return true;
    }
    return false;
  });
  return *this;
}

AddColumnOptions& AddColumnOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
AddColumnOptions& AddColumnOptions::if_not_exists(bool yes) {
  as<ops::AddColumn>(operation_).if_not_exists = yes;
  return *this;
}
AddColumnOptions& AddColumnOptions::first() {
  as<ops::AddColumn>(operation_).first = true;
  return *this;
}
AddColumnOptions& AddColumnOptions::after(std::string column) {
  as<ops::AddColumn>(operation_).after = std::move(column);
  return *this;
}

DropColumnOptions& DropColumnOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
DropColumnOptions& DropColumnOptions::if_exists(bool yes) {
  as<ops::DropColumn>(operation_).if_exists = yes;
  return *this;
}
DropColumnOptions& DropColumnOptions::existing(const Column& column) {
  auto& drop = as<ops::DropColumn>(operation_);
  drop.existing = column.data().column;
  drop.existing->name = drop.column;
  return *this;
}

SequenceOptions& SequenceOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
SequenceOptions& SequenceOptions::if_not_exists(bool yes) {
  as<ops::CreateSequence>(operation_).if_not_exists = yes;
  return *this;
}
namespace {

/// Says a number of a sequence that is made, or of one that changes; none is what the database takes by itself.
void set_number(Operation* operation, std::optional<std::int64_t> schema::Sequence::*made,
                ops::AlterSequence::Number ops::AlterSequence::*changed, std::optional<std::int64_t> value) {
  ops::ensure_open(operation);
  if (auto* alter = std::get_if<ops::AlterSequence>(&operation->action)) {
    alter->*changed = value;
  } else {
    as<ops::CreateSequence>(operation).sequence.*made = value;
  }
}

}  // namespace

SequenceOptions& SequenceOptions::start(std::int64_t value) {
  set_number(operation_, &schema::Sequence::start, &ops::AlterSequence::start, value);
  return *this;
}
SequenceOptions& SequenceOptions::default_start() {
  set_number(operation_, &schema::Sequence::start, &ops::AlterSequence::start, std::nullopt);
  return *this;
}
SequenceOptions& SequenceOptions::increment(std::int64_t value) {
  set_number(operation_, &schema::Sequence::increment, &ops::AlterSequence::increment, value);
  return *this;
}
SequenceOptions& SequenceOptions::min_value(std::int64_t value) {
  set_number(operation_, &schema::Sequence::min_value, &ops::AlterSequence::min_value, value);
  return *this;
}
SequenceOptions& SequenceOptions::no_min_value() {
  set_number(operation_, &schema::Sequence::min_value, &ops::AlterSequence::min_value, std::nullopt);
  return *this;
}
SequenceOptions& SequenceOptions::max_value(std::int64_t value) {
  set_number(operation_, &schema::Sequence::max_value, &ops::AlterSequence::max_value, value);
  return *this;
}
SequenceOptions& SequenceOptions::no_max_value() {
  set_number(operation_, &schema::Sequence::max_value, &ops::AlterSequence::max_value, std::nullopt);
  return *this;
}
SequenceOptions& SequenceOptions::cycle(bool yes) {
  ops::ensure_open(operation_);
  if (auto* alter = std::get_if<ops::AlterSequence>(&operation_->action)) {
    alter->cycle = yes;
  } else {
    as<ops::CreateSequence>(operation_).sequence.cycle = yes;
  }
  return *this;
}

EnumChange& EnumChange::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
EnumChange& EnumChange::add_value(std::string value, std::string before) {
  as<ops::AlterEnum>(operation_).added.push_back({std::move(value), std::move(before)});
  return *this;
}
EnumChange& EnumChange::rename_value(std::string old_value, std::string new_value) {
  as<ops::AlterEnum>(operation_).renamed.emplace_back(std::move(old_value), std::move(new_value));
  return *this;
}

namespace {

schema::View& view_of(Operation* operation) {
  ops::ensure_open(operation);
  if (auto* replace = std::get_if<ops::ReplaceView>(&operation->action)) return replace->view;
  return std::get<ops::CreateView>(operation->action).view;
}

}  // namespace

ViewOptions& ViewOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
ViewOptions& ViewOptions::if_not_exists(bool yes) {
  as<ops::CreateView>(operation_).if_not_exists = yes;
  return *this;
}
ViewOptions& ViewOptions::materialized(bool yes) {
  view_of(operation_).materialized = yes;
  return *this;
}
ViewOptions& ViewOptions::native(SqlText words) {
  view_of(operation_).native = std::move(words);
  return *this;
}
ViewOptions& ViewOptions::existing_query(SqlText query) {
  as<ops::ReplaceView>(operation_).existing = std::move(query);
  return *this;
}

TriggerOptions& TriggerOptions::schema(std::string schema) {
  set_schema(operation_, std::move(schema));
  return *this;
}
TriggerOptions& TriggerOptions::before() {
  as<ops::CreateTrigger>(operation_).trigger.timing = schema::Trigger::Timing::before;
  return *this;
}
TriggerOptions& TriggerOptions::after() {
  as<ops::CreateTrigger>(operation_).trigger.timing = schema::Trigger::Timing::after;
  return *this;
}
TriggerOptions& TriggerOptions::instead_of() {
  as<ops::CreateTrigger>(operation_).trigger.timing = schema::Trigger::Timing::instead_of;
  return *this;
}
TriggerOptions& TriggerOptions::on_insert() {
  as<ops::CreateTrigger>(operation_).trigger.on_insert = true;
  return *this;
}
TriggerOptions& TriggerOptions::on_update() {
  as<ops::CreateTrigger>(operation_).trigger.on_update = true;
  return *this;
}
TriggerOptions& TriggerOptions::on_update_of(Names columns) {
  auto& trigger = as<ops::CreateTrigger>(operation_).trigger;
  trigger.on_update = true;
  trigger.update_of = std::move(columns).get();
  return *this;
}
TriggerOptions& TriggerOptions::on_delete() {
  as<ops::CreateTrigger>(operation_).trigger.on_delete = true;
  return *this;
}
TriggerOptions& TriggerOptions::for_each_statement() {
  as<ops::CreateTrigger>(operation_).trigger.for_each_statement = true;
  return *this;
}
TriggerOptions& TriggerOptions::when(std::string condition) {
  as<ops::CreateTrigger>(operation_).trigger.when = std::move(condition);
  return *this;
}
TriggerOptions& TriggerOptions::if_not_exists(bool yes) {
  as<ops::CreateTrigger>(operation_).if_not_exists = yes;
  return *this;
}

ExecuteOptions& ExecuteOptions::reverse(SqlText statement) {
  as<ops::Execute>(operation_).reverse = std::move(statement);
  return *this;
}
ExecuteOptions& ExecuteOptions::touches(Names tables) {
  as<ops::Execute>(operation_).touches = std::move(tables).get();
  return *this;
}

ExecuteOptions& ExecuteOptions::probe(SqlText query) {
  as<ops::Execute>(operation_).probe = std::move(query);
  return *this;
}

RunOptions& RunOptions::describe(std::string words) {
  as<ops::Run>(operation_).description = std::move(words);
  return *this;
}
RunOptions& RunOptions::reverse(std::function<void(soci::session&)> code) {
  as<ops::Run>(operation_).reverse = std::make_shared<const std::function<void(soci::session&)>>(std::move(code));
  return *this;
}
RunOptions& RunOptions::touches(Names tables) {
  as<ops::Run>(operation_).touches = std::move(tables).get();
  return *this;
}
RunOptions& RunOptions::probe(SqlText query) {
  as<ops::Run>(operation_).probe = std::move(query);
  return *this;
}

ColumnChange& ColumnChange::schema(std::string schema) {
  change_->table.schema = std::move(schema);
  return *this;
}
ColumnChange& ColumnChange::new_column_name(std::string name) {
  change_->new_name = std::move(name);
  return *this;
}
ColumnChange& ColumnChange::type(Type type) {
  change_->type = std::move(type);
  return *this;
}
ColumnChange& ColumnChange::nullable(bool yes) {
  change_->nullable = yes;
  return *this;
}
ColumnChange& ColumnChange::server_default(Value value) {
  change_->server_default.emplace(std::move(value));
  return *this;
}
ColumnChange& ColumnChange::drop_server_default() {
  change_->server_default.emplace(std::nullopt);
  return *this;
}
ColumnChange& ColumnChange::comment(std::string text) {
  change_->comment = std::move(text);
  return *this;
}
ColumnChange& ColumnChange::autoincrement(bool yes) {
  change_->autoincrement = yes;
  return *this;
}
ColumnChange& ColumnChange::identity(Identity options) {
  change_->identity = options;
  return *this;
}
ColumnChange& ColumnChange::collate(std::string collation) {
  change_->collation = std::move(collation);
  return *this;
}
ColumnChange& ColumnChange::postgresql_using(std::string expression) {
  change_->postgresql_using = std::move(expression);
  return *this;
}
ColumnChange& ColumnChange::existing_type(Type type) {
  change_->existing_type = std::move(type);
  return *this;
}
ColumnChange& ColumnChange::existing_nullable(bool yes) {
  change_->existing_nullable = yes;
  return *this;
}
ColumnChange& ColumnChange::existing_server_default(Value value) {
  change_->existing_server_default.emplace(std::move(value));
  return *this;
}
ColumnChange& ColumnChange::existing_comment(std::string text) {
  change_->existing_comment = std::move(text);
  return *this;
}
ColumnChange& ColumnChange::existing_autoincrement(bool yes) {
  change_->existing_autoincrement = yes;
  return *this;
}
ColumnChange& ColumnChange::existing_identity(Identity options) {
  change_->existing_identity = options;
  return *this;
}

}  // namespace retort::op
