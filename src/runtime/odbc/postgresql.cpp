#include <retort/error.hpp>

#include <utility>

#include "runtime/inspect/postgresql.hpp"
#include "runtime/inspect/postgresql_spelling.hpp"
#include "runtime/odbc/connection.hpp"
#include "runtime/postgresql/advisory_lock.hpp"
#include "runtime/postgresql/catalog.hpp"

namespace retort::runtime::odbc {

namespace {

class PostgresqlOverOdbc final : public OdbcConnection {
 public:
  PostgresqlOverOdbc(soci::session& session, Database database)
      : OdbcConnection(session, std::move(database)),
        catalog_(*this),
        lock_(*this),
        dialect_(dialect::find_dialect("postgresql")) {}

  const dialect::Dialect& dialect() const noexcept override { return *dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  schema::MetaData inspect() override { return inspect_database(*this); }
  std::optional<std::string> spelled_query(std::string_view query) override {
    return postgresql::spell_query(*this, query);
  }
  std::optional<schema::Table> spelled_table(const schema::Table& table) override {
    return postgresql::spell_table(*this, table);
  }
  bool keeps_view_columns(const schema::QualifiedName& view, std::string_view query) override {
    return postgresql::keeps_view_columns(*this, view, query);
  }

  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override {
    // Whether a refused statement spoils the transaction is a setting of the driver.
    const bool inside = in_transaction();
    if (inside) execute("SAVEPOINT _retort_look");
    auto found = OdbcConnection::query_existing(sql, lock);
    // With UseDeclareFetch the driver begins a transaction for a query, and may leave it open when the query is
    // refused.
    if (!inside && !found && is_open()) execute("ROLLBACK");
    if (inside && !in_transaction()) {
      throw StateError(
          "the driver ended the transaction when a statement in it was refused (Protocol=7.4-1); take that out of the "
          "connection's parameters",
          {.code = "transaction_ended"});
    }
    if (inside && !found) execute("ROLLBACK TO SAVEPOINT _retort_look");
    if (inside) execute("RELEASE SAVEPOINT _retort_look");
    return found;
  }

  bool lock(std::string_view name, const BeginOptions& options) override { return lock_.lock(name, options); }
  void prove_lock() override { lock_.prove(); }
  std::string unlock() noexcept override { return lock_.unlock(); }
  void set_patient(bool patient) override { lock_.set_patient(patient); }

 protected:
  void begin_now(const BeginOptions& options) override { lock_.begin(options); }

  void commit_now() override {
    lock_.before_commit();
    // The server ends a failed transaction without an error, and the driver does not tell what became of a COMMIT. A
    // failed one refuses this.
    execute("SELECT 1");
    try {
      execute("COMMIT");
    } catch (const DatabaseError& error) {
      if (error.code() != "connection_lost") throw;
      throw DatabaseError(
          "PostgreSQL: the connection was lost while the transaction was being committed, so it is not known whether "
          "it was; the version rows are part of it: connect again and run it again, and it goes on from where it is",
          {.code = "connection_lost", .sql = "COMMIT"});
    }
  }

  bool is_open() override {
    // Each transaction has another number of this kind, one that is made for a single statement, too.
    constexpr std::string_view kNumber =
        "SELECT virtualtransaction FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'virtualxid' AND granted";
    try {
      return query(kNumber) == query(kNumber);
    } catch (const DatabaseError& error) {
      if (error.code() == "failed_transaction") return true;
      throw;
    }
  }

 private:
  postgresql::Catalog catalog_;
  postgresql::AdvisoryLock lock_;
  const dialect::Dialect* dialect_;
};

}  // namespace

std::unique_ptr<Connection> connect_postgresql(soci::session& session, const Native& native, SQLHDBC handle) {
  const Database database(native, handle, Product::postgresql, SqlSyntax::of("postgresql"));
  const auto rows = database.run("SELECT current_setting('client_encoding'), current_setting('server_encoding')").rows;
  const auto encoding = rows.at(0).at(0).value_or("");
  // A server with SQL_ASCII takes bytes as they are.
  if (encoding != "UTF8" && rows.at(0).at(1) != "SQL_ASCII") {
    throw StateError("statements are UTF-8, and the session's client_encoding is " + encoding +
                         ", in which the server would read other characters; take the driver \"PostgreSQL Unicode\", "
                         "or SET client_encoding TO 'UTF8' (ConnSettings)",
                     {.code = "client_encoding"});
  }
  return std::make_unique<PostgresqlOverOdbc>(session, database);
}

}  // namespace retort::runtime::odbc
