#include "runtime/mysql/connection.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "runtime/mysql/server.hpp"

namespace retort::runtime::mysql {

namespace {

std::vector<std::string> first_column(std::vector<TextRow> rows) {
  std::vector<std::string> result;
  for (auto& row : rows) result.push_back(row.empty() ? std::string() : std::move(row.front()).value_or(std::string()));
  return result;
}

}  // namespace

MysqlConnection::MysqlConnection(soci::session& session, Database database, const dialect::mysql::Server& server)
    : session_(session),
      database_(database),
      server_(server),
      dialect_(dialect_of(server)),
      catalog_(*this, server_),
      lock_(*this) {}

schema::MetaData MysqlConnection::inspect() {
  const bool open = in_transaction();
  auto schema = catalog_.inspect();
  settle(open);
  return schema;
}

std::vector<TextRow> MysqlConnection::rows(std::string_view sql) {
  const bool open = in_transaction();
  auto rows = database_.run(sql).rows;
  settle(open);
  return rows;
}

std::vector<std::string> MysqlConnection::query(std::string_view sql) { return first_column(rows(sql)); }

/// A table that somebody has locked for himself (LOCK TABLES, a change of its structure) is waited for as long as the
/// session says, which is a day where nobody has said otherwise.
std::string MysqlConnection::bounded(std::string_view select, const BeginOptions& lock) const {
  constexpr std::string_view kSelect = "SELECT ";
  if (select.substr(0, kSelect.size()) != kSelect) return std::string(select);
  const auto seconds = std::to_string(std::max<std::int64_t>(1, (lock.lock_timeout.count() + 999) / 1000));
  if (server_.mariadb) return "SET STATEMENT lock_wait_timeout = " + seconds + " FOR " + std::string(select);
  return "SELECT /*+ SET_VAR(lock_wait_timeout = " + seconds + ") */ " + std::string(select.substr(kSelect.size()));
}

std::optional<std::vector<std::string>> MysqlConnection::query_existing(std::string_view sql,
                                                                        const BeginOptions& lock) {
  const bool open = in_transaction();
  Database::Answer answer;
  const auto refused = database_.try_run(bounded(sql, lock), answer);
  settle(open);
  if (!refused) return first_column(std::move(answer.rows));
  // A refused statement leaves its transaction as it was.
  if (is_no_table(refused->number)) return std::nullopt;
  fail(*refused);
}

void MysqlConnection::settle(bool was_open) {
  if (!was_open && !database_.commits_by_itself() && database_.in_transaction()) database_.run("COMMIT");
}

void MysqlConnection::begin(const BeginOptions&) { database_.run("START TRANSACTION"); }

std::string MysqlConnection::rollback() noexcept {
  try {
    if (database_.in_transaction()) database_.run("ROLLBACK");
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
  return {};
}

}  // namespace retort::runtime::mysql
