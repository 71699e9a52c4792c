#ifndef RETORT_SRC_DIALECT_POSTGRESQL_EXPRESSIONS_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_EXPRESSIONS_HPP

#include <retort/type.hpp>
#include <retort/value.hpp>

#include <string>
#include <string_view>

#include "schema/table.hpp"

namespace retort::dialect::postgresql {

// PostgreSQL keeps no text of an expression: it tells what it has understood, `'x'::character varying`,
// `status = ANY (ARRAY['a'::text, 'b'::text])`. These functions bring that, and what a program wrote, to one form, as
// far as it can be done without knowing the functions and operators of the server.

/// One form for conditions and other expressions: single-spaced, without parentheses around all of it, without the
/// casts that the server adds to literals, IN and LIKE as they are written. `table`: whose columns are meant; its
/// columns of VARCHAR lose the cast to text that the server gives them.
std::string canonical_expression(std::string_view sql, const schema::Table* table = nullptr);

/// A default as a value where it is a literal, with or without a cast, and else as SQL in canonical form. `type` is the
/// column's: `1.50` is a decimal for a numeric, and a real for a double.
Value canonical_default(const Value& value, const Type& type);

}  // namespace retort::dialect::postgresql

#endif
