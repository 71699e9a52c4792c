#ifndef RETORT_SRC_DIALECT_POSTGRESQL_GROUPING_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_GROUPING_HPP

#include <cstddef>
#include <span>

#include "ops/operation.hpp"

namespace retort::dialect::postgresql {

/// How many of the leading operations change the same table, so that they can be clauses of one ALTER TABLE. At least
/// 1. What cannot share a statement is told apart when the group is compiled: their order is never changed.
std::size_t group_size(std::span<const ops::Operation> operations);

}  // namespace retort::dialect::postgresql

#endif
