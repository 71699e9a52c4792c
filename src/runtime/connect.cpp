#include <retort/error.hpp>

#include <soci/soci.h>

#include "runtime/connection.hpp"
#include "runtime/sqlite3/connection.hpp"

#ifdef RETORT_HAS_POSTGRESQL
#include "runtime/postgresql/connect.hpp"
#endif
#ifdef RETORT_HAS_MYSQL
#include "runtime/mysql/connect.hpp"
#endif
#ifdef RETORT_HAS_FIREBIRD
#include "runtime/firebird/connect.hpp"
#endif
#ifdef RETORT_HAS_ODBC
#include "runtime/odbc/connect.hpp"
#endif

#ifdef RETORT_FAULT_POINTS
#include "runtime/fault_points.hpp"
#endif

namespace retort::runtime {

namespace {

std::unique_ptr<Connection> connect_to(soci::session& session) {
  auto* backend = session.get_backend();
  if (backend == nullptr) {
    throw UsageError("the session is not open; open it before the Migrator is made", {.code = "not_connected"});
  }
  const auto name = session.get_backend_name();
  if (name == "sqlite3") {
    auto& sqlite = *static_cast<soci::sqlite3_session_backend*>(backend);
    return std::make_unique<sqlite3::Sqlite3Connection>(&session,
                                                        sqlite3::Database(sqlite3::native_for(sqlite), sqlite.conn_));
  }
#ifdef RETORT_HAS_POSTGRESQL
  if (name == "postgresql") return postgresql::connect(session);
#endif
#ifdef RETORT_HAS_MYSQL
  if (name == "mysql") return mysql::connect(session);
#endif
#ifdef RETORT_HAS_FIREBIRD
  if (name == "firebird") return firebird::connect(session);
#endif
#ifdef RETORT_HAS_ODBC
  if (name == "odbc") return odbc::connect(session);
#endif
  throw UsageError("the backend \"" + name +
                       "\" is not supported by this build of retort; it knows sqlite3, and postgresql, mysql, firebird "
                       "and odbc where SOCI and the client's headers were there when it was built",
                   {.code = "unsupported_backend"});
}

}  // namespace

std::unique_ptr<Connection> connect(soci::session& session) {
#ifdef RETORT_FAULT_POINTS
  return with_fault_points(connect_to(session));
#else
  return connect_to(session);
#endif
}

}  // namespace retort::runtime
