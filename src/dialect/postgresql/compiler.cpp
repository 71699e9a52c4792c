#include "dialect/postgresql/compiler.hpp"

#include "dialect/bulk_insert.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/postgresql/definitions.hpp"
#include "dialect/postgresql/enums.hpp"
#include "dialect/postgresql/failures.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/table_change.hpp"
#include "dialect/postgresql/triggers.hpp"
#include "dialect/sequences.hpp"

namespace retort::dialect::postgresql {

namespace {

// Measured: longer statements are no faster.
constexpr BulkInsertForm kBulkInsert{.most_rows = 1000, .most_bytes = 256 * std::size_t{1024}};

/// One function for each alternative of ops::Action: a new one does not compile until it is answered here.
class Compiler {
 public:
  Compiler(const schema::MetaData& before, Facts* facts, Statements& out) noexcept
      : before_(before), facts_(facts), out_(out), enums_(before, facts) {}

  void compile(const ops::Operation& operation) { std::visit(*this, operation.action); }

  void operator()(const ops::CreateTable& op) {
    const auto& table = op.table;
    for (const auto& column : table.columns) add(enums_.make(column.type, op.if_not_exists));
    add(create_table_text(table, op.if_not_exists));
    const auto add_constraint = [&](const std::string& text) {
      add("ALTER TABLE " + quote(table.name) + " ADD " + text + " NOT VALID");
    };
    for (const auto& key : table.foreign_keys) {
      if (key.not_valid) add_constraint(foreign_key_text(key));
    }
    for (const auto& check : table.checks) {
      if (check.not_valid) add_constraint(check_text(check));
    }
    for (auto index : table.indexes) {
      index.concurrently = false;  // nobody has to wait for a table that is new
      add_index(index, table.name, op.if_not_exists);
    }
    // Keys to a table that is not there can only have gone with it, by a drop_table with cascade().
    for (const auto& [name, other] : before_.tables) {
      for (const auto& key : other.foreign_keys) {
        if (key.referent != table.name || name == table.name || op.if_not_exists) continue;
        add("ALTER TABLE " + quote(name) + " ADD " + foreign_key_text(key) +
            std::string(not_valid_text(key.not_valid)));
      }
    }
    if (!table.comment.empty()) add(comment_text("TABLE", table.name, table.comment));
    for (const auto& column : table.columns) {
      if (!column.comment.empty()) add(column_comment_text(table.name, column.name, column.comment));
    }
  }

  void operator()(const ops::DropTable& op) {
    drop_functions(op.table, op.if_exists);
    drop("TABLE", op.table, op.if_exists, op.cascade);
    const auto table = before_.tables.find(op.table);
    if (table == before_.tables.end()) return;
    for (auto& text : enums_.drop_all(table->second)) add(std::move(text));
  }

  void operator()(const ops::RenameTable& op) {
    add("ALTER TABLE " + quote(op.table) + " RENAME TO " + quote(op.new_name));
  }
  void operator()(const ops::CreateTableComment& op) { add(comment_text("TABLE", op.table, op.comment)); }
  void operator()(const ops::DropTableComment& op) { add(comment_text("TABLE", op.table, {})); }

  void operator()(const ops::RenameColumn& op) {
    add("ALTER TABLE " + quote(op.table) + " RENAME COLUMN " + quote(op.column) + " TO " + quote(op.new_name));
  }
  void operator()(const ops::RenameConstraint& op) {
    add("ALTER TABLE " + quote(op.table) + " RENAME CONSTRAINT " + quote(op.name) + " TO " + quote(op.new_name));
  }

  // What alters a table is compiled by TableChange, many at a time.
  void operator()(const ops::AddColumn&) {}
  void operator()(const ops::DropColumn&) {}
  void operator()(const ops::AlterColumn&) {}
  void operator()(const ops::CreatePrimaryKey&) {}
  void operator()(const ops::CreateUnique&) {}
  void operator()(const ops::CreateForeignKey&) {}
  void operator()(const ops::CreateCheck&) {}
  void operator()(const ops::CreateExclude&) {}
  void operator()(const ops::DropConstraint&) {}
  void operator()(const ops::ValidateConstraint&) {}

  void operator()(const ops::CreateIndex& op) {
    const schema::QualifiedName name{op.table.schema, op.index.name};
    if (op.index.concurrently && facts_ != nullptr && facts_->has_invalid_index(name)) {
      // What an attempt before this one left behind. It is of no use, and its name is needed.
      add("DROP INDEX CONCURRENTLY " + quote(name)).outside_transaction = true;
    }
    add_index(op.index, op.table, false);
  }

  void operator()(const ops::DropIndex& op) {
    auto& statement = add(std::string("DROP INDEX ") + (op.concurrently ? "CONCURRENTLY " : "") +
                          (op.if_exists ? "IF EXISTS " : "") + quote(schema::QualifiedName{op.table.schema, op.name}));
    statement.outside_transaction = op.concurrently;
  }

  void operator()(const ops::RenameIndex& op) {
    add("ALTER INDEX " + quote(schema::QualifiedName{op.table.schema, op.name}) + " RENAME TO " + quote(op.new_name));
  }

  void operator()(const ops::CreateSchema& op) {
    add((op.if_not_exists ? "CREATE SCHEMA IF NOT EXISTS " : "CREATE SCHEMA ") + quote(op.name));
  }
  void operator()(const ops::DropSchema& op) { drop("SCHEMA", {{}, op.name}, op.if_exists, op.cascade); }

  void operator()(const ops::CreateSequence& op) { add(create_sequence_text(op.sequence, op.if_not_exists)); }
  void operator()(const ops::AlterSequence& op) {
    add("ALTER SEQUENCE " + quote(op.name) + alter_sequence_options(op, find_sequence(before_, op.name))).failure =
        kOutOfBounds;
  }
  void operator()(const ops::DropSequence& op) { drop("SEQUENCE", op.name, op.if_exists); }

  void operator()(const ops::CreateEnum& op) {
    auto create = create_enum_text(op.type);
    add(op.if_not_exists ? unless_exists(create, "duplicate_object") : std::move(create));
  }

  void operator()(const ops::AlterEnum& op) {
    const auto type = "ALTER TYPE " + quote(op.name);
    for (const auto& [value, new_value] : op.renamed) {
      add(type + " RENAME VALUE " + literal(Value(value)) + " TO " + literal(Value(new_value)));
    }
    for (const auto& [value, before] : op.added) {
      auto text = type + " ADD VALUE " + literal(Value(value));
      if (!before.empty()) text += " BEFORE " + literal(Value(before));
      // A value cannot be used before it is committed, and what follows may use it.
      add(std::move(text)).outside_transaction = true;
    }
  }

  void operator()(const ops::DropEnum& op) { drop("TYPE", op.name, op.if_exists); }

  void operator()(const ops::CreateView& op) { add(create_view_text(op.view, op.if_not_exists)); }
  void operator()(const ops::ReplaceView& op) { add(replace_view_text(op.view)); }
  void operator()(const ops::DropView& op) {
    drop_functions(op.name, op.if_exists);
    drop(op.materialized ? "MATERIALIZED VIEW" : "VIEW", op.name, op.if_exists, op.cascade);
  }

  void operator()(const ops::CreateTrigger& op) {
    for (auto& text : create_trigger_texts(op.trigger, op.if_not_exists)) add(std::move(text));
  }
  void operator()(const ops::DropTrigger& op) { add(drop_trigger_text(op.name, op.table, op.if_exists)); }

  void operator()(const ops::BulkInsert& op) {
    for (auto& sql : bulk_insert_texts(op, kQuoting, kBulkInsert)) add(std::move(sql)).effect = Statement::Effect::rows;
    if (op.rows.empty()) return;
    const auto* table = before_.find_table(op.table);
    for (const auto& name : op.columns) {
      const auto* column = table == nullptr ? nullptr : table->find_column(name);
      if (column == nullptr || !(column->autoincrement || (column->identity && !column->identity->always))) continue;
      if (column->identity && column->identity->increment.value_or(1) < 0) continue;
      // Numbers that are given do not move the counter, and it would give them once more.
      const auto sequence =
          "pg_get_serial_sequence(" + literal(Value(quote(op.table))) + ", " + literal(Value(name)) + ")";
      add("SELECT setval(" + sequence + ", max(" + quote(name) + ")) FROM " + quote(op.table) + " HAVING max(" +
          quote(name) + ") > coalesce(pg_sequence_last_value(" + sequence + "::regclass), 0)")
          .effect = Statement::Effect::rows;
    }
  }

  void operator()(const ops::Execute& op) {
    // A statement given for other databases only is none here.
    if (const auto* sql = op.statement.find("postgresql")) add_user_sql(*sql);
  }

  void operator()(const ops::Run& op) {
    auto& statement = add(op.description);
    statement.kind = Statement::Kind::code;
    statement.effect = Statement::Effect::any;
    statement.code = op.code;
  }

  // It is about the way down, which does not begin where it stands.
  void operator()(const ops::Irreversible&) {}

  void operator()(const ops::Invoke& op) {
    for (auto& sql : op.operation->compile("postgresql")) add_user_sql(std::move(sql));
  }

 private:
  Statement& add(std::string sql) {
    auto& statement = out_.emplace_back();
    statement.sql = std::move(sql);
    return statement;
  }
  void add(std::optional<std::string> sql) {
    if (sql) add(std::move(*sql));
  }

  void add_user_sql(std::string sql) {
    auto& statement = add(std::move(sql));
    statement.kind = Statement::Kind::user_sql;
    statement.effect = Statement::Effect::any;
  }

  void add_index(const schema::Index& index, const schema::QualifiedName& table, bool if_not_exists) {
    auto& statement = add(create_index_text(index, table, if_not_exists));
    if (index.unique) statement.failure = kDuplicateRows;
    if (index.concurrently) {
      statement.outside_transaction = true;
      statement.failure += (statement.failure.empty() ? "" : "; ") + std::string(kUnfinishedIndex);
    }
    if (!index.comment.empty()) add(comment_text("INDEX", {table.schema, index.name}, index.comment));
  }

  void drop(std::string_view what, const schema::QualifiedName& name, bool if_exists, bool cascade = false) {
    auto sql = builder();
    sql.raw("DROP ").raw(what).raw(if_exists ? " IF EXISTS " : " ").name(name);
    add(sql.raw(cascade ? " CASCADE" : "").take());
  }

  /// Triggers go with their table or view, but the functions that were made for them would stay.
  void drop_functions(const schema::QualifiedName& table, bool if_exists) {
    for (const auto& trigger : before_.triggers) {
      if (trigger.table == table && has_own_function(trigger)) {
        add(drop_trigger_text(trigger.name, table, if_exists));
      }
    }
  }

  const schema::MetaData& before_;
  Facts* facts_;
  Statements& out_;
  EnumTypes enums_;
};

/// The table that TableChange alters, or nullptr.
const schema::QualifiedName* altered_table(const ops::Operation& operation) {
  return std::visit(
      [](const auto& action) -> const schema::QualifiedName* {
        if constexpr (requires(TableChange & change) { change(action); }) {
          return &action.table;
        } else {
          return nullptr;
        }
      },
      operation.action);
}

}  // namespace

Statements compile_group(std::span<const ops::Operation> group, const schema::MetaData& before, Facts* facts) {
  Statements statements;
  if (group.empty()) return statements;
  if (const auto* table = altered_table(group.front())) {
    TableChange change(*table, before, facts, statements);
    for (std::size_t i = 0; i < group.size(); ++i) {
      in_operation(group[i], [&] { change.apply(group[i], i); });
    }
    in_operation(group.back(), [&] { change.finish(); });
  } else {
    Compiler compiler(before, facts, statements);
    in_operation(group.front(), [&] { compiler.compile(group.front()); });
  }
  for (auto& statement : statements) statement.outside_transaction |= group.front().autocommit;
  return statements;
}

}  // namespace retort::dialect::postgresql
