#ifndef RETORT_SRC_OPS_COLUMN_OPERATIONS_HPP
#define RETORT_SRC_OPS_COLUMN_OPERATIONS_HPP

#include <optional>
#include <string>

#include "schema/column.hpp"
#include "schema/qualified_name.hpp"

namespace retort::ops {

/// A column by itself. Its keys and indexes are recorded as operations of their own, in the same batch.
struct AddColumn {
  schema::QualifiedName table;
  schema::Column column;
  bool if_not_exists = false;
  /// MySQL: the place.
  bool first = false;
  std::string after = {};
  friend bool operator==(const AddColumn&, const AddColumn&) = default;
};

struct DropColumn {
  schema::QualifiedName table;
  std::string column;
  bool if_exists = false;
  /// The column as it is, where the migration tells.
  std::optional<schema::Column> existing = {};
  friend bool operator==(const DropColumn&, const DropColumn&) = default;
};

/// What is empty stays as it is.
struct AlterColumn {
  schema::QualifiedName table;
  std::string column;
  std::optional<std::string> new_name = {};
  std::optional<Type> type = {};
  std::optional<bool> nullable = {};
  /// Outer: whether the default changes. Inner: to what; none drops it.
  std::optional<std::optional<Value>> server_default = {};
  std::optional<std::string> comment = {};
  std::optional<bool> autoincrement = {};
  std::optional<std::string> collation = {};
  std::string postgresql_using = {};

  std::optional<Type> existing_type = {};
  std::optional<bool> existing_nullable = {};
  std::optional<std::optional<Value>> existing_server_default = {};
  std::optional<std::string> existing_comment = {};
  std::optional<bool> existing_autoincrement = {};
  std::optional<std::string> existing_collation = {};

  /// The column counts by itself, in this way. Without it `autoincrement` is about one that counts as the database
  /// does.
  std::optional<op::Identity> identity = {};
  std::optional<op::Identity> existing_identity = {};
  friend bool operator==(const AlterColumn&, const AlterColumn&) = default;
};

/// Whether the column shall count by itself; none where the change does not say.
inline std::optional<bool> numbers(const AlterColumn& change) noexcept {
  return change.identity ? std::optional(true) : change.autoincrement;
}

struct RenameColumn {
  schema::QualifiedName table;
  std::string column;
  std::string new_name;
  friend bool operator==(const RenameColumn&, const RenameColumn&) = default;
};

}  // namespace retort::ops

#endif
