#include "dialect/mysql/compiler.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "dialect/bulk_insert.hpp"
#include "dialect/enum_columns.hpp"
#include "dialect/failure.hpp"
#include "dialect/mysql/alteration.hpp"
#include "dialect/mysql/definitions.hpp"
#include "dialect/mysql/grouping.hpp"
#include "dialect/mysql/objects.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/sequences.hpp"

namespace retort::dialect::mysql {

namespace {

/// One function for each alternative of ops::Action: a new one does not compile until it is answered here.
class Compiler {
 public:
  Compiler(const schema::MetaData& before, Facts* facts, const Server& server, Statements& out) noexcept
      : before_(before), facts_(facts), server_(server), out_(out) {}

  void compile(const ops::Operation& operation, std::size_t index) {
    index_ = index;
    autocommit_ = operation.autocommit;
    if (const auto* table = altered_table(operation); table != nullptr && !alteration_) {
      alteration_.emplace(*table, before_, facts_, server_);
    }
    std::visit(*this, operation.action);
  }

  /// The ALTER TABLE of the group, if it is one.
  void finish() {
    if (!alteration_) return;
    add_all(alteration_->finish());
    alteration_.reset();
  }

  void operator()(const ops::CreateTable& op) {
    add(create_table_text(op.table, op.if_not_exists, server_, [&](const schema::QualifiedName& referent) {
      return find_primary_key(referent, before_, facts_, server_);
    }));
  }
  void operator()(const ops::DropTable& op) {
    if (op.cascade) refuse_keys_to(op.table);
    drop("TABLE", op.table, op.if_exists);
    out_.back().failure = "should a foreign key refer to it: drop that first, with drop_constraint";
  }
  void operator()(const ops::RenameTable& op) {
    add(builder()
            .raw("ALTER TABLE ")
            .name(op.table)
            .raw(" RENAME TO ")
            .name(schema::QualifiedName{op.table.schema, op.new_name})
            .take());
  }
  void operator()(const ops::CreateTableComment& op) { alteration_->comment(op.comment); }
  void operator()(const ops::DropTableComment&) { alteration_->comment({}); }

  void operator()(const ops::AddColumn& op) { alteration_->add_column(op); }
  void operator()(const ops::DropColumn& op) { alteration_->drop_column(op); }
  void operator()(const ops::AlterColumn& op) { alteration_->alter_column(op); }
  void operator()(const ops::RenameColumn& op) { alteration_->rename_column(op.column, op.new_name); }

  void operator()(const ops::CreatePrimaryKey& op) { alteration_->create_primary_key(op); }
  void operator()(const ops::CreateUnique& op) { alteration_->create_unique(op); }
  void operator()(const ops::CreateForeignKey& op) { alteration_->create_foreign_key(op); }
  void operator()(const ops::CreateCheck& op) { alteration_->create_check(op); }
  void operator()(const ops::CreateExclude&) { no_excludes(); }
  void operator()(const ops::DropConstraint& op) { alteration_->drop_constraint(op); }
  void operator()(const ops::RenameConstraint& op) { alteration_->rename_constraint(op); }
  // A constraint is checked when it is made, not_valid() or not.
  void operator()(const ops::ValidateConstraint&) {}
  void operator()(const ops::CreateIndex& op) { alteration_->create_index(op); }
  void operator()(const ops::RenameIndex& op) { alteration_->rename_index(op); }

  void operator()(const ops::DropIndex& op) {
    if (alteration_) {
      alteration_->drop_index(op);
      return;
    }
    // Names of indexes are a table's own here.
    for (const auto& [name, table] : before_.tables) {
      const bool has = std::any_of(table.indexes.begin(), table.indexes.end(),
                                   [&](const schema::Index& index) { return index.name == op.name; });
      if (!has) continue;
      alteration_.emplace(name, before_, facts_, server_);
      alteration_->drop_index(op);
      return;
    }
    refuse("invalid_operation",
           "an index of MySQL is dropped by its table; say which: drop_index(\"" + op.name + "\", \"table\")");
  }

  void operator()(const ops::CreateSchema& op) {
    add(builder()
            .raw(op.if_not_exists ? "CREATE DATABASE IF NOT EXISTS " : "CREATE DATABASE ")
            .name(std::string_view(op.name))
            .take());
  }
  void operator()(const ops::DropSchema& op) {
    if (!op.cascade) {
      // A database goes with all that is in it; elsewhere a schema must be empty.
      auto& verify =
          add("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = " + literal(Value(op.name)),
              Statement::Kind::verify);
      verify.subject = "tables in " + op.name;
      verify.failure = "the database \"" + op.name +
                       "\" has tables or views, which would go with it; drop them first, or say cascade()";
    }
    add(builder()
            .raw(op.if_exists ? "DROP DATABASE IF EXISTS " : "DROP DATABASE ")
            .name(std::string_view(op.name))
            .take());
  }

  void operator()(const ops::CreateSequence& op) { add(create_sequence_text(op.sequence, op.if_not_exists, server_)); }
  void operator()(const ops::AlterSequence& op) {
    if (!server_.has_sequences()) no_sequences(op.name);
    add(alter_sequence_text(op, find_sequence(before_, op.name))).failure = kOutOfBounds;
  }
  void operator()(const ops::DropSequence& op) {
    if (!server_.has_sequences()) no_sequences(op.name);
    drop("SEQUENCE", op.name, op.if_exists);
  }

  // An enum is a part of the columns that have it.
  void operator()(const ops::CreateEnum&) {}
  void operator()(const ops::DropEnum&) {}
  void operator()(const ops::AlterEnum& op) {
    for (const auto& [table, column] : columns_to_alter(before_, op)) {
      const auto& type = column.type;
      const auto values = changed_values(type.values(), op);
      if (!op.renamed.empty()) {
        // Rows move from the old values to the new ones while there are both.
        auto both = values;
        for (const auto& [value, new_value] : op.renamed) both.push_back(value);
        alter_type(table, column, Type::enumeration(type.name(), std::move(both), type.schema()));
        for (const auto& [value, new_value] : op.renamed) rename_value(table, column.name, value, new_value);
      }
      alter_type(table, column, Type::enumeration(type.name(), values, type.schema()), &op);
    }
  }

  void operator()(const ops::CreateView& op) { add(create_view_text(op.view, op.if_not_exists, false, server_)); }
  void operator()(const ops::ReplaceView& op) { add(create_view_text(op.view, false, true, server_)); }
  void operator()(const ops::DropView& op) {
    if (op.materialized) {
      unsupported("MySQL has no materialized views; leave out materialized() for \"" + op.name.text() + "\"");
    }
    drop("VIEW", op.name, op.if_exists);
  }
  void operator()(const ops::CreateTrigger& op) { add(create_trigger_text(op.trigger, op.if_not_exists, server_)); }
  void operator()(const ops::DropTrigger& op) { drop("TRIGGER", {op.table.schema, op.name}, op.if_exists); }

  void operator()(const ops::BulkInsert& op) {
    // Well below max_allowed_packet, which is 16 MB or more where nobody has set it.
    constexpr BulkInsertForm kForm{.most_rows = 10000, .most_bytes = 512 * std::size_t{1024}};
    for (auto& sql : bulk_insert_texts(op, kQuoting, kForm)) add(std::move(sql)).effect = Statement::Effect::rows;
  }
  void operator()(const ops::Execute& op) {
    // A statement given for other databases only is none here.
    if (const auto* sql = op.statement.find("mysql")) add(*sql, Statement::Kind::user_sql);
  }
  void operator()(const ops::Run& op) {
    auto& statement = add(op.description, Statement::Kind::code);
    statement.code = op.code;
  }
  // It is about the way down, which does not begin where it stands.
  void operator()(const ops::Irreversible&) {}
  void operator()(const ops::Invoke& op) {
    for (auto& sql : op.operation->compile("mysql")) add(std::move(sql), Statement::Kind::user_sql);
  }

 private:
  Statement& add(std::string sql, Statement::Kind kind = Statement::Kind::sql) {
    auto& statement = out_.emplace_back();
    statement.kind = kind;
    statement.sql = std::move(sql);
    statement.operation = index_;
    statement.outside_transaction = autocommit_;
    if (kind == Statement::Kind::user_sql || kind == Statement::Kind::code) {
      statement.effect = Statement::Effect::any;
    }
    return statement;
  }

  void drop(std::string_view what, const schema::QualifiedName& name, bool if_exists) {
    add(builder().raw("DROP ").raw(what).raw(if_exists ? " IF EXISTS " : " ").name(name).take());
  }

  /// MySQL reads CASCADE and does nothing of the kind.
  void refuse_keys_to(const schema::QualifiedName& referent) const {
    for (const auto& [name, table] : before_.tables) {
      if (name == referent || before_.uncertain.contains(name)) continue;
      for (const auto& key : table.foreign_keys) {
        if (key.referent != referent) continue;
        unsupported("DROP TABLE of MySQL takes nothing with it, and a foreign key of \"" + name.text() +
                    "\" refers to the table; drop that first: drop_constraint(\"" + key.name + "\", \"" + name.name +
                    "\", op::foreign_key)");
      }
    }
  }

  void add_all(Statements statements) {
    for (auto& statement : statements) {
      statement.operation = index_;
      statement.outside_transaction = autocommit_;
      out_.push_back(std::move(statement));
    }
  }

  void alter_type(const schema::QualifiedName& table, const schema::Column& column, Type type,
                  const ops::AlterEnum* last = nullptr) {
    ops::AlterColumn change{table, column.name};
    change.type = std::move(type);
    const auto& value = column.server_default;
    if (last != nullptr && value && value->kind() == Value::Kind::text) {
      for (const auto& [old_value, new_value] : last->renamed) {
        if (value->text() == old_value) change.server_default = Value(new_value);
      }
    }
    Alteration alteration(table, before_, facts_, server_);
    alteration.alter_column(change);
    add_all(alteration.finish());
  }

  void rename_value(const schema::QualifiedName& table, const std::string& column, const std::string& value,
                    const std::string& new_value) {
    auto sql = builder();
    sql.raw("UPDATE ").name(table).raw(" SET ").name(std::string_view(column)).raw(" = ").literal(Value(new_value));
    sql.raw(" WHERE ").name(std::string_view(column)).raw(" = ").literal(Value(value));
    add(sql.take()).effect = Statement::Effect::rows;
  }

  const schema::MetaData& before_;
  Facts* facts_;
  const Server& server_;
  Statements& out_;
  std::optional<Alteration> alteration_;
  std::size_t index_ = 0;
  bool autocommit_ = false;
};

}  // namespace

Statements compile_group(std::span<const ops::Operation> group, const schema::MetaData& before, Facts* facts,
                         const Server& server) {
  Statements statements;
  Compiler compiler(before, facts, server, statements);
  for (std::size_t i = 0; i < group.size(); ++i) {
    in_operation(group[i], [&] { compiler.compile(group[i], i); });
  }
  if (!group.empty()) in_operation(group.back(), [&] { compiler.finish(); });
  return statements;
}

}  // namespace retort::dialect::mysql
