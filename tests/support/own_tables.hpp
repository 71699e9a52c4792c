#ifndef RETORT_TESTS_SUPPORT_OWN_TABLES_HPP
#define RETORT_TESTS_SUPPORT_OWN_TABLES_HPP

#include <string>

#include "runtime/own_tables.hpp"
#include "schema/metadata.hpp"

namespace retort::test {

/// What was inspected, without the tables that the library keeps for itself: what a migration has left.
inline schema::MetaData without_own_tables(schema::MetaData schema) {
  for (const auto& name : runtime::own_table_names("retort_version")) schema.tables.erase({{}, name});
  schema.tables.erase({{}, "retort_lock"});
  return schema;
}

}  // namespace retort::test

#endif
