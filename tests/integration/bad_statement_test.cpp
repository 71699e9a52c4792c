#include <stdexcept>

#include "integration/failing.hpp"

namespace retort::integration {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

MATCHER_P(IsLine, line, "") { return arg == "bad_statement_test.cpp:" + std::to_string(line); }

}  // namespace

/// What only the database can refuse: nothing of that migration remains, and what was applied before it is told.
class BadStatement : public Failing {};

TEST_F(BadStatement, InTheThirdOfFiveOperationsLeavesNothingOfThem) {
  chain_.then("a1", creates("album")).then("a2", creates("artist"));
  const int line = __LINE__ + 4;
  chain_.then("a3", [] {
    op::create_table("label", [](op::Table& t) { t.integer("id").primary_key(); });
    op::add_column("track", op::column("bpm", op::integer()));
    op::execute("INSERT INTO nowhere VALUES (1)");
    op::create_index("ix_track_bpm", "track", "bpm");
    op::drop_table("genre");
  });
  chain_.then("a4", creates("studio"));
  const auto before = contents_of(file_);
  const auto error = thrown<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "database_error");
  EXPECT_EQ(error.revision(), "a3");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_THAT(error.operation(), HasSubstr("execute"));
  EXPECT_EQ(error.sql(), "INSERT INTO nowhere VALUES (1)");
  EXPECT_EQ(error.backend_code(), "1");
  EXPECT_THAT(error.applied(), ElementsAre("a1", "a2"));
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_TRUE(error.retry_is_safe());
  EXPECT_THAT(error.what(), HasSubstr("applied before this: a1 a2"));
  EXPECT_THAT(error.message(), HasSubstr("nothing of this migration was kept"));
  EXPECT_THAT(migrator().current(), ElementsAre("a2"));
  SqliteFile file(file_);
  EXPECT_THAT(file.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'retort_%' ORDER BY 1"),
              ElementsAre("album", "artist", "genre", "track"));
  EXPECT_THAT(file.query("SELECT name FROM pragma_table_info('track')"), ElementsAre("id", "name", "genre_id"));
  EXPECT_EQ(contents_of(file_).rows["track"], before.rows.at("track"));
  expect_sound(file_);
}

TEST_F(BadStatement, InOneTransactionForTheRunTakesBackAllOfIt) {
  chain_.then("a1", creates("album")).then("a2", [] { op::execute("INSERT INTO nowhere VALUES (1)"); });
  const auto error = refused<DatabaseError>({.transaction_mode = TransactionMode::per_run});
  EXPECT_THAT(error.applied(), IsEmpty());
}

TEST_F(BadStatement, ASecondStatementIsNotSkippedButRefused) {
  for (const char* sql :
       {"UPDATE track SET name = 'a'; UPDATE track SET name = 'b'", "UPDATE track SET name = 'a'; nonsense",
        "-- one\nUPDATE track SET name = 'a';\n-- two\n;;DELETE FROM track"}) {
    Chain chain = chain_;
    chain.then("a1", [sql] { op::execute(sql); });
    const auto before = contents_of(file_);
    const auto error = thrown<OperationError>([&] { Migrator(*session_, chain.set()).upgrade(); });
    EXPECT_EQ(error.code(), "several_statements");
    EXPECT_THAT(error.message(), HasSubstr("takes one"));
    EXPECT_THAT(error.location(), HasSubstr("bad_statement_test.cpp:"));
    expect_unchanged(before);
  }
}

TEST_F(BadStatement, OneStatementMayEndInSemicolonsAndComments) {
  chain_.then("a1", [] { op::execute("UPDATE track SET name = ';' ; -- done; really\n /* ; */ ;"); });
  migrator().upgrade();
  EXPECT_EQ(SqliteFile(file_).value("SELECT count(*) FROM track WHERE name = ';'"), "3");
}

TEST_F(BadStatement, TransactionControlIsRefused) {
  for (const char* sql : {"BEGIN", "begin immediate", "COMMIT", "/* x */ Commit transaction", "ROLLBACK", "END",
                          "-- y\nEND", "SAVEPOINT a", "RELEASE a", "ROLLBACK TO a"}) {
    Chain chain = chain_;
    chain.then("a1", [sql] {
      op::add_column("track", op::column("bpm", op::integer()));
      op::execute(sql);
    });
    const auto before = contents_of(file_);
    const auto error = thrown<OperationError>([&] { Migrator(*session_, chain.set()).upgrade(); });
    EXPECT_EQ(error.code(), "transaction_control") << sql;
    EXPECT_EQ(error.sql(), sql);
    expect_unchanged(before);
  }
}

TEST_F(BadStatement, CodeThatCommitsIsFoundOut) {
  const int line = __LINE__ + 3;
  chain_.then("a1", [] {
    op::add_column("track", op::column("bpm", op::integer()));
    op::run([](soci::session& sql) { sql.commit(); }).describe("fill in the tempo");
  });
  const auto error = thrown<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "transaction_ended");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_FALSE(error.retry_is_safe());
  EXPECT_THAT(error.what(), HasSubstr("may stand between two revisions"));
  // The version row was not written, and the message says that what ran before is there.
  EXPECT_THAT(migrator().current(), ElementsAre("a0"));
  EXPECT_FALSE(in_transaction());
}

TEST_F(BadStatement, CodeThatCommitsAndBeginsAnewIsFoundOut) {
  chain_.then("a1", [] {
    op::add_column("track", op::column("bpm", op::integer()));
    op::run([](soci::session& sql) {
      sql << "COMMIT";
      sql << "BEGIN";
    });
  });
  const auto error = thrown<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "transaction_ended");
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_FALSE(in_transaction());
}

TEST_F(BadStatement, CodeThatThrowsLeavesNothing) {
  const int line = __LINE__ + 3;
  chain_.then("a1", [] {
    op::add_column("track", op::column("bpm", op::integer()));
    op::run([](soci::session& sql) {
      sql << "UPDATE track SET bpm = 120";
      op::drop_table("genre");
      throw std::out_of_range("track 3 has no genre");
    }).describe("fill in the tempo");
  });
  const auto error = refused<Error>();
  EXPECT_EQ(error.code(), "migration_failed");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_THAT(error.message(), HasSubstr("track 3 has no genre"));
  EXPECT_THAT(error.what(), HasSubstr("fill in the tempo"));
  EXPECT_EQ(cause(), "track 3 has no genre");
}

TEST_F(BadStatement, CodeThatTheDriverRefusesShowsNoValues) {
  chain_.then("a1", [] {
    op::run([](soci::session& sql) {
      const std::string secret = "SECRET";
      sql << "INSERT INTO track (id, name) VALUES (1, :name)", soci::use(secret);
    });
  });
  const auto error = refused<DatabaseError>();
  EXPECT_THAT(error.what(), Not(HasSubstr("SECRET")));
  EXPECT_THAT(error.what(), HasSubstr("UNIQUE constraint failed: track.id"));
  EXPECT_THAT(cause(), HasSubstr("UNIQUE constraint failed"));
}

TEST_F(BadStatement, RowsThatDoNotFitShowNoValues) {
  chain_.then("a1", [] { op::bulk_insert("genre", {"id", "name"}, {{3, "SECRET"}, {1, "Folk"}}); });
  const auto error = refused<DatabaseError>();
  EXPECT_EQ(error.code(), "constraint");
  EXPECT_THAT(error.what(), Not(HasSubstr("SECRET")));
}

TEST_F(BadStatement, ExistingRowsThatBreakANewConstraintAreNamedAsTheCause) {
  const std::vector<Scripted::Body> bodies = {
      [] { op::create_check_constraint("ck", "track", "id > 1"); },
      [] { op::alter_column("track", "genre_id", [](op::ColumnChange& c) { c.not_null(); }); },
      [] { op::add_column("track", op::column("bpm", op::integer()).not_null()); },
      [] { op::create_foreign_key("fk", "genre", "track", {"name"}, {"name"}); }};
  const auto start = chain_;
  for (const auto& body : bodies) {
    chain_ = start;
    chain_.then("a1", body);
    const auto error = refused<DatabaseError>();
    EXPECT_THAT(error.message(),
                ::testing::AnyOf(HasSubstr("do not fit"), HasSubstr("has rows"), HasSubstr("foreign key")));
  }
}

}  // namespace retort::integration
