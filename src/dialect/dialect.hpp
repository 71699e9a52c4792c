#ifndef RETORT_SRC_DIALECT_DIALECT_HPP
#define RETORT_SRC_DIALECT_DIALECT_HPP

#include <cstddef>
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
  /// The longest identifier; 0 for no limit.
  std::size_t max_identifier = 0;
  bool identifier_limit_is_bytes = true;
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

  virtual std::string quote(std::string_view identifier) const = 0;
  virtual std::string literal(const Value& value) const = 0;
};

/// The dialect of that name, alive as long as the program; nullptr for an unknown one. `sqlite3`, `mariadb` and
/// `postgres` are understood too.
const Dialect* find_dialect(std::string_view name) noexcept;

}  // namespace retort::dialect

#endif
