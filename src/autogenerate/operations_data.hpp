#ifndef RETORT_SRC_AUTOGENERATE_OPERATIONS_DATA_HPP
#define RETORT_SRC_AUTOGENERATE_OPERATIONS_DATA_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::autogenerate {

/// A note about one operation, by its place in the list.
struct Remark {
  std::size_t operation;
  std::string text;
};

/// What a retort::Operations holds.
struct OperationsData {
  ops::Operations operations = {};
  /// The schema they apply to: what the way back is taken from.
  schema::MetaData before = {};
  std::vector<std::string> notes = {};
  /// Some of the notes tell of a difference for which there is no operation.
  bool differs_beyond = false;
  /// Where notes belong to an operation: their text is among the notes as well.
  std::vector<Remark> remarks = {};
};

}  // namespace retort::autogenerate

#endif
