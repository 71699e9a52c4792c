#ifndef RETORT_SRC_RUNTIME_INSPECT_SQLITE_HPP
#define RETORT_SRC_RUNTIME_INSPECT_SQLITE_HPP

#include <optional>
#include <string>
#include <vector>

#include "dialect/facts.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime::sqlite3 {

/// The schema that sqlite_master describes: all of its rows, in their order.
schema::MetaData read_objects(std::vector<dialect::NativeObject> objects);

/// The query of a view, from its CREATE VIEW; none for a view with a list of columns, which op:: cannot say.
std::optional<std::string> view_query(const std::string& sql);

}  // namespace retort::runtime::sqlite3

#endif
