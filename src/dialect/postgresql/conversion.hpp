#ifndef RETORT_SRC_DIALECT_POSTGRESQL_CONVERSION_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_CONVERSION_HPP

#include <retort/type.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace retort::dialect::postgresql {

// How the values of a column become another type where PostgreSQL wants it said (USING). Only conversions that keep a
// value or fail: what would cut or round in silence is the program's own to say.

/// True if a cast may have to be written to come to this type.
bool may_need_cast(const Type& to) noexcept;

/// The expression, or nothing where the server converts by itself or nobody can say how.
std::string conversion(std::string_view column, const std::optional<Type>& from, const Type& to);

}  // namespace retort::dialect::postgresql

#endif
