#include "runtime/postgresql/connection.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <cstdint>

#include "runtime/inspect/postgresql.hpp"
#include "runtime/inspect/postgresql_spelling.hpp"

namespace retort::runtime::postgresql {

namespace {

constexpr std::string_view kUndefinedTable = "42P01";

std::vector<std::string> first_column(std::vector<TextRow> rows) {
  std::vector<std::string> result;
  result.reserve(rows.size());
  for (auto& row : rows) result.push_back(row.empty() ? std::string() : std::move(row.front()).value_or(""));
  return result;
}

}  // namespace

PostgresqlConnection::PostgresqlConnection(soci::session& session, Database database)
    : session_(session),
      database_(database),
      catalog_(*this),
      lock_(*this),
      dialect_(dialect::find_dialect("postgresql")) {}

schema::MetaData PostgresqlConnection::inspect() { return inspect_database(*this); }

std::optional<std::string> PostgresqlConnection::spelled_query(std::string_view query) {
  return spell_query(*this, query);
}

std::optional<schema::Table> PostgresqlConnection::spelled_table(const schema::Table& table) {
  return spell_table(*this, table);
}

bool PostgresqlConnection::keeps_view_columns(const schema::QualifiedName& view, std::string_view query) {
  return postgresql::keeps_view_columns(*this, view, query);
}

std::int64_t PostgresqlConnection::execute(std::string_view sql) { return database_.execute(sql).changed_rows(); }

std::vector<TextRow> PostgresqlConnection::rows(std::string_view sql) { return database_.execute(sql).rows(); }

std::vector<std::string> PostgresqlConnection::query(std::string_view sql) { return first_column(rows(sql)); }

std::vector<std::vector<std::string>> PostgresqlConnection::query_each(std::span<const std::string> statements) {
  std::vector<std::vector<std::string>> answers;
  for (const auto& answer : database_.execute_each(statements)) answers.push_back(first_column(answer.rows()));
  return answers;
}

std::optional<std::vector<std::string>> PostgresqlConnection::query_existing(std::string_view sql,
                                                                             const BeginOptions& lock) {
  if (database_.in_transaction()) return query_within_transaction(sql);
  // Readers wait for nobody but those who have locked the table for themselves, and for them without an end. What is
  // said here lasts as long as this message, whose statements are one transaction.
  const auto longest = std::max<std::int64_t>(1, lock.lock_timeout.count());
  const std::vector<std::string> statements = {
      "SELECT set_config('lock_timeout', '" + std::to_string(longest) + "', true)", std::string(sql)};
  const auto answers = database_.try_each(statements);
  const auto& answer = answers.back();
  if (answer.succeeded()) return first_column(answer.rows());
  if (answer.state() == kUndefinedTable) return std::nullopt;
  database_.fail(answer, sql);
}

std::optional<std::vector<std::string>> PostgresqlConnection::query_within_transaction(std::string_view sql) {
  // A refused statement would make the open transaction useless.
  database_.execute("SAVEPOINT _retort_look");
  const auto answer = database_.try_execute(sql);
  if (!answer.succeeded() && answer.state() != kUndefinedTable) database_.fail(answer, sql);
  if (!answer.succeeded()) database_.execute("ROLLBACK TO SAVEPOINT _retort_look");
  database_.execute("RELEASE SAVEPOINT _retort_look");
  if (!answer.succeeded()) return std::nullopt;
  return first_column(answer.rows());
}

void PostgresqlConnection::commit() {
  lock_.before_commit();
  const auto answer = database_.try_execute("COMMIT");
  if (answer.succeeded()) {
    // The server ends a failed transaction without an error.
    if (answer.command() == "COMMIT") return;
    throw DatabaseError(
        "PostgreSQL: the transaction was rolled back in place of being committed: a statement in it had failed, and "
        "its "
        "error was kept from the migrator; let errors out of op::run",
        {.code = "failed_transaction", .sql = "COMMIT"});
  }
  if (!database_.is_connected()) {
    throw DatabaseError(
        "PostgreSQL: the connection was lost while the transaction was being committed, so it is not known whether it "
        "was; the version rows are part of it: connect again and run it again, and it goes on from where it is",
        {.code = "connection_lost", .sql = "COMMIT"});
  }
  database_.fail(answer, "COMMIT");
}

std::string PostgresqlConnection::rollback() noexcept {
  try {
    if (!database_.is_connected()) return "the connection is lost; the server rolls back by itself";
    if (database_.in_transaction()) database_.execute("ROLLBACK");
  } catch (const Error& error) {
    return error.message();
  } catch (...) {
    return "out of memory";
  }
  return {};
}

}  // namespace retort::runtime::postgresql
