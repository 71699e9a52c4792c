#ifndef RETORT_SRC_DIALECT_MYSQL_GROUPING_HPP
#define RETORT_SRC_DIALECT_MYSQL_GROUPING_HPP

#include <cstddef>
#include <span>

#include "ops/operation.hpp"

namespace retort::dialect::mysql {

/// The table that an operation changes by an ALTER TABLE; nullptr for all other operations.
const schema::QualifiedName* altered_table(const ops::Operation& operation) noexcept;

/// How many of the leading operations become one ALTER TABLE. At least 1.
///
/// All clauses of an ALTER see the table as it was before it, so the group ends before an operation that changes again
/// what another one of it changes, or that uses a new name.
std::size_t group_size(std::span<const ops::Operation> operations);

}  // namespace retort::dialect::mysql

#endif
