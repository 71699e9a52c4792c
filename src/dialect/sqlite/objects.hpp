#ifndef RETORT_SRC_DIALECT_SQLITE_OBJECTS_HPP
#define RETORT_SRC_DIALECT_SQLITE_OBJECTS_HPP

#include <string>

#include "schema/metadata.hpp"

namespace retort::dialect::sqlite {

/// What a refused unique index means for whoever reads of it.
inline constexpr const char* kDuplicateRows =
    "rows that are there have the same values; make them differ first, with op::execute or op::run before it";

// What is made beside a table: each function gives the statement that creates it, or throws UnsupportedOperation.

std::string create_index_text(const schema::Index& index, const schema::QualifiedName& table,
                              bool if_not_exists = false);
std::string create_trigger_text(const schema::Trigger& trigger, bool if_not_exists = false);
std::string create_view_text(const schema::View& view, bool if_not_exists = false);

}  // namespace retort::dialect::sqlite

#endif
