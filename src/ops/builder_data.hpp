#ifndef RETORT_SRC_OPS_BUILDER_DATA_HPP
#define RETORT_SRC_OPS_BUILDER_DATA_HPP

#include <retort/column.hpp>
#include <retort/location.hpp>

#include <deque>
#include <optional>
#include <string>

#include "schema/table.hpp"

namespace retort::ops {

/// What an op::Column holds: the column, and what it says about its table.
struct ColumnData {
  schema::Column column;
  bool primary_key = false;
  bool unique = false;
  bool index = false;
  /// Whether nullability was said in words; a primary key's column is not null unless it was.
  bool nullable_said = false;
  std::optional<schema::ForeignKey> reference = {};
};

/// What an op::Table holds while it is described. Deques, because handles point into them.
struct TableData {
  schema::QualifiedName name;
  std::deque<op::Column> columns = {};
  std::deque<schema::PrimaryKey> primary_keys = {};
  std::deque<schema::Unique> uniques = {};
  std::deque<schema::ForeignKey> foreign_keys = {};
  std::deque<schema::Check> checks = {};
  std::deque<schema::Exclude> excludes = {};
  std::deque<schema::Index> indexes = {};
  std::string comment = {};
  schema::TableOptions options = {};
  bool if_not_exists = false;

  /// The table all of this describes: column options become constraints and indexes of the table, in the order of the
  /// columns, before those of the table itself. Throws OperationError (a second primary key) with `where`.
  schema::Table build(Location where) const;
};

}  // namespace retort::ops

#endif
