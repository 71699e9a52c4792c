#ifndef RETORT_SRC_OPS_TABLE_OPERATIONS_HPP
#define RETORT_SRC_OPS_TABLE_OPERATIONS_HPP

#include <optional>
#include <string>

#include "schema/table.hpp"

namespace retort::ops {

/// The table with its constraints; its indexes too, as they are created right after it.
struct CreateTable {
  schema::Table table;
  bool if_not_exists = false;
  friend bool operator==(const CreateTable&, const CreateTable&) = default;
};

struct DropTable {
  schema::QualifiedName table;
  bool if_exists = false;
  bool cascade = false;
  friend bool operator==(const DropTable&, const DropTable&) = default;
};

struct RenameTable {
  schema::QualifiedName table;
  std::string new_name;
  friend bool operator==(const RenameTable&, const RenameTable&) = default;
};

struct CreateTableComment {
  schema::QualifiedName table;
  std::string comment;
  std::optional<std::string> existing = {};
  friend bool operator==(const CreateTableComment&, const CreateTableComment&) = default;
};

struct DropTableComment {
  schema::QualifiedName table;
  std::optional<std::string> existing = {};
  friend bool operator==(const DropTableComment&, const DropTableComment&) = default;
};

}  // namespace retort::ops

#endif
