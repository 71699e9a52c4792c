// A database in which a run cannot begin: somebody else is there, or somebody has changed it by hand. Each is a clear
// error, and nothing is changed by it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CreateBirds final : public Migration {
 public:
  Revision revision() const override { return {.id = "b1"}; }
  void upgrade() const override {
    op::create_table("birds", [](op::Table& t) { t.integer("id").primary_key(); });
  }
};

class CreateNests final : public Migration {
 public:
  Revision revision() const override { return {.id = "b2", .down_revision = {"b1"}}; }
  void upgrade() const override {
    op::create_table("nests", [](op::Table& t) { t.integer("id").primary_key(); });
  }
};

class BadDatabase : public testing::TestWithParam<std::string> {
 protected:
  BadDatabase() : database_(GetParam()), connection_(runtime::connect(database_.session())) {}

  bool is(std::string_view server) const { return GetParam() == server; }
  MigrationSet set() const { return MigrationSet::of<CreateBirds, CreateNests>(); }
  Migrator impatient() {
    MigratorOptions options;
    options.lock_timeout = milliseconds(300);
    return Migrator(database_.session(), set(), options);
  }
  Migrator migrator() { return Migrator(database_.session(), set()); }

  /// The tables of the program that are there.
  std::vector<std::string> tables() {
    std::vector<std::string> names;
    for (const auto& [name, table] : connection_->inspect().tables) {
      if (name.name.rfind("retort_", 0) != 0) names.push_back(name.name);
    }
    connection_->rollback();
    return names;
  }
  std::string version_table() const { return connection_->dialect().quote("retort_version"); }
  void run(const std::string& sql) {
    connection_->begin({});
    connection_->execute(sql);
    if (connection_->in_transaction()) connection_->commit();
  }

  /// Firebird: a property of the file, which is changed when nobody uses it.
  void set_read_only(bool on) {
    auto& session = database_.session();
    connection_.reset();
    session.close();
    const auto command = "gfix -user " + database_.parameter("user") + " -password " + database_.parameter("password") +
                         " -mode " + (on ? "read_only" : "read_write") + " " + database_.name();
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
    session.reconnect();
    connection_ = runtime::connect(session);
  }

  ServerDatabase database_;
  std::unique_ptr<runtime::Connection> connection_;
};

TEST_P(BadDatabase, ALockThatNeverComesIsTold) {
  const auto session = database_.open();
  const auto other = runtime::connect(*session);
  other->lock(version_table(), {});
  const auto error = error_of<StateError>([&] { impatient().upgrade(); });
  EXPECT_EQ(error.code(), "locked");
  EXPECT_THAT(error.message(), HasSubstr("300 ms"));
  EXPECT_THAT(error.message(), HasSubstr("lock_timeout"));
  EXPECT_TRUE(error.applied().empty());
  EXPECT_THAT(tables(), IsEmpty());
  other->unlock();
  EXPECT_EQ(impatient().upgrade().steps.size(), 2U);
}

TEST_P(BadDatabase, ALockOfASessionThatIsNoMoreIsFree) {
  {
    const auto session = database_.open();
    const auto other = runtime::connect(*session);
    other->lock(version_table(), {});
  }
  EXPECT_EQ(migrator().upgrade().steps.size(), 2U);
}

TEST_P(BadDatabase, WhatNeedsNothingDoesNotWaitForTheLock) {
  migrator().upgrade();
  const auto session = database_.open();
  const auto other = runtime::connect(*session);
  other->lock(version_table(), {});
  EXPECT_TRUE(impatient().upgrade().steps.empty());
  other->unlock();
}

/// Does something at the first wait for the lock.
class Meanwhile final : public Listener {
 public:
  explicit Meanwhile(std::function<void()> work) : work_(std::move(work)) {}
  void on_lock_wait(std::chrono::milliseconds, std::string_view) override {
    if (work_) std::exchange(work_, {})();
  }
  void on_lock_acquired(std::chrono::milliseconds) override { acquired = true; }

  bool acquired = false;

 private:
  std::function<void()> work_;
};

TEST_P(BadDatabase, AWaiterWhoSeesThatTheWorkIsDoneNeedsNoLock) {
  const auto session = database_.open();
  const auto other = runtime::connect(*session);
  other->lock(version_table(), {});
  // The holder does it all, and does not let go.
  Meanwhile listener([&] {
    other->begin({});
    other->execute("CREATE TABLE " + version_table() + " (version_num VARCHAR(50) NOT NULL PRIMARY KEY)");
    if (other->in_transaction()) other->commit();
    other->begin({});
    other->execute("INSERT INTO " + version_table() + " VALUES ('b2')");
    other->commit();
  });
  MigratorOptions options;
  options.lock_timeout = milliseconds(20000);
  options.listener = &listener;
  const auto report = Migrator(database_.session(), set(), options).upgrade();
  EXPECT_THAT(report.steps, IsEmpty());
  EXPECT_THAT(report.heads_after, ElementsAre("b2"));
  EXPECT_FALSE(listener.acquired);
  EXPECT_THAT(tables(), IsEmpty());
  other->unlock();
}

TEST_P(BadDatabase, ADatabaseThatTakesNoChangesIsToldAsThat) {
  migrator().upgrade("b1");
  if (is("postgresql")) {
    database_.session() << "ALTER DATABASE \"" + database_.name() + "\" SET default_transaction_read_only = on";
  } else if (is("firebird")) {
    set_read_only(true);
  }
  const auto session = is("firebird") ? nullptr : database_.open();
  auto& used = session ? *session : database_.session();
  if (is("mariadb")) used << "SET SESSION TRANSACTION READ ONLY";
  {
    const auto birds_only = MigrationSet::of<CreateBirds>();
    EXPECT_TRUE(Migrator(used, birds_only).upgrade().steps.empty()) << "nothing to do needs no right to write";
    Migrator behind(used, set());
    EXPECT_THAT(behind.current(), ElementsAre("b1"));
    const auto error = error_of<DatabaseError>([&] { behind.upgrade(); });
    EXPECT_EQ(error.code(), "read_only") << error.what();
  }
  if (is("firebird")) set_read_only(false);
  EXPECT_THAT(tables(), ElementsAre("birds"));
}

TEST_P(BadDatabase, ATableThatSomebodyHasLockedIsNotWaitedForWithoutAnEnd) {
  migrator().upgrade("b1");
  const auto session = database_.open();
  const auto other = runtime::connect(*session);
  if (is("mariadb")) {
    other->execute("LOCK TABLES " + version_table() + " WRITE");
  } else {
    other->begin({});
    other->execute(is("postgresql") ? "LOCK TABLE " + version_table()
                                    : "UPDATE " + version_table() + " SET version_num = version_num");
  }
  const auto error = error_of<StateError>([&] { impatient().upgrade(); });
  EXPECT_EQ(error.code(), "locked") << error.what();
  if (is("mariadb")) {
    other->execute("UNLOCK TABLES");
  } else {
    other->rollback();
  }
  EXPECT_THAT(tables(), ElementsAre("birds"));
  EXPECT_EQ(impatient().upgrade().steps.size(), 1U);
}

TEST_P(BadDatabase, ARowThatNobodyKnowsIsNamed) {
  migrator().upgrade("b1");
  run("INSERT INTO " + version_table() + " VALUES ('what is this')");
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "unknown_database_revision") << error.what();
  EXPECT_THAT(error.message(), HasSubstr("what is this"));
  EXPECT_THAT(tables(), ElementsAre("birds"));
}

TEST_P(BadDatabase, WhoeverDropsTheVersionTableIsToldOfStamp) {
  migrator().upgrade();
  run("DROP TABLE " + version_table());
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.message(), HasSubstr("stamp"));
  EXPECT_EQ(error.revision(), "b1");
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_FALSE(migrator().status().in_flight) << "its first statement was refused: nothing is begun";
  EXPECT_THAT(tables(), ElementsAre("birds", "nests"));
  migrator().stamp("head");
  EXPECT_TRUE(migrator().at_head());
}

TEST_P(BadDatabase, ATransactionOfTheProgramIsRefused) {
  auto& session = database_.session();
  session.begin();
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "transaction_open");
  session.rollback();
  EXPECT_THAT(tables(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(On, BadDatabase, testing::Values("postgresql", "mariadb", "firebird"),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace retort::test
