#ifndef RETORT_SRC_TESTING_SCHEMA_LINES_HPP
#define RETORT_SRC_TESTING_SCHEMA_LINES_HPP

#include <string>
#include <string_view>
#include <vector>

#include "schema/metadata.hpp"

namespace retort::testing {

/// What a catalog holds as lines: see Schema.
std::vector<std::string> schema_lines(const schema::MetaData& schema, std::string_view dialect);

/// SQL without what makes no difference: blanks, quotes around names, the case of words.
std::string plain_sql(std::string_view sql, std::string_view dialect);

}  // namespace retort::testing

#endif
