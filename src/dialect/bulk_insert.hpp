#ifndef RETORT_SRC_DIALECT_BULK_INSERT_HPP
#define RETORT_SRC_DIALECT_BULK_INSERT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/sql_builder.hpp"
#include "ops/data_operations.hpp"

namespace retort::dialect {

/// How INSERT statements of many rows are put together. One row that is longer than `most_bytes` has a statement of its
/// own.
struct BulkInsertForm {
  std::size_t most_rows = 500;
  std::size_t most_bytes = 64 * std::size_t{1024};
  /// Before the values of a row, between rows, and behind a row.
  std::string_view row_begin = "(";
  std::string_view row_separator = ",\n  ";
  std::string_view row_end = ")";
  /// Behind the names of the columns.
  std::string_view values = " VALUES\n  ";
};

/// INSERT statements of many rows each, bounded in rows and in text. No rows: none. Throws OperationError
/// (`invalid_operation`) for rows that do not fit the columns.
std::vector<std::string> bulk_insert_texts(const ops::BulkInsert& operation, const Quoting& quoting,
                                           const BulkInsertForm& form = {});

}  // namespace retort::dialect

#endif
