#ifndef RETORT_SRC_DIALECT_SQLITE_READ_TABLE_HPP
#define RETORT_SRC_DIALECT_SQLITE_READ_TABLE_HPP

#include <string>

#include "dialect/facts.hpp"
#include "schema/table.hpp"

namespace retort::dialect::sqlite {

/// The table a definition describes, its indexes included: the reverse of compiling CreateTable. Comments are not in
/// it, nor what SQLite alone has (ON CONFLICT): a rebuild works on the text for that reason.
///
/// Throws OperationError (`unreadable_table`).
schema::Table read_table(const NativeTable& native);

}  // namespace retort::dialect::sqlite

#endif
