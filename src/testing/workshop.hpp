#ifndef RETORT_SRC_TESTING_WORKSHOP_HPP
#define RETORT_SRC_TESTING_WORKSHOP_HPP

#include <retort/testing/checks.hpp>

#include <soci/soci.h>

#include <memory>
#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "testing/rows.hpp"
#include "testing/schema_data.hpp"
#include "testing/server.hpp"

namespace retort::testing {

/// A database on which migrations are tried, one revision after the other.
class Workshop {
 public:
  /// An empty one.
  Workshop(const MigrationSet& migrations, const CheckOptions& options);

  /// The revisions in the order in which they run.
  std::vector<std::string> order();
  /// One revision, with all before it applied. `listener` may be null.
  Report up(const std::string& revision, Listener* listener = nullptr);
  /// The revision that was applied last.
  Report down(const std::string& revision);
  std::vector<std::string> current();

  SchemaData schema();
  /// The lines of the catalog; those of columns in the order of their names where the order does not count.
  std::vector<std::string> schema_lines();
  std::vector<TableRows> rows();
  /// Fills tables; those that took no row.
  std::vector<std::string> fill(RowGenerator& generator);

  /// A copy of it as it is; where the server makes none, another one with the same revisions and no rows.
  std::unique_ptr<Workshop> copy();

 private:
  struct Nothing {};
  Workshop(const MigrationSet& migrations, const CheckOptions& options, Nothing)
      : migrations_(migrations), options_(options) {}
  Migrator migrator(Listener* listener = nullptr);
  void open_new();

  MigrationSet migrations_;
  const CheckOptions& options_;
  std::shared_ptr<Server> server_;
  std::unique_ptr<ServerDatabase> place_;
  std::unique_ptr<soci::session> session_;
  std::vector<std::string> applied_;
};

/// What the operations of a run take away for good: tables and columns as they were called before it.
RowExclusions taken_away(const Report& report);

}  // namespace retort::testing

#endif
