#ifndef RETORT_SRC_DIALECT_FIREBIRD_BLOCKS_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_BLOCKS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "ops/constraint_operations.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::firebird {

// Firebird has no IF EXISTS, and no way to drop what has no name. Both are asked of the catalog where the statement
// runs, in a block of PSQL, so that they are the same in a run and in a script.

/// Conditions for such a block.
std::string relation_exists(std::string_view name);
std::string column_exists(std::string_view table, std::string_view column);
std::string index_exists(std::string_view name);
std::string constraint_exists(std::string_view table, std::string_view name);
std::string sequence_exists(std::string_view name);
std::string trigger_exists(std::string_view name);

/// Runs the statements if the condition holds, or if it does not.
std::string block_if(const std::string& condition, const std::vector<std::string>& statements);
std::string block_unless(const std::string& condition, const std::vector<std::string>& statements);

/// Drops the constraint of that description, whatever the database has called it.
std::string drop_unnamed_text(std::string_view table, const ops::AnyConstraint& constraint);
/// Drops the only constraint of that kind: a primary key.
std::string drop_primary_key_text(std::string_view table);
/// Drops the keys, checks and indexes that a column is part of.
std::string drop_dependents_text(std::string_view table, std::string_view column);
/// Drops the foreign keys of other tables that refer to the table.
std::string drop_references_text(std::string_view table);

}  // namespace retort::dialect::firebird

#endif
