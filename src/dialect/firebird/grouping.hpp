#ifndef RETORT_SRC_DIALECT_FIREBIRD_GROUPING_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_GROUPING_HPP

#include <cstddef>
#include <span>

#include "ops/operation.hpp"

namespace retort::dialect::firebird {

/// How many of the leading operations change the same table and can become clauses of one ALTER TABLE. At least 1.
///
/// What depends on the table as it is (a column that goes or gets another name or type, with the keys and indexes over
/// it) is a group of its own, so that it is compiled for the table as the ones before have left it.
std::size_t group_size(std::span<const ops::Operation> operations);

}  // namespace retort::dialect::firebird

#endif
