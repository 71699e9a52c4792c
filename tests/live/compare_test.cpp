// compare() on every database: what was just created is no difference, and names are told apart as the database does.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "live/compare_support.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

INSTANTIATE_TEST_SUITE_P(On, Comparison, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

void towns(op::Table& t) {
  t.integer("id").primary_key();
  t.string("name", 40).not_null();
}

TEST_P(Comparison, FindsNoDifferenceInAViewThatWasJustCreated) {
  const std::string query =
      "SELECT t.id, upper(t.name) AS loud, 'it''s' AS odd FROM towns t WHERE t.id > 1 AND (t.name <> 'x' OR t.id = 7)";
  migrate([&] {
    op::create_table("towns", towns);
    op::create_view("loud_towns", query);
  });
  MetaData model;
  model.table("towns", towns).view("loud_towns", query);
  EXPECT_THAT(difference(model), IsEmpty());

  MetaData other;
  other.table("towns", towns).view("loud_towns", "SELECT id, lower(name) AS loud, 'x' AS odd FROM towns");
  EXPECT_THAT(difference(other), ElementsAre("replace_view(\"loud_towns\")"));
  // PostgreSQL lets a view keep its columns only.
  for (const auto* each : {"SELECT later FROM towns", "SELECT id, lower(name) AS quiet, 'x' AS odd FROM towns"}) {
    MetaData ahead;
    ahead.table("towns", towns).view("loud_towns", each);
    if (is("postgresql")) {
      EXPECT_THAT(difference(ahead), ElementsAre("drop_view(\"loud_towns\")", "create_view(\"loud_towns\")"));
    } else {
      EXPECT_THAT(difference(ahead), ElementsAre("replace_view(\"loud_towns\")"));
    }
  }
  // Nothing is left of the questions.
  EXPECT_THAT(difference(model), IsEmpty());
  const auto connection = runtime::connect(database_.session());
  EXPECT_EQ(connection->inspect().views.size(), 1U);
  connection->rollback();
  if (is("mariadb")) {
    EXPECT_EQ(values("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"),
              Lines{"loud_towns"});
  }
}

TEST_P(Comparison, TellsNamesApartAsTheDatabaseDoes) {
  migrate([] { op::create_table("towns", towns); });
  MetaData tables;
  tables.table("Towns", towns);
  MetaData columns;
  columns.table("towns", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("Name", 40).not_null();
  });
  if (is("sqlite")) {
    EXPECT_THAT(difference(tables), IsEmpty());
    EXPECT_THAT(difference(columns), IsEmpty());
    return;
  }
  const CompareOptions options{.renames = CompareOptions::Renames::none};
  EXPECT_THAT(difference(tables, options), UnorderedElementsAre("create_table(\"Towns\")", "drop_table(\"towns\")"));
  if (is("mariadb")) {
    EXPECT_THAT(difference(columns), IsEmpty());
  } else {
    EXPECT_THAT(difference(columns, options),
                UnorderedElementsAre("drop_column(\"towns\", \"name\")", "add_column(\"towns\", \"Name\")"));
  }
}

/// On all but SQLite, where they are one.
class CaseComparison : public Comparison {};

INSTANTIATE_TEST_SUITE_P(On, CaseComparison, ::testing::Values("postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(CaseComparison, KeepsTablesApartThatDifferInCaseAlone) {
  const auto both = [] {
    op::create_table("towns", towns);
    op::create_table("Towns", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("size").not_null();
    });
  };
  migrate(both);
  MetaData model;
  model.table("towns", towns);
  model.table("Towns", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("size").not_null();
  });
  EXPECT_THAT(difference(model), IsEmpty());
}

/// Each database has a function of its own here.
SqlText short_enough() {
  return {{"sqlite", "length(name) <= 30"},
          {"postgresql", "char_length(name) <= 30"},
          {"mysql", "char_length(name) <= 30"},
          {"firebird", "char_length(name) <= 30"}};
}

/// `stored`: all but Firebird can keep a computed column, and PostgreSQL can do nothing else.
void words(op::Table& t, bool stored) {
  t.integer("id").primary_key();
  t.string("name", 40);
  t.integer("twice").computed({{"sqlite", "id * 2"}, {"*", "id + id"}}).stored(stored);
  t.check(short_enough()).name("ck_words_short");
}

TEST_P(Comparison, TakesTheSqlThatIsGivenForTheDatabase) {
  const bool stored = !is("firebird");
  // The expressions and partial indexes that there are.
  const bool expressions = !is("mariadb");
  const bool partial = is("sqlite") || is("postgresql");
  const SqlText positive = {{"sqlite", "id > -10"}, {"*", "id > 0"}};
  const op::IndexColumn lower(op::sql({{"oracle", "name"}, {"*", "lower(name)"}}));
  migrate([&] { op::create_table("words", [&](op::Table& t) { words(t, stored); }); });
  migrate([&] {
    op::create_check_constraint("ck_words_id", "words", positive);
    if (expressions) op::create_index("ix_words_lower", "words", std::vector{lower});
    if (partial) op::create_index("ix_words_name", "words", {"name"}).where(positive);
  });
  MetaData model;
  model.table("words", [&](op::Table& t) {
    words(t, stored);
    t.check(positive).name("ck_words_id");
    if (expressions) t.index(std::vector{lower}).name("ix_words_lower");
    if (partial) t.index({"name"}).name("ix_words_name").where(positive);
  });
  EXPECT_THAT(difference(model), IsEmpty());
  execute("INSERT INTO words (id, name) VALUES (5, 'five')");
  EXPECT_EQ(values("SELECT twice FROM words"), Lines{"10"});
  EXPECT_THROW(execute("INSERT INTO words (id, name) VALUES (6, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')"),
               DatabaseError);
  if (is("sqlite")) {
    EXPECT_NO_THROW(execute("INSERT INTO words (id, name) VALUES (-5, 'x')"));
  } else {
    EXPECT_THROW(execute("INSERT INTO words (id, name) VALUES (-5, 'x')"), DatabaseError);
  }
  // A constraint without a name is found by the text that was for this database.
  migrate([&] { op::create_check_constraint("", "words", {{"sqlite", "id < 900"}, {"*", "id < 1000"}}); });
  migrate([&] {
    op::drop_constraint("", "words", op::check).existing_check({{"sqlite", "id < 900"}, {"*", "id < 1000"}});
  });
  EXPECT_THAT(difference(model), IsEmpty());
}

TEST_P(Comparison, RefusesSqlThatIsGivenForOtherDatabasesOnly) {
  migrate([] { op::create_table("words", [](op::Table& t) { t.integer("id").primary_key(); }); });
  const auto error = error_of<UnsupportedOperation>([&] {
    migrate([] { op::create_check_constraint("ck", "words", {{"oracle", "id > 0"}}); });
  });
  EXPECT_EQ(error.operation(), "create_check_constraint(\"ck\", \"words\")");
  EXPECT_THAT(error.message(), HasSubstr("the check \"ck\" has no SQL for "));
  EXPECT_THAT(error.message(), HasSubstr("or one for \"*\""));
  EXPECT_EQ(error.revision(), "rev2");
}

TEST_P(Comparison, KnowsWhichSchemasThereAre) {
  const auto connection = runtime::connect(database_.session());
  EXPECT_EQ(connection->dialect().capabilities().schemas, !is("firebird"));
  if (is("sqlite")) {
    EXPECT_TRUE(connection->has_schema("MAIN"));
    EXPECT_FALSE(connection->has_schema("archive"));
    connection->execute("ATTACH DATABASE ':memory:' AS archive");
    EXPECT_TRUE(connection->has_schema("archive"));
  } else {
    // PostgreSQL and MySQL say it themselves when a table of the schema is asked for.
    EXPECT_EQ(connection->has_schema("archive"), !is("firebird"));
  }
}

}  // namespace
}  // namespace retort::test
