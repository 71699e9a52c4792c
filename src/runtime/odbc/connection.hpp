#ifndef RETORT_SRC_RUNTIME_ODBC_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_ODBC_CONNECTION_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/odbc/database.hpp"

namespace retort::runtime::odbc {

/// A database behind a driver: what all of them have in common.
///
/// Transactions are begun and ended by statements, with the driver's autocommit on. ODBC's own way, autocommit off and
/// SQLEndTran, has no BEGIN IMMEDIATE, and no isolation that is chosen for one transaction. What the program's session
/// sends meanwhile goes over the same connection and so is part of the transaction.
class OdbcConnection : public Connection {
 public:
  soci::session& session() noexcept override;

  std::int64_t execute(std::string_view sql) override;
  std::vector<TextRow> rows(std::string_view sql) override;
  std::vector<std::string> query(std::string_view sql) override;
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override;

  bool in_transaction() noexcept override;
  void begin(const BeginOptions& options) override;
  void commit() override;
  std::string rollback() noexcept override;

 protected:
  OdbcConnection(soci::session& session, Database database) noexcept
      : session_(session), database_(std::move(database)) {}

  /// The database's own ways.
  virtual void begin_now(const BeginOptions& options) = 0;
  virtual void commit_now() = 0;
  virtual void after_rollback() {}
  /// Asks the database, for the driver does not tell. Throws when it cannot be asked.
  virtual bool is_open() = 0;
  /// True where a statement may end its transaction and succeed (MySQL's DDL).
  virtual bool statements_commit() const noexcept { return false; }

  const Database& database() const noexcept { return database_; }

 private:
  Database::Answer run(std::string_view sql);

  soci::session& session_;
  Database database_;
  /// A transaction was begun here and not yet ended here.
  bool open_ = false;
  /// Something else may have ended it: the program's code, or the database when it refused a statement.
  bool doubtful_ = false;
};

std::unique_ptr<Connection> connect_postgresql(soci::session& session, const Native& native, SQLHDBC handle);
std::unique_ptr<Connection> connect_mysql(soci::session& session, const Native& native, SQLHDBC handle);
std::unique_ptr<Connection> connect_sqlite(soci::session& session, const Native& native, SQLHDBC handle);

}  // namespace retort::runtime::odbc

#endif
