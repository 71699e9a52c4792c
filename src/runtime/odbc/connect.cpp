#include "runtime/odbc/connect.hpp"

#include <retort/error.hpp>

#include "runtime/odbc/connection.hpp"

namespace retort::runtime::odbc {

std::unique_ptr<Connection> connect(soci::session& session) {
  auto& backend = *static_cast<soci::odbc_session_backend*>(session.get_backend());
  const auto& native = native_for(backend);
  const Database driver(native, backend.hdbc_, Product::sqlite, {});
  const auto name = driver.info(SQL_DBMS_NAME);
  const auto version = driver.info(SQL_DBMS_VER);
  if (const auto product = find_product(name, version)) {
    switch (*product) {
      case Product::postgresql:
        return connect_postgresql(session, native, backend.hdbc_);
      case Product::mysql:
        return connect_mysql(session, native, backend.hdbc_);
      case Product::sqlite:
        return connect_sqlite(session, native, backend.hdbc_);
    }
  }
  throw UsageError("the session's ODBC driver (" + driver.info(SQL_DRIVER_NAME) + ") leads to " + name + " " + version +
                       "; through ODBC retort migrates PostgreSQL, MySQL, MariaDB and SQLite 3",
                   {.code = "unsupported_product"});
}

}  // namespace retort::runtime::odbc
