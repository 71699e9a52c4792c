#include "runtime/postgresql/connect.hpp"

#include <soci/soci.h>

#include "runtime/postgresql/connection.hpp"

namespace retort::runtime::postgresql {

std::unique_ptr<Connection> connect(soci::session& session) {
  auto& backend = *static_cast<soci::postgresql_session_backend*>(session.get_backend());
  return std::make_unique<PostgresqlConnection>(session, Database(native_for(backend), backend.conn_));
}

}  // namespace retort::runtime::postgresql
