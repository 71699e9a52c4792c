#include <soci/soci.h>

#include <stdexcept>

#include "live/postgresql_support.hpp"

namespace retort::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(Postgresql, GoesUpAndDownAndUpAgain) {
  then([] {
    op::create_table("students", [](op::Table& t) {
      t.big_integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null().unique().comment("as in the passport");
      t.enum_("mood", "mood", {"ok", "sad"}).server_default("ok");
      t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP")).with_time_zone();
      t.comment("one row a pupil");
    });
    op::bulk_insert("students", {"id", "name"}, {{1, "Ann"}, {2, "it's \\ \":x\" \xF0\x9F\x98\x80"}});
  });
  then([] {
    op::add_column("students", op::column("grade", op::integer()).not_null().server_default(0).index());
    op::execute("UPDATE students SET grade = 3 WHERE name = 'Ann'").reverse("SELECT 1");
  });
  auto migrator = this->migrator();
  for (int round = 0; round < 2; ++round) {
    migrator.upgrade();
    EXPECT_THAT(migrator.current(), ElementsAre("rev2"));
    EXPECT_EQ(value("SELECT name FROM students WHERE id = 2"), "it's \\ \":x\" \xF0\x9F\x98\x80");
    EXPECT_EQ(value("SELECT grade FROM students WHERE mood = 'ok' AND id = 1"), "3");
    EXPECT_EQ(value("INSERT INTO students (name) VALUES ('Bo') RETURNING id"), "3");
    migrator.downgrade("base");
    EXPECT_THAT(migrator.current(), IsEmpty());
    EXPECT_THAT(
        query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"),
        ElementsAre("retort_applied", "retort_version"));
    EXPECT_THAT(query("SELECT typname FROM pg_type WHERE typtype = 'e'"), IsEmpty());
  }
}

TEST_F(Postgresql, DropsAConstraintByTheNameThatItGaveItself) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("a").unique();
      t.integer("b");
      t.check("a > 0");
      t.check("b > 0");
    });
  });
  then([] {
    op::drop_constraint("t_a_key", "t", op::unique);
    op::drop_constraint("t_b_check", "t", op::check);
  });
  migrator().upgrade();
  EXPECT_THAT(query("SELECT conname FROM pg_constraint WHERE conrelid = 't'::regclass"), ElementsAre("t_a_check"));
}

TEST_F(Postgresql, LeavesNothingOfAMigrationThatFails) {
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([] {
    op::add_column("t", op::column("a", op::enum_("mood", {"ok"})));
    op::bulk_insert("t", {"id"}, {{1}, {1}});
  });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.revision(), "rev2");
  EXPECT_EQ(error.code(), "constraint");
  EXPECT_THAT(error.applied(), ElementsAre("rev1"));
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_THAT(migrator().current(), ElementsAre("rev1"));
  EXPECT_EQ(value("SELECT count(*) FROM pg_type WHERE typtype = 'e'"), "0");
  EXPECT_EQ(value("SELECT count(*) FROM information_schema.columns WHERE table_name = 't'"), "1");
  EXPECT_FALSE(connection().in_transaction());
}

TEST_F(Postgresql, RunsCodeInTheTransactionOfItsMigration) {
  bool fails = true;
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([&fails] {
    op::run([&fails](soci::session& sql) {
      sql << "INSERT INTO t VALUES (1)";
      op::create_index("ix", "t", {"id"});
      if (fails) throw std::runtime_error("not yet");
    }).data_only();
  });
  const auto error = error_of<Error>([&] { migrator().upgrade(); });
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_EQ(value("SELECT count(*) FROM t"), "0");
  fails = false;
  migrator().upgrade();
  EXPECT_EQ(value("SELECT count(*) FROM t"), "1");
  EXPECT_EQ(value("SELECT to_regclass('ix')"), "ix");
}

TEST_F(Postgresql, TellsACodesFailedStatementFromAnEndedTransaction) {
  int kind = 0;
  then([&kind] {
    op::run([&kind](soci::session& sql) {
      if (kind == 0) sql << "SELECT * FROM nowhere";
      if (kind == 2) sql << "COMMIT";
      if (kind != 1) return;
      try {
        sql << "SELECT * FROM nowhere";
      } catch (const soci::soci_error&) {
      }
    });
  });
  const auto thrown = error_of<Error>([&] { migrator().upgrade(); });
  EXPECT_FALSE(thrown.leaves_partial_change());
  EXPECT_TRUE(thrown.retry_is_safe());
  kind = 1;
  const auto kept = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(kept.code(), "failed_transaction");
  EXPECT_FALSE(kept.leaves_partial_change());
  kind = 2;
  const auto ended = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(ended.code(), "transaction_ended");
  EXPECT_TRUE(ended.leaves_partial_change());
}

TEST_F(Postgresql, ChecksDeferredConstraintsAtTheEndOfAMigration) {
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
  EXPECT_EQ(value("SELECT count(*) FROM t"), "2");
}

TEST_F(Postgresql, BuildsAnIndexConcurrentlyAndMendsAnUnfinishedOne) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("a");
    });
    op::bulk_insert("t", {"id", "a"}, {{1, 1}, {2, 1}});
  });
  then([] { op::create_index("ux", "t", {"a"}).unique().concurrently(); });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.message(), HasSubstr("invalid"));
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ux'::regclass"), "f");
  run("DELETE FROM t WHERE id = 2");
  migrator().upgrade();
  EXPECT_EQ(value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ux'::regclass"), "t");
  migrator().downgrade("rev1");
  EXPECT_EQ(value("SELECT to_regclass('ux')"), "(null)");
  const auto refused = error_of<OperationError>([&] {
    MigratorOptions options;
    options.transaction_mode = TransactionMode::per_run;
    migrator(std::move(options)).upgrade();
  });
  EXPECT_EQ(refused.code(), "autocommit_in_one_transaction");
  EXPECT_THAT(migrator().current(), ElementsAre("rev1"));
}

TEST_F(Postgresql, UsesANewValueOfAnEnumBehindItsAddition) {
  then([] {
    op::create_enum("mood", {"ok", "sad"});
    op::create_table("t", [](op::Table& t) { t.enum_("m", "mood", {"ok", "sad"}); });
  });
  then([] {
    op::alter_enum("mood").add_value("glad", "blue").rename_value("sad", "blue");
    op::bulk_insert("t", {"m"}, {{"glad"}, {"blue"}});
  });
  migrator().upgrade();
  EXPECT_THAT(query("SELECT m::text FROM t ORDER BY t.m"), ElementsAre("glad", "blue"));
  EXPECT_THROW(migrator().downgrade("base"), IrreversibleOperation);
}

TEST_F(Postgresql, GivesAnEnumOtherValuesWithAllColumnsOfIt) {
  then([] {
    op::create_table("a", [](op::Table& t) { t.enum_("m", "mood", {"ok", "sad"}).server_default("ok"); });
    op::create_table("b", [](op::Table& t) { t.column("m", op::array(op::enum_("mood", {"ok", "sad"}))); });
    op::bulk_insert("a", {"m"}, {{"sad"}});
    op::bulk_insert("b", {"m"}, {{"{ok,sad}"}});
  });
  then(
      [] {
        op::alter_column("a", "m", [](op::ColumnChange& c) { c.type(op::enum_("mood", {"sad", "new", "ok"})); });
        op::bulk_insert("a", {"m"}, {{"new"}});
        op::execute("DELETE FROM a WHERE m = 'new'").reverse("SELECT 1");
      },
      [] { op::alter_column("a", "m", [](op::ColumnChange& c) {
             c.type(op::enum_("mood", {"ok", "sad"}));
           }); });
  auto migrator = this->migrator();
  for (int round = 0; round < 2; ++round) {
    migrator.upgrade();
    EXPECT_THAT(query("SELECT enumlabel FROM pg_enum ORDER BY enumsortorder"), ElementsAre("sad", "new", "ok"));
    EXPECT_EQ(value("SELECT m::text FROM b"), "{ok,sad}");
    EXPECT_EQ(value("INSERT INTO a DEFAULT VALUES RETURNING m::text"), "ok");
    migrator.downgrade("rev1");
    EXPECT_THAT(query("SELECT enumlabel FROM pg_enum ORDER BY enumsortorder"), ElementsAre("ok", "sad"));
  }
  migrator.downgrade("base");
  EXPECT_EQ(value("SELECT count(*) FROM pg_type WHERE typtype = 'e'"), "0");
}

TEST_F(Postgresql, ReplacesAViewWithAllThatHangsOnIt) {
  run("CREATE ROLE reader_of_views");
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("statement");
    });
    op::create_view("v", "SELECT id, statement FROM t -- all");
    op::execute("GRANT SELECT ON v TO reader_of_views");
    op::create_view("m", "SELECT id, statement FROM t;").materialized();
    op::create_index("m_id", "m", {"id"}).unique();
    op::create_trigger("tr", "v", {{"postgresql", "INSERT INTO t VALUES (NEW.id); RETURN NEW;"}})
        .instead_of()
        .on_insert();
  });
  then([] { op::replace_view("v", "SELECT id, statement, id + 1 AS next FROM t"); });
  then([] {
    op::replace_view("v", "SELECT id FROM t");
    op::replace_view("m", "SELECT id, 'x' AS x FROM t").materialized();
  });
  migrator().upgrade("rev2");
  EXPECT_EQ(value("SELECT has_table_privilege('reader_of_views', 'v', 'SELECT')"), "t");
  run("CREATE VIEW on_v AS SELECT next FROM v");
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.message(), HasSubstr("view on_v depends on view v"));
  run("DROP VIEW on_v");
  migrator().upgrade();
  run("INSERT INTO v VALUES (3)");
  EXPECT_EQ(value("SELECT id FROM v"), "3");
  EXPECT_EQ(value("SELECT to_regclass('m_id')"), "m_id");
  EXPECT_EQ(value("SELECT x FROM m"), "(no row)");
  run("DROP OWNED BY reader_of_views");
  run("DROP ROLE reader_of_views");
}

TEST_F(Postgresql, ConvertsValuesWhereACastKeepsThem) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.string("n", 20).server_default("7");
      t.text("e");
      t.text("b");
      t.boolean("f");
      t.string("j", 100);
    });
    op::bulk_insert("t", {"n", "e", "b", "f", "j"}, {{"42", "ok", "b\xC3\xA4", true, "{\"a\": 1}"}});
  });
  then(
      [] {
        op::alter_column("t", "n", [](op::ColumnChange& c) { c.type(op::integer()); });
        op::alter_column("t", "e", [](op::ColumnChange& c) { c.type(op::enum_("e", {"ok"})); });
        op::alter_column("t", "b", [](op::ColumnChange& c) { c.type(op::blob()); });
        op::alter_column("t", "j", [](op::ColumnChange& c) { c.type(op::json()); });
        op::alter_column("t", "f", [](op::ColumnChange& c) { c.type(op::small_integer()); });
      },
      [] {
        op::alter_column("t", "n", [](op::ColumnChange& c) { c.type(op::string(20)); });
        op::alter_column("t", "e", [](op::ColumnChange& c) { c.type(op::text()); });
        op::alter_column("t", "b", [](op::ColumnChange& c) { c.type(op::text()); });
        op::alter_column("t", "j", [](op::ColumnChange& c) { c.type(op::string(100)); });
        op::alter_column("t", "f", [](op::ColumnChange& c) { c.type(op::boolean()).postgresql_using("f <> 0"); });
      });
  for (int round = 0; round < 2; ++round) {
    migrator().upgrade();
    EXPECT_EQ(value("SELECT n + 1 || e::text || encode(b, 'hex') || f || (j->>'a') FROM t"), "43ok62c3a411");
    EXPECT_EQ(
        value("SELECT column_default FROM information_schema.columns WHERE table_name = 't' AND column_name = 'n'"),
        "7");
    migrator().downgrade("rev1");
    EXPECT_EQ(value("SELECT n || e || b || f || j FROM t"), "42okb\xC3\xA4true{\"a\": 1}");
    EXPECT_EQ(value("SELECT count(*) FROM pg_type WHERE typtype = 'e'"), "0");
  }
}

TEST_F(Postgresql, NumbersRowsBehindThoseThatAreThere) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("a");
    });
    op::bulk_insert("t", {"id"}, {{10}, {20}});
    op::alter_column("t", "id", [](op::ColumnChange& c) { c.autoincrement(); });
  });
  then([] { op::bulk_insert("t", {"id"}, {{30}, {5}}); }, [] {});
  then([] { op::bulk_insert("t", {"a"}, {{1}}); }, [] {});
  migrator().upgrade();
  EXPECT_EQ(value("SELECT max(id) FROM t"), "31");
  migrator().downgrade("rev1");
  apply([] {
    op::create_table("serial", [](op::Table& t) { t.native("id", "serial").primary_key(); });
    op::alter_column("serial", "id", [](op::ColumnChange& c) { c.autoincrement(false); });
    op::alter_column("t", "id", [](op::ColumnChange& c) { c.autoincrement(false); });
  });
  EXPECT_THROW(run("INSERT INTO serial DEFAULT VALUES"), DatabaseError);
  EXPECT_THROW(run("INSERT INTO t DEFAULT VALUES"), DatabaseError);
}

TEST_F(Postgresql, StopsARunWhoseLockIsLost) {
  then([] {
    op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); });
    op::run([](soci::session& sql) { sql << "SELECT pg_advisory_unlock_all()"; }).data_only();
  });
  then([] { op::create_table("u", [](op::Table& t) { t.integer("id").primary_key(); }); });
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "lock_lost");
  EXPECT_EQ(error.revision(), "rev2");
  EXPECT_THAT(error.applied(), ElementsAre("rev1"));
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_THAT(migrator().current(), ElementsAre("rev1"));
  migrator().upgrade();
  EXPECT_TRUE(migrator().at_head());
}

TEST_F(Postgresql, StopsAMigrationWhoseLockIsLostOutsideOfATransaction) {
  then([] {
    op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); });
    op::autocommit_block([] { op::execute("SELECT pg_advisory_unlock_all()"); });
    op::create_table("u", [](op::Table& t) { t.integer("id").primary_key(); });
  });
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "lock_lost");
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_EQ(value("SELECT to_regclass('u')"), "(null)");
  EXPECT_FALSE(connection().in_transaction());
}

TEST_F(Postgresql, PlansTheDropOfAConstraintThatTheServerNames) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("a").unique();
      t.integer("b");
      t.check("a >= 0 AND b <> 7 OR a IS NULL");
    });
  });
  then([] {
    op::drop_constraint("", "t", op::unique).existing_unique({"a"});
    op::drop_constraint("", "t", op::check).existing_check("a >= 0 AND b <> 7 OR a IS NULL");
    op::rename_column("t", "a", "c");
  });
  EXPECT_EQ(migrator().plan_upgrade().steps.size(), 2U);
  migrator().upgrade("rev1");
  EXPECT_EQ(migrator().plan_upgrade().steps.size(), 1U);
  migrator().upgrade();
  EXPECT_EQ(value("SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass"), "0");
  EXPECT_EQ(migrator().plan_downgrade("base").steps.size(), 2U);
  migrator().downgrade("base");
}

TEST_F(Postgresql, PlansStampsAndWritesScripts) {
  then([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.enum_("m", "mood", {"ok"});
    });
    op::create_trigger("tr", "t", {{"postgresql", "NEW.id := NEW.id; RETURN NEW;"}}).before().on_insert();
  });
  then([] { op::create_index("ix", "t", {"id"}).concurrently(); });
  const auto plan = migrator().plan_upgrade();
  EXPECT_EQ(plan.steps.size(), 2U);
  EXPECT_EQ(value("SELECT to_regclass('t')"), "(null)");
  const auto script = migrator().script_upgrade();
  EXPECT_THAT(script, AllOf(HasSubstr("psql -v ON_ERROR_STOP=1"), HasSubstr("CREATE TYPE \"mood\""),
                            HasSubstr("COMMIT;"), HasSubstr("CREATE INDEX CONCURRENTLY")));
  migrator().stamp("rev2");
  EXPECT_THAT(migrator().current(), ElementsAre("rev2"));
  EXPECT_TRUE(migrator().at_head());
}

}  // namespace
}  // namespace retort::test
