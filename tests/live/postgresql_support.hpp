#ifndef RETORT_TESTS_LIVE_POSTGRESQL_SUPPORT_HPP
#define RETORT_TESTS_LIVE_POSTGRESQL_SUPPORT_HPP

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <retort/migration.hpp>
#include <retort/migration_set.hpp>
#include <retort/migrator.hpp>
#include <string>
#include <utility>
#include <vector>

#include "dialect/dialect.hpp"
#include "ops/apply.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {

/// A migration written in one line.
class PostgresqlStep final : public Migration {
 public:
  using Body = std::function<void()>;
  PostgresqlStep(Revision revision, Body up, Body down)
      : revision_(std::move(revision)), up_(std::move(up)), down_(std::move(down)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }
  void downgrade() const override { down_ ? down_() : Migration::downgrade(); }

 private:
  Revision revision_;
  Body up_;
  Body down_;
};

/// A database of its own, and migrations "1", "2", ... one after the other.
class Postgresql : public ::testing::Test {
 protected:
  Postgresql& then(PostgresqlStep::Body up, PostgresqlStep::Body down = {}) {
    Revision revision{.id = "rev" + std::to_string(++count_)};
    if (count_ > 1) revision.down_revision = {"rev" + std::to_string(count_ - 1)};
    set_.add(std::make_unique<PostgresqlStep>(revision, std::move(up), std::move(down)));
    return *this;
  }
  Migrator migrator(MigratorOptions options = {}) { return Migrator(session(), set_, std::move(options)); }
  soci::session& session() { return database_.session(); }
  runtime::Connection& connection() {
    if (!connection_) connection_ = runtime::connect(session());
    return *connection_;
  }
  std::vector<std::string> query(const std::string& sql) { return connection().query(sql); }
  std::string value(const std::string& sql) {
    const auto found = connection().rows(sql);
    if (found.empty()) return "(no row)";
    return found.front().front().value_or("(null)");
  }
  std::int64_t run(const std::string& sql) { return connection().execute(sql); }

  /// Compiles what is recorded against the database as it is, and sends it.
  void apply(FunctionRef<void()> record) {
    const auto operations = ops::record(record).operations;
    const std::span<const ops::Operation> all(operations);
    const auto& dialect = connection().dialect();
    for (std::size_t first = 0; first < all.size();) {
      const auto group = all.subspan(first, dialect.group(all.subspan(first)));
      for (const auto& statement : dialect.compile(group, schema_, &connection().facts())) run(statement.sql);
      for (const auto& operation : group) ops::apply(operation, schema_);
      first += group.size();
    }
  }

  ServerDatabase database_{"postgresql"};
  MigrationSet set_;
  schema::MetaData schema_;
  std::unique_ptr<runtime::Connection> connection_;
  int count_ = 0;
};

}  // namespace retort::test

#endif
