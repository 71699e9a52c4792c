#include "dialect/mysql/grouping.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/identifier.hpp"

namespace retort::dialect::mysql {

namespace {

template <typename Action>
constexpr bool kAlters =
    std::is_same_v<Action, ops::AddColumn> || std::is_same_v<Action, ops::DropColumn> ||
    std::is_same_v<Action, ops::AlterColumn> || std::is_same_v<Action, ops::RenameColumn> ||
    std::is_same_v<Action, ops::CreatePrimaryKey> || std::is_same_v<Action, ops::CreateUnique> ||
    std::is_same_v<Action, ops::CreateForeignKey> || std::is_same_v<Action, ops::CreateCheck> ||
    std::is_same_v<Action, ops::CreateExclude> || std::is_same_v<Action, ops::DropConstraint> ||
    std::is_same_v<Action, ops::RenameConstraint> || std::is_same_v<Action, ops::CreateIndex> ||
    std::is_same_v<Action, ops::DropIndex> || std::is_same_v<Action, ops::RenameIndex> ||
    std::is_same_v<Action, ops::CreateTableComment> || std::is_same_v<Action, ops::DropTableComment>;

constexpr SqlSyntax kSyntax = {
    .brackets = false, .double_quoted_text = true, .backslash_escapes = true, .hash_comments = true};

/// What the operations of a group so far have changed.
class Group {
 public:
  /// False when the operation must wait for the ones before it.
  bool takes(const ops::Action& action) {
    return std::visit([this](const auto& op) { return take(op); }, action);
  }

 private:
  using Names = std::vector<std::string>;

  static bool has(const Names& names, std::string_view name) { return contains(names, name); }
  bool renamed_in(std::string_view sql) const {
    return std::any_of(renamed_.begin(), renamed_.end(),
                       [&](const std::string& name) { return mentions_name(sql, name, kSyntax); });
  }
  bool renamed_in(const Names& columns) const {
    return std::any_of(columns.begin(), columns.end(), [&](const std::string& each) { return has(renamed_, each); });
  }
  bool change(const std::string& column) {
    if (has(columns_, column)) return false;
    columns_.push_back(column);
    return true;
  }
  bool rename(const std::string& column, const std::string& new_name) {
    if (has(columns_, column) || has(columns_, new_name) || has(used_, column) || has(used_, new_name)) return false;
    for (const auto& name : {column, new_name}) {
      columns_.push_back(name);
      renamed_.push_back(name);
    }
    return true;
  }
  bool use(const Names& columns) {
    if (renamed_in(columns)) return false;
    used_.insert(used_.end(), columns.begin(), columns.end());
    return true;
  }
  /// A constraint or an index is made, dropped or renamed once in a group.
  bool once(const std::string& name) {
    if (name.empty()) return true;
    if (has(constraints_, name)) return false;
    constraints_.push_back(name);
    return true;
  }

  bool take(const ops::AddColumn& op) {
    // Places are among the columns as they were, and new ones.
    const bool moved = !op.after.empty() && has(renamed_, op.after);
    if (moved || (op.column.computed && renamed_in(op.column.computed->sql))) return false;
    return change(op.column.name);
  }
  bool take(const ops::DropColumn& op) {
    if (has(used_, op.column)) return false;
    return change(op.column);
  }
  bool take(const ops::AlterColumn& op) {
    if (op.new_name && *op.new_name != op.column) return rename(op.column, *op.new_name);
    return change(op.column);
  }
  bool take(const ops::RenameColumn& op) { return rename(op.column, op.new_name); }
  bool take(const ops::CreatePrimaryKey& op) { return use(op.key.columns); }
  bool take(const ops::CreateUnique& op) { return use(op.unique.columns) && once(op.unique.name); }
  bool take(const ops::CreateForeignKey& op) {
    // The same ALTER cannot drop one and create one of its name, nor over what it drops.
    if (drops_keys_ || renamed_in(op.key.referent_columns)) return false;
    return use(op.key.columns) && once(op.key.name);
  }
  bool take(const ops::CreateCheck& op) { return !renamed_in(op.check.condition) && once(op.check.name); }
  bool take(const ops::CreateIndex& op) {
    Names columns;
    for (const auto& column : op.index.columns) {
      if (column.is_expression() && renamed_in(column.name())) return false;
      if (!column.is_expression()) columns.push_back(column.name());
    }
    return use(columns) && once(op.index.name);
  }
  bool take(const ops::DropConstraint& op) {
    using Kind = op::ConstraintKind::Value;
    drops_keys_ = drops_keys_ || op.kind == Kind::foreign_key || op.kind == Kind::unknown;
    // What has no name is found by its columns, as they are called now.
    return (renamed_.empty() || !op.name.empty()) && once(op.name);
  }
  bool take(const ops::DropIndex& op) { return once(op.name); }
  bool take(const ops::RenameConstraint& op) { return renamed_.empty() && once(op.name) && once(op.new_name); }
  bool take(const ops::RenameIndex& op) { return once(op.name) && once(op.new_name); }
  template <typename Other>
  bool take(const Other&) {
    return true;
  }

  Names columns_;
  Names renamed_;
  Names used_;
  Names constraints_;
  bool drops_keys_ = false;
};

}  // namespace

const schema::QualifiedName* altered_table(const ops::Operation& operation) noexcept {
  return std::visit(
      [](const auto& action) -> const schema::QualifiedName* {
        if constexpr (kAlters<std::decay_t<decltype(action)>>) {
          return action.table.name.empty() ? nullptr : &action.table;
        } else {
          return nullptr;
        }
      },
      operation.action);
}

std::size_t group_size(std::span<const ops::Operation> operations) {
  const auto* table = altered_table(operations.front());
  if (table == nullptr) return 1;
  Group group;
  std::size_t size = 0;
  for (const auto& operation : operations) {
    const auto* other = altered_table(operation);
    if (other == nullptr || *table != *other || operation.autocommit != operations.front().autocommit) break;
    if (!group.takes(operation.action) && size > 0) break;
    ++size;
  }
  return size;
}

}  // namespace retort::dialect::mysql
