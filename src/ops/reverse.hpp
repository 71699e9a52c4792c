#ifndef RETORT_SRC_OPS_REVERSE_HPP
#define RETORT_SRC_OPS_REVERSE_HPP

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::ops {

/// The operations that undo a list, last first. `before` is the schema the list was applied to: what a drop or an
/// alteration must restore is taken from it, or from the operation's own `existing` facts.
///
/// Throws IrreversibleOperation, with the operation in words and its location, where there is no way back.
Operations reverse(const Operations& operations, const schema::MetaData& before);

/// The same, with `schema` left as the operations leave it: for going up a whole history without copying the schema at
/// every revision.
Operations apply_reversing(const Operations& operations, schema::MetaData& schema);

}  // namespace retort::ops

#endif
