#ifndef RETORT_SRC_SCHEMA_METADATA_HPP
#define RETORT_SRC_SCHEMA_METADATA_HPP

#include <retort/naming_convention.hpp>
#include <retort/value.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "schema/table.hpp"

namespace retort::schema {

struct Sequence {
  QualifiedName name;
  std::optional<std::int64_t> start = {};
  std::optional<std::int64_t> increment = {};
  std::optional<std::int64_t> min_value = {};
  std::optional<std::int64_t> max_value = {};
  bool cycle = false;
  friend bool operator==(const Sequence&, const Sequence&) = default;
};

struct Enum {
  QualifiedName name;
  std::vector<std::string> values;
  /// Made for the first column that names it, and gone with the last one; not by create_enum.
  bool implicit = false;
  friend bool operator==(const Enum&, const Enum&) = default;
};

struct View {
  QualifiedName name;
  SqlText query;
  bool materialized = false;
  /// What only one database says, in its own words.
  SqlText native = {};
  friend bool operator==(const View&, const View&) = default;
};

struct Trigger {
  enum class Timing : unsigned char { before, after, instead_of };

  std::string name;
  QualifiedName table;
  SqlText body;
  Timing timing = Timing::after;
  bool on_insert = false;
  bool on_update = false;
  bool on_delete = false;
  bool for_each_statement = false;
  Columns update_of = {};
  std::string when = {};
  friend bool operator==(const Trigger&, const Trigger&) = default;
};

/// The objects of a database, as far as they are known.
///
/// It is the sum of the operations of a revision's ancestors, or what was read from a catalog. A sum is open: a table
/// that it does not hold may exist all the same (made by hand, or by raw SQL). A catalog that was read whole is not.
struct MetaData {
  std::map<QualifiedName, Table> tables = {};
  std::map<QualifiedName, View> views = {};
  std::map<QualifiedName, Sequence> sequences = {};
  std::map<QualifiedName, Enum> enums = {};
  std::vector<Trigger> triggers = {};
  std::set<std::string> schemas = {};
  /// How constraints without a name were named; only a program's model says.
  NamingConvention naming = {};
  /// Tables whose structure raw SQL or code may have changed: what is held of them is not to be relied on.
  std::set<QualifiedName> uncertain = {};
  /// True when nothing can exist beside what is held.
  bool complete = false;
  /// What a database has that is not held, a sentence each: functions, rules, the types that columns have.
  std::vector<std::string> remarks = {};

  /// The table, if it is known and certain.
  const Table* find_table(const QualifiedName& name) const noexcept;

  friend bool operator==(const MetaData&, const MetaData&) = default;
};

}  // namespace retort::schema

#endif
