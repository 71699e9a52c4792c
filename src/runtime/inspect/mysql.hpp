#ifndef RETORT_SRC_RUNTIME_INSPECT_MYSQL_HPP
#define RETORT_SRC_RUNTIME_INSPECT_MYSQL_HPP

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/mysql/server.hpp"
#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime::mysql {

/// Runs a query.
using Ask = std::function<std::vector<TextRow>(const std::string& sql)>;

/// How the names begin of what spell_query and spell_table make. The catalog is read without them.
inline constexpr std::string_view kLookingName = "_retort_look_";

/// What information_schema tells of the connection's own database, or of the one table. The number of queries does not
/// grow with the number of tables.
schema::MetaData read_catalog(const Ask& ask, const dialect::mysql::Server& server, const schema::QualifiedName* only);

/// What of information_schema.VIEWS view_query() is made from.
std::string view_columns();
/// A view's query from those columns, which begin at `first`: without the name of the connection's own database, so
/// that it can be created in another one, and with its CHECK OPTION.
std::string view_query(const TextRow& row, std::size_t first);

}  // namespace retort::runtime::mysql

#endif
