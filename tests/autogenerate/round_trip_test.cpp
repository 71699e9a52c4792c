#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "autogenerate/autogenerate_support.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using test::Database;
using ::testing::IsEmpty;

/// Every type, default and form of constraint that SQLite can keep.
void describe_everything(op::Table& t) {
  t.integer("id").primary_key().autoincrement();
  t.small_integer("a").not_null().server_default(-3);
  t.big_integer("b").server_default(5'000'000'000LL);
  t.boolean("c").server_default(true);
  t.float_("d").server_default(1.5);
  t.double_("e").server_default(1e300);
  t.numeric("f", 10, 2).server_default(op::decimal("12.30"));
  t.string("g", 50).server_default("it's \"quoted\"");
  t.text("h").collate("NOCASE");
  t.char_("i", 3);
  t.binary("j", 16);
  t.blob("k").server_default(op::bytes(std::string("\0\xff", 2)));
  t.date("l").server_default(op::sql("CURRENT_DATE"));
  t.time("m").with_time_zone();
  t.timestamp("n").server_default(op::sql("(datetime('now', '+1 day'))"));
  t.timestamp("o").with_time_zone();
  t.interval("p");
  t.uuid("q").unique();
  t.json("r").server_default(nullptr);
  t.enum_("s", "mood", {"ok", "it's bad"}).server_default("ok");
  t.native("t", "GEOMETRY(4326)");
  t.integer("u").computed(op::sql("a + 1"));
  t.integer("v").computed(op::sql("a * 2 -- twice")).stored();
  t.integer("w").references("other").on_delete(op::cascade).on_update(op::restrict).index();
  t.integer("x").references("other", "id").initially_deferred().comment("kept nowhere");
  t.text("a \"b\" \\ \xc3\xbc").not_null();
  t.unique({"a", "b"}).name("uq_a_b");
  t.check("a < b AND g <> 'x'").name("ck_a");
  t.check("b > 0");
  t.foreign_key({"a", "b"}, "pairs", {"x", "y"}).name("fk_pairs").on_delete(op::set_null);
  t.index({"a", op::desc("b"), op::sql("lower(g)")}).name("ix_everything").unique().where("a > 0");
  t.index({op::index_column("h").collate("NOCASE")}).name("ix_collated");
  t.comment("a table's comment");
}

MetaData everything() {
  MetaData model;
  model.table("everything", [](op::Table& t) { describe_everything(t); });
  model.table("other", [](op::Table& t) { t.integer("id").primary_key(); });
  model.table("pairs", [](op::Table& t) {
    t.integer("x");
    t.integer("y");
    t.string("note", 20);
    t.primary_key({"x", "y"}).name("pk_pairs");
    t.sqlite_without_rowid();
  });
  model.table("strict", [](op::Table& t) {
    t.integer("id").primary_key();
    t.boolean("yes").server_default(false);
    t.enum_("mood", "mood2", {"a", "b"});
    t.timestamp("at").server_default(op::sql("CURRENT_TIMESTAMP"));
    t.sqlite_strict();
  });
  model.view("others", "SELECT id FROM other");
  return model;
}

TEST(RoundTrip, AModelThatWasJustCreatedShowsNoDifference) {
  const auto model = everything();
  Database database;
  // By op::create_table, as a migration would.
  ops::Operations operations;
  for (const auto& [name, table] : model.data().tables) operations.push_back({ops::CreateTable{table}});
  operations.push_back({ops::CreateView{model.data().views.begin()->second}});
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
  EXPECT_THAT(database.compare(model).notes(), IsEmpty());
}

TEST(RoundTrip, TheOperationsLeadToTheModel) {
  const auto model = everything();
  Database database({"CREATE TABLE everything (id INTEGER PRIMARY KEY, a INT, g VARCHAR(10), gone TEXT)",
                     "INSERT INTO everything VALUES (1, 2, 'three', 'four')",
                     "CREATE TABLE other (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT)",
                     "CREATE TABLE pairs (x INTEGER NOT NULL, y INTEGER NOT NULL, note TEXT, CONSTRAINT pk_pairs "
                     "PRIMARY KEY (x, y)) WITHOUT ROWID",
                     "CREATE TABLE obsolete (id INTEGER PRIMARY KEY REFERENCES other)"});
  // A column that must hold something needs a default where there are rows.
  database.execute("DELETE FROM everything");
  const auto before = database.inspect();
  const auto operations = database.compare(model);

  auto sum = before;
  ops::apply(operations.data().operations, sum);
  Database other;
  ops::Operations creations;
  for (const auto& [name, table] : sum.tables) creations.push_back({ops::CreateTable{table}});
  for (const auto& [name, view] : sum.views) creations.push_back({ops::CreateView{view}});
  other.run(creations);
  EXPECT_THAT(other.compare(model).describe(), IsEmpty()) << "the sum is the model";

  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty()) << "so is the database";
}

TEST(RoundTrip, TheWayBackLeadsToWhatWas) {
  Database database({"CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, x VARCHAR(10) DEFAULT 'n', y INTEGER)",
                     "CREATE INDEX ix_a_x ON a (x)", "CREATE TABLE b (id INTEGER PRIMARY KEY)"});
  const auto before = database.inspect();
  MetaData model;
  model.table("a", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("x", 20).not_null().server_default("m");
    t.integer("c").references("c", "id");
  });
  model.table("c", [](op::Table& t) { t.integer("id").primary_key(); });
  const auto operations = database.compare(model);
  database.run(operations);
  EXPECT_NE(database.inspect().tables, before.tables);
  database.run(ops::reverse(operations.data().operations, before));
  auto after = database.inspect();
  EXPECT_EQ(after.tables.size(), before.tables.size());
  auto columns = [](const schema::MetaData& schema) {
    std::map<std::string, schema::Column> result;
    for (const auto& column : schema.tables.at({{}, "a"}).columns) result[column.name] = column;
    return result;
  };
  EXPECT_EQ(columns(after), columns(before));
  EXPECT_EQ(after.tables.at({{}, "a"}).indexes, before.tables.at({{}, "a"}).indexes);
  EXPECT_EQ(after.tables.at({{}, "b"}), before.tables.at({{}, "b"}));
}

TEST(RoundTrip, WhatIsGeneratedCompilesWithoutAWarning) {
  const Revision revision{.id = "5f3a", .down_revision = {"91381a2f4148"}, .message = "Catch up with the model"};
  std::vector<std::string> sources;
  Database empty;
  sources.push_back(render_migration(empty.compare(everything()), revision));
  Database database({"CREATE TABLE everything (id INTEGER PRIMARY KEY, a INT, g VARCHAR(10), gone TEXT UNIQUE)",
                     "CREATE TABLE other (id INTEGER, CONSTRAINT ck CHECK (id > 0))",
                     "CREATE TABLE \"hostile \"\" \\ ?\?/ name\" (x DEFAULT ('a' || x'00'), \"*/ // R\"\"(\" TEXT)"});
  sources.push_back(render_migration(database.compare(everything()), revision));
  sources.push_back(render_migration(database.compare({}), revision));
  EXPECT_EQ(test::compile(sources), "") << sources[1];
}

}  // namespace

}  // namespace retort
