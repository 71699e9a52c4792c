#include <stdexcept>

#include "integration/failing.hpp"

namespace retort::integration {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;

/// `bad_operation_test.cpp:17`.
MATCHER_P(IsLine, line, "") { return arg == "bad_operation_test.cpp:" + std::to_string(line); }

}  // namespace

/// What is wrong with a migration is told with the line that says it, before anything runs.
class BadOperation : public Failing {
 protected:
  /// Refused while planning: no statement was sent, and plan_upgrade says the same.
  template <typename Kind = OperationError>
  Kind refused_unrun(const std::string& code) {
    auto error = refused<Kind>();
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_THAT(witness_.statements, IsEmpty());
    EXPECT_EQ(thrown<Kind>([&] { migrator().plan_upgrade(); }).code(), code);
    return error;
  }
};

TEST_F(BadOperation, OutsideOfAMigrationIsAMistakeOfTheProgram) {
  const auto error = thrown<UsageError>([] { op::drop_table("track"); });
  EXPECT_EQ(error.code(), "outside_migration");
  EXPECT_EQ(error.location(), "bad_operation_test.cpp:" + std::to_string(__LINE__ - 2));
  EXPECT_THAT(error.what(), HasSubstr("drop_table"));
}

TEST_F(BadOperation, NamesAColumnGivenTwice) {
  const int line = __LINE__ + 2;
  chain_.then("a1", [] {
    op::create_table("album", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("title", 10);
      t.string("title", 20);
    });
  });
  const auto error = refused_unrun("duplicate_column");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_EQ(error.operation(), "create_table(\"album\")");
  EXPECT_EQ(error.revision(), "a1");
  EXPECT_THAT(error.message(), HasSubstr("\"title\""));
}

TEST_F(BadOperation, NamesAColumnThatIsThereAlready) {
  chain_.then("a1", [] { op::add_column("track", op::column("name", op::text())); });
  EXPECT_THAT(refused_unrun("duplicate_column").message(), HasSubstr("\"name\""));
}

TEST_F(BadOperation, NamesTheUnknownColumnOfAConstraint) {
  chain_.then("a1", [] {
    op::create_table("album", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("title", 10);
      t.unique({"titel"});
    });
  });
  const auto error = refused_unrun("unknown_column");
  EXPECT_THAT(error.message(), HasSubstr("\"titel\""));
  EXPECT_THAT(error.message(), HasSubstr("did you mean \"title\"?"));
}

TEST_F(BadOperation, ListsTheColumnsWhereNoneIsNear) {
  chain_.then("a1", [] {
    op::create_table("album", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("title", 10);
      t.unique({"artist"});
    });
  });
  EXPECT_THAT(refused_unrun("unknown_column").message(), HasSubstr("it has id, title"));
}

TEST_F(BadOperation, NamesTheUnknownColumnOfAConstraintOnATableOfBefore) {
  const int line = __LINE__ + 1;
  chain_.then("a1", [] { op::create_unique_constraint("uq_track", "track", {"nam", "genre_id"}); });
  const auto error = refused_unrun("unknown_column");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_THAT(error.message(), HasSubstr("did you mean \"name\""));
}

TEST_F(BadOperation, RefusesAnEmptyTable) {
  chain_.then("a1", [] { op::create_table("album", [](op::Table&) {}); });
  EXPECT_EQ(refused_unrun("empty_table").operation(), "create_table(\"album\")");
}

TEST_F(BadOperation, RefusesTwoPrimaryKeys) {
  chain_.then("a1", [] {
    op::create_table("album", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("title", 10);
      t.primary_key({"title"});
    });
  });
  refused_unrun("two_primary_keys");
}

TEST_F(BadOperation, RefusesASecondPrimaryKeyAndShowsTheCallThatWorks) {
  chain_.then("a1", [] { op::create_primary_key("pk_track", "track", {"name"}); });
  EXPECT_THAT(refused_unrun("two_primary_keys").message(),
              HasSubstr("drop_constraint(\"\", \"track\", op::primary_key)"));
}

TEST_F(BadOperation, TheCallThatIsShownWorks) {
  chain_.then("a1", [] {
    op::batch_alter_table("track", [](op::TableChange& t) {
      t.drop_constraint("", op::primary_key);
      t.create_primary_key("pk_track", {"name"});
    });
  });
  migrator().upgrade();
  EXPECT_EQ(SqliteFile(file_).value("SELECT name FROM pragma_table_info('track') WHERE pk > 0"), "name");
}

TEST_F(BadOperation, NamesATableThatIsThereAlready) {
  chain_.then("a1", creates("track"));
  EXPECT_THAT(refused_unrun("table_exists").message(), HasSubstr("if_not_exists()"));
}

TEST_F(BadOperation, NamesATableThatNobodyMade) {
  chain_.then("a1", [] { op::add_column("trak", op::column("bpm", op::integer())); });
  const auto error = refused<DatabaseError>();
  EXPECT_THAT(error.message(), HasSubstr("trak"));
  EXPECT_THAT(error.location(), MatchesRegex("bad_operation_test.cpp:[0-9]+"));
}

TEST_F(BadOperation, UnsupportedInTheLastMigrationStopsTheFirst) {
  const std::vector<std::pair<std::string, Scripted::Body>> directives = {
      {"schema", [] { op::create_schema("sales"); }},
      {"schema", [] { op::create_table("t", [](op::Table& t) { t.schema("sales").integer("id"); }); }},
      {"sequence", [] { op::create_sequence("numbers"); }},
      {"array", [] { op::add_column("track", op::column("tags", op::array(op::text()))); }},
      {"exclusion",
       [] {
         op::create_exclude_constraint("ex", "track", {{op::sql("id"), "="}});
       }},
      {"materialized", [] { op::create_view("v", "SELECT 1").materialized(); }},
  };
  const auto start = chain_;
  for (const auto& [word, directive] : directives) {
    chain_ = start;
    chain_.then("a1", creates("album")).then("a2", creates("artist")).then("a3", directive);
    const auto error = refused_unrun<UnsupportedOperation>("unsupported");
    EXPECT_EQ(error.revision(), "a3");
    EXPECT_THAT(error.message(), HasSubstr(word));
    // The way out.
    EXPECT_THAT(error.message(),
                ::testing::AnyOf(HasSubstr("; use "), HasSubstr("; leave out "), HasSubstr("needs none")));
    EXPECT_THAT(error.location(), MatchesRegex("bad_operation_test.cpp:[0-9]+"));
  }
}

TEST_F(BadOperation, WhatUpgradeThrowsIsTheMigrationsFailure) {
  chain_.then("a1", creates("album"));
  const int line = __LINE__ + 1;
  chain_.then("a2", [] { throw std::runtime_error("the settings file is missing"); });
  const auto error = refused<Error>();
  EXPECT_EQ(error.code(), "migration_failed");
  EXPECT_EQ(error.revision(), "a2");
  EXPECT_EQ(error.operation(), "upgrade()");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_THAT(error.message(), HasSubstr("the settings file is missing"));
  EXPECT_THAT(witness_.statements, IsEmpty());
  EXPECT_EQ(cause(), "the settings file is missing");
}

TEST_F(BadOperation, AnIrreversibleMigrationInTheMiddleStopsTheWholeDowngrade) {
  chain_.then("a1", creates("album"));
  const int line = __LINE__ + 1;
  chain_.then("a2", [] { op::execute("UPDATE track SET name = upper(name)"); });
  chain_.then("a3", creates("artist"));
  migrator().upgrade();
  witness_.statements.clear();
  const auto before = contents_of(file_);
  const auto error = thrown<IrreversibleOperation>([&] { migrator().downgrade("base"); });
  EXPECT_EQ(error.code(), "irreversible");
  EXPECT_EQ(error.revision(), "a2");
  EXPECT_THAT(error.location(), IsLine(line));
  EXPECT_THAT(error.message(), HasSubstr(".reverse("));
  EXPECT_THAT(witness_.statements, IsEmpty());
  EXPECT_THAT(difference(before, contents_of(file_)), IsEmpty());
  EXPECT_THAT(migrator().current(), ElementsAre("a3"));
  // What is above it goes.
  migrator().downgrade("a2");
  EXPECT_THAT(migrator().current(), ElementsAre("a2"));
}

TEST_F(BadOperation, SaidToBeIrreversibleTellsWhy) {
  chain_.then("a1", [] {
    op::execute("DELETE FROM track WHERE genre_id IS NULL").data_only();
    op::irreversible("the tracks without a genre were not worth keeping");
  });
  migrator().upgrade();
  const auto error = thrown<IrreversibleOperation>([&] { migrator().downgrade("-1"); });
  EXPECT_THAT(error.message(), HasSubstr("not worth keeping"));
}

TEST_F(BadOperation, AFaultOfTheSetIsToldBeforeTheFileIsTouched) {
  MigrationSet set;
  set.add(std::make_unique<Scripted>(Revision{.id = "b1", .down_revision = {"gone"}}));
  set.add(std::make_unique<Scripted>(Revision{.id = "b1"}));
  const auto other = folder_.file("other.sqlite");
  soci::session session(soci::sqlite3, "db=" + other);
  const auto error = thrown<DefinitionError>([&] { Migrator(session, set).upgrade(); });
  EXPECT_THAT(error.message(), HasSubstr("gone"));
  EXPECT_THAT(error.message(), HasSubstr("b1"));
  EXPECT_EQ(fs::file_size(other), 0U);
}

}  // namespace retort::integration
