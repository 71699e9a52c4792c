#include "dialect/sqlite/compiler.hpp"

#include <algorithm>
#include <map>

#include "core/sql_lexer.hpp"
#include "dialect/bulk_insert.hpp"
#include "dialect/enum_columns.hpp"
#include "dialect/failure.hpp"
#include "dialect/sqlite/decimals.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/grouping.hpp"
#include "dialect/sqlite/native_table.hpp"
#include "dialect/sqlite/objects.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/rebuild.hpp"
#include "dialect/sqlite/table_change.hpp"

namespace retort::dialect::sqlite {

namespace {

/// Operations that need to know nothing of a table. One function for each alternative of ops::Action: a new one does
/// not compile until it is answered here.
class Compiler {
 public:
  Compiler(const schema::MetaData& before, Facts* facts, Statements& out) noexcept
      : before_(before), facts_(facts), out_(out) {}

  void compile(const ops::Operation& operation, std::size_t index) {
    index_ = index;
    autocommit_ = operation.autocommit;
    std::visit(*this, operation.action);
  }

  void operator()(const ops::CreateTable& op) {
    add(create_table_text(op.table, op.if_not_exists));
    for (const auto& index : op.table.indexes) add(create_index_text(index, op.table.name, op.if_not_exists));
    if (const auto first = first_number(op.table)) {
      auto sql = builder();
      sql.raw("INSERT INTO ").name(schema::QualifiedName{op.table.name.schema, "sqlite_sequence"});
      sql.raw(" (name, seq) VALUES (").literal(Value(op.table.name.name)).raw(", ").literal(Value(*first - 1));
      add(sql.raw(")").take());
    }
  }

  void operator()(const ops::DropTable& op) { drop("TABLE", op.table, op.if_exists); }

  void operator()(const ops::RenameTable& op) {
    if (op.table.name != op.new_name && equal_ignoring_case(op.table.name, op.new_name)) {
      // The same name to SQLite, which says that there is such a table already.
      const auto between = std::string(kRebuildPrefix) + op.new_name;
      rename_table(op.table, between);
      rename_table({op.table.schema, between}, op.new_name);
    } else {
      rename_table(op.table, op.new_name);
    }
  }

  // A comment is no structure, and SQLite has no place for it.
  void operator()(const ops::CreateTableComment&) {}
  void operator()(const ops::DropTableComment&) {}

  void operator()(const ops::AddColumn& op) {
    if (op.if_not_exists || !can_add_natively(op.column)) unknown_table(op.table);
    add(add_column_text(op.table, op.column, false));
  }
  void operator()(const ops::DropColumn& op) {
    if (op.if_exists) unknown_table(op.table);
    add(drop_column_text(op.table, op.column));
  }
  void operator()(const ops::AlterColumn& op) {
    if (op.type || op.nullable || op.server_default || ops::numbers(op) || op.collation) unknown_table(op.table);
    if (op.new_name && *op.new_name != op.column) add(rename_column_text(op.table, op.column, *op.new_name));
  }
  void operator()(const ops::RenameColumn& op) { add(rename_column_text(op.table, op.column, op.new_name)); }

  void operator()(const ops::CreatePrimaryKey& op) { unknown_table(op.table); }
  void operator()(const ops::CreateUnique& op) { unknown_table(op.table); }
  void operator()(const ops::CreateForeignKey& op) { unknown_table(op.table); }
  void operator()(const ops::CreateCheck& op) { unknown_table(op.table); }
  void operator()(const ops::CreateExclude&) {
    unsupported("SQLite has no exclusion constraints; use a UNIQUE constraint, or a trigger that refuses the row");
  }
  void operator()(const ops::DropConstraint& op) { unknown_table(op.table); }
  void operator()(const ops::RenameConstraint& op) { unknown_table(op.table); }

  // SQLite knows no constraint that is not valid.
  void operator()(const ops::ValidateConstraint&) {}

  void operator()(const ops::CreateIndex& op) {
    auto& statement = add(create_index_text(op.index, op.table));
    if (op.index.unique) statement.failure = kDuplicateRows;
  }
  void operator()(const ops::DropIndex& op) { add(drop_index_text(op.table, op.name, op.if_exists)); }
  void operator()(const ops::RenameIndex& op) { unknown_table(op.table); }

  void operator()(const ops::CreateSchema& op) { no_schemas(op.name); }
  void operator()(const ops::DropSchema& op) { no_schemas(op.name); }
  void operator()(const ops::CreateSequence& op) { no_sequences(op.sequence.name); }
  void operator()(const ops::AlterSequence& op) { no_sequences(op.name); }
  void operator()(const ops::DropSequence& op) { no_sequences(op.name); }
  // An enum is a CHECK in each of its columns.
  void operator()(const ops::CreateEnum&) {}
  void operator()(const ops::DropEnum&) {}
  void operator()(const ops::AlterEnum& op) {
    std::map<schema::QualifiedName, std::vector<EnumColumn>> tables;
    for (auto& column : columns_to_alter(before_, op)) tables[column.table].push_back(std::move(column));
    for (const auto& [table, columns] : tables) {
      if (!op.renamed.empty()) {
        // The rows have the old values until they are changed: both are allowed meanwhile.
        set_values(table, columns, [&](const std::vector<std::string>& values) {
          auto both = values;
          for (auto& value : changed_values(values, op)) {
            if (std::find(both.begin(), both.end(), value) == both.end()) both.push_back(std::move(value));
          }
          return both;
        });
        for (const auto& column : columns) rename_values(column, op);
      }
      set_values(table, columns, [&](const std::vector<std::string>& values) { return changed_values(values, op); });
    }
  }

  void operator()(const ops::CreateView& op) { add(create_view_text(op.view, op.if_not_exists)); }

  void operator()(const ops::ReplaceView& op) {
    // Its INSTEAD OF triggers go with the old view.
    const auto known = triggers_of_view(op.view.name);
    auto text = create_view_text(op.view);
    drop("VIEW", op.view.name, true);
    add(std::move(text));
    for (const auto& sql : known) add(sql);
  }

  void operator()(const ops::DropView& op) {
    if (op.materialized) {
      unsupported("SQLite has no materialized views; leave out materialized() for \"" + op.name.text() + "\"");
    }
    drop("VIEW", op.name, op.if_exists);
  }

  void operator()(const ops::CreateTrigger& op) { add(create_trigger_text(op.trigger, op.if_not_exists)); }
  void operator()(const ops::DropTrigger& op) { drop("TRIGGER", {op.table.schema, op.name}, op.if_exists); }

  void operator()(const ops::BulkInsert& op) {
    check_schema(op.table);
    const auto* table = before_.find_table(op.table);
    std::optional<schema::Table> real;
    if (table == nullptr && facts_ != nullptr && has_long_decimal(op)) real = facts_->table(op.table);
    const auto exact = with_exact_decimals(op, real ? &*real : table);
    for (auto& sql : bulk_insert_texts(exact ? *exact : op, kQuoting))
      add(std::move(sql)).effect = Statement::Effect::rows;
  }

  void operator()(const ops::Execute& op) {
    // A statement given for other databases only is none here.
    if (const auto* sql = op.statement.find("sqlite")) add(*sql, Statement::Kind::user_sql);
  }

  void operator()(const ops::Run& op) {
    auto& statement = add(op.description, Statement::Kind::code);
    statement.code = op.code;
  }

  // It is about the way down, which does not begin where it stands.
  void operator()(const ops::Irreversible&) {}

  void operator()(const ops::Invoke& op) {
    for (auto& sql : op.operation->compile("sqlite")) add(std::move(sql), Statement::Kind::user_sql);
  }

 private:
  Statement& add(std::string sql, Statement::Kind kind = Statement::Kind::sql) {
    auto& statement = out_.emplace_back();
    statement.kind = kind;
    statement.sql = std::move(sql);
    statement.operation = index_;
    statement.outside_transaction = autocommit_;
    return statement;
  }

  void drop(std::string_view what, const schema::QualifiedName& name, bool if_exists) {
    auto sql = builder();
    sql.raw("DROP ").raw(what).raw(if_exists ? " IF EXISTS " : " ");
    append_name(sql, name);
    add(sql.take());
  }

  void rename_table(const schema::QualifiedName& from, const std::string& to) {
    auto sql = builder();
    sql.raw("ALTER TABLE ");
    append_name(sql, from);
    add(sql.raw(" RENAME TO ").name(std::string_view(to)).take());
  }

  /// One rebuild for all columns of the enum in a table.
  template <typename NewValues>
  void set_values(const schema::QualifiedName& table, const std::vector<EnumColumn>& columns,
                  const NewValues& new_values) {
    ops::Operations alterations;
    for (const auto& [name, column] : columns) {
      const auto& type = column.type;
      ops::AlterColumn alter{table, column.name};
      alter.type = Type::enumeration(type.name(), new_values(type.values()), type.schema());
      alterations.push_back({std::move(alter)});
    }
    for (auto& statement : compile_group(alterations, before_, facts_)) {
      statement.operation = index_;
      out_.push_back(std::move(statement));
    }
  }

  void rename_values(const EnumColumn& column, const ops::AlterEnum& op) {
    for (const auto& [value, new_value] : op.renamed) {
      auto sql = builder();
      sql.raw("UPDATE ");
      append_name(sql, column.table);
      sql.raw(" SET ").name(std::string_view(column.column.name)).raw(" = ").literal(Value(new_value));
      sql.raw(" WHERE ").name(std::string_view(column.column.name)).raw(" = ").literal(Value(value));
      add(sql.take()).effect = Statement::Effect::rows;
    }
  }

  std::vector<std::string> triggers_of_view(const schema::QualifiedName& view) const {
    std::vector<std::string> texts;
    if (facts_ != nullptr) {
      if (const auto native = facts_->native_table(view)) {
        for (const auto& object : native->dependents) {
          if (object.type == "trigger" && !object.sql.empty()) texts.push_back(object.sql);
        }
        return texts;
      }
    }
    for (const auto& trigger : before_.triggers) {
      if (equal_ignoring_case(trigger.table.name, view.name)) texts.push_back(create_trigger_text(trigger));
    }
    return texts;
  }

  [[noreturn]] static void unknown_table(const schema::QualifiedName& table) {
    check_schema(table);
    refuse("unknown_table", "nothing is known of table \"" + table.text() +
                                "\", and SQLite changes it only by a rebuild; run this with a connection, or create "
                                "the table in a migration before this one");
  }
  [[noreturn]] static void no_schemas(const std::string& name) {
    unsupported("SQLite has no schemas; leave out \"" + name +
                "\", or attach another database file in the application");
  }
  [[noreturn]] static void no_sequences(const schema::QualifiedName& name) {
    unsupported("SQLite has no sequences (\"" + name.text() + "\"); use autoincrement() on an integer primary key");
  }

  const schema::MetaData& before_;
  Facts* facts_;
  Statements& out_;
  std::size_t index_ = 0;
  bool autocommit_ = false;
};

}  // namespace

Statements compile_group(std::span<const ops::Operation> group, const schema::MetaData& before, Facts* facts) {
  Statements statements;
  if (group.empty()) return statements;
  const auto* table = changed_table(group.front());
  std::optional<KnownTable> known;
  if (table != nullptr && !std::all_of(group.begin(), group.end(), needs_no_table)) {
    known = in_operation(group.front(), [&] { return find_table(*table, before, facts); });
  }
  if (!known) {
    Compiler compiler(before, facts, statements);
    for (std::size_t i = 0; i < group.size(); ++i) {
      in_operation(group[i], [&] { compiler.compile(group[i], i); });
    }
    return statements;
  }
  auto children = children_of(*known, before, facts);
  auto change = in_operation(group.front(), [&] { return TableChange(std::move(*known), std::move(children)); });
  for (std::size_t i = 0; i < group.size(); ++i) {
    in_operation(group[i], [&] { change.apply(group[i], i); });
  }
  // A rebuild is never torn apart: between its statements there may be no table at all.
  const bool outside = group.front().autocommit && !change.rebuilds();
  statements = in_operation(group.back(), [&] { return change.finish(); });
  for (auto& statement : statements) statement.outside_transaction = outside;
  return statements;
}

}  // namespace retort::dialect::sqlite
