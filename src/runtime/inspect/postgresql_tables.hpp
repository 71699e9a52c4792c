#ifndef RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_TABLES_HPP
#define RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_TABLES_HPP

#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "schema/table.hpp"

namespace retort::runtime::postgresql {

/// A table as the catalog tells it, its expressions in the server's words.
struct FoundTable {
  schema::Table table;
  /// There is more to it than a table can say: a partition, a foreign table.
  bool opaque = false;
};

/// The tables that a condition on pg_class (`c`) takes; all but the server's own and those of extensions for none. Four
/// queries, however many there are.
std::vector<FoundTable> read_tables(Connection& connection, const std::string& condition);

/// The condition on pg_namespace (`n`) that leaves the server's own schemas out.
inline constexpr const char* kOwnSchemas = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";
/// The name of a schema, or nothing for the connection's own.
inline constexpr const char* kSchema = "CASE WHEN n.nspname = current_schema() THEN '' ELSE n.nspname::text END";

/// An expression for `WITH (fillfactor='70')` from one for an array of options; NULL without any.
std::string with_options(const std::string& options);
/// The names in a list that quote_ident() has written, divided by commas.
std::vector<std::string> names_in(const std::string& list);

}  // namespace retort::runtime::postgresql

#endif
