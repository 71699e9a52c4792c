#include <retort/error.hpp>

#include <soci/soci.h>

#include "runtime/connection.hpp"
#include "runtime/sqlite3/connection.hpp"

namespace retort::runtime {

std::unique_ptr<Connection> connect(soci::session& session) {
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
  throw UsageError("the backend \"" + name + "\" is not supported; open the session with sqlite3",
                   {.code = "unsupported_backend"});
}

}  // namespace retort::runtime
