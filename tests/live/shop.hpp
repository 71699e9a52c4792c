#ifndef RETORT_TESTS_LIVE_SHOP_HPP
#define RETORT_TESTS_LIVE_SHOP_HPP

#include <retort/migration_set.hpp>
#include <retort/value.hpp>

#include <string>
#include <vector>

namespace retort::live {

/// The Chinook shop in migrations that say nothing of any one database but in their SQL: `s0001` makes the tables,
/// `s0002` fills them with the rows of chinook.json, eight more change them. `s0009` renames a table, which Firebird
/// cannot.
MigrationSet shop(const std::string& chinook_json, bool renames_a_table);

inline constexpr const char* kEmpty = "s0001";

inline constexpr const char* kFilled = "s0002";

/// The tables of the shop, each behind those that it refers to.
struct ShopTable {
  std::string name;
  std::vector<std::string> columns;
};
std::vector<ShopTable> shop_tables();

/// The rows of each table of shop_tables(), as bulk_insert takes them.
std::vector<std::vector<std::vector<Value>>> shop_rows(const std::string& chinook_json);

}  // namespace retort::live

#endif
