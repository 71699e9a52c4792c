#ifndef RETORT_SRC_DIALECT_SQLITE_NORMALIZE_HPP
#define RETORT_SRC_DIALECT_SQLITE_NORMALIZE_HPP

#include "dialect/facts.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::sqlite {

/// A table as read_table has it, without defaults that go without saying, and in types that can be created again:
/// SQLite takes a VARCHAR without a length and a column without a type, which op:: does not.
schema::Table read_creatable_table(const NativeTable& native);

/// See Dialect::normalized. What stands in the CHECK of an enum without a name comes before the other checks.
schema::Table normalized(const schema::Table& table);
/// The same for a trigger.
schema::Trigger normalized(const schema::Trigger& trigger);

}  // namespace retort::dialect::sqlite

#endif
