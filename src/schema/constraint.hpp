#ifndef RETORT_SRC_SCHEMA_CONSTRAINT_HPP
#define RETORT_SRC_SCHEMA_CONSTRAINT_HPP

#include <retort/constraint.hpp>

#include <string>
#include <vector>

#include "schema/qualified_name.hpp"

namespace retort::schema {

using Columns = std::vector<std::string>;

/// When a constraint is checked: at once, or at the end of the transaction.
enum class Deferral : unsigned char { none, deferrable, initially_deferred };

/// In all of these an empty name is a constraint without one: the database chooses it where it must have one. `native`
/// is what only one database says, in its own words; that of one database alone as soon as it is known which one is
/// meant.

struct PrimaryKey {
  std::string name;
  Columns columns;
  SqlText native = {};
  friend bool operator==(const PrimaryKey&, const PrimaryKey&) = default;
};

struct Unique {
  std::string name;
  Columns columns;
  Deferral deferral = Deferral::none;
  bool nulls_not_distinct = false;
  SqlText native = {};
  friend bool operator==(const Unique&, const Unique&) = default;
};

struct ForeignKey {
  std::string name;
  Columns columns;
  QualifiedName referent;
  /// Empty: the referent's primary key.
  Columns referent_columns;
  op::ReferentialAction on_delete = op::ReferentialAction::unspecified;
  op::ReferentialAction on_update = op::ReferentialAction::unspecified;
  Deferral deferral = Deferral::none;
  std::string match = {};
  bool not_valid = false;
  SqlText native = {};
  friend bool operator==(const ForeignKey&, const ForeignKey&) = default;
};

struct Check {
  std::string name;
  std::string condition;
  bool not_valid = false;
  /// The conditions where they differ from database to database; `condition` is the first of them then. Empty as soon
  /// as it is known which database is meant: see ops/dialect_texts.hpp.
  SqlText by_dialect = {};
  SqlText native = {};
  friend bool operator==(const Check&, const Check&) = default;
};

struct Exclude {
  std::string name;
  std::vector<op::ExcludeElement> elements;
  std::string method = {};
  std::string where = {};
  Deferral deferral = Deferral::none;
  SqlText native = {};
  friend bool operator==(const Exclude&, const Exclude&) = default;
};

struct Index {
  std::string name;
  std::vector<op::IndexColumn> columns;
  bool unique = false;
  bool concurrently = false;
  bool if_not_exists = false;
  /// Firebird: the whole index runs downwards.
  bool descending = false;
  std::string where = {};
  std::string method = {};
  Columns include = {};
  std::string comment = {};
  /// Of `where`: see Check.
  SqlText where_by_dialect = {};
  bool nulls_not_distinct = false;
  SqlText native = {};
  friend bool operator==(const Index&, const Index&) = default;
};

}  // namespace retort::schema

#endif
