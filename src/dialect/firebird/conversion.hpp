#ifndef RETORT_SRC_DIALECT_FIREBIRD_CONVERSION_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_CONVERSION_HPP

#include <retort/type.hpp>

#include <cstddef>
#include <string>

namespace retort::dialect::firebird {

/// How a column gets another type: by ALTER COLUMN, or as a new column in its place.
enum class Conversion : unsigned char { alter, replace };

/// What ALTER COLUMN TYPE takes: texts and numbers that become wider, and that only where the column is in no key. In
/// doubt it is left to the database.
Conversion conversion(const Type& from, const Type& to, bool in_key);

/// The characters that a text's or an enum's column holds.
std::size_t characters_of(const Type& type) noexcept;

/// The type as its column has it, enums being texts.
std::string column_type_text(const Type& type);

}  // namespace retort::dialect::firebird

#endif
