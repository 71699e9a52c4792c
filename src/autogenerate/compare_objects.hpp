#ifndef RETORT_SRC_AUTOGENERATE_COMPARE_OBJECTS_HPP
#define RETORT_SRC_AUTOGENERATE_COMPARE_OBJECTS_HPP

#include <set>
#include <string>
#include <vector>

#include "autogenerate/compare_views.hpp"

namespace retort::autogenerate {

/// Triggers, schemas, sequences and enums, in the order in which their operations stand around those of the tables.
struct ObjectDifference {
  /// Triggers that go, before anything happens to their tables.
  std::vector<ops::Action> first = {};
  /// What tables need: schemas, enums, sequences.
  std::vector<ops::Action> before_tables = {};
  /// Triggers that come.
  std::vector<ops::Action> after_views = {};
  /// What no table needs any more: sequences, enums.
  std::vector<ops::Action> last = {};
  std::vector<std::string> notes = {};
};

/// `gone_views`: the keys of views that are dropped, and take their triggers with them.
///
/// Throws OperationError (`unknown_table`) for a trigger of the model on a table that is nowhere, and
/// UnsupportedOperation for what the database has not.
ObjectDifference compare_objects(const ObjectSides& sides, const std::set<std::string>& gone_views);

}  // namespace retort::autogenerate

#endif
