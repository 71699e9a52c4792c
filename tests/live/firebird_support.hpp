#ifndef RETORT_TESTS_LIVE_FIREBIRD_SUPPORT_HPP
#define RETORT_TESTS_LIVE_FIREBIRD_SUPPORT_HPP

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <retort/migration.hpp>
#include <retort/migration_set.hpp>
#include <retort/migrator.hpp>
#include <string>
#include <utility>
#include <vector>

#include "dialect/dialect.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {

/// A migration written in one line.
class Scripted final : public Migration {
 public:
  using Body = std::function<void()>;
  Scripted(Revision revision, Body up, Body down)
      : revision_(std::move(revision)), up_(std::move(up)), down_(std::move(down)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }
  void downgrade() const override { down_ ? down_() : Migration::downgrade(); }

 private:
  Revision revision_;
  Body up_;
  Body down_;
};

/// A database of its own, a connection to it, and migrations that follow one another.
class FirebirdTest : public testing::Test {
 protected:
  FirebirdTest() : connection_(runtime::connect(database_.session())) {}

  void then(const std::string& id, Scripted::Body up, Scripted::Body down = {}) {
    set_.add(std::make_unique<Scripted>(
        Revision{id, last_.empty() ? std::vector<std::string>() : std::vector<std::string>{last_}}, std::move(up),
        std::move(down)));
    last_ = id;
  }

  Migrator migrator(MigratorOptions options = {}) {
    options.lock_timeout = std::chrono::milliseconds(2000);
    return Migrator(database_.session(), set_, options);
  }

  /// What the operations mean, sent as the runner would: structure is committed before rows are touched.
  void send(const std::function<void()>& record) {
    const auto operations = recorded(record);
    const std::span<const ops::Operation> all(operations);
    for (std::size_t first = 0; first < all.size();) {
      const auto group = all.subspan(first, connection_->dialect().group(all.subspan(first)));
      for (const auto& statement : connection_->dialect().compile(group, {}, &connection_->facts())) {
        connection_->execute(statement.sql);
      }
      first += group.size();
    }
  }

  /// Every row with its values divided by `|`.
  std::vector<std::string> rows(const std::string& sql) {
    std::vector<std::string> result;
    for (const auto& row : connection_->rows(sql)) {
      std::string text;
      for (const auto& value : row) text += (text.empty() ? "" : "|") + value.value_or("NULL");
      result.push_back(text);
    }
    return result;
  }

  ServerDatabase database_{"firebird"};
  std::unique_ptr<runtime::Connection> connection_;
  MigrationSet set_;
  std::string last_;
};

}  // namespace retort::test

#endif
