#ifndef RETORT_SRC_DIALECT_SQLITE_TABLE_EDITS_HPP
#define RETORT_SRC_DIALECT_SQLITE_TABLE_EDITS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "dialect/sqlite/table_text.hpp"
#include "ops/column_operations.hpp"
#include "ops/constraint_operations.hpp"

namespace retort::dialect::sqlite {

// Changes of a table's text: each touches only the part it is about, keeps every other byte, and reads the result
// again, so that what comes out is a CREATE TABLE that is understood.

/// The name for messages.
std::string table_name(const TableText& table);

/// What divides a new item from the one before, in the style of the text: a line of its own where the columns have one.
std::string separator_of(const TableText& table);

/// The table with the edits made.
TableText with_edits(const TableText& table, std::vector<Edit> edits);
/// The table without one of its columns or constraints, and without the comma that goes with it.
TableText without_item(const TableText& table, Span item);

/// With a column at the end of the columns.
/// Where a new column stands: behind the others unless something is said.
struct ColumnPlace {
  bool first = false;
  std::string after = {};
};

TableText with_column(const TableText& table, const std::string& definition, const ColumnPlace& place);
/// With something at the end of a column's definition.
TableText with_column_clause(const TableText& table, std::string_view column, const std::string& clause);
/// Without a column and the keys of this table over it. Throws OperationError for what must not go silently: a CHECK or
/// a generated column that uses it, a primary key of several columns.
TableText without_column(const TableText& table, std::string_view column);
/// True if ALTER TABLE ... DROP COLUMN takes it, as far as the table itself is concerned.
bool can_drop_natively(const TableText& table, std::string_view column);
/// With a column changed; its new name is no part of this. The text is the same when there is nothing to change.
TableText with_changed_column(const TableText& table, const ops::AlterColumn& change);

/// With a constraint at the end of all.
TableText with_constraint(const TableText& table, const std::string& definition);
/// The columns of a new primary key become NOT NULL too. Throws OperationError for a second one.
TableText with_primary_key(const TableText& table, const schema::PrimaryKey& key, bool autoincrement);
/// The constraint that a drop or a rename means, of the table or of a column; nullptr when there is none.
const ConstraintText* find_constraint(const TableText& table, const ops::DropConstraint& drop);
TableText without_constraint(const TableText& table, const ConstraintText& constraint);
/// Throws OperationError when there is no constraint of that name.
TableText with_renamed_constraint(const TableText& table, const ops::RenameConstraint& rename);

/// The CHECK that makes the column an enum; nullptr when there is none.
const ConstraintText* enum_check(const TableText& table, const ColumnText& column);

}  // namespace retort::dialect::sqlite

#endif
