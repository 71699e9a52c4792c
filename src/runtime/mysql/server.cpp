#include "runtime/mysql/server.hpp"

#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <tuple>

#include "dialect/mysql/dialect.hpp"

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

}  // namespace

dialect::mysql::Server ask_server(const Ask& ask) {
  const auto rows =
      ask("SELECT VERSION(), (SELECT MAXLEN FROM information_schema.CHARACTER_SETS WHERE CHARACTER_SET_NAME = "
          "@@character_set_database), FIND_IN_SET('NO_BACKSLASH_ESCAPES', @@SESSION.sql_mode) = 0, "
          "@@lower_case_table_names = 0, @@collation_database");
  dialect::mysql::Server server;
  if (rows.empty() || rows.front().size() < 5) return server;
  const auto version = rows.front()[0].value_or(std::string());
  server.mariadb = version.find("MariaDB") != std::string::npos;
  server.version = version_number(version);
  const auto length = rows.front()[1].value_or("0");
  std::from_chars(length.data(), length.data() + length.size(), server.character_bytes);
  server.backslash_escapes = rows.front()[2] == "1";
  server.tells_table_case = rows.front()[3] == "1";
  server.collation = rows.front()[4].value_or(std::string());
  return server;
}

const dialect::Dialect& dialect_of(const dialect::mysql::Server& server) {
  using Facts = std::tuple<bool, int, bool, int, std::string, bool>;
  static std::mutex mutex;
  // Never destroyed, and few: a program speaks to a server or two.
  static auto& known = *new std::map<Facts, std::unique_ptr<const dialect::Dialect>>();
  // All of them: a struct with another member does not compile here.
  const auto& [mariadb, version, backslash_escapes, character_bytes, collation, tells_table_case] = server;
  const std::lock_guard lock(mutex);
  auto& dialect = known[{mariadb, version, backslash_escapes, character_bytes, collation, tells_table_case}];
  if (!dialect) dialect = dialect::mysql::make_dialect(server);
  return *dialect;
}

}  // namespace retort::runtime::mysql
