#ifndef RETORT_SRC_DIALECT_IDENTIFIER_HPP
#define RETORT_SRC_DIALECT_IDENTIFIER_HPP

#include <string>
#include <string_view>

#include "core/sql_lexer.hpp"
#include "schema/constraint.hpp"

namespace retort::dialect {

/// Throws OperationError (`invalid_identifier`) for what no database takes as a name without harm: nothing, a control
/// character (NUL among them), bytes that are not UTF-8.
void check_identifier(std::string_view identifier);

/// A list of columns has a name in it, case aside.
bool contains(const schema::Columns& columns, std::string_view name) noexcept;

/// The same columns in the same order, case aside.
bool same_names(const schema::Columns& a, const schema::Columns& b) noexcept;

/// The name with the letters of ASCII in lower case.
std::string without_case(std::string_view name);

/// `a, b` in quotes, for messages.
std::string quoted_list(const schema::Columns& names);

}  // namespace retort::dialect

#endif
