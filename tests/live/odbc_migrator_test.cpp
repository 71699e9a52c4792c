#include <retort/autogenerate.hpp>
#include <retort/metadata.hpp>

#include <stdexcept>
#include <string>
#include <thread>

#include "live/odbc_support.hpp"
#include "support/own_tables.hpp"

namespace retort::test {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kHostile = "it's \\ \":x\" ? {d 'x'} -- ; \xC3\xA4 \xF0\x9F\x98\x80";

class OdbcMigrator : public Odbc {
 protected:
  void add_story() {
    then([] {
      op::create_table("schools", [](op::Table& t) {
        t.integer("id").primary_key();
        t.string("name", 80).not_null().unique();
      });
      op::create_table("students", [](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.string("name", 80).not_null().server_default("it's");
        t.boolean("active").not_null().server_default(true);
        t.integer("school_id").references("schools", "id").on_delete(op::cascade).index();
        t.numeric("fee", 10, 2);
        t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP"));
        t.text("note");
        t.check("fee >= 0").name("ck_students_fee");
      });
      op::bulk_insert("schools", {"id", "name"}, {{1, kHostile}, {2, "two"}});
      op::bulk_insert("students", {"id", "name", "school_id", "note"},
                      {{1, kHostile, 1, nullptr}, {2, "Ann", 2, kHostile}});
    });
    then([] {
      op::add_column("students", op::column("grade", op::small_integer()).not_null().server_default(1).index());
      op::execute("UPDATE students SET note = ':a ?::b 10:30' WHERE name = 'Ann'")
          .reverse("UPDATE students SET note = 'back' WHERE name = 'Ann'");
    });
    then([] {
      op::alter_column("students", "name", [](op::ColumnChange& c) { c.type(op::string(120)); });
      op::rename_column("students", "note", "remark");
      op::create_view("names", "SELECT name FROM students");
    });
  }
};

/// What only servers have: a lock that is not the transaction, and connections that break.
class OdbcServer : public OdbcMigrator {
 protected:
  void break_connection() {
    const auto process = value(is("postgresql") ? "SELECT pg_backend_pid()" : "SELECT CONNECTION_ID()");
    runtime::connect(*native_)->execute(is("postgresql") ? "SELECT pg_terminate_backend(" + process + ")"
                                                         : "KILL CONNECTION " + process);
  }
};
/// Databases with deferred constraints.
class OdbcDeferred : public OdbcMigrator {};
class OdbcPostgresql : public OdbcMigrator {};
class OdbcMariadb : public OdbcMigrator {};

TEST_P(OdbcMigrator, GoesUpAndDownAndUpAgain) {
  add_story();
  for (int round = 0; round < 2; ++round) {
    migrator().upgrade("rev1");
    const auto first = connection().inspect();
    EXPECT_EQ(value("SELECT name FROM schools WHERE id = 1"), kHostile);
    EXPECT_EQ(value("SELECT name FROM students WHERE id = 1"), kHostile);
    EXPECT_EQ(value("SELECT note FROM students WHERE id = 1"), "(null)");
    EXPECT_EQ(value("SELECT note FROM students WHERE id = 2"), kHostile);
    migrator().upgrade();
    EXPECT_THAT(migrator().current(), ElementsAre("rev3"));
    EXPECT_TRUE(migrator().at_head());
    EXPECT_EQ(value("SELECT remark FROM students WHERE id = 2"), ":a ?::b 10:30");
    EXPECT_EQ(value("SELECT grade FROM students WHERE id = 1"), "1");
    EXPECT_EQ(value("SELECT COUNT(*) FROM names"), "2");
    migrator().downgrade("rev1");
    EXPECT_EQ(connection().inspect().tables, first.tables);
    migrator().downgrade("base");
    EXPECT_THAT(migrator().current(), IsEmpty());
    EXPECT_THAT(without_own_tables(connection().inspect()).tables, IsEmpty());
  }
}

TEST_P(OdbcMigrator, SeesWhatTheNativeConnectionSees) {
  add_story();
  migrator().upgrade();
  const auto native = runtime::connect(*native_);
  const auto here = connection().inspect();
  const auto there = native->inspect();
  EXPECT_EQ(without_own_tables(here).tables.size(), 2U);
  EXPECT_EQ(here, there);
  const auto one = connection().facts().table({{}, "students"});
  ASSERT_TRUE(one);
  EXPECT_EQ(*one, native->facts().table({{}, "students"}));
}

TEST_P(OdbcMigrator, TheNativeConnectionGoesOn) {
  add_story();
  migrator().upgrade("rev2");
  Migrator other(*native_, set_);
  EXPECT_THAT(other.current(), ElementsAre("rev2"));
  other.upgrade();
  EXPECT_TRUE(migrator().at_head());
  migrator().downgrade("base");
  EXPECT_THAT(other.current(), IsEmpty());
}

TEST_P(OdbcMigrator, ThePlanIsWhatIsSent) {
  add_story();
  migrator().upgrade("rev1");
  const auto plan = migrator().plan_upgrade("rev2");
  const auto report = migrator().upgrade("rev2");
  ASSERT_EQ(plan.steps.size(), report.steps.size());
  EXPECT_EQ(plan.steps[0].statements(), report.steps[0].statements());
}

/// SQLite has no shadow here: a plan shows a rebuild of the table as it is known.
TEST_P(OdbcServer, ThePlanOfAllStepsIsWhatIsSent) {
  add_story();
  const auto plan = migrator().plan_upgrade();
  const auto report = migrator().upgrade();
  ASSERT_EQ(plan.steps.size(), 3U);
  ASSERT_EQ(report.steps.size(), 3U);
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    EXPECT_EQ(plan.steps[i].statements(), report.steps[i].statements());
  }
}

TEST_P(OdbcMigrator, HostileNamesAreNamesAndNothingElse) {
  // MySQL keeps names in characters of three bytes.
  const std::string name =
      is("mariadb") ? "a'b\"c`d?:e;--\xC3\xA4 {d}[x] select" : "a'b\"c`d?:e;--\xF0\x9F\x98\x80 {d}[x] select";
  then([name] {
    op::create_table(name, [&](op::Table& t) {
      t.integer("id").primary_key();
      t.string(name, 40).unique().comment("it's; a ? ':comment' \xC3\xA4");
    });
    op::bulk_insert(name, {"id", name}, {{1, name}});
  });
  then([name] {
    op::add_column(name, op::column("order", op::integer()).not_null().server_default(3));
    op::create_index("ix" + name, name, {"order"});
    op::alter_column(name, name, [](op::ColumnChange& c) { c.type(op::string(60)); });
  });
  migrator().upgrade("rev1");
  const auto first = connection().inspect();
  migrator().upgrade();
  const auto quoted = connection().dialect().quote(name);
  EXPECT_EQ(value("SELECT " + quoted + " FROM " + quoted + " WHERE " + connection().dialect().quote("order") + " = 3"),
            name);
  EXPECT_EQ(connection().inspect(), runtime::connect(*native_)->inspect());
  migrator().downgrade("rev1");
  EXPECT_EQ(connection().inspect().tables, first.tables);
  migrator().downgrade("base");
}

TEST_P(OdbcMigrator, RunsCodeInTheTransactionOfItsMigration) {
  bool fails = true;
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([&fails] {
    op::run([&fails](soci::session& sql) {
      int id = 7;
      sql << "INSERT INTO t VALUES (:id)", soci::use(id);
      op::bulk_insert("t", {"id"}, {{8}});
      int count = 0;
      sql << "SELECT COUNT(*) FROM t", soci::into(count);
      if (count != 2) throw std::runtime_error("it is another transaction");
      if (fails) throw std::runtime_error("not yet");
    }).data_only();
  });
  const auto error = error_of<Error>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.message(), HasSubstr("not yet"));
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
  EXPECT_FALSE(connection().in_transaction());
  fails = false;
  migrator().upgrade();
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "2");
  EXPECT_THAT(migrator().current(), ElementsAre("rev2"));
}

TEST_P(OdbcMigrator, NoticesCodeThatEndsTheTransaction) {
  for (const bool odbcs_way : {false, true}) {
    then([odbcs_way] {
      op::run([odbcs_way](soci::session& sql) {
        if (odbcs_way) {
          sql.commit();
        } else {
          sql << "COMMIT";
        }
      });
    });
    // Where DDL does it anyway, this is no error; and SQLite's driver ends only what it has begun itself.
    if (is("mariadb") || (is("sqlite") && odbcs_way)) {
      const auto report = migrator().upgrade();
      EXPECT_EQ(report.steps.size(), 1U);
      continue;
    }
    const auto error = error_of<StateError>([&] { migrator().upgrade(); });
    EXPECT_EQ(error.code(), "transaction_ended");
    EXPECT_TRUE(error.leaves_partial_change());
    EXPECT_FALSE(connection().in_transaction());
    migrator().resume(Resume::abandon);
    migrator().stamp("rev" + std::to_string(count_));
  }
}

TEST_P(OdbcMigrator, LeavesNothingOfAMigrationThatFails) {
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([] {
    op::create_table("made", [](op::Table& t) { t.integer("id").primary_key(); });
    op::bulk_insert("t", {"id"}, {{1}});
    op::bulk_insert("t", {"id"}, {{1}});
  });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.revision(), "rev2");
  EXPECT_EQ(error.code(), "constraint");
  EXPECT_THAT(error.applied(), ElementsAre("rev1"));
  EXPECT_THAT(migrator().current(), ElementsAre("rev1"));
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
  EXPECT_EQ(error.leaves_partial_change(), is("mariadb"));
  EXPECT_EQ(connection().inspect().tables.contains({{}, "made"}), is("mariadb"));
}

TEST_P(OdbcMigrator, StampsAndTellsWhereItIs) {
  add_story();
  EXPECT_THAT(migrator().current(), IsEmpty());
  EXPECT_THAT(migrator().pending(), ElementsAre("rev1", "rev2", "rev3"));
  migrator().stamp("rev2");
  EXPECT_THAT(migrator().current(), ElementsAre("rev2"));
  EXPECT_THAT(migrator().pending(), ElementsAre("rev3"));
  migrator().stamp("base");
  EXPECT_THAT(migrator().current(), IsEmpty());
}

TEST_P(OdbcMigrator, RefusesATransactionOfTheProgram) {
  add_story();
  session_->begin();
  EXPECT_EQ(error_of<StateError>([&] { migrator().upgrade(); }).code(), "transaction_open");
  session_->rollback();
  *session_ << "BEGIN";
  EXPECT_EQ(error_of<StateError>([&] { migrator().upgrade(); }).code(), "transaction_open");
  *session_ << "ROLLBACK";
  migrator().upgrade();
  EXPECT_TRUE(migrator().at_head());
}

TEST_P(OdbcMigrator, ASecondMigratorWaitsInVain) {
  add_story();
  const auto other_session = open();
  Migrator other(*other_session, set_, {.lock_timeout = milliseconds(150)});
  const auto holder = runtime::connect(*native_);
  const std::string version_table = connection().dialect().quote("retort_version");
  holder->lock(version_table, {});
  if (is("sqlite")) holder->begin({});
  const auto error = error_of<StateError>([&] { other.upgrade(); });
  EXPECT_EQ(error.code(), "locked");
  if (is("sqlite")) holder->rollback();
  EXPECT_EQ(holder->unlock(), "");
  EXPECT_THAT(migrator().current(), IsEmpty());
  other.upgrade();
  EXPECT_TRUE(migrator().at_head());
}

TEST_P(OdbcMigrator, TwoThatStartAtOnceRunEachMigrationOnce) {
  add_story();
  std::size_t steps[2] = {0, 0};
  std::string failures[2];
  const auto other_session = open();
  const auto upgrade = [&](std::size_t i, soci::session& session) {
    try {
      steps[i] = Migrator(session, set_, {.lock_timeout = milliseconds(60'000)}).upgrade().steps.size();
    } catch (const std::exception& error) {
      failures[i] = error.what();
    }
  };
  std::thread other([&] { upgrade(1, *other_session); });
  upgrade(0, *session_);
  other.join();
  EXPECT_EQ(failures[0], "");
  EXPECT_EQ(failures[1], "");
  EXPECT_EQ(steps[0] + steps[1], 3U);
  EXPECT_EQ(value("SELECT COUNT(*) FROM students"), "2");
}

TEST_P(OdbcServer, NoticesThatTheLockIsLost) {
  connection().lock(connection().dialect().quote("retort_version"), {});
  connection().prove_lock();
  run(is("postgresql") ? "SELECT pg_advisory_unlock_all()" : "DO RELEASE_ALL_LOCKS()");
  EXPECT_EQ(error_of<StateError>([&] { connection().prove_lock(); }).code(), "lock_lost");
  EXPECT_THAT(connection().unlock(), HasSubstr("not held"));
}

TEST_P(OdbcServer, ALostConnectionIsToldAsSuch) {
  connection().begin({});
  break_connection();
  const auto error = error_of<DatabaseError>([&] { value("SELECT 1"); });
  EXPECT_EQ(error.code(), "connection_lost") << error.what();
  EXPECT_NE(connection().rollback(), "");
}

TEST_P(OdbcServer, ALostConnectionLeavesAMigrationUndone) {
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([this] {
    op::bulk_insert("t", {"id"}, {{1}});
    op::run([this](soci::session&) { break_connection(); });
  });
  const auto error = error_of<Error>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.applied(), ElementsAre("rev1"));
  session_ = open();
  connection_.reset();
  EXPECT_THAT(migrator().current(), ElementsAre("rev1"));
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
}

TEST_P(OdbcPostgresql, CommitsNothingAfterAFailureThatTheCodeKept) {
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([] {
    op::run([](soci::session& sql) {
      sql << "INSERT INTO t VALUES (1)";
      try {
        sql << "SELECT * FROM nowhere";
      } catch (const soci::soci_error&) {
      }
    });
  });
  // By default the driver sets a savepoint before each statement, and goes back to it.
  if (*GetParam().parameters == '\0') {
    migrator().upgrade();
    EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "1");
  } else {
    EXPECT_EQ(error_of<StateError>([&] { migrator().upgrade(); }).code(), "failed_transaction");
    EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
  }
}

TEST_P(OdbcPostgresql, ComparesViewsInTheServersWords) {
  run("CREATE TABLE t (id integer PRIMARY KEY)");
  run("CREATE VIEW v AS SELECT id FROM t WHERE (id > 1)");
  const auto model = [](const char* query) {
    MetaData data;
    data.table("t", [](op::Table& t) { t.integer("id").primary_key(); }).view("v", query);
    return data;
  };
  EXPECT_THAT(compare(*session_, model("SELECT id FROM t WHERE (id > 1)")).describe(), IsEmpty());
  EXPECT_THAT(compare(*session_, model("SELECT id FROM t WHERE id > 2")).describe(),
              ElementsAre("replace_view(\"v\")"));
  EXPECT_THAT(compare(*session_, model("SELECT nothing FROM t")).describe(),
              ElementsAre("drop_view(\"v\")", "create_view(\"v\")"));
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relname = '_retort_look'"), "0");
}

TEST_P(OdbcMariadb, ComparesViewsInTheServersWords) {
  run("CREATE TABLE t (id INT PRIMARY KEY)");
  const std::string query = "SELECT id, 'it''s' AS odd FROM t WHERE (id > 1)";
  run("CREATE VIEW v AS " + query);
  const auto model = [](const std::string& view) {
    MetaData data;
    data.table("t", [](op::Table& t) { t.integer("id").primary_key(); }).view("v", view);
    return data;
  };
  EXPECT_THAT(compare(*session_, model(query)).describe(), IsEmpty());
  EXPECT_THAT(compare(*session_, model("SELECT id FROM t WHERE id > 2")).describe(),
              ElementsAre("replace_view(\"v\")"));
  EXPECT_THAT(compare(*session_, model("SELECT nothing FROM t")).describe(), ElementsAre("replace_view(\"v\")"));
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT count(*) FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"), "1");
}

TEST_P(OdbcPostgresql, BuildsAnIndexConcurrently) {
  then([] {
    op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); });
    op::create_index("ix", "t", {"id"}).concurrently();
    op::bulk_insert("t", {"id"}, {{1}});
  });
  migrator().upgrade();
  EXPECT_EQ(value("SELECT COUNT(*) FROM pg_indexes WHERE indexname = 'ix'"), "1");
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "1");
}

TEST_P(OdbcDeferred, ChecksConstraintsAtTheEndOfAMigration) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("parent").references("t", "id").initially_deferred();
    });
    op::bulk_insert("t", {"id", "parent"}, {{1, 2}, {2, 1}});
  });
  then([] { op::bulk_insert("t", {"id", "parent"}, {{3, 4}}); });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "constraint");
  EXPECT_EQ(error.revision(), "rev2");
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "2");
}

INSTANTIATE_TEST_SUITE_P(Drivers, OdbcMigrator,
                         ::testing::Values(kPostgresql, kPostgresqlAnsi, kPostgresqlSet, kMariadb, kSqlite, kSqliteSet),
                         label_of);
INSTANTIATE_TEST_SUITE_P(Drivers, OdbcServer, ::testing::Values(kPostgresql, kMariadb), label_of);
INSTANTIATE_TEST_SUITE_P(Drivers, OdbcDeferred, ::testing::Values(kPostgresql, kPostgresqlSet, kSqlite), label_of);
INSTANTIATE_TEST_SUITE_P(Drivers, OdbcMariadb, ::testing::Values(kMariadb), label_of);
INSTANTIATE_TEST_SUITE_P(Drivers, OdbcPostgresql, ::testing::Values(kPostgresql, kPostgresqlSet), label_of);

}  // namespace
}  // namespace retort::test
