#ifndef RETORT_SRC_DIALECT_MYSQL_NORMALIZE_HPP
#define RETORT_SRC_DIALECT_MYSQL_NORMALIZE_HPP

#include <optional>
#include <string>
#include <string_view>

#include "dialect/mysql/server.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::mysql {

/// See Dialect::normalized.
schema::Table normalized(const schema::Table& table, const Server& server);
/// The collation a column of text has: its own, its table's, or the database's. None for other columns, in other
/// databases, and in a table that names a character set and leaves its collation to the server.
std::optional<std::string> collation_of(const schema::Table& table, const schema::Column& column, const Server& server);
/// `latin1` of `latin1_swedish_ci`.
std::string_view charset_of(std::string_view collation) noexcept;
schema::Trigger normalized(const schema::Trigger& trigger, const Server& server);
/// A sequence with what it says beside what goes without saying.
schema::Sequence normalized(const schema::Sequence& sequence, const Server& server);

/// The same SQL in the words the server keeps: `upper(a)` is `ucase(a)` to MariaDB, `!=` is `<>`.
std::string server_spelling(std::string_view sql, const Server& server);

/// A default as the catalog tells it, in the form that one value has: digits of a decimal, a full date and time. `sql`:
/// what stands behind DEFAULT.
std::optional<Value> read_default(std::string_view sql, const Type& type, const Server& server);
/// The same for a default that somebody wrote.
std::optional<Value> same_default(const std::optional<Value>& value, const Type& type, const Server& server);

/// True for the index that MySQL makes by itself for a foreign key: over its columns, and named by it or, where that
/// has no name of its own, by its first column.
bool is_made_for(std::string_view index, const schema::Columns& index_columns, std::string_view key,
                 const schema::Columns& key_columns, bool is_unique);

}  // namespace retort::dialect::mysql

#endif
