#include "runtime/mysql/named_lock.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <cstdint>
#include <random>
#include <thread>
#include <utility>

#include "core/fnv.hpp"
#include "dialect/mysql/quoting.hpp"

namespace retort::runtime::mysql {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// The name of a lock is 64 characters at most and the same for the whole server: a number stands for the database and
/// the table.
std::string lock_name(std::string_view database, std::string_view table) {
  Fnv1a hash;
  hash.add(database);
  hash.add(".");
  hash.add(table);
  return "retort_" + hash.hex();
}

}  // namespace

std::string NamedLock::value(const std::string& sql) const {
  auto rows = connection_.query(sql);
  return rows.empty() ? std::string() : std::move(rows.front());
}

std::string NamedLock::holder() const {
  const auto sql =
      "SELECT CONCAT('connection ', p.ID, ' of ', p.USER, ' at ', p.HOST) FROM information_schema.PROCESSLIST p WHERE "
      "p.ID = IS_USED_LOCK(" +
      lock_ + ")";
  try {
    return value(sql);
  } catch (const DatabaseError&) {
    return {};  // it takes a privilege to see others
  }
}

void NamedLock::bound_waits(milliseconds timeout) {
  // Without this a statement of DDL waits for a day while somebody reads the table.
  const auto seconds = std::max<std::int64_t>(1, (timeout.count() + 999) / 1000);
  const auto now = connection_.rows("SELECT @@SESSION.lock_wait_timeout, @@SESSION.innodb_lock_wait_timeout");
  if (now.empty() || now.front().size() < 2) return;
  const auto set = [](const std::string& definition, const std::string& rows) {
    return "SET SESSION lock_wait_timeout = " + definition + ", SESSION innodb_lock_wait_timeout = " + rows;
  };
  const auto bound = std::to_string(seconds);
  connection_.execute(set("LEAST(@@SESSION.lock_wait_timeout, " + bound + ")",
                          "LEAST(@@SESSION.innodb_lock_wait_timeout, " + bound + ")"));
  restore_ = set(now.front()[0].value_or("DEFAULT"), now.front()[1].value_or("DEFAULT"));
}

void NamedLock::restore_waits() {
  if (!restore_.empty()) connection_.execute(std::exchange(restore_, {}));
}

bool NamedLock::lock(std::string_view name, const BeginOptions& options) {
  const auto literal = dialect::mysql::literal(Value(lock_name(value("SELECT DATABASE()"), name)));
  lock_ = literal;
  const auto start = Clock::now();
  std::minstd_rand random(std::random_device{}());
  milliseconds pause{5};
  for (;;) {
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    const auto left = options.lock_timeout - waited;
    // The server hands it over at once to somebody who waits there.
    const bool wait_there = left >= milliseconds(1000) && waited.count() > 0;
    const auto got = connection_.rows("SELECT GET_LOCK(" + literal + (wait_there ? ", 1)" : ", 0)"));
    const auto answer = got.empty() ? std::nullopt : got.front().front();
    if (answer == "1") break;
    if (answer != "0") {
      lock_.clear();
      throw StateError("the server could not lock the migrations (GET_LOCK gave NULL); see its log",
                       {.code = "locked", .sql = "GET_LOCK(" + literal + ")"});
    }
    if (options.is_settled && options.is_settled()) {
      lock_.clear();
      return false;
    }
    const auto by = holder();
    if (left.count() <= 0) {
      lock_.clear();
      throw StateError("another process migrates this database" + (by.empty() ? std::string() : " (" + by + ")") +
                           ", and did so for all of the " + std::to_string(options.lock_timeout.count()) +
                           " ms that were waited; run it again when it has finished, or raise lock_timeout",
                       {.code = "locked"});
    }
    if (options.on_wait) options.on_wait(waited, by);
    if (wait_there) continue;
    const auto jitter = milliseconds(std::uniform_int_distribution<int>(0, static_cast<int>(pause.count()))(random));
    std::this_thread::sleep_for(std::clamp(pause + jitter, milliseconds(1), std::max(left, milliseconds(1))));
    pause = std::min(pause * 2, milliseconds(100));
  }
  bound_waits(options.statement_timeout.count() > 0 ? options.statement_timeout : options.lock_timeout);
  return true;
}

void NamedLock::prove() {
  if (lock_.empty()) return;
  if (value("SELECT IS_USED_LOCK(" + lock_ + ") = CONNECTION_ID()") == "1") return;
  throw StateError(
      "the lock that keeps other migrators out is lost: the connection was replaced, or somebody released it; nothing "
      "more was sent. Run it again",
      {.code = "lock_lost"});
}

std::string NamedLock::unlock() noexcept {
  try {
    if (lock_.empty()) return {};
    const auto name = std::exchange(lock_, {});
    restore_waits();
    const auto released = value("SELECT RELEASE_LOCK(" + name + ")");
    return released == "1" ? std::string() : "the lock was not held any more";
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
}

}  // namespace retort::runtime::mysql
