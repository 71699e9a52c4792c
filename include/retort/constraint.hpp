#ifndef RETORT_CONSTRAINT_HPP
#define RETORT_CONSTRAINT_HPP

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <retort/column.hpp>
#include <retort/export.hpp>
#include <retort/value.hpp>

namespace retort::ops {
struct Operation;
}

namespace retort::schema {
struct PrimaryKey;
struct Unique;
struct ForeignKey;
struct Check;
struct Exclude;
struct Index;
}  // namespace retort::schema

namespace retort::op {

/// What drop_constraint drops: `op::unique`, `op::check`, `op::foreign_key`, `op::primary_key`, `op::exclude`, or
/// Alembic's word for it as a text (`"foreignkey"`).
class RETORT_API ConstraintKind {
 public:
  enum class Value : unsigned char { unique, check, foreign_key, primary_key, exclude, unknown };

  constexpr ConstraintKind(Value value) noexcept : value_(value) {}  // NOLINT
  ConstraintKind(const char* word);                                  // NOLINT
  constexpr Value value() const noexcept { return value_; }

 private:
  Value value_;
};

inline constexpr ConstraintKind unique{ConstraintKind::Value::unique};
inline constexpr ConstraintKind check{ConstraintKind::Value::check};
inline constexpr ConstraintKind foreign_key{ConstraintKind::Value::foreign_key};
inline constexpr ConstraintKind primary_key{ConstraintKind::Value::primary_key};
inline constexpr ConstraintKind exclude{ConstraintKind::Value::exclude};

// The handles below point into the operation that is being recorded. They are used in the statement that made them;
// none may be kept beyond the end of upgrade(). `schema()` names the table's schema and is for the directives
// (op::create_...) only: inside a table's own description the table's schema is meant already. Inside op::run, where
// directives execute at once, options cannot follow: the setters throw UsageError there.

/// Options of a primary key.
class RETORT_API PrimaryKeyOptions {
 public:
  PrimaryKeyOptions(schema::PrimaryKey& key, ops::Operation* operation) noexcept : key_(&key), operation_(operation) {}
  PrimaryKeyOptions& name(std::string name);
  PrimaryKeyOptions& schema(std::string schema);
  /// What only one database says about the key, in that database's own words, behind its columns:
  /// `native({{"postgresql", "INCLUDE (name)"}, {"sqlite", "ON CONFLICT REPLACE"}})`. Databases that are not named
  /// leave it out; a single text is for every one. Inspection keeps there what the other options have no word for.
  PrimaryKeyOptions& native(SqlText words);

 private:
  schema::PrimaryKey* key_;
  ops::Operation* operation_;
};

/// Options of a UNIQUE constraint.
class RETORT_API UniqueOptions {
 public:
  UniqueOptions(schema::Unique& target, ops::Operation* operation) noexcept : unique_(&target), operation_(operation) {}
  UniqueOptions& name(std::string name);
  UniqueOptions& schema(std::string schema);
  UniqueOptions& deferrable(bool yes = true);
  UniqueOptions& initially_deferred();
  /// PostgreSQL from version 15 on: two NULLs are the same value. The other databases let any number of them in, and
  /// refuse the option.
  UniqueOptions& nulls_not_distinct(bool yes = true);
  /// As for a primary key: `native({{"postgresql", "WITH (fillfactor=70)"}, {"sqlite", "ON CONFLICT IGNORE"}})`.
  UniqueOptions& native(SqlText words);

 private:
  schema::Unique* unique_;
  ops::Operation* operation_;
};

/// Options of a foreign key.
class RETORT_API ForeignKeyOptions {
 public:
  ForeignKeyOptions(schema::ForeignKey& key, ops::Operation* operation) noexcept : key_(&key), operation_(operation) {}
  ForeignKeyOptions& name(std::string name);
  ForeignKeyOptions& on_delete(ReferentialAction action);
  ForeignKeyOptions& on_update(ReferentialAction action);
  ForeignKeyOptions& deferrable(bool yes = true);
  ForeignKeyOptions& initially_deferred();
  /// MATCH FULL, MATCH SIMPLE.
  ForeignKeyOptions& match(std::string word);
  /// PostgreSQL: rows that are already there are not checked until the constraint is validated.
  ForeignKeyOptions& not_valid(bool yes = true);
  /// The schema of the table that refers.
  ForeignKeyOptions& source_schema(std::string schema);
  /// The schema of the table that is referred to.
  ForeignKeyOptions& referent_schema(std::string schema);
  /// As for a primary key, behind the actions: `native({{"postgresql", "ON DELETE SET NULL (author_id)"}})` without an
  /// on_delete().
  ForeignKeyOptions& native(SqlText words);

 private:
  schema::ForeignKey* key_;
  ops::Operation* operation_;
};

/// Options of a CHECK constraint.
class RETORT_API CheckOptions {
 public:
  CheckOptions(schema::Check& target, ops::Operation* operation) noexcept : check_(&target), operation_(operation) {}
  CheckOptions& name(std::string name);
  CheckOptions& schema(std::string schema);
  /// PostgreSQL: rows that are already there are not checked until the constraint is validated.
  CheckOptions& not_valid(bool yes = true);
  /// As for a primary key, behind the condition: `native({{"postgresql", "NO INHERIT"}, {"mysql", "NOT ENFORCED"}})`.
  CheckOptions& native(SqlText words);

 private:
  schema::Check* check_;
  ops::Operation* operation_;
};

/// One element of an EXCLUDE constraint: `{"room", "="}`, `{op::sql("during"), "&&"}`.
struct ExcludeElement {
  Sql expression;
  std::string with;
  friend bool operator==(const ExcludeElement&, const ExcludeElement&) = default;
};

/// Options of a PostgreSQL EXCLUDE constraint.
class RETORT_API ExcludeOptions {
 public:
  ExcludeOptions(schema::Exclude& target, ops::Operation* operation) noexcept
      : exclude_(&target), operation_(operation) {}
  ExcludeOptions& name(std::string name);
  ExcludeOptions& schema(std::string schema);
  /// The index method: `gist`.
  ExcludeOptions& using_(std::string method);
  ExcludeOptions& where(std::string condition);
  ExcludeOptions& deferrable(bool yes = true);
  ExcludeOptions& initially_deferred();
  /// As for a primary key, behind the elements: `native({{"postgresql", "WITH (fillfactor=70)"}})`.
  ExcludeOptions& native(SqlText words);

 private:
  schema::Exclude* exclude_;
  ops::Operation* operation_;
};

/// A column or an expression in an index. Implicit from a column's name, from `op::sql("lower(name)")`, and from
/// `op::sql({{"sqlite", "lower(name)"}, {"*", "upper(name)"}})`.
class RETORT_API IndexColumn {
 public:
  enum class Nulls : unsigned char { unspecified, first, last };

  IndexColumn(const char* name);                                                                  // NOLINT
  IndexColumn(std::string name) noexcept : name_(std::move(name)) {}                              // NOLINT
  IndexColumn(Sql expression) noexcept : name_(std::move(expression.text)), expression_(true) {}  // NOLINT
  IndexColumn(SqlText expression);                                                                // NOLINT

  IndexColumn& descending(bool yes = true) & noexcept;
  IndexColumn&& descending(bool yes = true) && noexcept;
  IndexColumn&& nulls_first() && noexcept;
  IndexColumn&& nulls_last() && noexcept;
  /// MySQL: only the first `characters` of a text are indexed.
  IndexColumn&& length(int characters) && noexcept;
  IndexColumn&& collate(std::string collation) && noexcept;
  /// PostgreSQL: the operator class.
  IndexColumn&& operator_class(std::string name) && noexcept;

  /// The column's name, or the expression.
  const std::string& name() const noexcept { return name_; }
  bool is_expression() const noexcept { return expression_; }
  bool is_descending() const noexcept { return descending_; }
  Nulls nulls() const noexcept { return nulls_; }
  int length() const noexcept { return length_; }
  const std::string& collation() const noexcept { return collation_; }
  const std::string& operator_class() const noexcept { return operator_class_; }
  /// An expression for each database; name() is the first of them. Empty where there is one for all.
  const SqlText& by_dialect() const noexcept { return by_dialect_; }
  /// The same element over another column, or with another expression for every database.
  void rename(std::string name) {
    name_ = std::move(name);
    by_dialect_ = {};
  }

  friend bool operator==(const IndexColumn&, const IndexColumn&) = default;

 private:
  std::string name_;
  std::string collation_;
  std::string operator_class_;
  SqlText by_dialect_;
  int length_ = 0;
  Nulls nulls_ = Nulls::unspecified;
  bool expression_ = false;
  bool descending_ = false;
};

/// `op::desc("created_on")`: a column in descending order, for an index.
RETORT_API IndexColumn desc(std::string column);
/// `op::index_column("title").length(20)`: a column of an index with options.
RETORT_API IndexColumn index_column(std::string column);

/// The elements of an index: `{"name", op::desc("created_on"), op::sql("lower(title)")}`.
class RETORT_API IndexColumns {
 public:
  IndexColumns(std::initializer_list<IndexColumn> columns);  // NOLINT
  IndexColumns(const char* column);                          // NOLINT
  IndexColumns(std::vector<IndexColumn> columns) noexcept;   // NOLINT
  IndexColumns(const std::vector<std::string>& columns);     // NOLINT
  std::vector<IndexColumn> get() && noexcept { return std::move(columns_); }

 private:
  std::vector<IndexColumn> columns_;
};

/// Options of an index.
class RETORT_API IndexOptions {
 public:
  IndexOptions(schema::Index& index, ops::Operation* operation) noexcept : index_(&index), operation_(operation) {}
  IndexOptions& name(std::string name);
  IndexOptions& schema(std::string schema);
  IndexOptions& unique(bool yes = true);
  /// A partial index: only the rows that satisfy the condition.
  IndexOptions& where(SqlText condition);
  /// The index method: `gin`, `gist`, `hash` on PostgreSQL; `btree`, `hash` on MySQL.
  IndexOptions& using_(std::string method);
  /// Columns kept in the index without being part of its key.
  IndexOptions& include(Names columns);
  /// PostgreSQL: built without blocking writers; it cannot run in a transaction, and the runner knows.
  IndexOptions& concurrently(bool yes = true);
  IndexOptions& if_not_exists(bool yes = true);
  /// Firebird: the whole index runs downwards.
  IndexOptions& descending(bool yes = true);
  IndexOptions& comment(std::string text);
  /// Of a unique index: as for a unique constraint.
  IndexOptions& nulls_not_distinct(bool yes = true);
  /// As for a primary key, behind the columns and before the condition:
  /// `native({{"postgresql", "WITH (fastupdate=off)"}, {"mysql", "WITH PARSER ngram"}})`.
  IndexOptions& native(SqlText words);

 private:
  schema::Index* index_;
  ops::Operation* operation_;
};

}  // namespace retort::op

#endif
