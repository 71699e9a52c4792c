#ifndef RETORT_SRC_DIALECT_SQLITE_DECIMALS_HPP
#define RETORT_SRC_DIALECT_SQLITE_DECIMALS_HPP

#include <optional>
#include <string_view>

#include "ops/data_operations.hpp"
#include "schema/table.hpp"

namespace retort::dialect::sqlite {

/// True for a decimal that SQLite keeps as a number without losing a digit: 15 digits, or an integer of 64 bits.
bool fits_number(std::string_view digits) noexcept;

bool has_long_decimal(const ops::BulkInsert& operation) noexcept;

/// The rows with their decimals as texts where the column keeps texts, so that it keeps every digit; nothing where the
/// rows can stay as they are. `table`: null where nothing is known of it; a long decimal is a text then.
///
/// Throws OperationError, with the row and the column, for digits that a column of numbers would lose
/// (`decimal_digits`) and for a decimal that is none (`invalid_value`).
std::optional<ops::BulkInsert> with_exact_decimals(const ops::BulkInsert& operation, const schema::Table* table);

}  // namespace retort::dialect::sqlite

#endif
