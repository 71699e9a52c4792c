#ifndef RETORT_SRC_DIALECT_FIREBIRD_QUOTING_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_QUOTING_HPP

#include <retort/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "dialect/sql_builder.hpp"

namespace retort::dialect::firebird {

/// Bytes of a name (Firebird 3).
inline constexpr std::size_t kMaxIdentifier = 31;

/// The name as the database has it. What stands in SQL without quotes is taken for capitals, so a name of small
/// letters, digits and `_` alone is kept in capitals: `CHECK (grade >= 0)` finds the column "grade" here as on every
/// database. Other names are kept as they are. (SQLAlchemy does the same.)
std::string stored_name(std::string_view name);
/// The name for what the database has: capitals alone are told in small letters.
std::string shown_name(std::string_view stored);

/// The stored name, always in double quotes. Throws OperationError (`invalid_identifier`) for a name that is
/// longer than 31 bytes, or that ends in a space, which Firebird does not keep.
void append_identifier(std::string& out, std::string_view name);

/// A literal of the value's own type. ASCII texts are written as they are; others say that they are UTF-8, and one with
/// NUL is written in digits. Texts and bytes longer than a literal may be (16,383 characters, 65,535 bytes) are put
/// together from pieces, as a BLOB.
void append_literal(std::string& out, const Value& value);

std::string quote(std::string_view name);
std::string literal(const Value& value);
/// A text's literal.
std::string text_literal(std::string_view text);

/// The characters of a text in UTF-8.
std::size_t characters(std::string_view text) noexcept;

extern const Quoting kQuoting;

/// A builder that quotes as Firebird does.
inline SqlBuilder builder() { return SqlBuilder(kQuoting); }

}  // namespace retort::dialect::firebird

#endif
