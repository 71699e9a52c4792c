#ifndef RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_OBJECTS_HPP
#define RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_OBJECTS_HPP

#include <optional>
#include <string>
#include <string_view>

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime::postgresql {

/// The views, sequences, enums, schemas and triggers of the database.
void read_objects(Connection& connection, schema::MetaData& schema);

/// See Connection::spelled_query: the server is given a view of it, which is taken back.
std::optional<std::string> spell_query(Connection& connection, std::string_view query);

/// See Connection::keeps_view_columns.
bool keeps_view_columns(Connection& connection, const schema::QualifiedName& view, std::string_view query);

}  // namespace retort::runtime::postgresql

#endif
