#ifndef RETORT_SRC_DIALECT_SQLITE_TYPES_HPP
#define RETORT_SRC_DIALECT_SQLITE_TYPES_HPP

#include <retort/type.hpp>

#include <string>
#include <string_view>

#include "schema/column.hpp"

namespace retort::dialect::sqlite {

/// The type as it is declared. SQLite knows affinities rather than types; what is declared keeps the meaning for
/// readers and for parse_type, and has the affinity that stores values unchanged. `strict`: one of the six types a
/// STRICT table takes. Throws UnsupportedOperation for arrays.
std::string type_text(const Type& type, bool strict = false);

/// The type a declaration means: parse_type(type_text(t)) == t, but for enums, whose values stand in a CHECK, and for
/// the six types of a STRICT table. What it does not know is a native type of that text.
Type parse_type(std::string_view declared);

/// True if a column of this declaration makes a number of a text that looks like one
/// (https://www.sqlite.org/datatype3.html, 3.1): its affinity is neither TEXT nor BLOB.
bool stores_numbers(std::string_view declared);

/// `"mood" IN ('ok', 'sad')`: the CHECK that makes an enum of a text column.
std::string enum_condition(std::string_view column, const Type& type);

/// True for the types that AUTOINCREMENT takes (all of them are INTEGER there).
bool is_integer(const Type& type) noexcept;

}  // namespace retort::dialect::sqlite

#endif
