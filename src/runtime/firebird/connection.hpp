#ifndef RETORT_SRC_RUNTIME_FIREBIRD_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_CONNECTION_HPP

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/firebird/attachment.hpp"
#include "runtime/firebird/row_lock.hpp"

namespace retort::runtime::firebird {

/// What the system tables tell.
class Catalog final : public dialect::Facts {
 public:
  explicit Catalog(Connection& connection) noexcept : connection_(connection) {}
  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName&) override { return std::nullopt; }
  std::optional<schema::Table> table(const schema::QualifiedName& name) override;

 private:
  Connection& connection_;
};

/// A Firebird database behind a session. Our statements run in the session's own transaction, which we start with our
/// parameters: READ COMMITTED, so that what others commit is seen. Outside of one each statement has a transaction of
/// its own, and nothing of ours is left open: the session would commit it at its end.
class FirebirdConnection final : public Connection {
 public:
  FirebirdConnection(soci::session& session, soci::firebird_session_backend& backend);

  const dialect::Dialect& dialect() const noexcept override { return *dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  schema::MetaData inspect() override;
  bool has_schema(std::string_view) override { return false; }
  soci::session& session() noexcept override { return session_; }

  std::int64_t execute(std::string_view sql) override;
  std::vector<TextRow> rows(std::string_view sql) override;
  std::vector<std::string> query(std::string_view sql) override;
  std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) override;

  bool lock(std::string_view name, const BeginOptions& options) override { return lock_.acquire(name, options); }
  void prove_lock() override { lock_.prove(); }
  std::string unlock() noexcept override { return lock_.release(); }

  bool in_transaction() noexcept override { return transaction() != 0; }
  void begin(const BeginOptions& options) override;
  void commit() override;
  std::string rollback() noexcept override;

 private:
  isc_tr_handle& transaction() noexcept { return transaction_of(backend_); }
  /// Structure that others use is not changed at once; only the last refusal counts.
  void commit_patiently(isc_tr_handle& transaction);

  soci::session& session_;
  soci::firebird_session_backend& backend_;
  Attachment attachment_;
  RowLock lock_;
  Catalog catalog_;
  const dialect::Dialect* dialect_;
  std::chrono::milliseconds lock_timeout_{0};
};

}  // namespace retort::runtime::firebird

#endif
