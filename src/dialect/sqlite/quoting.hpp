#ifndef RETORT_SRC_DIALECT_SQLITE_QUOTING_HPP
#define RETORT_SRC_DIALECT_SQLITE_QUOTING_HPP

#include <retort/value.hpp>

#include <string>
#include <string_view>

#include "dialect/sql_builder.hpp"

namespace retort::dialect::sqlite {

/// Always in double quotes, a quote in it doubled. Throws OperationError (`invalid_identifier`).
void append_identifier(std::string& out, std::string_view name);
/// A literal of the value's own type. Throws OperationError (`invalid_value`) for an infinite real or NaN, which SQL
/// cannot write, and for a decimal that is no number.
void append_literal(std::string& out, const Value& value);

std::string quote(std::string_view name);
std::string literal(const Value& value);

extern const Quoting kQuoting;

/// A builder that quotes as SQLite does.
inline SqlBuilder builder() { return SqlBuilder(kQuoting); }

}  // namespace retort::dialect::sqlite

#endif
