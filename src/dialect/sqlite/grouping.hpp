#ifndef RETORT_SRC_DIALECT_SQLITE_GROUPING_HPP
#define RETORT_SRC_DIALECT_SQLITE_GROUPING_HPP

#include <cstddef>
#include <span>

#include "ops/operation.hpp"

namespace retort::dialect::sqlite {

/// The table that an operation changes the definition of, its indexes included; nullptr for all other operations.
const schema::QualifiedName* changed_table(const ops::Operation& operation) noexcept;

/// How many of the leading operations change the same table and can be worked into one change. At least 1.
///
/// A renaming happens after the rebuild of its group, so the group ends before an operation that mentions one of the
/// two names.
std::size_t group_size(std::span<const ops::Operation> operations);

/// True if the operation can lead to a rebuild, judged by its kind.
bool may_rebuild(const ops::Operation& operation);

/// True if the operation is one statement whatever the table looks like.
bool needs_no_table(const ops::Operation& operation);

}  // namespace retort::dialect::sqlite

#endif
