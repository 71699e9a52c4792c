#ifndef RETORT_SRC_OPS_APPLY_HPP
#define RETORT_SRC_OPS_APPLY_HPP

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::ops {

/// Checks an operation against itself and against what is known, and makes the schema what it is after it.
///
/// Throws OperationError, with the operation in words and its location, when the operation contradicts itself (a
/// duplicate column, an unknown column in a constraint) or a fact that is certain (a column that is not there, a table
/// that is). `schema` is unchanged then. What is not known is not an error: a table the sum does not hold may exist.
void apply(const Operation& operation, schema::MetaData& schema);

/// The same for a list, in order.
void apply(const Operations& operations, schema::MetaData& schema);

}  // namespace retort::ops

#endif
