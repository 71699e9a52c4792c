#include "runtime/postgresql/connection.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <thread>

#include "core/sql_lexer.hpp"
#include "runtime/inspect/postgresql.hpp"

namespace retort::runtime::postgresql {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kUndefinedTable = "42P01";
constexpr std::string_view kLockNotAvailable = "55P03";

/// Tries until it succeeds or the time is over. The pauses grow to 100 ms and are uneven, so that waiters do not come
/// back together. `holder` tells who it is that has what is waited for.
template <typename Attempt, typename Holder>
bool poll(const BeginOptions& options, Attempt attempt, Holder holder) {
  if (attempt()) return true;
  const auto start = Clock::now();
  std::minstd_rand random(std::random_device{}());
  milliseconds pause{1};
  for (;;) {
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    if (waited >= options.lock_timeout) return false;
    if (options.on_wait) options.on_wait(waited, holder());
    const auto jitter = milliseconds(std::uniform_int_distribution<int>(0, static_cast<int>(pause.count()))(random));
    std::this_thread::sleep_for(std::min(pause + jitter, options.lock_timeout - waited));
    pause = std::min(pause * 2, milliseconds(50));
    if (attempt()) return true;
  }
}

[[noreturn]] void fail_for_lock(const std::string& holder, const BeginOptions& options) {
  throw StateError((holder.empty() ? "another session" : holder) + " was migrating this database for all of the " +
                       std::to_string(options.lock_timeout.count()) +
                       " ms that were waited; run it again when that one has finished, or raise lock_timeout",
                   {.code = "locked"});
}

/// FNV-1a. The number must stay what it is: older programs ask for the same lock.
std::int64_t key_of(std::string_view schema, std::string_view table) {
  std::uint64_t hash = 14695981039346656037U;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  };
  add("retort");
  add(std::string_view("\0", 1));
  add(schema);
  add(std::string_view("\0", 1));
  add(table);
  return static_cast<std::int64_t>(hash);
}

/// pg_locks has the number in two halves.
std::string is_this_lock(const std::string& key) {
  return "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND "
         "objsubid = 1 AND (classid::bigint << 32) | objid::bigint = " +
         key + "::bigint AND granted";
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(soci::session& session, Database database)
    : session_(session), database_(database), catalog_(*this), dialect_(dialect::find_dialect("postgresql")) {}

schema::MetaData PostgresqlConnection::inspect() { return inspect_database(*this); }

std::int64_t PostgresqlConnection::execute(std::string_view sql) { return database_.execute(sql).changed_rows(); }

std::vector<TextRow> PostgresqlConnection::rows(std::string_view sql) { return database_.execute(sql).rows(); }

std::vector<std::string> PostgresqlConnection::query(std::string_view sql) {
  std::vector<std::string> result;
  for (auto& row : rows(sql)) result.push_back(row.empty() ? std::string() : std::move(row.front()).value_or(""));
  return result;
}

std::optional<std::vector<std::string>> PostgresqlConnection::query_existing(std::string_view sql,
                                                                             const BeginOptions&) {
  // A refused statement would make an open transaction useless. Readers wait for nobody here.
  const bool inside = database_.in_transaction();
  if (inside) database_.execute("SAVEPOINT _retort_look");
  const auto answer = database_.try_execute(sql);
  if (!answer.succeeded() && answer.state() != kUndefinedTable) database_.fail(answer, sql);
  if (inside && !answer.succeeded()) database_.execute("ROLLBACK TO SAVEPOINT _retort_look");
  if (inside) database_.execute("RELEASE SAVEPOINT _retort_look");
  if (!answer.succeeded()) return std::nullopt;
  std::vector<std::string> result;
  for (auto& row : answer.rows()) result.push_back(std::move(row.front()).value_or(""));
  return result;
}

bool PostgresqlConnection::try_lock() { return query("SELECT pg_try_advisory_lock(" + key_ + ")").front() == "t"; }

std::string PostgresqlConnection::holder() {
  const auto found = rows(
      "SELECT a.pid::text, a.usename::text, a.application_name, coalesce(host(a.client_addr), 'this machine') FROM "
      "pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE " +
      is_this_lock(key_));
  if (found.empty()) return {};
  const auto& row = found.front();
  auto text = "process " + row[0].value_or("?") + " (" + row[1].value_or("?");
  if (row[2] && !row[2]->empty()) text += ", " + *row[2];
  return text + ", from " + row[3].value_or("?") + ")";
}

void PostgresqlConnection::lock(std::string_view name, const BeginOptions& options) {
  const auto place = rows("SELECT current_schema()::text, pg_backend_pid()::text").front();
  const auto names = significant_tokens(name, SqlSyntax::of("postgresql"));
  const auto schema = names.size() == 3 ? unquoted(names.front().in(name)) : place[0].value_or("");
  key_ = std::to_string(key_of(schema, unquoted(names.back().in(name))));
  process_ = place[1].value_or("");
  if (!poll(
          options, [this] { return try_lock(); }, [this] { return holder(); })) {
    const auto who = holder();
    key_.clear();
    fail_for_lock(who, options);
  }
  version_table_ = name;
}

void PostgresqlConnection::prove_lock() {
  if (key_.empty()) return;
  const auto held = query("SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND pid = " + process_ + " AND " +
                          is_this_lock(key_));
  if (held.front() != "0") return;
  throw StateError(
      "the lock that keeps other migrators out is not held any more: the connection was made anew, or it goes through "
      "a "
      "pooler that gives every transaction another one; connect to the server itself",
      {.code = "lock_lost"});
}

std::string PostgresqlConnection::unlock() noexcept {
  version_table_.clear();
  try {
    if (key_.empty()) return {};
    const auto released = query("SELECT pg_advisory_unlock(" + std::exchange(key_, {}) + ")");
    return released.front() == "t" ? std::string() : "the lock was not held any more";
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
}

/// False when somebody else has the table. One that does not exist yet is nobody's.
bool PostgresqlConnection::lock_version_table() {
  if (version_table_.empty()) return true;
  const auto sql = "LOCK TABLE " + version_table_ + " IN SHARE ROW EXCLUSIVE MODE NOWAIT";
  const auto answer = database_.try_execute(sql);
  if (answer.succeeded()) return true;
  const auto state = answer.state();
  if (database_.is_connected()) database_.execute("ROLLBACK");
  if (state != kUndefinedTable && state != kLockNotAvailable) database_.fail(answer, sql);
  if (state == kLockNotAvailable) return false;
  database_.execute("BEGIN ISOLATION LEVEL READ COMMITTED");
  return true;
}

void PostgresqlConnection::begin(const BeginOptions& options) {
  prove_lock();
  const auto open = [this] {
    database_.execute("BEGIN ISOLATION LEVEL READ COMMITTED");
    return lock_version_table();
  };
  if (!poll(options, open, [] { return std::string(); })) fail_for_lock({}, options);
}

void PostgresqlConnection::commit() {
  const auto answer = database_.try_execute("COMMIT");
  if (answer.succeeded()) {
    // The server ends a failed transaction without an error.
    if (answer.command() == "COMMIT") return;
    throw DatabaseError(
        "PostgreSQL: the transaction was rolled back in place of being committed: a statement in it had failed, and "
        "its "
        "error was kept from the migrator; let errors out of op::run",
        {.code = "failed_transaction", .sql = "COMMIT"});
  }
  if (!database_.is_connected()) {
    throw DatabaseError(
        "PostgreSQL: the connection was lost while the transaction was being committed, so it is not known whether it "
        "was; the version rows are part of it: connect again and run it again, and it goes on from where it is",
        {.code = "connection_lost", .sql = "COMMIT"});
  }
  database_.fail(answer, "COMMIT");
}

std::string PostgresqlConnection::rollback() noexcept {
  try {
    if (!database_.is_connected()) return "the connection is lost; the server rolls back by itself";
    if (database_.in_transaction()) database_.execute("ROLLBACK");
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
  return {};
}

}  // namespace retort::runtime::postgresql
