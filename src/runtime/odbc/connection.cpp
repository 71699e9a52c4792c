#include "runtime/odbc/connection.hpp"

#include <retort/error.hpp>

#include <utility>

namespace retort::runtime::odbc {

soci::session& OdbcConnection::session() noexcept {
  doubtful_ = true;
  return session_;
}

Database::Answer OdbcConnection::run(std::string_view sql) {
  try {
    return database_.run(sql);
  } catch (...) {
    // A trigger's RAISE(ROLLBACK), a full disk, or a driver that rolls back (psqlODBC with Protocol=7.4-1).
    doubtful_ = true;
    throw;
  }
}

std::int64_t OdbcConnection::execute(std::string_view sql) { return run(sql).changed; }

std::vector<TextRow> OdbcConnection::rows(std::string_view sql) { return run(sql).rows; }

std::vector<std::string> OdbcConnection::query(std::string_view sql) {
  std::vector<std::string> result;
  for (auto& row : rows(sql)) {
    result.push_back(row.empty() ? std::string() : std::move(row.front()).value_or(std::string()));
  }
  return result;
}

std::optional<std::vector<std::string>> OdbcConnection::query_existing(std::string_view sql, const BeginOptions&) {
  try {
    return query(sql);
  } catch (const DatabaseError& error) {
    if (error.code() != "undefined_table" && error.code() != "undefined_schema") throw;
    return std::nullopt;
  }
}

bool OdbcConnection::in_transaction() noexcept {
  if (!database_.commits_by_itself()) return true;
  // Outside of a transaction of ours the program may have begun one.
  if (open_ && !doubtful_ && !statements_commit()) return true;
  try {
    return is_open();
  } catch (...) {
    return open_;
  }
}

void OdbcConnection::begin(const BeginOptions& options) {
  begin_now(options);
  open_ = true;
  doubtful_ = false;
}

void OdbcConnection::commit() {
  // The program's code has begun one in ODBC's way and left it open.
  if (!database_.commits_by_itself()) session_.commit();
  commit_now();
  open_ = false;
}

std::string OdbcConnection::rollback() noexcept {
  try {
    if (!database_.commits_by_itself()) session_.rollback();
    if (in_transaction()) database_.run("ROLLBACK");
    open_ = false;
    after_rollback();
  } catch (const Error& error) {
    return error.message();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "out of memory";
  }
  return {};
}

}  // namespace retort::runtime::odbc
