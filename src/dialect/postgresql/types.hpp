#ifndef RETORT_SRC_DIALECT_POSTGRESQL_TYPES_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_TYPES_HPP

#include <retort/type.hpp>

#include <string>
#include <string_view>

namespace retort::dialect::postgresql {

/// The type as a statement spells it. Throws OperationError (`invalid_operation`) for an enum without a name.
std::string type_text(const Type& type);

/// The type that a spelling means, the catalog's (format_type) or a program's own. What it does not know is a native
/// type in the catalog's spelling. Enums are native types to it: who has their values makes them.
Type parse_type(std::string_view text);

/// The type that the catalog tells for a column that was made with this one: a binary is a blob, a native type may be
/// one that is known.
Type catalog_type(const Type& type);

/// True for the types that an identity takes.
bool is_integer(const Type& type) noexcept;
/// True for texts of all kinds.
bool is_text(const Type& type) noexcept;

}  // namespace retort::dialect::postgresql

#endif
