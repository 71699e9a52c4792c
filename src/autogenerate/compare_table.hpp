#ifndef RETORT_SRC_AUTOGENERATE_COMPARE_TABLE_HPP
#define RETORT_SRC_AUTOGENERATE_COMPARE_TABLE_HPP

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "autogenerate/names.hpp"
#include "ops/operation.hpp"
#include "schema/table.hpp"

namespace retort::autogenerate {

/// Whether an object takes part, by kind and name.
using Includes = std::function<bool(std::string_view kind, std::string_view name)>;

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
};

TableDifference compare_table(const TablePair& tables, const Names& names, const Includes& includes);

}  // namespace retort::autogenerate

#endif
