#ifndef RETORT_SRC_DIALECT_FIREBIRD_NORMALIZE_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_NORMALIZE_HPP

#include "schema/table.hpp"

namespace retort::dialect::firebird {

/// See Dialect::normalized.
schema::Table normalized(const schema::Table& table);

/// A column that counts, as it reads back: autoincrement where it begins with 1.
void set_identity(schema::Column& column, std::int64_t first);

}  // namespace retort::dialect::firebird

#endif
