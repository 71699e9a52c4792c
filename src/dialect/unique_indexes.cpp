#include "dialect/unique_indexes.hpp"

#include <algorithm>

#include "dialect/identifier.hpp"

namespace retort::dialect {

namespace {

bool is_over(const schema::Index& index, const schema::Columns& columns) {
  return std::equal(index.columns.begin(), index.columns.end(), columns.begin(), columns.end(),
                    [](const op::IndexColumn& element, const std::string& column) {
                      return !element.is_expression() && equal_ignoring_case(element.name(), column);
                    });
}

}  // namespace

void call_uniques_as(schema::Table& inspected, const schema::Table& described) {
  std::erase_if(inspected.uniques, [&](const schema::Unique& unique) {
    const auto index = std::find_if(described.indexes.begin(), described.indexes.end(), [&](const schema::Index& each) {
      return each.unique && equal_ignoring_case(each.name, unique.name) && is_over(each, unique.columns);
    });
    if (index == described.indexes.end()) return false;
    inspected.indexes.push_back(*index);
    return true;
  });
}

}  // namespace retort::dialect
