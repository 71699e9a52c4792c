#include "dialect/dialect.hpp"

#include "dialect/firebird/dialect.hpp"
#include "dialect/mysql/dialect.hpp"
#include "dialect/postgresql/dialect.hpp"
#include "dialect/sqlite/dialect.hpp"

namespace retort::dialect {

const Dialect* find_dialect(std::string_view name) noexcept {
  if (name == "sqlite" || name == "sqlite3") return &sqlite::dialect();
  if (name == "postgresql" || name == "postgres") return &postgresql::dialect();
  if (name == "mysql") return &mysql::mysql_dialect();
  if (name == "mariadb") return &mysql::mariadb_dialect();
  if (name == "firebird") return &firebird::dialect();
  return nullptr;
}

}  // namespace retort::dialect
