#ifndef RETORT_SRC_RUNTIME_VERSION_TABLE_HPP
#define RETORT_SRC_RUNTIME_VERSION_TABLE_HPP

#include <retort/migrator.hpp>

#include <optional>
#include <string>
#include <vector>

#include "graph/version_rows.hpp"
#include "runtime/connection.hpp"

namespace retort::runtime {

/// The table that holds where a database is: one row for each head of what was applied, as in Alembic.
class VersionTable {
 public:
  /// Throws UsageError for a name no database would take.
  VersionTable(const dialect::Dialect& dialect, const MigratorOptions& options);

  /// As statements write it.
  const std::string& name() const noexcept { return name_; }
  const std::string& select_sql() const noexcept { return select_; }
  /// Made when it is asked for: almost every start finds the table.
  std::string create_sql() const;
  /// The statement that empties the table.
  std::string purge_sql() const { return "DELETE FROM " + name_; }
  /// The statement of a change. It must touch exactly one row.
  std::string change_sql(const graph::RowChange& change) const;

  /// The rows; nothing when the table does not exist.
  std::optional<std::vector<std::string>> read(Connection& connection, const BeginOptions& lock) const;
  /// Makes the changes, each a compare-and-set. Throws StateError `version_row_changed` for one that touches another
  /// number of rows than one.
  void change(Connection& connection, const std::string& sql) const;

 private:
  const dialect::Dialect* dialect_;
  std::string name_;
  std::string select_;
  std::string primary_key_;
};

/// Creates a table of the library's own within the open transaction. Where that ends the transaction, another one is
/// open then.
void create_own_table(Connection& connection, const std::string& sql, const BeginOptions& options);

}  // namespace retort::runtime

#endif
