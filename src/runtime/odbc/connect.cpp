#include "runtime/odbc/connect.hpp"

#include <retort/error.hpp>

#include <string_view>

#include "core/sql_lexer.hpp"
#include "runtime/odbc/connection.hpp"

namespace retort::runtime::odbc {

std::unique_ptr<Connection> connect(soci::session& session) {
  auto& backend = *static_cast<soci::odbc_session_backend*>(session.get_backend());
  const auto& native = native_for(backend);
  const Database driver(native, backend.hdbc_, Product::sqlite, {});
  const auto product = driver.info(SQL_DBMS_NAME);
  const auto is = [&](std::string_view name) { return equal_ignoring_case(product, name); };
  if (is("PostgreSQL")) return connect_postgresql(session, native, backend.hdbc_);
  if (is("MySQL") || is("MariaDB")) return connect_mysql(session, native, backend.hdbc_);
  if (is("SQLite")) return connect_sqlite(session, native, backend.hdbc_);
  throw UsageError("the session's ODBC driver (" + driver.info(SQL_DRIVER_NAME) + ") leads to \"" + product +
                       "\"; through ODBC retort migrates PostgreSQL, MySQL, MariaDB and SQLite",
                   {.code = "unsupported_product"});
}

}  // namespace retort::runtime::odbc
