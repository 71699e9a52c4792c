#ifndef RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_OBJECTS_HPP
#define RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_OBJECTS_HPP

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime::postgresql {

/// The views, sequences, enums, schemas and triggers of the database.
void read_objects(Connection& connection, schema::MetaData& schema);

}  // namespace retort::runtime::postgresql

#endif
