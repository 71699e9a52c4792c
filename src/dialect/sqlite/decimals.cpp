#include "dialect/sqlite/decimals.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/literal.hpp"
#include "dialect/sqlite/types.hpp"

namespace retort::dialect::sqlite {

namespace {

constexpr std::size_t kDigits = 15;

/// How many digits say something: without the zeros before and behind the others.
std::size_t significant_digits(std::string_view digits) {
  std::string plain;
  for (const char c : digits.substr(0, digits.find_first_of("eE"))) {
    if (c >= '0' && c <= '9' && (c != '0' || !plain.empty())) plain += c;
  }
  while (!plain.empty() && plain.back() == '0') plain.pop_back();
  return plain.size();
}

/// What a column makes of a decimal.
enum class Keeps { number, real, text };

Keeps kept_by(const schema::Column& column, bool strict) {
  const auto kind = column.type.kind();
  // Who asks for floating point gets it.
  if (kind == Type::Kind::float_ || kind == Type::Kind::double_) return Keeps::real;
  const auto declared = type_text(column.type, strict);
  // A column of ANY changes nothing, in a STRICT table alone.
  if (strict && equal_ignoring_case(declared, "ANY")) return Keeps::text;
  return stores_numbers(declared) ? Keeps::number : Keeps::text;
}

bool is_long(const Value& value) noexcept { return value.kind() == Value::Kind::decimal && !fits_number(value.text()); }

[[noreturn]] void refuse_digits(std::size_t row, const std::string& column) {
  refuse(
      "decimal_digits",
      "row " + std::to_string(row + 1) + " gives the column \"" + column +
          "\" a decimal of more than 15 digits, and SQLite keeps 15 of a number; declare the column as op::text() or "
          "op::string(n), which keep all of them, or give fewer digits");
}

}  // namespace

bool fits_number(std::string_view digits) noexcept {
  if (!digits.empty() && digits.front() == '+') digits.remove_prefix(1);
  const auto* last = digits.data() + digits.size();
  std::int64_t integer = 0;
  if (const auto read = std::from_chars(digits.data(), last, integer); read.ec == std::errc() && read.ptr == last) {
    return true;
  }
  double real = 0;
  return significant_digits(digits) <= kDigits &&
         std::from_chars(digits.data(), last, real).ec != std::errc::result_out_of_range;
}

bool has_long_decimal(const ops::BulkInsert& operation) noexcept {
  return std::any_of(operation.rows.begin(), operation.rows.end(),
                     [](const auto& row) { return std::any_of(row.begin(), row.end(), is_long); });
}

std::optional<ops::BulkInsert> with_exact_decimals(const ops::BulkInsert& operation, const schema::Table* table) {
  std::vector<std::optional<Keeps>> keeps;
  for (const auto& name : operation.columns) {
    auto& kept = keeps.emplace_back();
    if (table == nullptr) continue;
    for (const auto& column : table->columns) {
      if (equal_ignoring_case(column.name, name)) kept = kept_by(column, table->options.sqlite_strict);
    }
  }
  std::optional<ops::BulkInsert> exact;
  for (std::size_t row = 0; row < operation.rows.size(); ++row) {
    const auto& values = operation.rows[row];
    for (std::size_t i = 0; i < std::min(values.size(), keeps.size()); ++i) {
      const auto& value = values[i];
      if (value.kind() != Value::Kind::decimal || keeps[i] == Keeps::real) continue;
      if (keeps[i] == Keeps::number && is_long(value)) refuse_digits(row, operation.columns[i]);
      if (keeps[i] == Keeps::number || (!keeps[i] && !is_long(value))) continue;
      std::string digits;
      append_decimal(digits, value.text());  // refuses what is no decimal
      if (!exact) exact = operation;
      exact->rows[row][i] = Value(std::move(digits));
    }
  }
  return exact;
}

}  // namespace retort::dialect::sqlite
