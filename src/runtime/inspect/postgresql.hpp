#ifndef RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_HPP
#define RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_HPP

#include <optional>

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime {

// What PostgreSQL's catalog tells, by queries alone: any connection to it will do.

/// All of the database but for what belongs to the server and to extensions. Names in the connection's own schema
/// (current_schema) have none; constraints that the server named have no name.
schema::MetaData inspect_database(Connection& connection);

/// One table, with the names of all its constraints; none when there is no such table.
std::optional<schema::Table> inspect_table(Connection& connection, const schema::QualifiedName& name);
std::optional<schema::Enum> inspect_enum(Connection& connection, const schema::QualifiedName& name);
/// True for an index whose CREATE INDEX CONCURRENTLY did not come to its end.
bool is_invalid_index(Connection& connection, const schema::QualifiedName& name);

}  // namespace retort::runtime

#endif
