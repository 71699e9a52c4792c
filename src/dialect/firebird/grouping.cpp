#include "dialect/firebird/grouping.hpp"

namespace retort::dialect::firebird {

namespace {

/// The table of an operation that may share its ALTER TABLE; nullptr for all others.
const schema::QualifiedName* shared_table(const ops::Operation& operation) {
  using Table = const schema::QualifiedName*;
  return std::visit(
      ops::Overloaded{[](const ops::AddColumn& op) -> Table { return op.after.empty() ? &op.table : nullptr; },
                      [](const ops::AlterColumn& op) -> Table {
                        return op.type || op.new_name || ops::numbers(op) ? nullptr : &op.table;
                      },
                      [](const ops::CreatePrimaryKey& op) -> Table { return &op.table; },
                      [](const ops::CreateUnique& op) -> Table { return &op.table; },
                      [](const ops::CreateForeignKey& op) -> Table { return &op.table; },
                      [](const ops::CreateCheck& op) -> Table { return &op.table; },
                      [](const ops::DropConstraint& op) -> Table { return &op.table; },
                      [](const auto&) -> Table { return nullptr; }},
      operation.action);
}

}  // namespace

std::size_t group_size(std::span<const ops::Operation> operations) {
  const auto* table = shared_table(operations.front());
  if (table == nullptr) return 1;
  std::size_t size = 1;
  while (size < operations.size()) {
    const auto* other = shared_table(operations[size]);
    if (other == nullptr || *other != *table || operations[size].autocommit != operations.front().autocommit) break;
    ++size;
  }
  return size;
}

}  // namespace retort::dialect::firebird
