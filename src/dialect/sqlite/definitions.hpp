#ifndef RETORT_SRC_DIALECT_SQLITE_DEFINITIONS_HPP
#define RETORT_SRC_DIALECT_SQLITE_DEFINITIONS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dialect/sql_builder.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::sqlite {

// The parts of CREATE TABLE as text. The same functions make new tables, ALTER TABLE's clauses, the edits of a rebuild
// and, where no database is at hand, the text a table would have there.

/// Throws UnsupportedOperation for a schema other than `main` and `temp`.
void check_schema(const schema::QualifiedName& name);
/// The name, after check_schema.
void append_name(SqlBuilder& sql, const schema::QualifiedName& name);

/// `"name" TYPE ...` with all a column says of itself. `key`: the primary key to declare in the column, which is what
/// AUTOINCREMENT asks for.
std::string column_text(const schema::Column& column, bool strict, const schema::PrimaryKey* key = nullptr);
std::string primary_key_text(const schema::PrimaryKey& key);
std::string unique_text(const schema::Unique& unique);
/// `table`: the one that refers.
std::string foreign_key_text(const schema::ForeignKey& key, const schema::QualifiedName& table);
/// `CONSTRAINT "name" REFERENCES ...`: the same within a column's definition.
std::string references_text(const schema::ForeignKey& key, const schema::QualifiedName& table);
std::string check_text(const schema::Check& check);
/// What stands behind DEFAULT: a literal, or an expression in the parentheses it needs.
std::string default_text(const Value& value);
/// True for a default that is the same for all rows: what ADD COLUMN takes.
bool is_constant(const Value& value);

/// True if the column counts by itself (autoincrement or identity).
bool is_numbered(const schema::Column& column) noexcept;
/// CREATE TABLE without its indexes.
std::string create_table_text(const schema::Table& table, bool if_not_exists = false);
/// Where the table's numbers begin, when it is said.
std::optional<std::int64_t> first_number(const schema::Table& table);

}  // namespace retort::dialect::sqlite

#endif
