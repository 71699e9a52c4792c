#include <stdexcept>

#include "integration/failing.hpp"

// Faults that the runner once had: each was seen before it was mended.

namespace retort::integration {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ThrowsAtTheEnd final : public Listener {
 public:
  void on_step_end(const StepInfo&, std::chrono::nanoseconds) override { throw std::runtime_error("enough"); }
};

}  // namespace

class Regression : public Failing {};

TEST_F(Regression, AnAutocommitBlockIsRefusedInARunOfOneTransaction) {
  chain_.then("a1", [] { op::create_table("a", [](op::Table& t) { t.integer("id"); }); });
  chain_.then("a2", [] { op::autocommit_block([] { op::execute("VACUUM"); }); });
  const auto error = refused<OperationError>({.transaction_mode = TransactionMode::per_run});
  EXPECT_EQ(error.code(), "autocommit_in_one_transaction");
  EXPECT_EQ(error.revision(), "a2");
}

TEST_F(Regression, AFailureBehindAnAutocommitBlockKeepsWhatCameBefore) {
  chain_.then("a1", [] {
    op::create_table("kept", [](op::Table& t) { t.integer("id"); });
    op::autocommit_block([] { op::execute("VACUUM"); });
    op::execute("INSERT INTO nowhere VALUES (1)");
  });
  const auto error = thrown<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_TRUE(error.retry_is_safe());
  EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM kept"), "0");
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
}

TEST_F(Regression, CodeThatCommitsAndThenThrowsLeavesAPartialChange) {
  chain_.then("a1", [] {
    op::create_table("kept", [](op::Table& t) { t.integer("id"); });
    op::run([](soci::session& sql) {
      sql.commit();
      throw std::runtime_error("too late");
    });
  });
  const auto error = thrown<Error>([&] { migrator().upgrade(); });
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_FALSE(error.retry_is_safe());
  EXPECT_THAT(error.message(), HasSubstr("may be committed"));
}

TEST_F(Regression, ATableThatRowsReferToIsNotDroppedBesideARebuild) {
  *session_ << "PRAGMA foreign_keys = ON";
  chain_.then("a1", [] {
    op::create_check_constraint("ck", "track", "id > 0");
    op::drop_table("genre");
  });
  EXPECT_EQ(refused<DatabaseError>().code(), "foreign_keys");
}

TEST_F(Regression, AnOldOrphanDoesNotHideANewOne) {
  *session_ << "INSERT INTO track VALUES (4, 'Four', 77)";
  *session_ << "PRAGMA foreign_keys = ON";
  chain_.then("a1", [] {
    op::create_check_constraint("ck", "track", "id > 0");
    op::execute("DELETE FROM track WHERE id = 4");
    op::execute("DELETE FROM genre WHERE id = 1");
  });
  const auto before = contents_of(file_);
  EXPECT_EQ(thrown<DatabaseError>([&] { migrator().upgrade(); }).code(), "foreign_keys");
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
}

TEST_F(Regression, AnOldOrphanDoesNotKeepATableFromBeingRebuilt) {
  *session_ << "INSERT INTO track VALUES (4, 'Four', 77)";
  *session_ << "PRAGMA foreign_keys = ON";
  chain_.then("a1", [] {
    op::create_check_constraint("ck", "track", "id > 0");
    op::execute("UPDATE track SET name = 'x'");
  });
  EXPECT_EQ(migrator().upgrade().steps.size(), 1U);
}

TEST_F(Regression, ARefusedCommitIsToldOfTheMigrationThatIsCommitted) {
  *session_ << "PRAGMA foreign_keys = ON";
  chain_.then("a1", [] {
    op::create_table("child",
                     [](op::Table& t) { t.integer("genre_id").references("genre", "id").initially_deferred(); });
    op::bulk_insert("child", {"genre_id"}, {{99}});
  });
  chain_.then("a2", creates("innocent"));
  const auto error = refused<DatabaseError>();
  EXPECT_EQ(error.revision(), "a1");
  EXPECT_THAT(error.message(), HasSubstr("deferred"));
}

TEST_F(Regression, ParametersWithoutValuesAreRefused) {
  chain_.then("a1", [] { op::execute("UPDATE genre SET name = :name"); });
  EXPECT_EQ(refused<OperationError>().code(), "unbound_parameters");
}

TEST_F(Regression, AnEmptyStatementIsRefused) {
  chain_.then("a1", [] { op::execute(" -- nothing\n"); });
  EXPECT_EQ(refused<OperationError>().code(), "empty_statement");
}

TEST_F(Regression, PurgeRemovesWhateverStandsInTheVersionTable) {
  SqliteFile(file_).run(
      "DROP TABLE retort_version; CREATE TABLE retort_version (version_num TEXT);"
      "INSERT INTO retort_version VALUES (NULL), (''), ('zz'), ('zz'), ('a0'), ('a0')");
  migrator().stamp("a0", {.purge = true});
  EXPECT_THAT(SqliteFile(file_).query("SELECT version_num FROM retort_version"), ElementsAre("a0"));
  EXPECT_TRUE(migrator().upgrade().empty());
}

TEST_F(Regression, PurgeToBaseLeavesNoRow) {
  migrator().stamp("base", {.purge = true});
  EXPECT_THAT(migrator().current(), IsEmpty());
}

TEST_F(Regression, ADatabaseMadeByHandIsToldHowItIsAdopted) {
  SqliteFile(file_).run("DELETE FROM retort_version");
  const auto error = thrown<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.message(), HasSubstr("already exists"));
  EXPECT_THAT(error.message(), HasSubstr("stamp a0"));
}

TEST_F(Regression, TextWithNulIsWholeInAUtf16Database) {
  const auto file = folder_.file("utf16.sqlite");
  SqliteFile(file).run("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a TEXT)");
  soci::session sql(soci::sqlite3, file);
  Chain chain;
  chain.then("n1", [] { op::bulk_insert("t", {"a"}, {{std::string("a\0b", 3)}}); });
  Migrator(sql, chain.set()).upgrade();
  EXPECT_EQ(SqliteFile(file).value("SELECT hex(CAST(a AS BLOB)) FROM t"), "610000006200");
}

TEST_F(Regression, WhatMayHaveBeenThereBeforeIsNotDroppedByADerivedDowngrade) {
  chain_.then("a1", [] {
    op::create_table("genre", [](op::Table& t) {
      t.integer("id");
      t.if_not_exists();
    });
  });
  migrator().upgrade();
  EXPECT_EQ(thrown<IrreversibleOperation>([&] { migrator().downgrade("-1"); }).code(), "irreversible");
  EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM genre"), "2");
}

TEST_F(Regression, AListenerThatThrowsStopsTheRunAsAnErrorOfIt) {
  chain_.then("a1", creates("album"));
  ThrowsAtTheEnd listener;
  const auto error = thrown<Error>([&] { Migrator(*session_, chain_.set(), {.listener = &listener}).upgrade(); });
  EXPECT_EQ(error.revision(), "a1");
  EXPECT_THAT(error.applied(), ElementsAre("a1"));
  EXPECT_THAT(migrator().current(), ElementsAre("a1"));
}

TEST_F(Regression, AStatementThatIsStillOpenIsNotTakenForAnotherConnection) {
  chain_.then("a1", [] { op::drop_table("track"); });
  soci::rowset<std::string> rows = (session_->prepare << "SELECT name FROM track");
  EXPECT_EQ(*rows.begin(), "One");
  const auto error = thrown<StateError>([&] { migrator({.lock_timeout = std::chrono::milliseconds(50)}).upgrade(); });
  EXPECT_EQ(error.code(), "statement_open");
  EXPECT_THAT(error.message(), HasSubstr("this very session"));
}

TEST_F(Regression, APlanGoesOnWithoutWhatTheShadowCannotHave) {
  chain_.then("a1", [] {
    op::create_check_constraint("ck", "track", "id > 0");
    op::bulk_insert("genre", {"id", "name"}, {{3, "Folk"}});
  });
  SqliteFile(file_).run(
      "CREATE TRIGGER stop BEFORE INSERT ON genre WHEN (SELECT count(*) FROM track) = 0 "
      "BEGIN SELECT RAISE(ABORT, 'no tracks'); END");
  EXPECT_EQ(migrator().plan_upgrade().steps.size(), 1U);
  EXPECT_EQ(migrator().upgrade().steps.size(), 1U);
}

TEST_F(Regression, AColumnIsPlacedBehindOneThatWasRenamed) {
  chain_.then("a1", [] {
    op::batch_alter_table("genre", [](op::TableChange& t) {
      t.rename_column("id", "genre_id");
      t.add_column(op::column("short", op::string(5))).after("genre_id");
    });
  });
  migrator().upgrade();
  EXPECT_THAT(SqliteFile(file_).query("SELECT name FROM pragma_table_info('genre')"),
              ElementsAre("genre_id", "short", "name"));
}

}  // namespace retort::integration
