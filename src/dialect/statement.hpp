#ifndef RETORT_SRC_DIALECT_STATEMENT_HPP
#define RETORT_SRC_DIALECT_STATEMENT_HPP

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "ops/data_operations.hpp"

namespace retort::dialect {

/// One thing to do, in order, with the operation it comes from.
struct Statement {
  enum class Kind : unsigned char {
    /// Rendered by a dialect: sent as it is.
    sql,
    /// Written by the user: sent as it is, after a check that it is one statement and no transaction control.
    user_sql,
    /// Code that gets the connection; `sql` describes it.
    code,
    /// A query of one number, which `verify` with the same `subject` compares.
    measure,
    /// A query of one number. A larger one than was measured before stops the migration with `failure`. Without a
    /// measure before it, any number above 0 does.
    verify
  };

  /// What it touches: where a database wants structure committed before rows are (Firebird), the runner commits
  /// between the two.
  enum class Effect : unsigned char {
    structure,
    rows,
    /// Not known: the program's own SQL and code.
    any
  };

  Kind kind = Kind::sql;
  Effect effect = Effect::structure;
  std::string sql = {};
  /// The place of its operation in the list that was compiled.
  std::size_t operation = 0;
  /// measure and verify: what is counted.
  std::string subject = {};
  /// Also where `kind` is sql: what to say beside the database's own words when it refuses the statement.
  std::string failure = {};
  ops::Run::Code code = {};
  /// Cannot run inside a transaction: what came before is committed first.
  bool outside_transaction = false;
  /// It drops what others depend upon, and they are free of it only when that is committed (Firebird).
  bool frees = false;
  /// It needs what `frees` before it committed.
  bool needs_freed = false;
};

using Statements = std::vector<Statement>;

}  // namespace retort::dialect

#endif
