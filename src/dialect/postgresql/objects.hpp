#ifndef RETORT_SRC_DIALECT_POSTGRESQL_OBJECTS_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_OBJECTS_HPP

#include <string>
#include <string_view>

#include "schema/metadata.hpp"

namespace retort::dialect::postgresql {

// What is made beside a table: each function gives the statement, or throws.

std::string create_index_text(const schema::Index& index, const schema::QualifiedName& table, bool if_not_exists);
std::string create_sequence_text(const schema::Sequence& sequence, bool if_not_exists);
std::string create_enum_text(const schema::Enum& type);
std::string create_view_text(const schema::View& view, bool if_not_exists);
/// One statement that replaces a view whatever its columns were: in place where PostgreSQL can, so that privileges and
/// views on it stay, or else by DROP and CREATE, with its triggers and the indexes of a materialized view made again.
std::string replace_view_text(const schema::View& view);

/// A statement that does nothing where the object is there already: CREATE of what knows no IF NOT EXISTS.
/// `condition`: the name of the error, `duplicate_object`.
std::string unless_exists(std::string_view statement, std::string_view condition);

/// `COMMENT ON <what> IS '...'`; an empty comment takes it away.
std::string comment_text(std::string_view what, const schema::QualifiedName& name, const std::string& comment);
std::string column_comment_text(const schema::QualifiedName& table, const std::string& column,
                                const std::string& comment);

}  // namespace retort::dialect::postgresql

#endif
