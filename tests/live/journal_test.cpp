// A migration that a database cannot undo: cut at every statement, refused in its middle, edited meanwhile.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/connection.hpp"
#include "support/own_tables.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Code = std::function<void()>;

class Recorded final : public Migration {
 public:
  Recorded(Revision revision, Code up, Code down)
      : revision_(std::move(revision)), up_(std::move(up)), down_(std::move(down)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }
  void downgrade() const override {
    if (down_) {
      down_();
    } else {
      Migration::downgrade();
    }
  }

 private:
  Revision revision_;
  Code up_;
  Code down_;
};

/// Stops a run as a kill would: what is thrown is no failure of a statement, so nothing is noted of it.
class Cut final : public Listener {
 public:
  struct Here {};
  explicit Cut(int at) : left_(at) {}
  void on_statement_begin(const StatementInfo&) override { count(); }
  void on_statement_end(const StatementInfo&, std::chrono::nanoseconds) override { count(); }
  bool was_reached() const { return left_ <= 0; }

 private:
  void count() {
    if (--left_ == 0) throw Here();
  }
  int left_;
};

class Hears final : public Listener {
 public:
  void on_note(std::string_view note) override { notes.emplace_back(note); }
  std::vector<std::string> notes;
};

class Journal : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { renew(); }

  void renew() {
    connection_.reset();
    database_.reset();
    database_ = std::make_unique<ServerDatabase>(GetParam());
    connection_ = runtime::connect(database_->session());
  }

  bool is(std::string_view server) const { return GetParam() == server; }

  void then(const std::string& id, Code up, Code down = {}) {
    Revision revision{.id = id};
    if (!last_.empty()) revision.down_revision = {last_};
    set_.add(std::make_unique<Recorded>(std::move(revision), std::move(up), std::move(down)));
    last_ = id;
  }
  void start_set() {
    set_ = MigrationSet();
    last_.clear();
  }

  Migrator migrator(MigratorOptions options = {}) { return Migrator(database_->session(), set_, options); }

  std::string value(const std::string& sql) {
    const auto rows = connection_->query(sql);
    connection_->rollback();
    return rows.empty() ? "(no row)" : rows.front();
  }
  void run(const std::string& sql) {
    connection_->begin({});
    connection_->execute(sql);
    if (connection_->in_transaction()) connection_->commit();
  }
  std::string table(const std::string& name) const { return connection_->dialect().quote(name); }
  schema::MetaData schema() {
    auto found = without_own_tables(connection_->inspect());
    connection_->rollback();
    // MySQL writes the database's own name into a query.
    for (auto& [name, view] : found.views) view.query = {};
    return found;
  }

  /// Runs until it is cut, or to its end.
  template <typename Work>
  void cut_short(const Work& work) {
    try {
      work();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "migration_failed") << error.what();
    }
  }

  /// Changes of all kinds; each counts itself in a row, so that one that runs twice is seen.
  void add_story() {
    then("j1", [] {
      op::create_table("runs", [](op::Table& t) {
        t.integer("id").primary_key();
        t.integer("n").not_null();
      });
      op::bulk_insert("runs", {"id", "n"}, {{1, 0}});
    });
    then(
        "j2",
        [] {
          op::create_table("books", [](op::Table& t) {
            t.integer("id").primary_key();
            t.string("title", 40).not_null();
          });
          op::execute("UPDATE runs SET n = n + 1").reverse("UPDATE runs SET n = n - 1");
          op::bulk_insert("books", {"id", "title"}, {{1, "One"}, {2, "Two"}});
          op::add_column("books", op::column("pages", op::integer()).not_null().server_default(7));
          op::execute("UPDATE runs SET n = n + 10").reverse("UPDATE runs SET n = n - 10");
          op::execute("UPDATE books SET pages = pages + 1").data_only().reverse("UPDATE books SET pages = pages - 1");
          op::create_index("ix_books_title", "books", {"title"});
          op::alter_column("books", "title", [](op::ColumnChange& c) { c.type(op::string(80)); });
          op::rename_column("books", "pages", "leaves");
          op::create_view("titles", "SELECT title FROM books");
        },
        [] {
          op::drop_view("titles");
          op::rename_column("books", "leaves", "pages");
          op::drop_index("ix_books_title", "books");
          op::execute("UPDATE runs SET n = n - 10");
          op::drop_table("books");
          op::execute("UPDATE runs SET n = n - 1");
        });
    then("j3", [] {
      op::autocommit_block([] { op::create_index("ix_runs_n", "runs", {"n"}); });
      op::execute("UPDATE runs SET n = n + 100").reverse("UPDATE runs SET n = n - 100");
      op::create_table("last", [](op::Table& t) { t.integer("id").primary_key(); });
    });
  }

  /// Raw SQL between two operations; the last one fails as long as `later` does not exist.
  void add_raw(const SqlText& probe) {
    then("raw1", [probe, mysql = is("mariadb")] {
      op::create_table("t", [](op::Table& t) { t.integer("id"); });
      op::autocommit_block(
          [&] { op::execute(mysql ? "CREATE TABLE raw (id INTEGER)" : "CREATE INDEX raw ON t (id)").probe(probe); });
      op::execute("INSERT INTO later VALUES (1)");
    });
  }

  /// As a kill leaves it that comes while the raw SQL is at work, or right behind it: that cannot be arranged from
  /// within, so the entry is made what it would be then.
  void cut_in_raw_sql(bool applied) {
    renew();
    EXPECT_THROW(migrator().upgrade(), DatabaseError);
    if (!applied) run(is("mariadb") ? "DROP TABLE raw" : "DROP INDEX raw");
    run("CREATE TABLE later (id INTEGER)");
    run("UPDATE " + table("retort_journal") + " SET state = 'started', step = 2, statement = 0");
  }

  MigrationSet set_;
  std::string last_;
  std::unique_ptr<ServerDatabase> database_;
  std::unique_ptr<runtime::Connection> connection_;
};

TEST_P(Journal, AnUpgradeThatIsCutAnywhereIsFinishedByTheNext) {
  add_story();
  migrator().upgrade();
  const auto whole = schema();
  ASSERT_EQ(value("SELECT n FROM runs"), "111");
  for (int at = 1;; ++at) {
    SCOPED_TRACE("cut at " + std::to_string(at));
    renew();
    Cut cut(at);
    MigratorOptions options;
    options.listener = &cut;
    cut_short([&] { migrator(options).upgrade(); });
    if (!cut.was_reached()) break;
    connection_->rollback();
    migrator().upgrade();
    ASSERT_EQ(schema(), whole);
    ASSERT_EQ(value("SELECT n FROM runs"), "111");
    ASSERT_EQ(value("SELECT SUM(leaves) FROM books"), "16");
    ASSERT_FALSE(migrator().status().in_flight);
    if (testing::Test::HasFailure()) break;
  }
}

TEST_P(Journal, ADowngradeThatIsCutAnywhereIsFinishedByTheNext) {
  add_story();
  migrator().upgrade("j1");
  const auto whole = schema();
  for (int at = 1;; ++at) {
    SCOPED_TRACE("cut at " + std::to_string(at));
    renew();
    migrator().upgrade();
    Cut cut(at);
    MigratorOptions options;
    options.listener = &cut;
    cut_short([&] { migrator(options).downgrade("j1"); });
    if (!cut.was_reached()) break;
    connection_->rollback();
    migrator().downgrade("j1");
    ASSERT_EQ(schema(), whole);
    ASSERT_EQ(value("SELECT n FROM runs"), "0");
    ASSERT_THAT(migrator().current(), ElementsAre("j1"));
    if (testing::Test::HasFailure()) break;
  }
}

TEST_P(Journal, AnUpgradeFinishesADowngradeThatWasCutAndGoesUpAgain) {
  add_story();
  migrator().upgrade();
  const auto whole = schema();
  for (const int at : {2, 4, 6, 9}) {
    Cut cut(at);
    MigratorOptions options;
    options.listener = &cut;
    EXPECT_ANY_THROW(migrator(options).downgrade("j1"));
    connection_->rollback();
    migrator().upgrade();
    EXPECT_EQ(schema(), whole);
    EXPECT_EQ(value("SELECT n FROM runs"), "111");
    EXPECT_TRUE(migrator().at_head());
  }
}

TEST_P(Journal, AStatementThatWasRefusedIsTriedAgainOnceTheReasonIsGone) {
  then("r1", [] {
    op::create_table("t", [](op::Table& t) { t.integer("id"); });
    op::bulk_insert("t", {"id"}, {{1}, {1}});
    op::autocommit_block([] { op::create_index("ix_t", "t", {"id"}); });
    op::create_unique_constraint("uq_t", "t", {"id"});
    op::create_table("u", [](op::Table& t) { t.integer("id"); });
  });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_TRUE(error.retry_is_safe());
  EXPECT_THAT(error.what(), HasSubstr("the journal has it at step "));
  EXPECT_THAT(migrator().current(), IsEmpty());
  const auto status = migrator().status();
  ASSERT_TRUE(status.in_flight);
  EXPECT_EQ(status.in_flight->revision, "r1");
  EXPECT_EQ(status.in_flight->probe, is("mariadb") ? Probe::not_applied : Probe::applied);
  EXPECT_THAT(status.in_flight->error, Not(IsEmpty()));
  EXPECT_THAT(status.in_flight->owner, HasSubstr("process "));
  EXPECT_FALSE(status.at_head());
  // Again the same.
  EXPECT_THROW(migrator().upgrade(), DatabaseError);
  run("DELETE FROM t");
  const auto report = migrator().upgrade();
  ASSERT_EQ(report.steps.size(), 1U);
  EXPECT_THAT(report.steps.front().notes, ElementsAre(HasSubstr("continued at step")));
  EXPECT_TRUE(migrator().at_head());
  EXPECT_EQ(schema().tables.size(), 2U);
}

TEST_P(Journal, WhatIsNotAppliedMayBeEditedMeanwhile) {
  const auto first = [] {
    op::create_table("t", [](op::Table& t) { t.integer("id"); });
    op::autocommit_block([] { op::create_index("ix_t", "t", {"id"}); });
  };
  then("e1", [&] {
    first();
    op::execute("INSERT INTO nowhere VALUES (1)");
  });
  EXPECT_THROW(migrator().upgrade(), DatabaseError);
  start_set();
  then("e1", [&] {
    first();
    op::execute("INSERT INTO t VALUES (1)");
  });
  migrator().upgrade();
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "1");
  EXPECT_TRUE(migrator().at_head());
}

TEST_P(Journal, WhatIsAppliedMayNot) {
  then("e1", [] {
    op::create_table("t", [](op::Table& t) { t.integer("id"); });
    op::autocommit_block([] { op::create_index("ix_t", "t", {"id"}); });
    op::execute("INSERT INTO nowhere VALUES (1)");
  });
  EXPECT_THROW(migrator().upgrade(), DatabaseError);
  start_set();
  then("e1", [] {
    op::create_table("other", [](op::Table& t) { t.integer("id"); });
    op::autocommit_block([] { op::create_index("ix_o", "other", {"id"}); });
  });
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "edited_in_flight");
  EXPECT_FALSE(error.retry_is_safe());
  EXPECT_EQ(schema().tables.size(), 1U);
  const auto stamp = error_of<StateError>([&] { migrator().stamp("e1"); });
  EXPECT_EQ(stamp.code(), "unfinished_step");
  migrator().resume(Resume::abandon);
  EXPECT_FALSE(migrator().status().in_flight);
  migrator().upgrade();
  EXPECT_TRUE(migrator().at_head());
}

TEST_P(Journal, WhatTheCatalogDoesNotTellIsAskedFor) {
  add_raw({});
  cut_in_raw_sql(true);
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "unfinished_step");
  EXPECT_EQ(error.revision(), "raw1");
  EXPECT_THAT(error.operation(), HasSubstr("execute"));
  EXPECT_THAT(error.what(), HasSubstr("resume --mark-done"));
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_FALSE(error.retry_is_safe());
  EXPECT_EQ(migrator().status().in_flight->probe, Probe::unknown);
  migrator().resume(Resume::mark_done);
  EXPECT_TRUE(migrator().at_head());
  EXPECT_EQ(value("SELECT COUNT(*) FROM later"), "1");

  cut_in_raw_sql(false);
  EXPECT_THROW(migrator().upgrade(), StateError);
  migrator().resume(Resume::run_again);
  EXPECT_TRUE(migrator().at_head());
  EXPECT_EQ(value("SELECT COUNT(*) FROM later"), "1");

  cut_in_raw_sql(false);
  run("DROP TABLE t");
  EXPECT_TRUE(migrator().resume(Resume::abandon).empty());
  migrator().upgrade();
  EXPECT_TRUE(migrator().at_head());
}

TEST_P(Journal, AProbeTellsOfRawSql) {
  add_raw({{"sqlite", "SELECT COUNT(*) FROM sqlite_master WHERE name = 'raw'"},
           {"postgresql", "SELECT to_regclass('raw') IS NOT NULL"},
           {"mysql",
            "SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'raw'"},
           {"firebird", "SELECT COUNT(*) FROM RDB$INDICES WHERE RDB$INDEX_NAME = 'RAW'"}});
  for (const bool applied : {true, false}) {
    cut_in_raw_sql(applied);
    EXPECT_EQ(migrator().status().in_flight->probe, applied ? Probe::applied : Probe::not_applied);
    migrator().upgrade();
    EXPECT_TRUE(migrator().at_head());
    EXPECT_EQ(value("SELECT COUNT(*) FROM later"), "1");
  }
}

TEST_P(Journal, AnEditedMigrationIsToldOf) {
  then("a1", [] { op::create_table("t", [](op::Table& t) { t.integer("id"); }); });
  then("a2", [] { op::create_table("u", [](op::Table& t) { t.integer("id"); }); });
  migrator().upgrade();
  EXPECT_THAT(migrator().status().edited, IsEmpty());
  start_set();
  then("a1", [] { op::create_table("t", [](op::Table& t) { t.big_integer("id"); }); });
  then("a2", [] { op::create_table("u", [](op::Table& t) { t.integer("id"); }); });
  EXPECT_THAT(migrator().status().edited, ElementsAre("a1"));
  Hears hears;
  MigratorOptions options;
  options.listener = &hears;
  EXPECT_THAT(migrator(options).upgrade().edited, ElementsAre("a1"));
  EXPECT_THAT(hears.notes, ElementsAre(HasSubstr("the migration a1 says something else now")));
  options.edited_migrations = EditedMigrationPolicy::refuse;
  options.listener = nullptr;
  EXPECT_EQ(error_of<StateError>([&] { migrator(options).upgrade(); }).code(), "edited_migration");
  then("a3", [] { op::create_table("v", [](op::Table& t) { t.integer("id"); }); });
  EXPECT_EQ(error_of<StateError>([&] { migrator(options).upgrade(); }).code(), "edited_migration");
  EXPECT_EQ(schema().tables.size(), 2U);
  options.edited_migrations = EditedMigrationPolicy::warn;
  EXPECT_THAT(migrator(options).upgrade().edited, ElementsAre("a1"));
  EXPECT_EQ(schema().tables.size(), 3U);
}

TEST_P(Journal, VerifyOnlyWritesNothing) {
  then("v1", [] { op::create_table("t", [](op::Table& t) { t.integer("id"); }); });
  MigratorOptions options;
  options.verify_only = true;
  const auto behind = error_of<StateError>([&] { migrator(options).upgrade(); });
  EXPECT_EQ(behind.code(), "behind");
  EXPECT_THAT(behind.what(), HasSubstr("v1"));
  EXPECT_THAT(connection_->inspect().tables, IsEmpty());
  connection_->rollback();
  EXPECT_EQ(error_of<UsageError>([&] { migrator(options).downgrade("base"); }).code(), "verify_only");
  EXPECT_EQ(error_of<UsageError>([&] { migrator(options).stamp("v1"); }).code(), "verify_only");
  migrator().upgrade();
  EXPECT_TRUE(migrator(options).upgrade().empty());
}

TEST_P(Journal, AMigrationOfOneTransactionEntersNothing) {
  then("o1", [] { op::create_table("t", [](op::Table& t) { t.integer("id"); }); });
  then("o2", [] { op::execute("INSERT INTO t VALUES (1)"); });
  migrator().upgrade();
  const auto entries = connection_->query_existing("SELECT COUNT(*) FROM " + table("retort_journal"), {});
  connection_->rollback();
  if (is("mariadb")) {
    EXPECT_THAT(entries.value(), ElementsAre("1"));  // a change of structure commits
  } else if (is("firebird")) {
    EXPECT_THAT(entries.value(), ElementsAre("0"));
  } else {
    EXPECT_FALSE(entries.has_value());
  }
}

TEST_P(Journal, OfANewerProgramIsLeftAlone) {
  then("n1", [] {
    op::create_table("t", [](op::Table& t) { t.integer("id"); });
    op::autocommit_block([] { op::execute("THIS IS NO SQL"); });
  });
  EXPECT_THROW(migrator().upgrade(), DatabaseError);
  run("UPDATE " + table("retort_journal") + " SET " + connection_->dialect().quote("format") + " = 2");
  EXPECT_EQ(error_of<StateError>([&] { migrator().upgrade(); }).code(), "newer_journal");
  run("UPDATE " + table("retort_journal") + " SET " + connection_->dialect().quote("format") + " = 1, state = 'odd'");
  EXPECT_EQ(error_of<StateError>([&] { migrator().upgrade(); }).code(), "journal_damaged");
}

/// MariaDB counts what a session sends.
TEST(JournalOnMariadb, CostsAtMostTwoSmallWritesAStatementThatCommits) {
  constexpr int kSteps = 6;
  const ServerDatabase database("mariadb");
  const auto session = database.open();
  const auto connection = runtime::connect(*session);
  MigrationSet set;
  set.add(std::make_unique<Recorded>(
      Revision{.id = "w1"},
      [] {
        for (int i = 0; i < kSteps; ++i) {
          op::create_table("t" + std::to_string(i), [](op::Table& t) { t.integer("id"); });
        }
      },
      Code()));
  const auto writes = [&] {
    int count = 0;
    for (const auto& row : connection->rows("SHOW SESSION STATUS WHERE Variable_name IN ('Com_insert', 'Com_update', "
                                            "'Com_delete', 'Com_replace')")) {
      count += std::stoi(row[1].value_or("0"));
    }
    return count;
  };
  const int before = writes();
  Migrator(*session, set).upgrade();
  // Beside the version row and the fingerprint, one each.
  const int of_journal = writes() - before - 2;
  EXPECT_GE(of_journal, kSteps) << "each is entered before it is sent";
  EXPECT_LE(of_journal, 2 * kSteps);
}

INSTANTIATE_TEST_SUITE_P(On, Journal, testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace retort::test
