#ifndef RETORT_SRC_TESTING_ROWS_HPP
#define RETORT_SRC_TESTING_ROWS_HPP

#include <cstddef>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::testing {

/// What is left out when rows are compared.
struct RowExclusions {
  std::set<std::string> tables = {};
  /// Table and column.
  std::set<std::pair<std::string, std::string>> columns = {};
};

/// All rows of a table.
struct TableRows {
  std::string table;
  std::vector<std::string> columns;
  std::vector<runtime::TextRow> rows;
};

std::vector<TableRows> read_rows(runtime::Connection& connection, const schema::MetaData& schema);

/// Every row as a line `pupils: id = '1', name = 'x'`, in a fixed order.
std::vector<std::string> lines_of(const std::vector<TableRows>& tables, const RowExclusions& exclusions = {});

/// Gives tables rows of random values that satisfy their constraints. The database has the last word: what it refuses
/// is tried again with other values.
class RowGenerator {
 public:
  RowGenerator(std::size_t rows, unsigned seed) : rows_(rows), random_(seed), counter_(number() % 1000) {}

  /// Fills up every table that has fewer rows than wanted. Returns the tables that took none at all.
  std::vector<std::string> fill(runtime::Connection& connection, const schema::MetaData& schema);

 private:
  bool add_row(runtime::Connection& connection, const schema::Table& table, int attempt);
  std::string value_for(const schema::Table& table, const schema::Column& column, int attempt,
                        const dialect::Dialect& dialect);
  std::int64_t number() { return std::uniform_int_distribution<std::int64_t>(0, 1'000'000)(random_); }
  bool chance(int in) { return std::uniform_int_distribution<int>(1, in)(random_) == 1; }

  std::size_t rows_;
  std::mt19937 random_;
  /// Makes values that must be unique different from all others.
  std::int64_t counter_;
};

}  // namespace retort::testing

#endif
