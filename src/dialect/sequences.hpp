#ifndef RETORT_SRC_DIALECT_SEQUENCES_HPP
#define RETORT_SRC_DIALECT_SEQUENCES_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ops/object_operations.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect {

/// Where two databases' ALTER SEQUENCE differ.
struct SequenceForm {
  std::string_view no_cycle = " NO CYCLE";
  /// What stands for no bounds, where NO MINVALUE leaves those of the other direction.
  std::optional<std::int64_t> least = {};
  std::optional<std::int64_t> most = {};
};

/// What stands behind `ALTER SEQUENCE name` on PostgreSQL and MariaDB. `known` is the sequence before it, or nullptr.
///
/// Throws OperationError (`unknown_sequence`) for default_start() where nothing is known of the sequence.
std::string alter_sequence_options(const ops::AlterSequence& change, const schema::Sequence* known,
                                   const SequenceForm& form = {});

/// The sequence in a schema that is known, or nullptr.
const schema::Sequence* find_sequence(const schema::MetaData& schema, const schema::QualifiedName& name);

/// The way out when the server refuses new bounds.
inline constexpr std::string_view kOutOfBounds =
    "should the number that the sequence has reached lie beyond its new bounds: restart it first, with op::execute";

[[noreturn]] void unknown_start(const ops::AlterSequence& change);

}  // namespace retort::dialect

#endif
