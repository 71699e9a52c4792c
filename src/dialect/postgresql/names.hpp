#ifndef RETORT_SRC_DIALECT_POSTGRESQL_NAMES_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_NAMES_HPP

#include <optional>
#include <string>

#include "ops/operation.hpp"
#include "schema/table.hpp"

namespace retort::dialect::postgresql {

/// The name that the server gives to a constraint without one, when it is not taken: `students_name_key`.
std::string generated_name(const schema::Table& table, const ops::AnyConstraint& constraint);

/// The name of the constraint that says the same in a table as the catalog tells it, or none.
std::optional<std::string> name_in(const schema::Table& table, const ops::AnyConstraint& constraint);

/// Takes the names away that the server gave, so that the table is as it was described.
void drop_generated_names(schema::Table& table);

}  // namespace retort::dialect::postgresql

#endif
