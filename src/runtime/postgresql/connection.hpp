#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_CONNECTION_HPP

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/postgresql/advisory_lock.hpp"
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
  std::optional<std::string> spelled_query(std::string_view query) override;
  std::optional<schema::Table> spelled_table(const schema::Table& table) override;
  bool keeps_view_columns(const schema::QualifiedName& view, std::string_view query) override;
  soci::session& session() noexcept override { return session_; }

  std::int64_t execute(std::string_view sql) override;
  std::vector<TextRow> rows(std::string_view sql) override;
  std::vector<std::string> query(std::string_view sql) override;
  std::vector<std::vector<std::string>> query_each(std::span<const std::string> statements) override;
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override;

  bool lock(std::string_view name, const BeginOptions& options) override { return lock_.lock(name, options); }
  void prove_lock() override { lock_.prove(); }
  std::string unlock() noexcept override { return lock_.unlock(); }
  void set_patient(bool patient) override { lock_.set_patient(patient); }

  bool in_transaction() noexcept override { return database_.in_transaction(); }
  void begin(const BeginOptions& options) override { lock_.begin(options); }
  std::vector<std::string> begin_with(const BeginOptions& options, std::string_view question) override {
    return lock_.begin_with(options, question);
  }
  void commit() override;
  std::string rollback() noexcept override;

 private:
  std::optional<std::vector<std::string>> query_within_transaction(std::string_view sql);

  soci::session& session_;
  Database database_;
  Catalog catalog_;
  AdvisoryLock lock_;
  const dialect::Dialect* dialect_;
};

}  // namespace retort::runtime::postgresql

#endif
