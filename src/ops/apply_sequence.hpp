#ifndef RETORT_SRC_OPS_APPLY_SEQUENCE_HPP
#define RETORT_SRC_OPS_APPLY_SEQUENCE_HPP

#include <cstdint>

#include "ops/object_operations.hpp"
#include "schema/metadata.hpp"

namespace retort::ops {

void alter_sequence(schema::Sequence& sequence, const AlterSequence& change);

/// Where the sequence begins: its start, or else the bound that it counts away from.
std::int64_t first_number(const schema::Sequence& sequence) noexcept;
/// The change that undoes `change`.
AlterSequence reverse(const AlterSequence& change, const schema::Sequence& before);
/// What makes `from` count as `to` does; equal to one that is only named where they count alike. Both are normalised:
/// what goes without saying is not said.
AlterSequence sequence_change(const schema::Sequence& from, const schema::Sequence& to);

}  // namespace retort::ops

#endif
