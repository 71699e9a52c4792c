#ifndef RETORT_SRC_DIALECT_FIREBIRD_DEFINITIONS_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_DEFINITIONS_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "dialect/sql_builder.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::firebird {

// The parts of CREATE TABLE and ALTER TABLE as text.

/// Throws UnsupportedOperation for a schema: Firebird 3 has none.
void check_schema(const schema::QualifiedName& name);
/// The name, after check_schema.
void append_name(SqlBuilder& sql, const schema::QualifiedName& name);

/// `"name" TYPE ...` with all a column says of itself, the CHECK of an enum included. `not_null`: part of a key.
std::string column_text(const schema::Column& column, bool not_null = false);
/// What stands behind DEFAULT. Throws UnsupportedOperation for an expression, which Firebird does not take there.
std::string default_text(const Value& value, const std::string& column);

std::string primary_key_text(const schema::PrimaryKey& key);
std::string unique_text(const schema::Unique& unique);
std::string foreign_key_text(const schema::ForeignKey& key);
/// `CHECK (condition)`: what the catalog keeps, too.
std::string check_body(std::string_view condition);
std::string check_text(const schema::Check& check);

/// Throws UnsupportedOperation: there are no exclusion constraints.
[[noreturn]] void no_excludes();

/// True if the column counts by itself (autoincrement or identity).
bool is_numbered(const schema::Column& column) noexcept;

/// What START WITH takes for a first number: Firebird 3 counts on before it gives the first one.
std::int64_t start_before(std::int64_t first, std::int64_t increment);

/// CREATE TABLE without its indexes and comments.
std::string create_table_text(const schema::Table& table);

}  // namespace retort::dialect::firebird

#endif
