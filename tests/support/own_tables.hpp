#ifndef RETORT_TESTS_SUPPORT_OWN_TABLES_HPP
#define RETORT_TESTS_SUPPORT_OWN_TABLES_HPP

#include <string>

#include "runtime/own_tables.hpp"
#include "schema/metadata.hpp"

namespace retort::test {

/// What was inspected, without the tables that the library keeps for itself: what a migration has left.
inline schema::MetaData without_own_tables(schema::MetaData schema) {
  std::erase_if(schema.tables, [](const auto& each) {
    return runtime::is_own_table(each.first.name, "retort_version") || each.first.name == "retort_lock";
  });
  return schema;
}

}  // namespace retort::test

#endif
