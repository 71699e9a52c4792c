#ifndef RETORT_SRC_SCHEMA_TABLE_HPP
#define RETORT_SRC_SCHEMA_TABLE_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/column.hpp"
#include "schema/constraint.hpp"
#include "schema/qualified_name.hpp"

namespace retort::schema {

/// What only one database has.
struct TableOptions {
  bool sqlite_strict = false;
  bool sqlite_without_rowid = false;
  bool postgresql_unlogged = false;
  std::string mysql_engine = {};
  std::string mysql_charset = {};
  std::string mysql_collate = {};
  std::string mysql_row_format = {};
  std::string postgresql_tablespace = {};
  std::string postgresql_partition_by = {};
  Columns postgresql_inherits = {};
  /// See PrimaryKey.
  SqlText native = {};
  friend bool operator==(const TableOptions&, const TableOptions&) = default;
};

/// A table with all that belongs to it.
struct Table {
  QualifiedName name;
  std::vector<Column> columns = {};
  std::optional<PrimaryKey> primary_key = {};
  std::vector<Unique> uniques = {};
  std::vector<ForeignKey> foreign_keys = {};
  std::vector<Check> checks = {};
  std::vector<Exclude> excludes = {};
  std::vector<Index> indexes = {};
  std::string comment = {};
  TableOptions options = {};

  const Column* find_column(std::string_view column) const noexcept;
  Column* find_column(std::string_view column) noexcept;

  friend bool operator==(const Table&, const Table&) = default;
};

}  // namespace retort::schema

#endif
