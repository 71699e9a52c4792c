#ifndef RETORT_SRC_DIALECT_POSTGRESQL_QUOTING_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_QUOTING_HPP

#include <retort/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "core/sql_lexer.hpp"
#include "dialect/sql_builder.hpp"

namespace retort::dialect::postgresql {

/// The bytes of a name that the server keeps (NAMEDATALEN - 1). It cuts longer ones without an error.
inline constexpr std::size_t kMaxIdentifier = 63;

/// Always in double quotes, a quote in it doubled. Throws OperationError (`invalid_identifier`), for a name that is too
/// long as well.
void append_identifier(std::string& out, std::string_view name);
/// A literal that means the same whatever standard_conforming_strings says. Throws OperationError (`invalid_value`) for
/// an infinite real or NaN, a decimal that is no number, and a text with NUL or bytes that are not UTF-8.
void append_literal(std::string& out, const Value& value);

std::string quote(std::string_view name);
std::string quote(const schema::QualifiedName& name);
std::string literal(const Value& value);

/// As the server folds a name without quotes: only the letters of ASCII.
std::string lower(std::string text);

/// A text between dollar quotes whose tag it does not hold.
std::string dollar_quoted(std::string_view text);

extern const Quoting kQuoting;

/// A builder that quotes as PostgreSQL does.
inline SqlBuilder builder() { return SqlBuilder(kQuoting); }

/// How PostgreSQL's SQL falls into tokens.
inline SqlSyntax syntax() noexcept { return SqlSyntax::of("postgresql"); }

}  // namespace retort::dialect::postgresql

#endif
