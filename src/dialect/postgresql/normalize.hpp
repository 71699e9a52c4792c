#ifndef RETORT_SRC_DIALECT_POSTGRESQL_NORMALIZE_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_NORMALIZE_HPP

#include "schema/metadata.hpp"

namespace retort::dialect::postgresql {

/// Brings what a catalog tells, or what a program wrote, to one form: expressions, defaults, and options that go
/// without saying. Names stay.
void canonicalize(schema::Table& table);

/// See Dialect::normalized.
schema::Table normalized(const schema::Table& table);
/// A sequence with what it says beside what goes without saying.
schema::Sequence normalized(const schema::Sequence& sequence);

}  // namespace retort::dialect::postgresql

#endif
