#ifndef RETORT_SRC_OPS_CONSTRAINT_OPERATIONS_HPP
#define RETORT_SRC_OPS_CONSTRAINT_OPERATIONS_HPP

#include <optional>
#include <string>
#include <variant>

#include "schema/constraint.hpp"

namespace retort::ops {

struct CreatePrimaryKey {
  schema::QualifiedName table;
  schema::PrimaryKey key;
  friend bool operator==(const CreatePrimaryKey&, const CreatePrimaryKey&) = default;
};

struct CreateUnique {
  schema::QualifiedName table;
  schema::Unique unique;
  friend bool operator==(const CreateUnique&, const CreateUnique&) = default;
};

struct CreateForeignKey {
  schema::QualifiedName table;
  schema::ForeignKey key;
  friend bool operator==(const CreateForeignKey&, const CreateForeignKey&) = default;
};

struct CreateCheck {
  schema::QualifiedName table;
  schema::Check check;
  friend bool operator==(const CreateCheck&, const CreateCheck&) = default;
};

struct CreateExclude {
  schema::QualifiedName table;
  schema::Exclude exclude;
  friend bool operator==(const CreateExclude&, const CreateExclude&) = default;
};

using AnyConstraint =
    std::variant<schema::PrimaryKey, schema::Unique, schema::ForeignKey, schema::Check, schema::Exclude>;

struct DropConstraint {
  schema::QualifiedName table;
  std::string name;
  op::ConstraintKind::Value kind = op::ConstraintKind::Value::unknown;
  bool if_exists = false;
  bool cascade = false;
  /// The constraint itself where it is known: how one without a name is found, and how a drop is reversed.
  std::optional<AnyConstraint> existing = {};
  friend bool operator==(const DropConstraint&, const DropConstraint&) = default;
};

struct RenameConstraint {
  schema::QualifiedName table;
  std::string name;
  std::string new_name;
  friend bool operator==(const RenameConstraint&, const RenameConstraint&) = default;
};

/// The rows that were there when the constraint was made with not_valid() are checked.
struct ValidateConstraint {
  schema::QualifiedName table;
  std::string name;
  friend bool operator==(const ValidateConstraint&, const ValidateConstraint&) = default;
};

struct CreateIndex {
  schema::QualifiedName table;
  schema::Index index;
  friend bool operator==(const CreateIndex&, const CreateIndex&) = default;
};

/// The table may be without a name where index names are unique in a schema.
struct DropIndex {
  schema::QualifiedName table;
  std::string name;
  bool if_exists = false;
  bool concurrently = false;
  std::optional<schema::Index> existing = {};
  friend bool operator==(const DropIndex&, const DropIndex&) = default;
};

struct RenameIndex {
  schema::QualifiedName table;
  std::string name;
  std::string new_name;
  friend bool operator==(const RenameIndex&, const RenameIndex&) = default;
};

}  // namespace retort::ops

#endif
