#include "runtime/odbc/product.hpp"

#include "core/sql_lexer.hpp"

namespace retort::runtime::odbc {

std::optional<Product> find_product(std::string_view name, std::string_view version) noexcept {
  if (equal_ignoring_case(name, "PostgreSQL")) return Product::postgresql;
  if (equal_ignoring_case(name, "MySQL") || equal_ignoring_case(name, "MariaDB")) return Product::mysql;
  // There is a driver for SQLite 2, too.
  if (equal_ignoring_case(name, "SQLite") && version.substr(0, 1) != "2") return Product::sqlite;
  return std::nullopt;
}

}  // namespace retort::runtime::odbc
