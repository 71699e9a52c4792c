#ifndef RETORT_SRC_DIALECT_FIREBIRD_NORMALIZE_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_NORMALIZE_HPP

#include "schema/metadata.hpp"

namespace retort::dialect::firebird {

/// See Dialect::normalized.
schema::Table normalized(const schema::Table& table);
schema::Trigger normalized(const schema::Trigger& trigger);
schema::Sequence normalized(const schema::Sequence& sequence);

/// A column that counts, as it reads back: autoincrement where it begins with 1.
void set_identity(schema::Column& column, std::int64_t first);

}  // namespace retort::dialect::firebird

#endif
