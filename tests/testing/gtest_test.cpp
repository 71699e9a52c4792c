#include <retort/testing/gtest.hpp>

#include <soci/soci.h>

#include <string>

#include "testing/school.hpp"

// The matchers, what they explain, and the suite of checks.
namespace retort {
namespace {

using ::testing::AllOf;
using testing::AtRevision;
using testing::HasColumn;
using ::testing::HasSubstr;
using testing::HasTable;
using ::testing::Not;
using testing::SchemaEquals;
using ::testing::StartsWith;
using testing_support::school;

/// What a matcher says of a subject that it does not take.
template <typename Matcher, typename Subject>
std::string explained(const Matcher& matcher, const Subject& subject) {
  ::testing::StringMatchResultListener listener;
  EXPECT_FALSE(::testing::ExplainMatchResult(matcher, subject, &listener));
  return listener.str();
}

MetaData model() {
  MetaData model;
  model.table("schools", [](op::Table& t) { t.integer("id").primary_key(); });
  model.table("scholars", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("school").references("schools", "id");
    t.string("full_name", 80).not_null().server_default("");
  });
  return model;
}

TEST(Matchers, LookAtADatabaseASessionAndASchema) {
  auto database = testing::database_at(school(), "pupils");
  EXPECT_THAT(database, HasTable("pupils"));
  EXPECT_THAT(database.session(), HasTable("pupils"));
  EXPECT_THAT(testing::schema_of(database), HasTable("pupils"));
  EXPECT_THAT(database, Not(HasTable("scholars")));
  EXPECT_THAT(database, HasColumn("pupils", "name"));
  EXPECT_THAT(database, HasColumn("pupils", "name", op::string(50)));
  EXPECT_THAT(database, Not(HasColumn("pupils", "name", op::string(80))));
  EXPECT_THAT(database, Not(HasColumn("pupils", "full_name")));
  EXPECT_THAT(database, AtRevision("pupils"));
  EXPECT_THAT(database.session(), AtRevision("pupils"));
  EXPECT_THAT(testing::database_at(school(), "base"), AtRevision("base"));
  EXPECT_THAT(database, Not(AtRevision("base")));
}

TEST(Matchers, KnowTheTypeThatADatabaseMakesOfAnother) {
  auto database = testing::database_at(testing_support::set_of({{"a", "", [] {
                                                                   op::create_table("t", [](op::Table& t) {
                                                                     t.uuid("u");
                                                                     t.json("j");
                                                                     t.numeric("n", 10, 2);
                                                                   });
                                                                 }}}));
  EXPECT_THAT(database, HasColumn("t", "u", op::uuid()));
  EXPECT_THAT(database, HasColumn("t", "j", op::json()));
  EXPECT_THAT(database, HasColumn("t", "n", op::numeric(10, 2)));
  EXPECT_THAT(database, Not(HasColumn("t", "n", op::numeric(10, 3))));
}

TEST(Matchers, ExplainThemselves) {
  auto database = testing::database_at(school(), "pupils");
  EXPECT_EQ(explained(HasTable("pupil"), database), "whose tables are: pupils, schools");
  EXPECT_EQ(explained(HasColumn("pupils", "names"), database), "whose columns there are: id, school, name");
  EXPECT_EQ(explained(HasColumn("pupil", "name"), database),
            "which has no such table; its tables are: pupils, schools");
  EXPECT_EQ(explained(HasColumn("pupils", "name", op::string(80)), database), "where it is string(50)");
  EXPECT_EQ(explained(AtRevision("scholars"), database), "which is at pupils");
  EXPECT_EQ(::testing::DescribeMatcher<const testing::Database&>(HasColumn("pupils", "name", op::string(80))),
            "has a column \"name\" in \"pupils\" of the type string(80)");
  EXPECT_EQ(::testing::PrintToString(database), "a database at pupils");
}

TEST(Matchers, ExplainThemselvesOfAnEmptyDatabase) {
  auto database = testing::database_at(school(), "base");
  EXPECT_EQ(explained(HasTable("pupils"), database), "whose tables are: none");
  EXPECT_EQ(explained(HasColumn("pupils", "name"), database), "which has no such table; its tables are: none");
  EXPECT_EQ(explained(AtRevision("pupils"), database), "which is at base");
  EXPECT_EQ(::testing::PrintToString(database), "a database at base");
}

TEST(Matchers, ExplainTheOppositeOfThemselves) {
  auto database = testing::database_at(school(), "pupils");
  using Subject = const testing::Database&;
  EXPECT_EQ(explained(Not(HasTable("pupils")), database), "whose tables are: pupils, schools");
  EXPECT_EQ(::testing::DescribeMatcher<Subject>(Not(HasTable("pupils"))), "has no table \"pupils\"");
  EXPECT_EQ(explained(Not(HasColumn("pupils", "name")), database), "where it is string(50)");
  EXPECT_EQ(::testing::DescribeMatcher<Subject>(Not(HasColumn("pupils", "name"))),
            "has no column \"name\" in \"pupils\"");
  EXPECT_EQ(explained(Not(AtRevision("pupils")), database), "which is at pupils");
  EXPECT_EQ(::testing::DescribeMatcher<Subject>(Not(AtRevision("pupils"))), "is not at revision pupils");
  EXPECT_EQ(::testing::DescribeMatcher<Subject>(SchemaEquals(model())), "has the schema of the model");
  EXPECT_EQ(::testing::DescribeMatcher<Subject>(Not(SchemaEquals(database))), "has another schema than that");
}

TEST(SchemaEquals, ShowsTheDifference) {
  auto before = testing::database_at(school(), "pupils");
  auto after = testing::database_at(school(), "scholars");
  EXPECT_THAT(before, SchemaEquals(testing::database_at(school(), "pupils")));
  EXPECT_THAT(before, Not(SchemaEquals(after)));
  EXPECT_THAT(explained(SchemaEquals(before), after),
              HasSubstr("--- expected\n+++ actual\n@@ -1,7 +1,7 @@\n-table pupils\n+table scholars\n"));
  after.migrator().downgrade("-1");
  EXPECT_THAT(after, SchemaEquals(before));
}

TEST(SchemaEquals, TakesAModel) {
  auto database = testing::database_at(school());
  EXPECT_THAT(database, SchemaEquals(model()));
  EXPECT_THAT(database.session(), SchemaEquals(model()));
  database.migrator().downgrade("-1");
  EXPECT_THAT(explained(SchemaEquals(model()), database), AllOf(StartsWith("to which the model would come by:\n  op::"),
                                                                HasSubstr("op::create_table(\"scholars\")")));
}

TEST(SchemaEquals, LeavesOutTheVersionTableThatTheDatabaseHas) {
  auto database = testing::database_at(school(), "heads", {.migrator = {.version_table = "alembic_version"}});
  EXPECT_THAT(database, SchemaEquals(model()));
  EXPECT_THAT(database, SchemaEquals(testing::database_at(school())));
  EXPECT_THAT(database, AtRevision("scholars"));
  // A bare session says nothing of it.
  EXPECT_THAT(database.session(), SchemaEquals(model(), {.version_table = "alembic_version"}));
}

RETORT_CHECK_MIGRATIONS(school(), model())
RETORT_CHECK_MIGRATIONS_AS(ChecksWithOptions, school(), model(),
                           {.migrator = {.version_table = "alembic_version"}, .rows = 10})

}  // namespace
}  // namespace retort
