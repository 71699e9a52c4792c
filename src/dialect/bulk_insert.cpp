#include "dialect/bulk_insert.hpp"

#include "dialect/failure.hpp"

namespace retort::dialect {

std::vector<std::string> bulk_insert_texts(const ops::BulkInsert& operation, const Quoting& quoting,
                                           const BulkInsertForm& form) {
  std::vector<std::string> statements;
  if (operation.columns.empty()) refuse("invalid_operation", "no columns are named; say which ones the rows fill");
  SqlBuilder head(quoting);
  head.raw("INSERT INTO ").name(operation.table).raw(" ").names(operation.columns).raw(form.values);
  const auto beginning = head.take();

  SqlBuilder sql(quoting);
  SqlBuilder values(quoting);
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
    values.raw(form.row_begin).list(row, [&](const Value& value) { values.literal(value); }).raw(form.row_end);
    const auto text = values.take();
    if (rows == form.most_rows || (rows > 0 && sql.size() + text.size() > form.most_bytes)) close();
    sql.raw(rows == 0 ? std::string_view(beginning) : form.row_separator).raw(text);
    ++rows;
  }
  close();
  return statements;
}

}  // namespace retort::dialect
