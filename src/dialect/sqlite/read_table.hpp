#ifndef RETORT_SRC_DIALECT_SQLITE_READ_TABLE_HPP
#define RETORT_SRC_DIALECT_SQLITE_READ_TABLE_HPP

#include <string>

#include "dialect/facts.hpp"
#include "schema/table.hpp"

namespace retort::dialect::sqlite {

/// The table a definition describes, its indexes included: the reverse of compiling CreateTable. Comments are not in
/// it, nor collations that only a key has (`UNIQUE (a COLLATE NOCASE)`): a rebuild works on the text for that reason.
///
/// Throws OperationError (`unreadable_table`); with `whole` for such a key, too.
schema::Table read_table(const NativeTable& native, bool whole = false);

}  // namespace retort::dialect::sqlite

#endif
