#include "runtime/postgresql/advisory_lock.hpp"

#include <retort/error.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "core/fnv.hpp"
#include "core/sql_lexer.hpp"
#include "runtime/polling.hpp"

namespace retort::runtime::postgresql {

namespace {

constexpr std::string_view kUndefinedTable = "42P01";
constexpr std::string_view kLockNotAvailable = "55P03";

[[noreturn]] void fail_for_lock(const std::string& holder, const BeginOptions& options) {
  throw StateError((holder.empty() ? "another session" : holder) + " was migrating this database for all of the " +
                       std::to_string(options.lock_timeout.count()) +
                       " ms that were waited; run it again when that one has finished, or raise lock_timeout",
                   {.code = "locked"});
}

/// The number must stay what it is: older programs ask for the same lock.
std::int64_t key_of(std::string_view schema, std::string_view table) {
  Fnv1a hash;
  hash.add("retort");
  hash.add_byte(0);
  hash.add(schema);
  hash.add_byte(0);
  hash.add(table);
  return static_cast<std::int64_t>(hash.value());
}

/// pg_locks has the number in two halves.
std::string is_this_lock(const std::string& key) {
  return "locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND "
         "objsubid = 1 AND (classid::bigint << 32) | objid::bigint = " +
         key + "::bigint AND granted";
}

}  // namespace

bool AdvisoryLock::try_lock() { return connection_.query("SELECT pg_try_advisory_lock(" + key_ + ")").front() == "t"; }

std::string AdvisoryLock::holder() {
  const auto found = connection_.rows(
      "SELECT a.pid::text, a.usename::text, a.application_name, coalesce(host(a.client_addr), 'this machine') FROM "
      "pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE " +
      is_this_lock(key_));
  if (found.empty()) return {};
  const auto& row = found.front();
  auto text = "process " + row[0].value_or("?") + " (" + row[1].value_or("?");
  if (row[2] && !row[2]->empty()) text += ", " + *row[2];
  return text + ", from " + row[3].value_or("?") + ")";
}

void AdvisoryLock::lock(std::string_view name, const BeginOptions& options) {
  const auto place = connection_.rows("SELECT current_schema()::text, pg_backend_pid()::text").front();
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
  bound_waits(options);
}

void AdvisoryLock::bound_waits(const BeginOptions& options) {
  if (options.statement_timeout.count() <= 0) return;
  const auto now = connection_.query("SELECT setting FROM pg_settings WHERE name = 'lock_timeout'").front();
  bound_ = std::to_string(options.statement_timeout.count());
  // The session may be stricter already.
  if (now != "0" && std::stoll(now) <= options.statement_timeout.count()) bound_ = now;
  own_ = now;
  connection_.execute("SET lock_timeout = " + bound_);
}

void AdvisoryLock::set_patient(bool patient) {
  if (!bound_.empty()) connection_.execute("SET lock_timeout = " + (patient ? own_ : bound_));
}

std::string AdvisoryLock::proof() const {
  return "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND pid = " + process_ + " AND " +
         is_this_lock(key_);
}

void AdvisoryLock::prove() {
  if (key_.empty() || std::exchange(proved_, false)) return;
  require_held(connection_.query(proof()).front());
}

void AdvisoryLock::require_held(const std::string& count) {
  if (count != "0") return;
  throw StateError(
      "the lock that keeps other migrators out is not held any more: the connection was made anew, or it goes through "
      "a "
      "pooler that gives every transaction another one; connect to the server itself",
      {.code = "lock_lost"});
}

std::string AdvisoryLock::unlock() noexcept {
  version_table_.clear();
  try {
    if (key_.empty()) return {};
    if (!std::exchange(bound_, {}).empty()) connection_.execute("SET lock_timeout = " + own_);
    const auto released = connection_.query("SELECT pg_advisory_unlock(" + std::exchange(key_, {}) + ")");
    return released.front() == "t" ? std::string() : "the lock was not held any more";
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
}

/// False when somebody else has the table. One that does not exist yet is nobody's.
bool AdvisoryLock::open() {
  constexpr std::string_view kBegin = "BEGIN ISOLATION LEVEL READ COMMITTED";
  proved_ = false;
  if (version_table_.empty()) {
    connection_.execute(kBegin);
    return true;
  }
  const auto lock_table = "LOCK TABLE " + version_table_ + " IN SHARE ROW EXCLUSIVE MODE NOWAIT";
  const auto question = proof();
  try {
    // Every migration begins with these: one message, where each would be a way to the server and back.
    const auto held = connection_.query_last(std::array<std::string_view, 3>{kBegin, lock_table, question});
    require_held(held.front());
    return proved_ = true;
  } catch (const Error& error) {
    connection_.rollback();
    if (error.backend_code() == kLockNotAvailable) return false;
    if (error.backend_code() != kUndefinedTable) throw;
  }
  connection_.execute(kBegin);
  return true;
}

void AdvisoryLock::begin(const BeginOptions& options) {
  if (!poll(
          options, [this] { return open(); }, [] { return std::string(); }))
    fail_for_lock({}, options);
}

}  // namespace retort::runtime::postgresql
