#include "runtime/sqlite3/connection.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <random>
#include <thread>

#include "runtime/inspect/sqlite.hpp"

namespace retort::runtime::sqlite3 {

namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

bool is_busy(int code) { return code == SQLITE_BUSY || code == SQLITE_LOCKED; }

/// Tries until it is not refused for a lock, or until the time is over; the last code. The pauses grow to 100 ms and
/// are uneven, so that waiters do not come back together.
template <typename Attempt>
int poll(const BeginOptions& options, Attempt attempt) {
  int code = attempt();
  if (!is_busy(code)) return code;
  const auto start = Clock::now();
  std::minstd_rand random(std::random_device{}());
  milliseconds pause{1};
  while (is_busy(code)) {
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    if (waited >= options.lock_timeout) return code;
    if (options.on_wait) options.on_wait(waited, {});
    const auto jitter = milliseconds(std::uniform_int_distribution<int>(0, static_cast<int>(pause.count()))(random));
    std::this_thread::sleep_for(std::min(pause + jitter, options.lock_timeout - waited));
    pause = std::min(pause * 2, milliseconds(50));
    code = attempt();
  }
  return code;
}

/// SQLite does not tell who it was.
[[noreturn]] void fail_for_lock(std::string_view sql, int code, const BeginOptions& options) {
  throw StateError("another connection held the database for all of the " +
                       std::to_string(options.lock_timeout.count()) +
                       " ms that were waited; run it again when that one has finished, or raise lock_timeout",
                   {.code = "locked", .sql = std::string(sql), .backend_code = std::to_string(code)});
}

/// A database in memory with nothing but the structure of another one.
class Shadow final : public Connection {
 public:
  Shadow(const Native& native, ::sqlite_api::sqlite3* handle)
      : native_(native), handle_(handle), inner_(nullptr, Database(native, handle)) {}
  ~Shadow() override { native_.close(handle_); }

  const dialect::Dialect& dialect() const noexcept override { return inner_.dialect(); }
  dialect::Facts& facts() noexcept override { return inner_.facts(); }
  schema::MetaData inspect() override { return inner_.inspect(); }
  soci::session& session() noexcept override { return inner_.session(); }
  std::int64_t execute(std::string_view sql) override { return inner_.execute(sql); }
  std::vector<TextRow> rows(std::string_view sql) override { return inner_.rows(sql); }
  std::vector<std::string> query(std::string_view sql) override { return inner_.query(sql); }
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override {
    return inner_.query_existing(sql, lock);
  }
  bool is_whole() const noexcept override { return whole_; }
  void set_incomplete() noexcept { whole_ = false; }
  bool in_transaction() noexcept override { return inner_.in_transaction(); }
  void begin(const BeginOptions& options) override { inner_.begin(options); }
  void commit() override { inner_.commit(); }
  std::string rollback() noexcept override { return inner_.rollback(); }

 private:
  const Native& native_;
  ::sqlite_api::sqlite3* handle_;
  Sqlite3Connection inner_;
  bool whole_ = true;
};

/// Nothing that a user's statement says may leave the shadow: no other file is opened, no library loaded.
int refuse_other_files(void*, int action, const char*, const char* function, const char*, const char*) {
  if (action == SQLITE_ATTACH || action == SQLITE_DETACH) return SQLITE_DENY;
  if (action == SQLITE_FUNCTION && function != nullptr && std::string_view(function) == "load_extension") {
    return SQLITE_DENY;
  }
  return SQLITE_OK;
}

}  // namespace

Sqlite3Connection::Sqlite3Connection(soci::session* session, Database database)
    : session_(session), database_(database), catalog_(*this), dialect_(dialect::find_dialect("sqlite")) {}

schema::MetaData Sqlite3Connection::inspect() { return read_objects(catalog_.objects({})); }

std::vector<TextRow> Sqlite3Connection::rows(std::string_view sql) {
  std::vector<TextRow> result;
  database_.query(sql, [&](const Row& row) { result.push_back(row.texts()); });
  return result;
}

std::vector<std::string> Sqlite3Connection::query(std::string_view sql) {
  std::vector<std::string> result;
  database_.query(sql, [&](const Row& row) { result.push_back(row.text(0)); });
  return result;
}

std::optional<std::vector<std::string>> Sqlite3Connection::query_existing(std::string_view sql,
                                                                          const BeginOptions& lock) {
  std::optional<std::vector<std::string>> result;
  // A writer that commits keeps readers out for a moment; only the last refusal counts.
  const int code = poll(lock, [&] {
    try {
      result = query(sql);
      return SQLITE_OK;
    } catch (const StateError&) {
      return SQLITE_BUSY;
    } catch (const DatabaseError& error) {
      // SQLite has no code of its own for this.
      if (error.message().find("no such table") == std::string::npos) throw;
      result.reset();
      return SQLITE_OK;
    }
  });
  if (is_busy(code)) fail_for_lock(sql, code, lock);
  return result;
}

void Sqlite3Connection::begin(const BeginOptions& options) {
  constexpr std::string_view kBegin = "BEGIN IMMEDIATE";
  lock_timeout_ = options.lock_timeout;
  const int code = poll(options, [&] { return database_.try_execute(kBegin); });
  if (is_busy(code)) fail_for_lock(kBegin, code, options);
  if (code != SQLITE_OK) database_.fail(kBegin);
}

void Sqlite3Connection::commit() {
  // Readers may keep a commit waiting; the changes are safe meanwhile.
  constexpr std::string_view kCommit = "COMMIT";
  const int code = poll({lock_timeout_, {}}, [&] { return database_.try_execute(kCommit); });
  if (is_busy(code)) fail_for_lock(kCommit, code, {lock_timeout_, {}});
  if (code != SQLITE_OK) database_.fail(kCommit);
}

std::string Sqlite3Connection::rollback() noexcept {
  try {
    // Some errors (a full disk) end the transaction by themselves.
    if (database_.in_transaction()) database_.execute("ROLLBACK");
    // A rebuild may have been cut short between switching this on and off, and a pragma does not roll back.
    database_.execute("PRAGMA legacy_alter_table = OFF");
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
  return {};
}

bool Sqlite3Connection::foreign_keys_on() {
  const auto rows = query("PRAGMA foreign_keys");
  return !rows.empty() && rows.front() == "1";
}

void Sqlite3Connection::set_foreign_keys(bool on) {
  database_.execute(on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
}

std::unique_ptr<Connection> Sqlite3Connection::shadow() {
  const auto& native = database_.native();
  ::sqlite_api::sqlite3* handle = nullptr;
  if (native.open(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr) != SQLITE_OK) {
    native.close(handle);
    return nullptr;
  }
  auto shadow = std::make_unique<Shadow>(native, handle);
  const Database database(native, handle);
  native.set_authorizer(handle, &refuse_other_files, nullptr);
  for (const auto& object : catalog_.objects({})) {
    // What cannot be made again (a virtual table, a collation of the program's own) is left out, and the plan is as
    // good as it can be without it.
    if (!object.sql.empty() && database.try_execute(object.sql) != SQLITE_OK) shadow->set_incomplete();
  }
  return shadow;
}

}  // namespace retort::runtime::sqlite3
