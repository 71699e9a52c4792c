#include <retort/error.hpp>

#include <utility>

#include "runtime/inspect/sqlite.hpp"
#include "runtime/odbc/connection.hpp"
#include "runtime/polling.hpp"
#include "runtime/sqlite3/catalog.hpp"

namespace retort::runtime::odbc {

namespace {

/// The driver has a wait of its own (Timeout=, in milliseconds), which nothing but its parameters can change: an
/// attempt lasts that long, and lock_timeout counts such attempts.
class SqliteOverOdbc final : public OdbcConnection {
 public:
  SqliteOverOdbc(soci::session& session, Database database)
      : OdbcConnection(session, std::move(database)), catalog_(*this), dialect_(dialect::find_dialect("sqlite")) {}

  const dialect::Dialect& dialect() const noexcept override { return *dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  bool has_schema(std::string_view name) override { return catalog_.has_schema(name); }
  schema::MetaData inspect() override { return sqlite3::read_objects(catalog_.objects({})); }

  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override {
    std::optional<std::vector<std::string>> result;
    // A writer that commits keeps readers out for a moment.
    wait_for(sql, lock, [&] {
      try {
        result = query(sql);
      } catch (const DatabaseError& error) {
        // SQLite has no code of its own for this.
        if (error.message().find("no such table") == std::string::npos) throw;
        result.reset();
      }
    });
    return result;
  }

  bool foreign_keys_on() override { return query("PRAGMA foreign_keys") == std::vector<std::string>{"1"}; }
  void set_foreign_keys(bool on) override { execute(on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF"); }

 protected:
  void begin_now(const BeginOptions& options) override {
    lock_timeout_ = options.lock_timeout;
    send("BEGIN IMMEDIATE", options);
  }
  void commit_now() override { send("COMMIT", {lock_timeout_, {}}); }
  // A rebuild may have been cut short between switching this on and off, and a pragma does not roll back.
  void after_rollback() override { execute("PRAGMA legacy_alter_table = OFF"); }

  bool is_open() override {
    // Takes no lock.
    try {
      execute("BEGIN");
    } catch (const DatabaseError& error) {
      if (error.message().find("within a transaction") != std::string::npos) return true;
      throw;
    }
    execute("ROLLBACK");
    return false;
  }

 private:
  void send(std::string_view sql, const BeginOptions& options) {
    wait_for(sql, options, [&] { execute(sql); });
  }

  template <typename Attempt>
  static void wait_for(std::string_view sql, const BeginOptions& options, const Attempt& attempt) {
    const auto try_it = [&] {
      try {
        attempt();
        return true;
      } catch (const StateError& error) {
        if (error.code() != "locked") throw;
        return false;
      }
    };
    if (poll(options, try_it, [] { return std::string_view(); })) return;
    throw StateError("another connection held the database for all of the " +
                         std::to_string(options.lock_timeout.count()) +
                         " ms that were waited; run it again when that one has finished, or raise lock_timeout",
                     {.code = "locked", .sql = std::string(sql)});
  }

  sqlite3::Catalog catalog_;
  const dialect::Dialect* dialect_;
  std::chrono::milliseconds lock_timeout_{0};
};

}  // namespace

std::unique_ptr<Connection> connect_sqlite(soci::session& session, const Native& native, SQLHDBC handle) {
  return std::make_unique<SqliteOverOdbc>(session, Database(native, handle, Product::sqlite, SqlSyntax::of("sqlite")));
}

}  // namespace retort::runtime::odbc
