#ifndef RETORT_OP_OPTIONS_HPP
#define RETORT_OP_OPTIONS_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <retort/column.hpp>
#include <retort/constraint.hpp>
#include <retort/custom_operation.hpp>
#include <retort/export.hpp>
#include <retort/function_ref.hpp>
#include <retort/location.hpp>
#include <retort/value.hpp>

namespace retort::ops {
struct Operation;
struct AlterColumn;
class Recorder;
}  // namespace retort::ops

/// The handles that directives return. Each points into the operation just recorded and may be used only in the
/// statement that made it.
namespace retort::op {

/// The options that any directive on a table has.
class RETORT_API TableOptions {
 public:
  explicit TableOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  TableOptions& schema(std::string schema);

 private:
  ops::Operation* operation_;
};

class RETORT_API CreateOptions {
 public:
  explicit CreateOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  CreateOptions& schema(std::string schema);
  CreateOptions& if_not_exists(bool yes = true);

 private:
  ops::Operation* operation_;
};

class RETORT_API DropOptions {
 public:
  explicit DropOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  DropOptions& schema(std::string schema);
  DropOptions& if_exists(bool yes = true);
  /// What depends on it goes too: on PostgreSQL; on Firebird the foreign keys to a table. MySQL lets go only the tables
  /// of a schema.
  DropOptions& cascade(bool yes = true);
  /// Indexes on PostgreSQL: dropped without blocking writers, outside of a transaction.
  DropOptions& concurrently(bool yes = true);
  /// Views: the view is a materialized one.
  DropOptions& materialized(bool yes = true);
  /// A constraint without a name is found by what it says: `drop_constraint("", "t", op::unique).existing_unique("a")`.
  /// A derived downgrade takes it from there, too, where the migrations before do not tell.
  DropOptions& existing_unique(Names columns);
  DropOptions& existing_check(SqlText condition);
  DropOptions& existing_foreign_key(Names columns, std::string referent_table, Names referent_columns);

 private:
  ops::Operation* operation_;
};

class RETORT_API CommentOptions {
 public:
  explicit CommentOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  CommentOptions& schema(std::string schema);
  /// The comment the table has now: what a derived downgrade restores when the migrations do not tell.
  CommentOptions& existing_comment(std::string comment);

 private:
  ops::Operation* operation_;
};

class RETORT_API AddColumnOptions {
 public:
  explicit AddColumnOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  AddColumnOptions& schema(std::string schema);
  AddColumnOptions& if_not_exists(bool yes = true);
  /// The place of the new column, on MySQL and (by a rebuild) on SQLite. Elsewhere a new column is always the last.
  AddColumnOptions& first();
  AddColumnOptions& after(std::string column);

 private:
  ops::Operation* operation_;
};

class RETORT_API DropColumnOptions {
 public:
  explicit DropColumnOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  DropColumnOptions& schema(std::string schema);
  DropColumnOptions& if_exists(bool yes = true);
  /// What the column is now: what a derived downgrade brings back when the migrations before do not tell.
  DropColumnOptions& existing(const Column& column);

 private:
  ops::Operation* operation_;
};

/// How a sequence counts: of a new one, and of one that changes (`op::alter_sequence`).
class RETORT_API SequenceOptions {
 public:
  explicit SequenceOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  SequenceOptions& schema(std::string schema);
  SequenceOptions& if_not_exists(bool yes = true);
  SequenceOptions& start(std::int64_t value);
  SequenceOptions& increment(std::int64_t value);
  SequenceOptions& min_value(std::int64_t value);
  SequenceOptions& max_value(std::int64_t value);
  SequenceOptions& cycle(bool yes = true);
  /// It begins at its lowest value, or at its highest when it counts down.
  SequenceOptions& default_start();
  /// No bounds but those of the database.
  SequenceOptions& no_min_value();
  SequenceOptions& no_max_value();

 private:
  ops::Operation* operation_;
};

/// Changes to an enum's values.
class RETORT_API EnumChange {
 public:
  explicit EnumChange(ops::Operation& operation) noexcept : operation_(&operation) {}
  EnumChange& schema(std::string schema);
  /// At the end, or before another value.
  EnumChange& add_value(std::string value, std::string before = {});
  EnumChange& rename_value(std::string old_value, std::string new_value);

 private:
  ops::Operation* operation_;
};

class RETORT_API ViewOptions {
 public:
  explicit ViewOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  ViewOptions& schema(std::string schema);
  ViewOptions& if_not_exists(bool yes = true);
  ViewOptions& materialized(bool yes = true);
  /// What only one database says about the view, in that database's own words, which stand between its name and AS on
  /// PostgreSQL and before VIEW on MySQL:
  /// `native({{"postgresql", "WITH (security_barrier=true)"}, {"mysql", "SQL SECURITY INVOKER"}})`. Databases that are
  /// not named leave it out.
  ViewOptions& native(SqlText words);
  /// What replace_view replaces: what a derived downgrade restores when the migrations do not tell.
  ViewOptions& existing_query(SqlText query);

 private:
  ops::Operation* operation_;
};

/// When a trigger fires. Without a word it is AFTER, FOR EACH ROW; at least one event must be named.
class RETORT_API TriggerOptions {
 public:
  explicit TriggerOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  TriggerOptions& schema(std::string schema);
  TriggerOptions& before();
  TriggerOptions& after();
  TriggerOptions& instead_of();
  TriggerOptions& on_insert();
  TriggerOptions& on_update();
  /// Only when one of these columns is set.
  TriggerOptions& on_update_of(Names columns);
  TriggerOptions& on_delete();
  TriggerOptions& for_each_statement();
  TriggerOptions& when(std::string condition);
  TriggerOptions& if_not_exists(bool yes = true);

 private:
  ops::Operation* operation_;
};

class RETORT_API ExecuteOptions {
 public:
  explicit ExecuteOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  /// The statement that undoes it, for a derived downgrade.
  ExecuteOptions& reverse(SqlText statement);
  /// The tables it changes the structure of: what is known about them counts as unknown from there on. Without this
  /// nothing is known about any table after it that the statement's text mentions.
  ExecuteOptions& touches(Names tables);
  /// It changes rows only, no structure.
  ExecuteOptions& data_only() { return touches(std::vector<std::string>()); }
  /// A query of one number, or of true and false: above 0 when the statement has been applied. It is asked only when a
  /// run was cut at the statement and the database could not undo it (a change of structure on MySQL, an
  /// autocommit_block): with an answer the next run goes on by itself, without one a person has to decide.
  ExecuteOptions& probe(SqlText query);

 private:
  ops::Operation* operation_;
};

class RETORT_API RunOptions {
 public:
  explicit RunOptions(ops::Operation& operation) noexcept : operation_(&operation) {}
  /// In words, for plans and logs: `split the customers' addresses`.
  RunOptions& describe(std::string words);
  /// The code that undoes it, for a derived downgrade.
  RunOptions& reverse(std::function<void(soci::session&)> code);
  /// The tables it changes the structure of. Without this nothing is known about any table after it.
  RunOptions& touches(Names tables);
  /// It changes rows only, no structure.
  RunOptions& data_only() { return touches(std::vector<std::string>()); }
  /// As for an execute: a query of one number, above 0 when all that the code does has been done.
  RunOptions& probe(SqlText query);

 private:
  ops::Operation* operation_;
};

/// The change of one column: what `op::alter_column` gives to its function. What is not mentioned stays as it is.
class RETORT_API ColumnChange {
 public:
  explicit ColumnChange(ops::AlterColumn& change) noexcept : change_(&change) {}
  ColumnChange(const ColumnChange&) = delete;
  ColumnChange& operator=(const ColumnChange&) = delete;

  ColumnChange& schema(std::string schema);
  ColumnChange& new_column_name(std::string name);
  ColumnChange& type(Type type);
  ColumnChange& nullable(bool yes = true);
  ColumnChange& not_null() { return nullable(false); }
  ColumnChange& server_default(Value value);
  ColumnChange& drop_server_default();
  /// The column's comment; an empty text removes it.
  ColumnChange& comment(std::string text);
  /// The database numbers new rows, as `Column::autoincrement` says it; or it no longer does.
  ColumnChange& autoincrement(bool yes = true);
  /// The same with options: the column becomes an identity, or counts in another way if it is one. The number it has
  /// reached stays, unless it comes to count the other way. Only PostgreSQL can change how a column counts.
  ColumnChange& identity(Identity options = {});
  ColumnChange& collate(std::string collation);
  /// PostgreSQL: the expression that makes the new value from the old one (USING).
  ColumnChange& postgresql_using(std::string expression);

  // What the column is now: for databases that must repeat it (MySQL) in offline scripts, and for derived downgrades,
  // where the migrations before this one do not tell.
  ColumnChange& existing_type(Type type);
  ColumnChange& existing_nullable(bool yes = true);
  ColumnChange& existing_server_default(Value value);
  ColumnChange& existing_comment(std::string text);
  ColumnChange& existing_autoincrement(bool yes = true);
  ColumnChange& existing_identity(Identity options);

 private:
  ops::AlterColumn* change_;
};

/// The changes of one table: what `op::batch_alter_table` gives to its function. The verbs are the directives without
/// their table.
class RETORT_API TableChange {
 public:
  TableChange(ops::Recorder& recorder, std::string table, Location where);
  TableChange(const TableChange&) = delete;
  TableChange& operator=(const TableChange&) = delete;
  ~TableChange();

  /// The table's schema, for all that follows.
  TableChange& schema(std::string schema);

  AddColumnOptions add_column(const Column& column, Location where = {});
  DropColumnOptions drop_column(std::string column, Location where = {});
  void alter_column(std::string column, FunctionRef<void(ColumnChange&)> describe, Location where = {});
  TableOptions rename_column(std::string old_name, std::string new_name, Location where = {});
  PrimaryKeyOptions create_primary_key(std::string name, Names columns, Location where = {});
  UniqueOptions create_unique_constraint(std::string name, Names columns, Location where = {});
  ForeignKeyOptions create_foreign_key(std::string name, std::string referent_table, Names local_columns,
                                       Names remote_columns, Location where = {});
  CheckOptions create_check_constraint(std::string name, SqlText condition, Location where = {});
  ExcludeOptions create_exclude_constraint(std::string name, std::initializer_list<ExcludeElement> elements,
                                           Location where = {});
  DropOptions drop_constraint(std::string name, ConstraintKind kind, Location where = {});
  TableOptions rename_constraint(std::string old_name, std::string new_name, Location where = {});
  TableOptions validate_constraint(std::string name, Location where = {});
  IndexOptions create_index(std::string name, IndexColumns columns, Location where = {});
  DropOptions drop_index(std::string name, Location where = {});
  CommentOptions create_table_comment(std::string comment, Location where = {});
  CommentOptions drop_table_comment(Location where = {});

 private:
  ops::Recorder* recorder_;
  std::string table_;
  std::string schema_;
};

}  // namespace retort::op

#endif
