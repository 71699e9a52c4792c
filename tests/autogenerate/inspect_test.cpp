#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "autogenerate/autogenerate_support.hpp"
#include "runtime/inspect/sqlite.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using test::Database;
using ::testing::ElementsAre;

std::vector<std::string> names(const schema::MetaData& schema) {
  std::vector<std::string> result;
  for (const auto& [name, table] : schema.tables) result.push_back(name.text());
  return result;
}

TEST(Inspect, FindsTheTablesThatOperationsMade) {
  Database database;
  const auto operations = test::recorded([] {
    op::create_table("schools", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null().server_default("none");
    });
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("school_id").references("schools", "id").on_delete(op::cascade).index();
      t.numeric("grade", 4, 1).server_default(op::decimal("1.5"));
      t.unique({"id", "school_id"}).name("uq_both");
      t.check("grade >= 1").name("ck_grade");
    });
  });
  database.run(operations);
  auto expected = test::schema_after([] {});
  ops::apply(operations, expected);
  EXPECT_EQ(database.inspect().tables, expected.tables);
  EXPECT_TRUE(database.inspect().complete);
}

TEST(Inspect, LeavesOutWhatSqliteKeepsForItself) {
  Database database(
      {"CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO a DEFAULT VALUES", "ANALYZE"});
  EXPECT_THAT(names(database.inspect()), ElementsAre("a"));
}

TEST(Inspect, NeverTakesAVirtualTableForAnother) {
  Database database({"CREATE VIRTUAL TABLE notes USING fts5(body)", "CREATE TABLE notes_of_mine (id INTEGER)"});
  const auto schema = database.inspect();
  EXPECT_THAT(names(schema), ElementsAre("notes", "notes_config", "notes_content", "notes_data", "notes_docsize",
                                         "notes_idx", "notes_of_mine"));
  EXPECT_EQ(schema.uncertain.size(), 6U);
  EXPECT_FALSE(schema.uncertain.contains({{}, "notes_of_mine"}));
}

TEST(Inspect, ReadsTypesThatCanBeCreatedAgain) {
  Database database({"CREATE TABLE a (x VARCHAR, y DECIMAL, z, c CHAR, d TEXT DEFAULT NULL)"});
  const auto schema = database.inspect();
  const auto& table = schema.tables.at({{}, "a"});
  EXPECT_EQ(table.columns[0].type, op::native("VARCHAR"));
  EXPECT_EQ(table.columns[1].type, op::native("NUMERIC"));
  EXPECT_EQ(table.columns[2].type, op::blob());
  EXPECT_EQ(table.columns[3].type, op::native("CHAR"));
  EXPECT_FALSE(table.columns[4].server_default);
}

TEST(Inspect, FindsTheQueryOfAView) {
  using runtime::sqlite3::view_query;
  EXPECT_EQ(view_query("CREATE VIEW v AS SELECT 1"), "SELECT 1");
  EXPECT_EQ(view_query("create temp view if not exists main.\"as\" as\n  SELECT 'AS' -- end"), "SELECT 'AS'");
  EXPECT_EQ(view_query("CREATE VIEW v (a, b) AS SELECT 1, 2"), std::nullopt);
  Database database({"CREATE VIEW v AS SELECT 1 AS one", "CREATE VIEW w (a) AS SELECT 1"});
  const auto schema = database.inspect();
  EXPECT_EQ(schema.views.size(), 1U);
  EXPECT_TRUE(schema.uncertain.contains({{}, "w"}));
}

}  // namespace

}  // namespace retort
