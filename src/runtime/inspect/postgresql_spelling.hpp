#ifndef RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_SPELLING_HPP
#define RETORT_SRC_RUNTIME_INSPECT_POSTGRESQL_SPELLING_HPP

#include <optional>
#include <string>
#include <string_view>

#include "runtime/connection.hpp"

// How PostgreSQL says what a program gives it: it keeps no text, and writes anew what it has understood. It is given
// temporary objects, in a transaction or behind a savepoint, and they are taken back.
namespace retort::runtime::postgresql {

/// What pg_get_viewdef tells, without what stands around it.
std::string bare_query(std::string query);

/// See Connection::spelled_query.
std::optional<std::string> spell_query(Connection& connection, std::string_view query);

/// See Connection::spelled_table.
std::optional<schema::Table> spell_table(Connection& connection, const schema::Table& table);

/// See Connection::keeps_view_columns.
bool keeps_view_columns(Connection& connection, const schema::QualifiedName& view, std::string_view query);

}  // namespace retort::runtime::postgresql

#endif
