#ifndef RETORT_SRC_DIALECT_FIREBIRD_OBJECTS_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_OBJECTS_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ops/object_operations.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::firebird {

/// What a refused unique index means for whoever reads of it.
inline constexpr const char* kDuplicateRows =
    "rows that are there have the same values; make them differ first, with op::execute or op::run before it";

// What is made beside a table: each function gives the statement, or throws UnsupportedOperation.

std::string create_index_text(const schema::Index& index, const schema::QualifiedName& table);
std::string create_trigger_text(const schema::Trigger& trigger);
/// What stands behind the trigger's head: `AS BEGIN ... END`.
std::string trigger_source(const schema::Trigger& trigger);
/// What stands between BEGIN and END, or all behind AS where something is declared before.
std::string trigger_body(const std::string& source);
/// `beginning`: CREATE VIEW, CREATE OR ALTER VIEW.
std::string view_text(std::string_view beginning, const schema::View& view);
std::string create_sequence_text(const schema::Sequence& sequence);
std::string alter_sequence_text(const ops::AlterSequence& change);

/// COMMENT ON; nothing removes it.
std::string table_comment_text(const schema::QualifiedName& table, const std::string& comment);
std::string column_comment_text(const schema::QualifiedName& table, const std::string& column,
                                const std::string& comment);
std::string index_comment_text(const std::string& index, const std::string& comment);

/// What follows a CREATE TABLE: its indexes and all comments.
std::vector<std::string> after_table_texts(const schema::Table& table);

}  // namespace retort::dialect::firebird

#endif
