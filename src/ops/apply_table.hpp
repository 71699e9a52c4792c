#ifndef RETORT_SRC_OPS_APPLY_TABLE_HPP
#define RETORT_SRC_OPS_APPLY_TABLE_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ops/operation.hpp"
#include "schema/metadata.hpp"

/// The changes of `apply` to tables that are known: each leaves the schema as a database would be.
namespace retort::ops {

/// The table under its new name, everywhere: foreign keys to it, its triggers.
void rename_table(schema::MetaData& schema, const schema::QualifiedName& name, const schema::QualifiedName& new_name);

/// The column at its place.
void add_column(const Operation& operation, schema::Table& table, const AddColumn& add);

/// Without the column, and without the indexes, unique constraints and foreign keys over it, as PostgreSQL does it.
/// Throws OperationError where something else needs it: a CHECK, a computed column, another table's foreign key.
void drop_column(const Operation& operation, schema::MetaData& schema, schema::Table& table, const std::string& column);

/// All but the name.
void alter_column(schema::Column& column, const AlterColumn& change);

/// The column under its new name, in keys, constraints, indexes and expressions, also of other tables.
void rename_column(schema::MetaData& schema, schema::Table& table, const std::string& column,
                   const std::string& new_name);

/// The constraint a drop means, by its name and kind or by its content.
std::optional<AnyConstraint> find_constraint(const schema::Table& table, const DropConstraint& drop);
/// True if there are constraints of that kind whose names only the database knows.
bool has_unnamed_constraint(const schema::Table& table, op::ConstraintKind::Value kind);

/// False when there is no such constraint.
bool drop_constraint(schema::Table& table, const DropConstraint& drop);
bool rename_constraint(schema::Table& table, std::string_view name, const std::string& new_name);
/// The foreign key or check of that name holds for all rows from now on; false if there is none.
bool validate_constraint(schema::Table& table, std::string_view name);
std::vector<std::string> constraint_names(const schema::Table& table);

std::vector<schema::Index>::iterator find_index(schema::Table& table, std::string_view name);
std::vector<schema::Index>::const_iterator find_index(const schema::Table& table, std::string_view name);

}  // namespace retort::ops

#endif
