#include "dialect/sqlite/grouping.hpp"

#include <algorithm>
#include <string>
#include <type_traits>
#include <vector>

#include "core/sql_lexer.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/table_change.hpp"

namespace retort::dialect::sqlite {

namespace {

/// Whether an operation names a column. What cannot be told counts as yes.
class Mentions {
 public:
  explicit Mentions(std::string_view name) noexcept : name_(name) {}

  bool operator()(const ops::AddColumn& op) const {
    const auto& column = op.column;
    return is(column.name) || is(op.after) || (column.computed && in(column.computed->sql));
  }
  bool operator()(const ops::DropColumn& op) const { return is(op.column); }
  bool operator()(const ops::AlterColumn& op) const { return is(op.column) || (op.new_name && is(*op.new_name)); }
  bool operator()(const ops::RenameColumn& op) const { return is(op.column) || is(op.new_name); }
  bool operator()(const ops::CreatePrimaryKey& op) const { return (*this)(op.key); }
  bool operator()(const ops::CreateUnique& op) const { return (*this)(op.unique); }
  bool operator()(const ops::CreateForeignKey& op) const { return (*this)(op.key); }
  bool operator()(const ops::CreateCheck& op) const { return (*this)(op.check); }
  bool operator()(const ops::DropConstraint& op) const { return op.existing && std::visit(*this, *op.existing); }
  bool operator()(const ops::RenameConstraint&) const { return false; }
  bool operator()(const ops::CreateIndex& op) const {
    return in(op.index.where) ||
           std::any_of(op.index.columns.begin(), op.index.columns.end(), [&](const op::IndexColumn& column) {
             return column.is_expression() ? in(column.name()) : is(column.name());
           });
  }
  bool operator()(const ops::DropIndex&) const { return false; }
  bool operator()(const ops::CreateTableComment&) const { return false; }
  bool operator()(const ops::DropTableComment&) const { return false; }
  /// An index is renamed by its text, which a renamed column changes.
  template <typename Other>
  bool operator()(const Other&) const {
    return true;
  }

  bool operator()(const schema::PrimaryKey& key) const { return contains(key.columns, name_); }
  bool operator()(const schema::Unique& unique) const { return contains(unique.columns, name_); }
  bool operator()(const schema::ForeignKey& key) const {
    return contains(key.columns, name_) || contains(key.referent_columns, name_);
  }
  bool operator()(const schema::Check& check) const { return in(check.condition); }

 private:
  bool is(std::string_view other) const noexcept { return equal_ignoring_case(name_, other); }
  bool in(std::string_view sql) const { return mentions_name(sql, name_); }

  std::string_view name_;
};

bool changes_nothing_but_name(const ops::AlterColumn& change) noexcept {
  return !change.type && !change.nullable && !change.server_default && !ops::numbers(change) && !change.collation;
}

bool same_table(const schema::QualifiedName& a, const schema::QualifiedName& b) noexcept {
  return equal_ignoring_case(a.name, b.name) && equal_ignoring_case(a.schema, b.schema);
}

template <typename Action>
constexpr bool kChangesTable =
    std::is_same_v<Action, ops::AddColumn> || std::is_same_v<Action, ops::DropColumn> ||
    std::is_same_v<Action, ops::AlterColumn> || std::is_same_v<Action, ops::RenameColumn> ||
    std::is_same_v<Action, ops::CreatePrimaryKey> || std::is_same_v<Action, ops::CreateUnique> ||
    std::is_same_v<Action, ops::CreateForeignKey> || std::is_same_v<Action, ops::CreateCheck> ||
    std::is_same_v<Action, ops::CreateExclude> || std::is_same_v<Action, ops::DropConstraint> ||
    std::is_same_v<Action, ops::RenameConstraint> || std::is_same_v<Action, ops::CreateIndex> ||
    std::is_same_v<Action, ops::DropIndex> || std::is_same_v<Action, ops::RenameIndex> ||
    std::is_same_v<Action, ops::CreateTableComment> || std::is_same_v<Action, ops::DropTableComment>;

}  // namespace

const schema::QualifiedName* changed_table(const ops::Operation& operation) noexcept {
  return std::visit(
      [](const auto& action) -> const schema::QualifiedName* {
        if constexpr (kChangesTable<std::decay_t<decltype(action)>>) {
          // An index may be dropped without a word about its table.
          return action.table.name.empty() ? nullptr : &action.table;
        } else {
          return nullptr;
        }
      },
      operation.action);
}

std::size_t group_size(std::span<const ops::Operation> operations) {
  const auto* table = changed_table(operations.front());
  if (table == nullptr) return 1;
  std::vector<std::string_view> renamed;
  std::size_t size = 0;
  for (const auto& operation : operations) {
    const auto* other = changed_table(operation);
    if (other == nullptr || !same_table(*table, *other) || operation.autocommit != operations.front().autocommit) break;
    const bool mentions = std::any_of(renamed.begin(), renamed.end(), [&](std::string_view name) {
      return std::visit(Mentions(name), operation.action);
    });
    if (mentions) break;
    if (const auto* rename = std::get_if<ops::RenameColumn>(&operation.action)) {
      renamed.insert(renamed.end(), {rename->column, rename->new_name});
    }
    if (const auto* alter = std::get_if<ops::AlterColumn>(&operation.action); alter != nullptr && alter->new_name) {
      renamed.insert(renamed.end(), {alter->column, *alter->new_name});
    }
    ++size;
  }
  return size;
}

bool may_rebuild(const ops::Operation& operation) {
  return std::visit(
      ops::Overloaded{
          [](const ops::AddColumn& op) { return op.first || !op.after.empty() || !can_add_natively(op.column); },
          [](const ops::DropColumn&) { return true; },
          [](const ops::AlterColumn& op) { return !changes_nothing_but_name(op); },
          [](const ops::CreatePrimaryKey&) { return true; }, [](const ops::CreateUnique&) { return true; },
          [](const ops::CreateForeignKey&) { return true; }, [](const ops::CreateCheck&) { return true; },
          [](const ops::DropConstraint&) { return true; }, [](const ops::RenameConstraint&) { return true; },
          [](const ops::AlterEnum&) { return true; }, [](const auto&) { return false; }},
      operation.action);
}

bool needs_no_table(const ops::Operation& operation) {
  return std::visit(
      ops::Overloaded{[](const ops::AlterColumn& op) { return changes_nothing_but_name(op); },
                      [](const ops::RenameColumn&) { return true; }, [](const ops::CreateIndex&) { return true; },
                      [](const ops::DropIndex&) { return true; }, [](const ops::CreateTableComment&) { return true; },
                      [](const ops::DropTableComment&) { return true; }, [](const auto&) { return false; }},
      operation.action);
}

}  // namespace retort::dialect::sqlite
