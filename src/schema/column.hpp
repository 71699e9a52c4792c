#ifndef RETORT_SRC_SCHEMA_COLUMN_HPP
#define RETORT_SRC_SCHEMA_COLUMN_HPP

#include <retort/column.hpp>
#include <retort/type.hpp>
#include <retort/value.hpp>

#include <optional>
#include <string>

namespace retort::schema {

/// GENERATED ALWAYS AS (sql).
struct Computed {
  std::string sql;
  bool stored = false;
  /// See Check.
  SqlText by_dialect = {};
  friend bool operator==(const Computed&, const Computed&) = default;
};

/// A column by itself. Keys, constraints and indexes over it belong to its table.
struct Column {
  std::string name;
  Type type;
  bool nullable = true;
  bool autoincrement = false;
  std::optional<Value> server_default = {};
  std::optional<op::Identity> identity = {};
  std::optional<Computed> computed = {};
  std::string comment = {};
  std::string collation = {};
  /// What only one database says, in its own words: see PrimaryKey.
  SqlText native = {};
  friend bool operator==(const Column&, const Column&) = default;
};

}  // namespace retort::schema

#endif
