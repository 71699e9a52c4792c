#ifndef RETORT_SRC_DIALECT_ENUM_COLUMNS_HPP
#define RETORT_SRC_DIALECT_ENUM_COLUMNS_HPP

#include <string>
#include <vector>

#include "ops/object_operations.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect {

// Where an enum is no type of its own, it is a part of each column that says so: what alters the enum alters them.

/// A column of an enum type.
struct EnumColumn {
  schema::QualifiedName table;
  schema::Column column;
};

/// The values after the change. Throws OperationError (`unknown_value`) for one that the enum does not have.
std::vector<std::string> changed_values(std::vector<std::string> values, const ops::AlterEnum& change);

/// The columns of all tables whose type is the enum. Throws OperationError (`unknown_enum`) when neither the enum nor a
/// column of it is known, and (`unknown_table`) when what is known of a table with such a column is not to be relied
/// on.
std::vector<EnumColumn> columns_to_alter(const schema::MetaData& schema, const ops::AlterEnum& change);

}  // namespace retort::dialect

#endif
