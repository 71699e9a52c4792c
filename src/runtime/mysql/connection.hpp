#ifndef RETORT_SRC_RUNTIME_MYSQL_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_MYSQL_CONNECTION_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/mysql/server.hpp"
#include "runtime/connection.hpp"
#include "runtime/mysql/catalog.hpp"
#include "runtime/mysql/database.hpp"
#include "runtime/mysql/named_lock.hpp"

namespace retort::runtime::mysql {

/// A database of MySQL or MariaDB, behind a session.
class MysqlConnection final : public Connection {
 public:
  MysqlConnection(soci::session& session, Database database, const dialect::mysql::Server& server);

  const dialect::Dialect& dialect() const noexcept override { return dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  schema::MetaData inspect() override;
  std::optional<std::string> spelled_query(std::string_view query) override { return spell_query(*this, query); }
  std::optional<schema::Table> spelled_table(const schema::Table& table) override { return spell_table(*this, table); }
  soci::session& session() noexcept override { return session_; }

  std::int64_t execute(std::string_view sql) override { return database_.run(sql).changed; }
  std::vector<TextRow> rows(std::string_view sql) override;
  std::vector<std::string> query(std::string_view sql) override;
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override;

  bool lock(std::string_view name, const BeginOptions& options) override { return lock_.lock(name, options); }
  void prove_lock() override { lock_.prove(); }
  std::string unlock() noexcept override { return lock_.unlock(); }

  bool in_transaction() noexcept override { return database_.in_transaction(); }
  void begin(const BeginOptions& options) override;
  void commit() override { database_.run("COMMIT"); }
  std::string rollback() noexcept override;

 private:
  /// Ends the transaction that a mere question has opened, where the session commits nothing by itself.
  void settle(bool was_open);
  /// The question, with a bound for how long it waits.
  std::string bounded(std::string_view select, const BeginOptions& lock) const;

  soci::session& session_;
  Database database_;
  dialect::mysql::Server server_;
  const dialect::Dialect& dialect_;
  Catalog catalog_;
  NamedLock lock_;
};

}  // namespace retort::runtime::mysql

#endif
