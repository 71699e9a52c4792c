#include "dialect/sqlite/bulk_insert.hpp"

#include "dialect/failure.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/quoting.hpp"

namespace retort::dialect::sqlite {

namespace {

constexpr std::size_t kMostRows = 500;
// Far below SQLITE_MAX_SQL_LENGTH as any build has it; one row that is longer has a statement of its own.
constexpr std::size_t kMostBytes = 64 * 1024;

}  // namespace

std::vector<std::string> bulk_insert_texts(const ops::BulkInsert& operation) {
  std::vector<std::string> statements;
  if (operation.columns.empty()) refuse("invalid_operation", "no columns are named; say which ones the rows fill");
  auto head = builder();
  head.raw("INSERT INTO ");
  append_name(head, operation.table);
  const auto beginning = head.raw(" ").names(operation.columns).raw(" VALUES").take();

  auto sql = builder();
  std::size_t rows = 0;
  const auto close = [&] {
    if (rows > 0) statements.push_back(sql.take());
    rows = 0;
  };
  for (const auto& row : operation.rows) {
    if (row.size() != operation.columns.size()) {
      refuse("invalid_operation", "a row has " + std::to_string(row.size()) + " values for " +
                                      std::to_string(operation.columns.size()) + " columns; give one for each");
    }
    auto values = builder();
    values.raw("(").list(row, [&](const Value& value) { values.literal(value); }).raw(")");
    const auto text = values.take();
    if (rows == kMostRows || (rows > 0 && sql.size() + text.size() > kMostBytes)) close();
    sql.raw(rows == 0 ? std::string_view(beginning) : std::string_view(",")).raw("\n  ").raw(text);
    ++rows;
  }
  close();
  return statements;
}

}  // namespace retort::dialect::sqlite
