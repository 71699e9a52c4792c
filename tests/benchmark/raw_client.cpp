#include "benchmark/raw_client.hpp"

#include <soci/firebird/soci-firebird.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace retort::bench {

namespace {

[[noreturn]] void give_up(const std::string& sql, const std::string& why) {
  std::fprintf(stderr, "%s\n%.200s\n", why.c_str(), sql.c_str());
  std::exit(1);
}

void send_postgresql(PGconn* connection, const std::string& sql) {
  auto* result = PQexec(connection, sql.c_str());
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) give_up(sql, PQerrorMessage(connection));
  PQclear(result);
}

void send_mysql(MYSQL* connection, const std::string& sql) {
  if (mysql_real_query(connection, sql.data(), sql.size()) != 0) give_up(sql, mysql_error(connection));
  if (auto* result = mysql_store_result(connection)) mysql_free_result(result);
}

/// SOCI keeps its own transaction to itself, so that this one is ours.
void send_firebird(soci::firebird_session_backend& backend, const std::string& sql) {
  static isc_tr_handle transaction = 0;
  std::array<ISC_STATUS, 20> status{};
  if (transaction == 0) isc_start_transaction(status.data(), &transaction, 1, &backend.dbhp_, 0, nullptr);
  if (sql == "COMMIT") {
    isc_commit_transaction(status.data(), &transaction);
  } else {
    isc_dsql_execute_immediate(status.data(), &backend.dbhp_, &transaction, 0, sql.c_str(), 3, nullptr);
  }
  if (status[0] == 1 && status[1] != 0) give_up(sql, "isc error " + std::to_string(status[1]));
}

void send_sqlite(sqlite_api::sqlite3* connection, const std::string& sql) {
  if (sqlite_api::sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    give_up(sql, sqlite_api::sqlite3_errmsg(connection));
  }
}

}  // namespace

void send_raw(soci::session& session, const std::string& sql) {
  auto* backend = session.get_backend();
  const auto name = session.get_backend_name();
  if (name == "postgresql") {
    send_postgresql(static_cast<soci::postgresql_session_backend*>(backend)->conn_, sql);
  } else if (name == "mysql") {
    send_mysql(static_cast<soci::mysql_session_backend*>(backend)->conn_, sql);
  } else if (name == "firebird") {
    send_firebird(*static_cast<soci::firebird_session_backend*>(backend), sql);
  } else {
    send_sqlite(static_cast<soci::sqlite3_session_backend*>(backend)->conn_, sql);
  }
}

}  // namespace retort::bench
