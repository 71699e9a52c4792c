#ifndef RETORT_SRC_RUNTIME_INSPECT_INSPECT_HPP
#define RETORT_SRC_RUNTIME_INSPECT_INSPECT_HPP

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime {

/// Every table with its indexes, and every view of the database, as the values that op::Table builds: complete, in a
/// number of queries that does not depend on the number of tables. The version table is among them; what the database
/// keeps for itself (sqlite_sequence) is not.
///
/// What cannot be read as a table (a virtual one, a definition that is not understood) is there by its name and
/// counts as `uncertain`. Throws DatabaseError, or StateError `locked`.
schema::MetaData inspect(Connection& connection);

}  // namespace retort::runtime

#endif
