#ifndef RETORT_SRC_DIALECT_UNIQUE_INDEXES_HPP
#define RETORT_SRC_DIALECT_UNIQUE_INDEXES_HPP

#include "schema/table.hpp"

namespace retort::dialect {

/// Where a UNIQUE constraint and a unique index are the same thing, inspection calls all of them constraints: those
/// that the described table calls indexes are made indexes here, so that the two can be held against each other.
void call_uniques_as(schema::Table& inspected, const schema::Table& described);

}  // namespace retort::dialect

#endif
