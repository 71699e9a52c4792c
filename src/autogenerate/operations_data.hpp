#ifndef RETORT_SRC_AUTOGENERATE_OPERATIONS_DATA_HPP
#define RETORT_SRC_AUTOGENERATE_OPERATIONS_DATA_HPP

#include <string>
#include <vector>

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::autogenerate {

/// What a retort::Operations holds.
struct OperationsData {
  ops::Operations operations = {};
  /// The schema they apply to: what the way back is taken from.
  schema::MetaData before = {};
  std::vector<std::string> notes = {};
};

}  // namespace retort::autogenerate

#endif
