#include <retort/error.hpp>

#include <initializer_list>
#include <string_view>
#include <utility>

#include "ops/operation.hpp"

namespace retort::ops {

namespace {

using schema::QualifiedName;

std::string call(const char* directive, std::initializer_list<std::string_view> arguments) {
  std::string text = directive;
  text += '(';
  bool first = true;
  for (const auto argument : arguments) {
    if (!first) text += ", ";
    first = false;
    text += '"';
    text += argument;
    text += '"';
  }
  return text + ')';
}

/// The beginning of a statement, on one line.
std::string excerpt(const SqlText& text) {
  constexpr std::size_t kLength = 60;
  if (text.empty()) return {};
  std::string line;
  for (const char c : text.texts().front().second) {
    const bool space = c == '\n' || c == '\t' || c == '\r' || c == ' ';
    if (space && (line.empty() || line.back() == ' ')) continue;
    line += space ? ' ' : c;
    if (line.size() > kLength) return line + "...";
  }
  return line;
}

const char* word_of(op::ConstraintKind::Value kind) {
  switch (kind) {
    case op::ConstraintKind::Value::unique:
      return "op::unique";
    case op::ConstraintKind::Value::check:
      return "op::check";
    case op::ConstraintKind::Value::foreign_key:
      return "op::foreign_key";
    case op::ConstraintKind::Value::primary_key:
      return "op::primary_key";
    case op::ConstraintKind::Value::exclude:
      return "op::exclude";
    case op::ConstraintKind::Value::unknown:
      break;
  }
  return "?";
}

const auto describe_action = Overloaded{
    [](const CreateTable& o) { return call("create_table", {o.table.name.text()}); },
    [](const DropTable& o) { return call("drop_table", {o.table.text()}); },
    [](const RenameTable& o) {
      return call("rename_table", {o.table.text(), o.new_name});
    },
    [](const CreateTableComment& o) {
      return call("create_table_comment", {o.table.text(), o.comment});
    },
    [](const DropTableComment& o) { return call("drop_table_comment", {o.table.text()}); },
    [](const AddColumn& o) {
      return call("add_column", {o.table.text(), o.column.name});
    },
    [](const DropColumn& o) {
      return call("drop_column", {o.table.text(), o.column});
    },
    [](const AlterColumn& o) {
      return call("alter_column", {o.table.text(), o.column});
    },
    [](const RenameColumn& o) {
      return call("rename_column", {o.table.text(), o.column, o.new_name});
    },
    [](const CreatePrimaryKey& o) {
      return call("create_primary_key", {o.key.name, o.table.text()});
    },
    [](const CreateUnique& o) {
      return call("create_unique_constraint", {o.unique.name, o.table.text()});
    },
    [](const CreateForeignKey& o) {
      return call("create_foreign_key", {o.key.name, o.table.text(), o.key.referent.text()});
    },
    [](const CreateCheck& o) {
      return call("create_check_constraint", {o.check.name, o.table.text()});
    },
    [](const CreateExclude& o) {
      return call("create_exclude_constraint", {o.exclude.name, o.table.text()});
    },
    [](const DropConstraint& o) {
      return "drop_constraint(\"" + o.name + "\", \"" + o.table.text() + "\", " + word_of(o.kind) + ")";
    },
    [](const RenameConstraint& o) {
      return call("rename_constraint", {o.table.text(), o.name, o.new_name});
    },
    [](const ValidateConstraint& o) {
      return call("validate_constraint", {o.name, o.table.text()});
    },
    [](const CreateIndex& o) {
      return call("create_index", {o.index.name, o.table.text()});
    },
    [](const DropIndex& o) {
      return o.table.name.empty() ? call("drop_index", {o.name}) : call("drop_index", {o.name, o.table.text()});
    },
    [](const RenameIndex& o) {
      return call("rename_index", {o.table.text(), o.name, o.new_name});
    },
    [](const CreateSchema& o) { return call("create_schema", {o.name}); },
    [](const DropSchema& o) { return call("drop_schema", {o.name}); },
    [](const CreateSequence& o) { return call("create_sequence", {o.sequence.name.text()}); },
    [](const AlterSequence& o) { return call("alter_sequence", {o.name.text()}); },
    [](const DropSequence& o) { return call("drop_sequence", {o.name.text()}); },
    [](const CreateEnum& o) { return call("create_enum", {o.type.name.text()}); },
    [](const AlterEnum& o) { return call("alter_enum", {o.name.text()}); },
    [](const DropEnum& o) { return call("drop_enum", {o.name.text()}); },
    [](const CreateView& o) { return call("create_view", {o.view.name.text()}); },
    [](const ReplaceView& o) { return call("replace_view", {o.view.name.text()}); },
    [](const DropView& o) { return call("drop_view", {o.name.text()}); },
    [](const CreateTrigger& o) {
      return call("create_trigger", {o.trigger.name, o.trigger.table.text()});
    },
    [](const DropTrigger& o) {
      return call("drop_trigger", {o.name, o.table.text()});
    },
    [](const BulkInsert& o) {
      return "bulk_insert(\"" + o.table.text() + "\", " + std::to_string(o.rows.size()) + " rows)";
    },
    [](const Execute& o) { return call("execute", {excerpt(o.statement)}); },
    [](const Run& o) { return o.description.empty() ? std::string("run(code)") : call("run", {o.description}); },
    [](const Irreversible& o) { return call("irreversible", {o.reason}); },
    [](const Invoke& o) { return o.operation->describe(); },
};

/// Tables are found at `table`, `table.name`, or inside what an operation creates.
const auto find_table = []<typename Action>(Action & o) -> auto* {
  using Found = std::conditional_t<std::is_const_v<Action>, const QualifiedName, QualifiedName>;
  if constexpr (requires { o.table.columns; }) {
    return static_cast<Found*>(&o.table.name);
  } else if constexpr (requires { o.trigger; }) {
    return static_cast<Found*>(&o.trigger.table);
  } else if constexpr (requires { o.table; }) {
    return static_cast<Found*>(&o.table);
  } else {
    return static_cast<Found*>(nullptr);
  }
};

}  // namespace

std::string describe(const Operation& operation) { return std::visit(describe_action, operation.action); }

const QualifiedName* table_of(const Operation& operation) noexcept { return std::visit(find_table, operation.action); }
QualifiedName* table_of(Operation& operation) noexcept { return std::visit(find_table, operation.action); }

QualifiedName* name_of(Operation& operation) noexcept {
  if (auto* table = table_of(operation)) return table;
  return std::visit(
      []<typename Action>(Action& o) -> QualifiedName* {
        if constexpr (requires { o.sequence.name.schema; }) {
          return &o.sequence.name;
        } else if constexpr (requires { o.type.name.schema; }) {
          return &o.type.name;
        } else if constexpr (requires { o.view.name.schema; }) {
          return &o.view.name;
        } else if constexpr (requires { o.name.schema; }) {
          return &o.name;
        } else {
          return nullptr;
        }
      },
      operation.action);
}

ErrorFacts facts_of(const Operation& operation, std::string code) {
  return {.code = std::move(code), .operation = describe(operation), .location = operation.where.text()};
}

void ensure_open(const Operation* operation) {
  if (operation == nullptr || !operation->executed) return;
  throw UsageError(
      "inside op::run a directive executes at once, so options cannot follow it; use a batch_alter_table, put the "
      "directive outside of op::run, or use the session",
      facts_of(*operation, "usage"));
}

}  // namespace retort::ops
