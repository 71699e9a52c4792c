#include "runtime/postgresql/advisory_lock.hpp"

#include <retort/error.hpp>

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
constexpr std::string_view kNoSuchPrepared = "26000";

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

}  // namespace

/// pg_locks has the number in two halves.
std::string AdvisoryLock::is_this_lock() const {
  return "locktype = 'advisory' AND database = " + database_ +
         " AND objsubid = 1 AND (classid::bigint << 32) | objid::bigint = " + key_ + "::bigint AND granted";
}

bool AdvisoryLock::try_lock() { return connection_.query("SELECT pg_try_advisory_lock(" + key_ + ")").front() == "t"; }

std::string AdvisoryLock::holder() {
  const auto found = connection_.rows(
      "SELECT a.pid::text, a.usename::text, a.application_name, coalesce(host(a.client_addr), 'this machine') FROM "
      "pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE " +
      is_this_lock());
  if (found.empty()) return {};
  const auto& row = found.front();
  auto text = "process " + row[0].value_or("?") + " (" + row[1].value_or("?");
  if (row[2] && !row[2]->empty()) text += ", " + *row[2];
  return text + ", from " + row[3].value_or("?") + ")";
}

bool AdvisoryLock::lock(std::string_view name, const BeginOptions& options) {
  const auto place = connection_
                         .rows(
                             "SELECT current_schema()::text, pg_backend_pid()::text, oid::text FROM pg_database "
                             "WHERE datname = current_database()")
                         .front();
  const auto names = significant_tokens(name, SqlSyntax::of("postgresql"));
  const auto schema = names.size() == 3 ? unquoted(names.front().in(name)) : place[0].value_or("");
  key_ = std::to_string(key_of(schema, unquoted(names.back().in(name))));
  process_ = place[1].value_or("");
  database_ = place[2].value_or("");
  bool held = false;
  const auto attempt = [&] {
    held = try_lock();
    return held || (options.is_settled && options.is_settled());
  };
  if (!poll(options, attempt, [this] { return holder(); })) {
    const auto who = holder();
    key_.clear();
    fail_for_lock(who, options);
  }
  if (!held) {
    key_.clear();
    return false;
  }
  version_table_ = name;
  prepare_proof();
  bound_waits(options);
  return true;
}

void AdvisoryLock::forget_proof() {
  if (prepared_.empty()) return;
  try {
    connection_.execute("DEALLOCATE " + std::exchange(prepared_, {}));
  } catch (const DatabaseError&) {
    // Code of a migration has said DEALLOCATE ALL.
  }
}

void AdvisoryLock::prepare_proof() {
  const auto name = "\"_retort_proof_" + process_ + "_" + key_ + "\"";
  try {
    connection_.execute("PREPARE " + name + " AS " + proof());
    prepared_ = name;
  } catch (const DatabaseError&) {
    // It is the same question without it.
  }
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
  return "SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND pid = " + process_ + " AND " + is_this_lock();
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
    forget_proof();
    if (!std::exchange(bound_, {}).empty()) connection_.execute("SET lock_timeout = " + own_);
    const auto released = connection_.query("SELECT pg_advisory_unlock(" + std::exchange(key_, {}) + ")");
    return released.front() == "t" ? std::string() : "the lock was not held any more";
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
}

bool AdvisoryLock::open(std::string_view question, std::vector<std::string>& answer) {
  const std::string begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
  proved_ = false;
  if (!version_table_.empty()) {
    // Every migration begins with these: one message, where each would be a way to the server and back.
    std::vector<std::string> statements = {begin,
                                           "LOCK TABLE " + version_table_ + " IN SHARE ROW EXCLUSIVE MODE NOWAIT",
                                           prepared_.empty() ? proof() : "EXECUTE " + prepared_};
    if (!question.empty()) statements.emplace_back(question);
    try {
      auto answers = connection_.query_each(statements);
      require_held(answers[2].front());
      if (!question.empty()) answer = std::move(answers.back());
      return proved_ = true;
    } catch (const Error& error) {
      connection_.rollback();
      const auto& code = error.backend_code();
      if (code == kLockNotAvailable) return false;
      if (code == kNoSuchPrepared && !std::exchange(prepared_, {}).empty()) return open(question, answer);
      // A table that does not exist yet is nobody's.
      if (code != kUndefinedTable) throw;
    }
  }
  connection_.execute(begin);
  if (!question.empty()) answer = connection_.query(question);
  return true;
}

void AdvisoryLock::begin(const BeginOptions& options) { begin_with(options, {}); }

std::vector<std::string> AdvisoryLock::begin_with(const BeginOptions& options, std::string_view question) {
  std::vector<std::string> answer;
  if (!poll(
          options, [&] { return open(question, answer); }, [] { return std::string(); }))
    fail_for_lock({}, options);
  return answer;
}

}  // namespace retort::runtime::postgresql
