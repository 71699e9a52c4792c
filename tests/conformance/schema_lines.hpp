#ifndef RETORT_TESTS_CONFORMANCE_SCHEMA_LINES_HPP
#define RETORT_TESTS_CONFORMANCE_SCHEMA_LINES_HPP

#include <string>
#include <vector>

#include "schema/metadata.hpp"

namespace retort::conformance {

/// A table as lines that can be compared and read: what it is made of, in an order that does not depend on the
/// database's. Expressions are brought into one form as far as that is possible without knowing SQL: without quotes,
/// parentheses, casts, spaces and case. Names of constraints are there where `named` gives that constraint a name.
std::vector<std::string> table_lines(const schema::Table& table, const schema::Table& named);

}  // namespace retort::conformance

#endif
