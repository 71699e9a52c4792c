#include <algorithm>
#include <stdexcept>

#include "integration/failing.hpp"

namespace retort::integration {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Lines statements_of(const std::vector<Step>& steps) {
  Lines all;
  for (const auto& step : steps) {
    for (const auto& sql : step.statements()) all.push_back(sql);
  }
  return all;
}

bool is_version_row(const std::string& sql) { return sql.find("\"retort_version\"") != std::string::npos; }

}  // namespace

/// One list of operations is the plan, the script, the run and the way back.
class Flow : public Failing {
 protected:
  int foreign_keys() {
    int on = -1;
    *session_ << "PRAGMA foreign_keys", soci::into(on);
    return on;
  }

  /// Native changes, rebuilds, indexes, views, triggers and rows: something of everything.
  void add_everything() {
    chain_.then("a1", [] {
      op::create_table("album", [](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.string("title", 80).not_null().unique();
        t.integer("track_id").references("track", "id").on_delete(op::cascade).index();
      });
      op::bulk_insert("album", {"title", "track_id"}, {{"First", 1}, {"It's; a 'second'", nullptr}});
      op::create_view("titles", "SELECT title FROM album");
      op::create_trigger("touch", "track", "UPDATE album SET title = title WHERE track_id = new.id;").on_update();
    });
    chain_.then("a2", [] {
      op::batch_alter_table("track", [](op::TableChange& t) {
        t.add_column(op::column("bpm", op::small_integer()).not_null().server_default(120));
        t.alter_column("name", [](op::ColumnChange& c) { c.type(op::string(200)); });
        t.create_check_constraint("ck_track_bpm", "bpm > 0");
        t.create_index("ix_track_name", {op::desc("name")});
      });
      op::rename_column("genre", "name", "title");
    });
    chain_.then("a3", [] {
      op::drop_trigger("touch", "track");
      op::rename_table("track", "song");
      op::drop_column("album", "track_id");
      op::execute("UPDATE song SET bpm = 99 WHERE id = 3").reverse("UPDATE song SET bpm = 120 WHERE id = 3");
    });
  }
};

TEST_F(Flow, UpgradeRecordsAndExecutesNothing) {
  bool looked = false;
  chain_.then("a1", [&] {
    op::create_table("album", [](op::Table& t) { t.integer("id").primary_key(); });
    op::drop_table("track");
    // Another connection sees what this one would have done; nothing was.
    EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM sqlite_master WHERE name IN ('album', 'track')"), "1");
    EXPECT_THAT(witness_.statements, IsEmpty());
    looked = true;
  });
  migrator().upgrade();
  EXPECT_TRUE(looked);
  EXPECT_EQ(SqliteFile(file_).value("SELECT name FROM sqlite_master WHERE name IN ('album', 'track')"), "album");
}

TEST_F(Flow, ThePlanIsWhatIsSent) {
  add_everything();
  const auto before = contents_of(file_);
  const auto plan = migrator().plan_upgrade();
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
  EXPECT_THAT(witness_.statements, IsEmpty());
  EXPECT_THAT(plan.heads_before, ElementsAre("a0"));
  EXPECT_THAT(plan.heads_after, ElementsAre("a3"));
  const auto report = migrator().upgrade();
  EXPECT_EQ(statements_of(plan.steps), statements_of(report.steps));
  EXPECT_EQ(report.heads_after, plan.heads_after);
  // What the listener heard is the same without the version rows, and without the values of rows.
  Lines planned = statements_of(plan.steps);
  std::erase_if(planned, is_version_row);
  for (auto& sql : planned) {
    if (const auto values = sql.find(" VALUES"); sql.starts_with("INSERT INTO \"album\"")) {
      sql = sql.substr(0, values) + " VALUES (...)";
    }
  }
  EXPECT_EQ(planned, witness_.statements);
  EXPECT_THAT(witness_.log,
              ElementsAre("Running upgrade a0 -> a1, the step a1", "Running upgrade a1 -> a2, the step a2",
                          "Running upgrade a2 -> a3, the step a3"));
}

TEST_F(Flow, TheWayBackIsPlannedAsItIsSentAndIsExact) {
  chain_.then("a1", [] { op::create_view("names", "SELECT name FROM track"); });
  chain_.then("a2", [] {
    op::batch_alter_table("track", [](op::TableChange& t) {
      t.add_column(op::column("bpm", op::small_integer()).not_null().server_default(120));
      t.alter_column("name", [](op::ColumnChange& c) { c.type(op::string(200)).server_default("?"); });
      t.create_check_constraint("ck_track_bpm", "bpm > 0");
      t.create_index("ix_track_name", {op::desc("name")});
    });
    op::rename_column("genre", "name", "title");
    op::rename_table("track", "song");
  });
  const auto before = contents_of(file_);
  migrator().upgrade();
  const auto above = contents_of(file_);
  const auto plan = migrator().plan_downgrade("a0");
  EXPECT_THAT(difference(above, contents_of(file_)), IsEmpty());
  const auto report = migrator().downgrade("a0");
  EXPECT_EQ(statements_of(plan.steps), statements_of(report.steps));
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
  migrator().upgrade();
  EXPECT_THAT(difference(above, contents_of(file_)), IsEmpty());
  expect_sound(file_);
}

TEST_F(Flow, TheScriptMakesWhatTheRunMakes) {
  add_everything();
  const auto script = Migrator::offline("sqlite", chain_.set()).script_upgrade("base:a3");
  const auto by_script = folder_.file("script.sqlite");
  SqliteFile(by_script).run(script);
  const auto by_run = folder_.file("run.sqlite");
  soci::session session(soci::sqlite3, "db=" + by_run);
  Migrator migrator(session, chain_.set());
  migrator.upgrade();
  const auto run = contents_of(by_run);
  EXPECT_THAT(difference(run, contents_of(by_script)), IsEmpty());
  EXPECT_THAT(respelled(run, contents_of(by_script)), IsEmpty());
  EXPECT_THAT(SqliteFile(by_script).query("SELECT version_num FROM retort_version"), ElementsAre("a3"));
  // And back.
  SqliteFile(by_script).run(Migrator::offline("sqlite", chain_.set()).script_downgrade("a3:a1"));
  migrator.downgrade("a1");
  EXPECT_THAT(difference(contents_of(by_run), contents_of(by_script)), IsEmpty());
}

TEST_F(Flow, TheScriptRunsInTheShell) {
  if (std::system("command -v sqlite3 > /dev/null") != 0) GTEST_SKIP() << "there is no sqlite3 shell";
  add_everything();
  const auto sql = folder_.file("upgrade.sql");
  const auto text = Migrator::offline("sqlite", chain_.set()).script_upgrade();
  if (auto* out = std::fopen(sql.c_str(), "w")) {
    std::fwrite(text.data(), 1, text.size(), out);
    std::fclose(out);
  }
  const auto file = folder_.file("shell.sqlite");
  EXPECT_EQ(std::system(("sqlite3 -bail " + file + " < " + sql + " > " + folder_.file("said") + " 2>&1").c_str()), 0);
  migrator().upgrade();
  EXPECT_EQ(contents_of(file).structure, contents_of(file_).structure);
}

TEST_F(Flow, DirectivesInCodeExecuteAtOnce) {
  chain_.then("a1", [] {
    op::run([](soci::session& sql) {
      op::create_table("album", [](op::Table& t) {
        t.integer("id").primary_key();
        t.string("title", 50);
      });
      sql << "INSERT INTO album VALUES (1, 'First')";
      op::add_column("album", op::column("label", op::string(20)));
      sql << "UPDATE album SET label = 'Blue'";
      op::create_check_constraint("ck_album", "album", "label <> ''");
    });
  });
  migrator().upgrade();
  EXPECT_EQ(SqliteFile(file_).value("SELECT id, title, label FROM album"), "1|First|Blue");
  EXPECT_THAT(SqliteFile(file_).value("SELECT sql FROM sqlite_master WHERE name = 'album'"), HasSubstr("ck_album"));
}

TEST_F(Flow, AnAutocommitBlockRunsOutsideOfTheTransaction) {
  chain_.then("a1", [] {
    op::create_table("album", [](op::Table& t) { t.integer("id").primary_key(); });
    op::autocommit_block([] { op::execute("VACUUM"); });
    op::create_index("ix_track_name", "track", "name");
  });
  migrator().upgrade();
  EXPECT_THAT(migrator().current(), ElementsAre("a1"));
  EXPECT_FALSE(in_transaction());
  EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM sqlite_master WHERE name IN ('album', 'ix_track_name')"),
            "2");
}

TEST_F(Flow, AFailureBehindAnAutocommitBlockTellsThatAPartIsThere) {
  chain_.then("a1", [] {
    op::create_table("album", [](op::Table& t) { t.integer("id").primary_key(); });
    op::autocommit_block([] { op::execute("VACUUM"); });
    op::execute("INSERT INTO nowhere VALUES (1)");
  });
  const auto error = thrown<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_THAT(error.what(), HasSubstr("the journal has it at step 3 of 3"));
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
}

TEST_F(Flow, OneTransactionForTheRunCommitsAllOrNothing) {
  add_everything();
  const auto before = contents_of(file_);
  chain_.then("a4", [] { op::execute("INSERT INTO nowhere VALUES (1)"); });
  const auto error = thrown<DatabaseError>([&] { migrator({.transaction_mode = TransactionMode::per_run}).upgrade(); });
  EXPECT_THAT(error.applied(), IsEmpty());
  EXPECT_EQ(error.revision(), "a4");
  expect_unchanged(before);
  EXPECT_EQ(migrator({.transaction_mode = TransactionMode::per_run}).upgrade("a3").steps.size(), 3U);
  expect_sound(file_);
}

TEST_F(Flow, StampSetsRowsAndRunsNothing) {
  add_everything();
  const auto before = contents_of(file_);
  EXPECT_THAT(migrator().stamp("head").heads_after, ElementsAre("a3"));
  EXPECT_TRUE(migrator().at_head());
  migrator().stamp("a1");
  EXPECT_THAT(migrator().pending(), ElementsAre("a2", "a3"));
  EXPECT_FALSE(migrator().at_head());
  migrator().stamp("base");
  EXPECT_THAT(migrator().current(), IsEmpty());
  SqliteFile(file_).run("INSERT INTO retort_version VALUES ('unknown')");
  migrator().stamp("a0", {.purge = true});
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
}

TEST_F(Flow, AskingWritesNothing) {
  const auto empty = folder_.file("empty.sqlite");
  soci::session session(soci::sqlite3, "db=" + empty);
  Migrator asked(session, chain_.set());
  EXPECT_THAT(asked.current(), IsEmpty());
  EXPECT_THAT(asked.pending(), ElementsAre("a0"));
  EXPECT_THAT(asked.heads(), ElementsAre("a0"));
  EXPECT_FALSE(asked.at_head());
  EXPECT_EQ(asked.plan_upgrade().steps.size(), 1U);
  EXPECT_EQ(fs::file_size(empty), 0U);
  EXPECT_TRUE(asked.ensure_version());
  EXPECT_FALSE(asked.ensure_version());
  EXPECT_THAT(SqliteFile(empty).query("SELECT name FROM sqlite_master WHERE type = 'table'"),
              ElementsAre("retort_version"));
}

TEST_F(Flow, AnotherVersionTableIsUsedAndNoneElse) {
  soci::session session(soci::sqlite3, "db=" + folder_.file("alembic.sqlite"));
  Migrator(session, chain_.set(), {.version_table = "alembic_version"}).upgrade();
  SqliteFile file(folder_.file("alembic.sqlite"));
  EXPECT_THAT(file.query("SELECT version_num FROM alembic_version"), ElementsAre("a0"));
  EXPECT_EQ(file.value("SELECT count(*) FROM sqlite_master WHERE name = 'retort_version'"), "0");
}

TEST_F(Flow, ForeignKeysAreAsTheyWereAfterSuccessAndFailure) {
  chain_.then("a1", [] { op::create_check_constraint("ck", "genre", "id > 0"); });
  chain_.then("a2", [] { op::create_check_constraint("ck2", "genre", "id > 1"); });
  for (const int on : {1, 0}) {
    *session_ << "PRAGMA foreign_keys = " + std::to_string(on);
    migrator().upgrade("a1");
    EXPECT_EQ(foreign_keys(), on);
    EXPECT_EQ(thrown<DatabaseError>([&] { migrator().upgrade("a2"); }).code(), "constraint");
    EXPECT_EQ(foreign_keys(), on);
    EXPECT_THAT(migrator().current(), ElementsAre("a1"));
    SqliteFile other(file_);
    other.run("BEGIN IMMEDIATE");
    EXPECT_EQ(
        thrown<StateError>([&] { migrator({.lock_timeout = std::chrono::milliseconds(20)}).downgrade("a0"); }).code(),
        "locked");
    other.run("COMMIT");
    EXPECT_EQ(foreign_keys(), on);
    migrator().downgrade("a0");
    EXPECT_EQ(foreign_keys(), on);
  }
}

TEST_F(Flow, ChildrenKeepTheirRowsWhenTheirParentIsRebuilt) {
  *session_ << "PRAGMA foreign_keys = ON";
  chain_.then("a1", [] {
    op::create_check_constraint("ck", "genre", "id > 0");
    op::alter_column("genre", "name", [](op::ColumnChange& c) { c.type(op::text()); });
  });
  chain_.then("a2",
              [] { op::execute("DELETE FROM genre WHERE id = 2").reverse("INSERT INTO genre VALUES (2, 'Jazz')"); });
  migrator().upgrade("a1");
  SqliteFile file(file_);
  EXPECT_EQ(file.value("SELECT count(*), count(genre_id) FROM track"), "3|2");
  // In a migration that rebuilds nothing, ON DELETE CASCADE works as ever.
  migrator().upgrade("a2");
  EXPECT_EQ(file.value("SELECT count(*) FROM track"), "2");
}

TEST_F(Flow, ARebuildThatWouldBreakAForeignKeyIsRefused) {
  SqliteFile(file_).run("INSERT INTO genre VALUES (9, 'Gone')");
  for (const int on : {1, 0}) {
    *session_ << "PRAGMA foreign_keys = " + std::to_string(on);
    Chain chain = chain_;
    chain.then("a1", [] { op::create_foreign_key("fk_genre_track", "genre", "track", {"id"}, {"id"}); });
    const auto before = contents_of(file_);
    const auto error = thrown<DatabaseError>([&] { Migrator(*session_, chain.set()).upgrade(); });
    EXPECT_THAT(error.message(), HasSubstr("refer to rows that do not exist"));
    expect_unchanged(before);
    EXPECT_EQ(foreign_keys(), on);
  }
}

TEST_F(Flow, RowsThatCodeOrphansBesideARebuildAreFound) {
  *session_ << "PRAGMA foreign_keys = ON";
  chain_.then("a1", [] {
    op::create_check_constraint("ck", "genre", "id > 0");
    op::execute("DELETE FROM genre WHERE id = 2");
  });
  const auto error = refused<DatabaseError>();
  EXPECT_EQ(error.code(), "foreign_keys");
  EXPECT_EQ(foreign_keys(), 1);
}

TEST_F(Flow, SeveralChangesOfATableAreOneRebuild) {
  chain_.then("a1", [] {
    op::batch_alter_table("track", [](op::TableChange& t) {
      t.create_check_constraint("ck1", "id > 0");
      t.create_unique_constraint("uq1", {"id", "name"});
      t.alter_column("name", [](op::ColumnChange& c) { c.type(op::text()); });
      t.add_column(op::column("bpm", op::integer()));
      t.drop_column("genre_id");
    });
  });
  migrator().upgrade();
  const auto rebuilds = std::count_if(witness_.statements.begin(), witness_.statements.end(),
                                      [](const auto& sql) { return sql.starts_with("CREATE TABLE \"_retort_new_"); });
  EXPECT_EQ(rebuilds, 1);
  EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM track"), "3");
}

}  // namespace retort::integration
