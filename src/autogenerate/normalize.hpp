#ifndef RETORT_SRC_AUTOGENERATE_NORMALIZE_HPP
#define RETORT_SRC_AUTOGENERATE_NORMALIZE_HPP

#include "dialect/dialect.hpp"
#include "schema/metadata.hpp"

namespace retort::autogenerate {

/// The table as the database would describe it if it was created from the model: what can be held against what was
/// inspected. Columns, constraints and indexes keep their order; what stands in the CHECK of an enum without a name
/// comes before the other checks.
///
/// Throws UnsupportedOperation for what the dialect cannot express.
schema::Table normalized(const schema::Table& table, const dialect::Dialect& dialect);

}  // namespace retort::autogenerate

#endif
