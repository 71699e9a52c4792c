#include "dialect/postgresql/grouping.hpp"

#include <type_traits>

namespace retort::dialect::postgresql {

namespace {

template <typename Action>
constexpr bool kChangesTable =
    std::is_same_v<Action, ops::AddColumn> || std::is_same_v<Action, ops::DropColumn> ||
    std::is_same_v<Action, ops::AlterColumn> || std::is_same_v<Action, ops::CreatePrimaryKey> ||
    std::is_same_v<Action, ops::CreateUnique> || std::is_same_v<Action, ops::CreateForeignKey> ||
    std::is_same_v<Action, ops::CreateCheck> || std::is_same_v<Action, ops::CreateExclude> ||
    std::is_same_v<Action, ops::DropConstraint> || std::is_same_v<Action, ops::ValidateConstraint>;

const schema::QualifiedName* altered_table(const ops::Operation& operation) noexcept {
  return std::visit(
      [](const auto& action) -> const schema::QualifiedName* {
        if constexpr (kChangesTable<std::decay_t<decltype(action)>>) {
          return &action.table;
        } else {
          return nullptr;
        }
      },
      operation.action);
}

/// The name of a column, of which the later operations may say the old or the new one.
bool renames(const ops::Operation& operation) noexcept {
  const auto* alter = std::get_if<ops::AlterColumn>(&operation.action);
  return alter != nullptr && alter->new_name && *alter->new_name != alter->column;
}

}  // namespace

std::size_t group_size(std::span<const ops::Operation> operations) {
  const auto* table = altered_table(operations.front());
  if (table == nullptr || renames(operations.front())) return 1;
  std::size_t size = 1;
  for (const auto& operation : operations.subspan(1)) {
    const auto* other = altered_table(operation);
    if (other == nullptr || *other != *table || operation.autocommit != operations.front().autocommit) break;
    if (renames(operation)) break;
    ++size;
  }
  return size;
}

}  // namespace retort::dialect::postgresql
