#include "runtime/mysql/connect.hpp"

#include <retort/error.hpp>

#include <charconv>
#include <string_view>

#include "runtime/mysql/connection.hpp"

namespace retort::runtime::mysql {

namespace {

/// `10.11.2-MariaDB-1` is 101102.
int version_number(std::string_view text) {
  int number = 0;
  for (int part = 0; part < 3; ++part) {
    int value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value).ptr;
    number = number * 100 + value;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text.front() == '.') text.remove_prefix(1);
  }
  return number;
}

dialect::mysql::Server ask_server(const Database& database) {
  const auto rows = database
                        .run(
                            "SELECT VERSION(), (SELECT MAXLEN FROM information_schema.CHARACTER_SETS WHERE "
                            "CHARACTER_SET_NAME = @@character_set_database)")
                        .rows;
  dialect::mysql::Server server;
  if (rows.empty() || rows.front().size() < 2) return server;
  const auto version = rows.front()[0].value_or(std::string());
  server.mariadb = version.find("MariaDB") != std::string::npos;
  server.version = version_number(version);
  server.backslash_escapes = database.backslash_escapes();
  const auto length = rows.front()[1].value_or("0");
  std::from_chars(length.data(), length.data() + length.size(), server.character_bytes);
  return server;
}

}  // namespace

std::unique_ptr<Connection> connect(soci::session& session) {
  auto& backend = *static_cast<soci::mysql_session_backend*>(session.get_backend());
  const Database database(native_for(backend), backend.conn_);
  if (database.reconnects()) {
    throw UsageError(
        "the session reconnects by itself (reconnect=1): the lock that keeps other migrators out would be lost "
        "without a word; open it without",
        {.code = "reconnect"});
  }
  return std::make_unique<MysqlConnection>(session, database, ask_server(database));
}

}  // namespace retort::runtime::mysql
