#ifndef RETORT_SRC_DIALECT_FIREBIRD_NATIVE_DEFAULTS_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_NATIVE_DEFAULTS_HPP

#include <retort/type.hpp>
#include <retort/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace retort::dialect::firebird {

/// The value of RDB$DEFAULT_SOURCE (`DEFAULT 'x'`), as op:: would say it; none for NULL.
std::optional<Value> read_default(std::string_view source, const Type& type);

/// The bytes of X'...'.
std::string bytes_of(std::string_view literal);

/// What stands in the parentheses of a source: `CHECK (x > 1)`, `(a + b)`.
std::string read_expression(std::string_view source);

}  // namespace retort::dialect::firebird

#endif
