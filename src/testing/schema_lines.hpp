#ifndef RETORT_SRC_TESTING_SCHEMA_LINES_HPP
#define RETORT_SRC_TESTING_SCHEMA_LINES_HPP

#include <string>
#include <string_view>
#include <vector>

#include "schema/metadata.hpp"

namespace retort::testing {

/// What a catalog holds as lines: see Schema. `database` is the name that MySQL puts before every name in a view.
std::vector<std::string> schema_lines(const schema::MetaData& schema, std::string_view dialect,
                                      std::string_view database = {});

/// SQL without what makes no difference: blanks, quotes around names, the case of words, and the name of the database
/// before another name.
std::string plain_sql(std::string_view sql, std::string_view dialect, std::string_view database = {});

}  // namespace retort::testing

#endif
