#ifndef RETORT_SRC_DIALECT_DIALECT_HPP
#define RETORT_SRC_DIALECT_DIALECT_HPP

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "dialect/facts.hpp"
#include "dialect/statement.hpp"
#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect {

/// What the runner must know about a database before it opens a transaction.
struct Capabilities {
  /// DDL can be rolled back.
  bool transactional_ddl = false;
  /// Each statement of DDL commits what came before it (MySQL).
  bool ddl_commits = false;
  /// What DDL has made can be used by rows only when it is committed (Firebird).
  bool commits_before_rows = false;
  /// The catalog does not tell a UNIQUE constraint from a unique index (MySQL): see unique_indexes.hpp.
  bool uniques_are_indexes = false;
  /// Names may stand behind that of a schema (SQLite: of an attached database).
  bool schemas = true;
  /// An enum is a type of its own, which columns share (PostgreSQL).
  bool enum_types = false;
  /// What is inspected tells all schemas there are (PostgreSQL).
  bool lists_schemas = false;
  /// A column that a view reads can neither go nor become of another type (PostgreSQL, Firebird).
  bool views_hold_columns = false;
  /// A column that counts by itself can be made to count in another way (PostgreSQL).
  bool alters_identities = false;
  /// The longest identifier; 0 for no limit.
  std::size_t max_identifier = 0;
  bool identifier_limit_is_bytes = true;
};

/// What a name is of, where a database tells some apart by the case of their letters and others not.
enum class NameOf : unsigned char {
  /// Tables, views and schemas.
  table,
  /// Columns, indexes and constraints.
  part
};

/// How a script for the database's own command line client is written.
struct ScriptForm {
  /// The client and how it stops at the first error, for the comment at the head: `sqlite3 -bail`.
  std::string_view client;
  /// Statements for the client or the server that come first, each with its end.
  std::string_view preamble = {};
  /// Without the semicolon; empty where transactions begin by themselves.
  std::string_view begin = "BEGIN";
  std::string_view commit = "COMMIT";
};

/// One database's SQL: operations and the schema they apply to become statements. Pure text; no connection, no state.
class Dialect {
 public:
  Dialect() = default;
  Dialect(const Dialect&) = delete;
  Dialect& operator=(const Dialect&) = delete;
  virtual ~Dialect() = default;

  /// `sqlite`, `postgresql`, `mysql`, `firebird`.
  virtual std::string_view name() const noexcept = 0;
  virtual const Capabilities& capabilities() const noexcept = 0;

  /// How many of the leading operations are compiled together: several changes to one table make one rebuild or one
  /// ALTER. At least 1 for a list that is not empty.
  virtual std::size_t group(std::span<const ops::Operation> operations) const = 0;

  /// The statements of one group. `before` is the schema that is known before it; `facts`, when there is a connection,
  /// is the truth. `Statement::operation` counts from the first operation of the group.
  ///
  /// Throws UnsupportedOperation, naming the way out, for what this database cannot express; OperationError with code
  /// `unknown_table` when neither `facts` nor `before` tell what must be known of a table.
  virtual Statements compile(std::span<const ops::Operation> group, const schema::MetaData& before,
                             Facts* facts) const = 0;

  /// True if the operations may need what must be arranged before the transaction begins (SQLite: foreign keys off for
  /// a rebuild).
  virtual bool needs_foreign_keys_off(std::span<const ops::Operation> operations) const = 0;

  /// The table as the catalog tells it when it was created from this description: what can be held against what was
  /// inspected. Columns, constraints and indexes keep their order.
  ///
  /// Throws UnsupportedOperation for what the database cannot express.
  virtual schema::Table normalized(const schema::Table& table) const = 0;
  /// The same for a trigger, with the body for this dialect.
  virtual schema::Trigger normalized(const schema::Trigger& trigger) const = 0;
  /// The same for a sequence: what goes without saying is not said.
  virtual schema::Sequence normalized(const schema::Sequence& sequence) const = 0;

  /// True if a column that the catalog tells as `held` is what `wanted` asks for all the same: it was declared by other
  /// means (an older spelling, another tool), or the database has no better type for it. Both are normalised.
  virtual bool serves(const Type& held, const Type& wanted) const {
    static_cast<void>(held);
    static_cast<void>(wanted);
    return false;
  }

  /// True if a foreign key with the column on either side stands in the way of this change. `now` is the column.
  virtual bool is_held_by_keys(const ops::AlterColumn& change, const schema::Column& now) const {
    static_cast<void>(change);
    static_cast<void>(now);
    return false;
  }

  /// The collation that a column of text has in this table, also where it says none and has the table's or the
  /// database's (MySQL); none where that is not known, or where a column without one has no name for it.
  virtual std::optional<std::string> collation_of(const schema::Table& table, const schema::Column& column) const {
    static_cast<void>(table);
    static_cast<void>(column);
    return std::nullopt;
  }
  /// The character set of tables that say none; empty where it is not known, or is not a table's matter.
  virtual std::string_view default_charset() const noexcept { return {}; }

  virtual const ScriptForm& script_form() const noexcept = 0;
  /// One statement as it stands in a script, with its end: a client that cuts at semicolons must not cut a body.
  virtual std::string scripted(std::string_view statement) const = 0;

  /// The type of the version table's column: 255 characters, compared as they are.
  virtual std::string_view version_type() const noexcept { return "VARCHAR(255)"; }

  /// Names with the same key are one name to the database.
  virtual std::string name_key(NameOf kind, std::string_view name) const = 0;

  /// Throws OperationError (`invalid_identifier`) for a name that cannot be written.
  virtual std::string quote(std::string_view identifier) const = 0;
  virtual std::string literal(const Value& value) const = 0;
};

/// The dialect of that name, alive as long as the program; nullptr for an unknown one. `sqlite3` and `postgres` are
/// understood too; `mysql` is MySQL 8.0 and `mariadb` MariaDB 10.6, whose name() is `mysql` as well.
const Dialect* find_dialect(std::string_view name) noexcept;

}  // namespace retort::dialect

#endif
