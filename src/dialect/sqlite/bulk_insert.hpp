#ifndef RETORT_SRC_DIALECT_SQLITE_BULK_INSERT_HPP
#define RETORT_SRC_DIALECT_SQLITE_BULK_INSERT_HPP

#include <string>
#include <vector>

#include "ops/data_operations.hpp"

namespace retort::dialect::sqlite {

/// INSERT statements of many rows each, bounded in rows and in text. No rows: none.
std::vector<std::string> bulk_insert_texts(const ops::BulkInsert& operation);

}  // namespace retort::dialect::sqlite

#endif
