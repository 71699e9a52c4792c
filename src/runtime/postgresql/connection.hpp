#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_CONNECTION_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/postgresql/catalog.hpp"
#include "runtime/postgresql/database.hpp"

namespace retort::runtime::postgresql {

/// A PostgreSQL database behind a session.
class PostgresqlConnection final : public Connection {
 public:
  PostgresqlConnection(soci::session& session, Database database);

  const dialect::Dialect& dialect() const noexcept override { return *dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  schema::MetaData inspect() override;
  soci::session& session() noexcept override { return session_; }

  std::int64_t execute(std::string_view sql) override;
  std::vector<TextRow> rows(std::string_view sql) override;
  std::vector<std::string> query(std::string_view sql) override;
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override;

  /// An advisory lock of the session, polled: a session that waited for it in the server would keep CREATE INDEX
  /// CONCURRENTLY waiting for its snapshot, and be waited for.
  void lock(std::string_view name, const BeginOptions& options) override;
  void prove_lock() override;
  std::string unlock() noexcept override;

  bool in_transaction() noexcept override { return database_.in_transaction(); }
  /// Keeps everybody from the version table who does not ask for the advisory lock: other tools, and other migrators
  /// behind a pooler.
  void begin(const BeginOptions& options) override;
  void commit() override;
  std::string rollback() noexcept override;

 private:
  bool try_lock();
  bool lock_version_table();
  std::string holder();

  soci::session& session_;
  Database database_;
  Catalog catalog_;
  const dialect::Dialect* dialect_;
  /// What is locked: the version table as statements write it, and the number that stands for it.
  std::string version_table_;
  std::string key_;
  std::string process_;
};

}  // namespace retort::runtime::postgresql

#endif
