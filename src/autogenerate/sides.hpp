#ifndef RETORT_SRC_AUTOGENERATE_SIDES_HPP
#define RETORT_SRC_AUTOGENERATE_SIDES_HPP

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "autogenerate/compare_table.hpp"
#include "autogenerate/filter.hpp"
#include "autogenerate/names.hpp"
#include "schema/metadata.hpp"

namespace retort::autogenerate {

/// A table on either side or on both.
struct Entry {
  schema::Table* database = nullptr;
  const schema::Table* model = nullptr;
  /// The model's, as the database would say it.
  schema::Table normal = {};
  TableDifference difference = {};

  bool is_created() const noexcept { return model != nullptr && database == nullptr; }
  bool is_dropped() const noexcept { return model == nullptr && database != nullptr; }
  bool is_kept() const noexcept { return model != nullptr && database != nullptr; }
};

/// The tables of a database and of a model that take part in a comparison, side by side.
///
/// Borrows both, and completes the database's tables: foreign keys that leave the columns to the database get those
/// they refer to.
class Sides {
 public:
  /// Throws OperationError (`table_exists`) for two tables of the model that are one to the database, and what
  /// Dialect::normalized throws.
  Sides(schema::MetaData& database, const schema::MetaData& model, const Names& names, const Filter& filter,
        const std::string& version_table);

  std::vector<Entry>& entries() noexcept { return entries_; }
  const std::vector<Entry>& entries() const noexcept { return entries_; }
  /// Where in entries() a table is.
  std::optional<std::size_t> place(const schema::QualifiedName& table) const;
  Entry* find(const schema::QualifiedName& table);
  bool is_same(const schema::QualifiedName& a, const schema::QualifiedName& b) const { return key(a) == key(b); }
  /// Names of tables with the same key are one table.
  std::string key(const schema::QualifiedName& name) const;

  /// Throws OperationError where a foreign key of the model refers to a table or a column that is nowhere.
  void check_references() const;

  /// What was left alone, in sentences.
  const std::vector<std::string>& notes() const noexcept { return notes_; }

 private:
  void add_database(const std::string& version_table);
  void add_model(const std::string& version_table);
  void leave_uncertain_alone();
  bool is_own(const schema::QualifiedName& name, const std::string& version_table) const;
  template <typename Side>
  void complete_keys(schema::Table& table, Side&& side);

  schema::MetaData& database_;
  const schema::MetaData& model_;
  const Names& names_;
  const Filter& filter_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> other_schemas_;
  std::set<std::string> in_database_;
  std::set<std::string> in_model_;
  std::vector<std::string> notes_;
};

}  // namespace retort::autogenerate

#endif
