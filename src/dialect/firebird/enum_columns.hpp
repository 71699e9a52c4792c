#ifndef RETORT_SRC_DIALECT_FIREBIRD_ENUM_COLUMNS_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_ENUM_COLUMNS_HPP

#include "dialect/firebird/table_changes.hpp"
#include "ops/object_operations.hpp"

namespace retort::dialect::firebird {

/// An enum is a CHECK in each of its columns: in all that are known it becomes one of the new values, and the rows
/// follow those that get another name.
void alter_enum(StatementList& out, const ops::AlterEnum& op, const schema::MetaData& before);

}  // namespace retort::dialect::firebird

#endif
