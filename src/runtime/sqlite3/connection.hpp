#ifndef RETORT_SRC_RUNTIME_SQLITE3_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_CONNECTION_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/sqlite3/catalog.hpp"
#include "runtime/sqlite3/database.hpp"

namespace retort::runtime::sqlite3 {

/// A SQLite database: the one behind a session, or a shadow in memory.
class Sqlite3Connection final : public Connection {
 public:
  /// `session` is null for a shadow, which has no place for the program's own code.
  Sqlite3Connection(soci::session* session, Database database);

  const dialect::Dialect& dialect() const noexcept override { return *dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  schema::MetaData inspect() override;
  bool has_schema(std::string_view name) override { return catalog_.has_schema(name); }
  soci::session& session() noexcept override { return *session_; }

  std::int64_t execute(std::string_view sql) override { return database_.execute(sql); }
  std::vector<TextRow> rows(std::string_view sql) override;
  std::vector<std::string> query(std::string_view sql) override;
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override;

  bool in_transaction() noexcept override { return database_.in_transaction(); }
  /// BEGIN IMMEDIATE: SQLite's own write lock is what keeps other migrators out. It is free again the moment the
  /// process that holds it dies.
  void begin(const BeginOptions& options) override;
  void commit() override;
  std::string rollback() noexcept override;

  bool foreign_keys_on() override;
  void set_foreign_keys(bool on) override;
  std::unique_ptr<Connection> shadow() override;

 private:
  soci::session* session_;
  Database database_;
  Catalog catalog_;
  const dialect::Dialect* dialect_;
  std::chrono::milliseconds lock_timeout_{0};
};

}  // namespace retort::runtime::sqlite3

#endif
