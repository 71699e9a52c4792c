#ifndef RETORT_SRC_OPS_OBJECT_OPERATIONS_HPP
#define RETORT_SRC_OPS_OBJECT_OPERATIONS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/metadata.hpp"

namespace retort::ops {

struct CreateSchema {
  std::string name;
  bool if_not_exists = false;
  friend bool operator==(const CreateSchema&, const CreateSchema&) = default;
};

struct DropSchema {
  std::string name;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropSchema&, const DropSchema&) = default;
};

struct CreateSequence {
  schema::Sequence sequence;
  bool if_not_exists = false;
  friend bool operator==(const CreateSequence&, const CreateSequence&) = default;
};

/// What is empty stays as it is.
struct AlterSequence {
  /// Outer: whether it changes. Inner: to what; none is what the database takes by itself.
  using Number = std::optional<std::optional<std::int64_t>>;

  schema::QualifiedName name;
  Number start = {};
  Number increment = {};
  Number min_value = {};
  Number max_value = {};
  std::optional<bool> cycle = {};
  friend bool operator==(const AlterSequence&, const AlterSequence&) = default;
};

struct DropSequence {
  schema::QualifiedName name;
  bool if_exists = false;
  friend bool operator==(const DropSequence&, const DropSequence&) = default;
};

struct CreateEnum {
  schema::Enum type;
  bool if_not_exists = false;
  friend bool operator==(const CreateEnum&, const CreateEnum&) = default;
};

struct AlterEnum {
  struct Addition {
    std::string value;
    /// Empty: at the end.
    std::string before;
    friend bool operator==(const Addition&, const Addition&) = default;
  };

  schema::QualifiedName name;
  std::vector<Addition> added = {};
  std::vector<std::pair<std::string, std::string>> renamed = {};
  friend bool operator==(const AlterEnum&, const AlterEnum&) = default;
};

struct DropEnum {
  schema::QualifiedName name;
  bool if_exists = false;
  friend bool operator==(const DropEnum&, const DropEnum&) = default;
};

struct CreateView {
  schema::View view;
  bool if_not_exists = false;
  friend bool operator==(const CreateView&, const CreateView&) = default;
};

struct ReplaceView {
  schema::View view;
  std::optional<SqlText> existing = {};
  friend bool operator==(const ReplaceView&, const ReplaceView&) = default;
};

struct DropView {
  schema::QualifiedName name;
  bool if_exists = false;
  bool materialized = false;
  bool cascade = false;
  friend bool operator==(const DropView&, const DropView&) = default;
};

struct CreateTrigger {
  schema::Trigger trigger;
  bool if_not_exists = false;
  friend bool operator==(const CreateTrigger&, const CreateTrigger&) = default;
};

struct DropTrigger {
  schema::QualifiedName table;
  std::string name;
  bool if_exists = false;
  friend bool operator==(const DropTrigger&, const DropTrigger&) = default;
};

}  // namespace retort::ops

#endif
