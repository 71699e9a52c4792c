#ifndef RETORT_SRC_TESTING_SCHEMA_DATA_HPP
#define RETORT_SRC_TESTING_SCHEMA_DATA_HPP

#include <retort/testing/schema.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"

namespace retort::testing {

/// What a Schema holds.
struct SchemaData {
  schema::MetaData schema;
  /// Lives as long as the program.
  const dialect::Dialect* dialect = nullptr;
  std::vector<std::string> lines;
  std::vector<std::string> revisions;
};

/// Reads it all. The library's own tables are left out.
SchemaData read_schema(runtime::Connection& connection, std::string_view version_table,
                       std::string_view version_schema);

}  // namespace retort::testing

#endif
