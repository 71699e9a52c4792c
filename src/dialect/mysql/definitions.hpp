#ifndef RETORT_SRC_DIALECT_MYSQL_DEFINITIONS_HPP
#define RETORT_SRC_DIALECT_MYSQL_DEFINITIONS_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "dialect/mysql/server.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::mysql {

// The parts of CREATE TABLE as text; the same are the clauses of ALTER TABLE.

/// Finds the columns of a table's primary key, for a foreign key that does not name what it refers to. Throws where
/// nobody knows.
using FindKey = std::function<schema::Columns(const schema::QualifiedName&)>;

/// Refuses what an AUTO_INCREMENT does not count like.
void check_identity(const op::Identity& identity, const std::string& column);
/// `TYPE ...`: what stands behind a column's name.
std::string column_definition(const schema::Column& column, const Server& server);
/// With the name.
std::string column_text(const schema::Column& column, const Server& server);
/// What stands behind DEFAULT, ON UPDATE included.
std::string default_text(const Value& value, const Type& type, const Server& server);
/// `COMMENT '...'`
std::string comment_text(std::string_view comment, const Server& server);

std::string primary_key_text(const schema::PrimaryKey& key);
std::string unique_text(const schema::Unique& unique);
std::string foreign_key_text(const schema::ForeignKey& key, const FindKey& find_key);
std::string check_text(const schema::Check& check, const Server& server);
/// `UNIQUE INDEX name (...)`, as CREATE TABLE and ADD take it.
std::string index_text(const schema::Index& index, const Server& server, bool if_not_exists = false);

/// With its indexes.
std::string create_table_text(const schema::Table& table, bool if_not_exists, const Server& server,
                              const FindKey& find_key);

/// Throws for a key or an index that the columns' types do not allow. A column that the table does not have is passed
/// over. `what` names it: `the index "ix"`.
void check_key(const schema::Table& table, const std::vector<op::IndexColumn>& columns, bool unique,
               const std::string& what, const Server& server);

bool is_numbered(const schema::Column& column) noexcept;
/// FULLTEXT, SPATIAL and HASH are told; what only other databases have is none.
std::string_view index_method(const schema::Index& index) noexcept;
/// The place where ON UPDATE begins in a default's SQL; its size where it does not.
std::size_t on_update_in(std::string_view sql, const Server& server);

[[noreturn]] void no_excludes();

}  // namespace retort::dialect::mysql

#endif
