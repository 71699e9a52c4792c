#ifndef RETORT_SRC_DIALECT_FIREBIRD_ROW_BLOCKS_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_ROW_BLOCKS_HPP

#include <string>
#include <vector>

#include "ops/data_operations.hpp"
#include "schema/table.hpp"

namespace retort::dialect::firebird {

/// INSERTs in blocks of PSQL, for Firebird's INSERT takes one row: 256 of them make a block at most. `table`, where it
/// is known, tells which texts are times: ISO 8601's T between date and time is a space here.
std::vector<std::string> row_blocks(const ops::BulkInsert& operation, const schema::Table* table);

}  // namespace retort::dialect::firebird

#endif
