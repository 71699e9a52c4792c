#include "runtime/firebird/connection.hpp"

#include <retort/error.hpp>

#include <utility>

#include "core/sql_lexer.hpp"
#include "runtime/firebird/polling.hpp"
#include "runtime/inspect/firebird.hpp"

namespace retort::runtime::firebird {

namespace {

using std::chrono::milliseconds;

void refuse_several(std::string_view sql) {
  if (split_statements(sql, SqlSyntax::of("firebird")).size() < 2) return;
  throw OperationError(
      "there is a second statement behind the first: a call takes one statement; give each a call of its own",
      {.code = "several_statements"});
}

std::vector<std::string> first_columns(std::vector<TextRow> rows) {
  std::vector<std::string> result;
  result.reserve(rows.size());
  for (auto& row : rows) result.push_back(row.front().value_or(std::string()));
  return result;
}

}  // namespace

std::optional<schema::Table> Catalog::table(const schema::QualifiedName& name) {
  if (!name.schema.empty()) return std::nullopt;
  auto schema = read_catalog([this](const std::string& sql) { return connection_.rows(sql); }, name.name);
  if (schema.tables.empty()) return std::nullopt;
  auto& found = schema.tables.begin()->second;
  // Capitals and small letters are one name here.
  found.name = name;
  return std::move(found);
}

FirebirdConnection::FirebirdConnection(soci::session& session, soci::firebird_session_backend& backend)
    : session_(session),
      backend_(backend),
      attachment_(native_for(backend), backend.dbhp_),
      lock_(attachment_),
      catalog_(*this),
      dialect_(dialect::find_dialect("firebird")) {}

schema::MetaData FirebirdConnection::inspect() {
  if (in_transaction()) {
    return read_catalog([this](const std::string& sql) { return attachment_.rows(transaction(), sql); });
  }
  OwnTransaction own(attachment_, milliseconds(0));
  return read_catalog([&](const std::string& sql) { return attachment_.rows(own.handle(), sql); });
}

std::int64_t FirebirdConnection::execute(std::string_view sql) {
  refuse_several(sql);
  if (in_transaction()) return attachment_.run(transaction(), sql);
  OwnTransaction own(attachment_, lock_timeout_);
  const auto changed = attachment_.run(own.handle(), sql);
  commit_patiently(own.handle());
  return changed;
}

std::vector<TextRow> FirebirdConnection::rows(std::string_view sql) {
  refuse_several(sql);
  if (in_transaction()) return attachment_.rows(transaction(), sql);
  OwnTransaction own(attachment_, lock_timeout_);
  return attachment_.rows(own.handle(), sql);
}

std::vector<std::string> FirebirdConnection::query(std::string_view sql) { return first_columns(rows(sql)); }

std::optional<std::vector<std::string>> FirebirdConnection::query_existing(std::string_view sql,
                                                                           const BeginOptions& lock) {
  std::optional<std::vector<std::string>> result;
  std::optional<StateError> refusal;
  const auto attempt = [&] {
    try {
      result = query(sql);
    } catch (const StateError& error) {
      refusal = error;
      return false;
    } catch (const DatabaseError& error) {
      if (error.code() != "undefined_table") throw;
      result.reset();
    }
    return true;
  };
  const bool answered = poll(lock.lock_timeout, attempt, [&](milliseconds waited) {
    if (lock.on_wait) lock.on_wait(waited, {});
  });
  if (!answered) throw StateError(*refusal);
  return result;
}

void FirebirdConnection::begin(const BeginOptions& options) {
  lock_timeout_ = options.lock_timeout;
  // Code that ran outside of a transaction leaves the one open that its last statement has begun.
  if (in_transaction()) commit();
  attachment_.start(transaction(), options.lock_timeout);
}

void FirebirdConnection::commit() { commit_patiently(transaction()); }

void FirebirdConnection::commit_patiently(isc_tr_handle& transaction) {
  std::optional<StateError> refusal;
  const auto attempt = [&] {
    try {
      attachment_.commit(transaction);
      return true;
    } catch (const StateError& error) {
      refusal = error;
      return false;
    }
  };
  if (!poll(lock_timeout_, attempt, [](milliseconds) {})) throw StateError(*refusal);
}

std::string FirebirdConnection::rollback() noexcept {
  if (!in_transaction()) return {};
  return attachment_.rollback(transaction());
}

}  // namespace retort::runtime::firebird
