#include "dialect/firebird/row_blocks.hpp"

#include <cstddef>
#include <optional>

#include "dialect/bulk_insert.hpp"
#include "dialect/firebird/quoting.hpp"

namespace retort::dialect::firebird {

namespace {

constexpr std::size_t kMostRows = 100;
constexpr std::size_t kMostBytes = 64 * std::size_t{1024};
constexpr std::string_view kBegin = "EXECUTE BLOCK AS BEGIN\n";
constexpr std::string_view kEnd = "END";

/// `2026-01-31T12:00:00` has its T at this place.
constexpr std::size_t kDateLength = 10;

bool is_iso_time(const std::string& text) {
  return text.size() > kDateLength && text[4] == '-' && text[7] == '-' &&
         (text[kDateLength] == 'T' || text[kDateLength] == 't');
}

std::vector<std::size_t> timestamps(const ops::BulkInsert& operation, const schema::Table* table) {
  std::vector<std::size_t> places;
  if (table == nullptr) return places;
  for (std::size_t i = 0; i < operation.columns.size(); ++i) {
    const auto* column = table->find_column(operation.columns[i]);
    if (column != nullptr && column->type.kind() == Type::Kind::timestamp) places.push_back(i);
  }
  return places;
}

}  // namespace

std::vector<std::string> row_blocks(const ops::BulkInsert& operation, const schema::Table* table) {
  std::optional<ops::BulkInsert> changed;
  if (const auto places = timestamps(operation, table); !places.empty()) {
    changed = operation;
    for (auto& row : changed->rows) {
      for (const auto i : places) {
        if (i >= row.size() || row[i].kind() != Value::Kind::text || !is_iso_time(row[i].text())) continue;
        auto text = row[i].text();
        text[kDateLength] = ' ';
        row[i] = Value(std::move(text));
      }
    }
  }
  const auto inserts =
      bulk_insert_texts(changed ? *changed : operation, kQuoting, {.most_rows = 1, .values = " VALUES "});
  if (inserts.size() == 1) return inserts;
  std::vector<std::string> blocks;
  std::size_t rows = 0;
  for (const auto& insert : inserts) {
    const bool full = rows == kMostRows || (rows > 0 && blocks.back().size() + insert.size() > kMostBytes);
    if (rows == 0 || full) {
      if (full) blocks.back() += kEnd;
      blocks.emplace_back(kBegin);
      rows = 0;
    }
    blocks.back() += insert;
    blocks.back() += ";\n";
    ++rows;
  }
  if (!blocks.empty()) blocks.back() += kEnd;
  return blocks;
}

}  // namespace retort::dialect::firebird
