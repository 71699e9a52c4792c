#include "runtime/mysql/connect.hpp"

#include <retort/error.hpp>

#include "runtime/mysql/connection.hpp"
#include "runtime/mysql/server.hpp"

namespace retort::runtime::mysql {

std::unique_ptr<Connection> connect(soci::session& session) {
  auto& backend = *static_cast<soci::mysql_session_backend*>(session.get_backend());
  const Database database(native_for(backend), backend.conn_);
  if (database.reconnects()) {
    throw UsageError(
        "the session reconnects by itself (reconnect=1): the lock that keeps other migrators out would be lost "
        "without a word; open it without",
        {.code = "reconnect"});
  }
  const auto server = ask_server([&](const std::string& sql) { return database.run(sql).rows; });
  return std::make_unique<MysqlConnection>(session, database, server);
}

}  // namespace retort::runtime::mysql
