#ifndef RETORT_SRC_OPS_CHECK_TABLE_HPP
#define RETORT_SRC_OPS_CHECK_TABLE_HPP

#include <string>
#include <string_view>
#include <vector>

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::ops {

/// Throws OperationError about an operation: `message` says what is wrong and the way out.
[[noreturn]] void refuse(const Operation& operation, std::string code, const std::string& message);

/// A name that any database would take as it is: not empty, valid UTF-8, no NUL.
void check_name(const Operation& operation, std::string_view name, const char* what);

/// The type makes sense by itself: a string has a length, a scale is not larger than its precision.
void check_type(const Operation& operation, const std::string& column, const Type& type);

/// The column makes sense by itself.
void check_column(const Operation& operation, const schema::Column& column);

/// A constraint's or an index's columns exist in the table, each named once.
void check_columns(const Operation& operation, const schema::Table& table, const std::vector<std::string>& columns,
                   const std::string& what);

/// A table that is about to be created makes sense by itself.
void check_table(const Operation& operation, const schema::Table& table);

/// ` Did you mean "grade"?`, or nothing when no candidate is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace retort::ops

#endif
