#ifndef RETORT_SRC_AUTOGENERATE_COMPARE_TABLE_HPP
#define RETORT_SRC_AUTOGENERATE_COMPARE_TABLE_HPP

#include <string>
#include <vector>

#include "autogenerate/filter.hpp"
#include "autogenerate/names.hpp"
#include "ops/operation.hpp"
#include "schema/table.hpp"

namespace retort::autogenerate {

/// A table that is on both sides.
struct TablePair {
  const schema::Table& database;
  /// As it was described: what operations are made of.
  const schema::Table& model;
  /// As the database would say the model: what is compared.
  const schema::Table& normal;
};

/// What makes the database's table the model's.
struct TableDifference {
  /// In an order in which they can be executed.
  std::vector<ops::Action> actions = {};
  /// Differences for which there is no operation.
  std::vector<std::string> notes = {};
  schema::Columns added_columns = {};
  schema::Columns dropped_columns = {};
  /// Columns were renamed before this.
  bool has_renames = false;
};

TableDifference compare_table(const TablePair& tables, const Names& names, const Filter& filter);

/// Columns that only one side has.
struct LoneColumns {
  schema::Columns dropped = {};
  schema::Columns added = {};
};

LoneColumns lone_columns(const TablePair& tables, const Names& names, const Filter& filter);

}  // namespace retort::autogenerate

#endif
