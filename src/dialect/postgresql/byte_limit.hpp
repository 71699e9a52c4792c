#ifndef RETORT_SRC_DIALECT_POSTGRESQL_BYTE_LIMIT_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_BYTE_LIMIT_HPP

#include <retort/type.hpp>

#include <string>
#include <string_view>

#include "schema/table.hpp"

namespace retort::dialect::postgresql {

// BYTEA takes no length. binary(n) keeps its own by a CHECK over the column, which belongs to the type: it is made with
// the column, goes with it, and is read back as the type.

/// True for a type that has such a CHECK.
bool has_byte_limit(const Type& type) noexcept;

/// `(octet_length("raw") <= 16) IS NOT FALSE`. Nobody writes it in this form by hand, so a CHECK of the program's own
/// about a length stays a CHECK.
std::string byte_limit_condition(std::string_view column, const Type& type);

/// Columns of BYTEA with such a CHECK become binary(n), and the CHECK is none of the table's any more.
void read_byte_limits(schema::Table& table);

/// The statement that drops the CHECK of a column, whatever it is called: tables and columns may have had other names
/// when it was made. Nothing happens where there is none.
std::string drop_byte_limit_text(const schema::QualifiedName& table, std::string_view column);

}  // namespace retort::dialect::postgresql

#endif
