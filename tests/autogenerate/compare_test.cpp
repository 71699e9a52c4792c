#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <retort/error.hpp>
#include <string>

#include "autogenerate/autogenerate_support.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using test::Database;
using test::error_of;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

MetaData model_of(const std::string& table, FunctionRef<void(op::Table&)> describe) {
  MetaData model;
  model.table(table, describe);
  return model;
}

TEST(Compare, CreatesTablesBeforeThoseThatReferToThem) {
  MetaData model;
  model.table("a", [](op::Table& t) { t.integer("id").primary_key().references("b", "id"); });
  model.table("b", [](op::Table& t) { t.integer("id").primary_key().references("c"); });
  model.table("c", [](op::Table& t) { t.integer("id").primary_key().references("c", "id"); });
  Database database;
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), ElementsAre("create_table(\"c\")", "create_table(\"b\")", "create_table(\"a\")"));
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
  EXPECT_THAT(database.compare({}).describe(),
              ElementsAre("drop_table(\"a\")", "drop_table(\"b\")", "drop_table(\"c\")"));
}

TEST(Compare, ClosesACycleOfKeysAfterItsTables) {
  MetaData model;
  model.table("a", [](op::Table& t) { t.integer("id").primary_key().references("b", "id"); });
  model.table("b", [](op::Table& t) { t.integer("id").primary_key().references("a", "id"); });
  Database database;
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(),
              ElementsAre("create_table(\"b\")", "create_table(\"a\")", "create_foreign_key(\"\", \"b\", \"a\")"));
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
  const auto drops = database.compare({});
  EXPECT_THAT(drops.describe(),
              ElementsAre("drop_constraint(\"\", \"b\", op::foreign_key)", "drop_table(\"a\")", "drop_table(\"b\")"));
  database.run(drops);
  EXPECT_THAT(database.inspect().tables, IsEmpty());
}

TEST(Compare, PutsTheChangesOfOneTableInABatch) {
  Database database({"CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, x TEXT, y VARCHAR(10) DEFAULT 'n', z INTEGER)",
                     "CREATE INDEX ix_a_x ON a (x)", "CREATE INDEX ix_a_z ON a (z)", "CREATE TABLE b (id INTEGER)"});
  auto model = model_of("a", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("y", 20).not_null();
    t.integer("z").server_default(3);
    t.text("w").unique().index();
    t.check("z > 0").name("ck_z");
    t.index({op::desc("z")}).name("ix_a_z");
  });
  model.table("b", [](op::Table& t) { t.integer("id").not_null(); });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(),
              ElementsAre("drop_index(\"ix_a_z\", \"a\")", "drop_column(\"a\", \"x\")", "add_column(\"a\", \"w\")",
                          "create_unique_constraint(\"\", \"a\")", "create_index(\"ix_a_w\", \"a\")",
                          "alter_column(\"a\", \"y\")", "alter_column(\"a\", \"z\")",
                          "create_check_constraint(\"ck_z\", \"a\")", "create_index(\"ix_a_z\", \"a\")",
                          "alter_column(\"b\", \"id\")"));
  const auto& list = operations.data().operations;
  for (std::size_t i = 0; i + 1 < list.size(); ++i) EXPECT_EQ(list[i].batch, list[0].batch);
  EXPECT_NE(list[0].batch, 0U);
  EXPECT_EQ(list.back().batch, 0U);
  const auto& y = std::get<ops::AlterColumn>(list[5].action);
  EXPECT_EQ(y.type, op::string(20));
  EXPECT_EQ(y.nullable, false);
  ASSERT_TRUE(y.server_default);
  EXPECT_FALSE(*y.server_default) << "it is dropped";
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, ChangesPrimaryKeys) {
  Database database({"CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, x INTEGER NOT NULL)",
                     "INSERT INTO a VALUES (1, 10), (2, 20)"});
  const auto other = model_of("a", [](op::Table& t) {
    t.integer("id").not_null();
    t.integer("x").primary_key().autoincrement();
  });
  const auto operations = database.compare(other);
  database.run(operations);
  EXPECT_THAT(database.compare(other).describe(), IsEmpty());
  const auto both = model_of("a", [](op::Table& t) {
    t.integer("id");
    t.integer("x");
    t.primary_key({"id", "x"}).name("pk_a");
  });
  database.run(database.compare(both));
  EXPECT_THAT(database.compare(both).describe(), IsEmpty());
  EXPECT_THAT(database.query("SELECT id || ':' || x FROM a ORDER BY 1"), ElementsAre("1:10", "2:20"));
}

TEST(Compare, TakesAConstraintWithoutANameForTheOneWithTheSameContent) {
  Database database({"CREATE TABLE b (id INTEGER PRIMARY KEY)",
                     "CREATE TABLE a (x INT UNIQUE, y INT CHECK (y>0), z INT REFERENCES b, UNIQUE (y, z))"});
  auto model = model_of("a", [](op::Table& t) {
    t.integer("x");
    t.integer("y");
    t.integer("z");
    t.unique({"x"}).name("uq_x");
    t.unique({"y", "z"});
    t.check("y > 0").name("ck_y");
    t.foreign_key({"z"}, "b", {"id"}).name("fk_z").on_delete(op::no_action);
  });
  model.table("b", [](op::Table& t) { t.integer("id").primary_key(); });
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, CreatesAConstraintAnewWhenItsContentOrItsNameChanges) {
  Database database({"CREATE TABLE a (x INTEGER, y INTEGER, CONSTRAINT one CHECK (x > 1), CONSTRAINT two UNIQUE (x))"});
  const auto model = model_of("a", [](op::Table& t) {
    t.integer("x");
    t.integer("y");
    t.check("x > 2").name("one");
    t.unique({"x"}).name("three");
  });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(),
              ElementsAre("drop_constraint(\"one\", \"a\", op::check)", "drop_constraint(\"two\", \"a\", op::unique)",
                          "create_unique_constraint(\"three\", \"a\")", "create_check_constraint(\"one\", \"a\")"));
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, RecreatesAComputedColumnWithWhatStandsOnIt) {
  Database database({"CREATE TABLE a (x INTEGER, twice INTEGER AS (x * 2), CHECK (twice < 100))",
                     "CREATE INDEX ix_twice ON a (twice)", "INSERT INTO a (x) VALUES (4)"});
  const auto model = model_of("a", [](op::Table& t) {
    t.integer("x");
    t.integer("twice").computed(op::sql("x * 3"));
    t.check("twice < 100");
    t.index({"twice"}).name("ix_twice");
  });
  database.run(database.compare(model));
  EXPECT_THAT(database.query("SELECT twice FROM a"), ElementsAre("12"));
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, MovesAnIndexNameFromOneTableToAnother) {
  Database database({"CREATE TABLE a (x INTEGER)", "CREATE TABLE z (x INTEGER)", "CREATE INDEX moving ON z (x)",
                     "CREATE TABLE gone (x INTEGER)", "CREATE INDEX inherited ON gone (x)"});
  MetaData model;
  const auto describe = [](const char* index) {
    return [index](op::Table& t) {
      t.integer("x");
      if (index != nullptr) t.index({"x"}).name(index);
    };
  };
  model.table("a", describe("moving"));
  model.table("z", describe(nullptr));
  model.table("heir", describe("inherited"));
  database.run(database.compare(model));
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, DropsATableBeforeTheColumnItRefersTo) {
  Database database(
      {"CREATE TABLE a (id INTEGER PRIMARY KEY, code TEXT UNIQUE)", "CREATE TABLE b (code TEXT REFERENCES a (code))"});
  const auto model = model_of("a", [](op::Table& t) { t.integer("id").primary_key(); });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), ElementsAre("drop_table(\"b\")", "drop_column(\"a\", \"code\")"));
  auto schema = database.inspect();
  ops::apply(operations.data().operations, schema);
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, FollowsNamesInAnyCase) {
  Database database({"CREATE TABLE Students (ID INTEGER PRIMARY KEY, Name TEXT)"});
  const auto model = model_of("students", [](op::Table& t) {
    t.integer("id").primary_key();
    t.text("name").not_null();
  });
  EXPECT_THAT(database.compare(model).describe(), ElementsAre("alter_column(\"Students\", \"Name\")"));
}

TEST(Compare, CreatesReplacesAndDropsViews) {
  Database database({"CREATE TABLE a (x INTEGER, y INTEGER)", "CREATE VIEW old AS SELECT 1",
                     "CREATE VIEW kept AS SELECT x FROM a", "CREATE VIEW other AS SELECT 2",
                     "CREATE VIEW on_a AS SELECT x, y FROM a"});
  auto model = model_of("a", [](op::Table& t) { t.integer("x"); });
  model.view("kept", "select x\nfrom a")
      .view("other", "SELECT 3")
      .view("on_a", "SELECT x FROM a")
      .view("new", "SELECT 4");
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(),
              ElementsAre("drop_view(\"on_a\")", "drop_view(\"old\")", "drop_column(\"a\", \"y\")",
                          "create_view(\"on_a\")", "replace_view(\"other\")", "create_view(\"new\")"));
  std::vector<std::string> sorted = operations.describe();
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, LeavesTheVersionTableAndWhatIsExcludedAlone) {
  Database database({"CREATE TABLE retort_version (version_num TEXT)", "CREATE TABLE mine (x INTEGER, extra TEXT)",
                     "CREATE TABLE theirs (x INTEGER)", "CREATE INDEX ix_theirs ON mine (x)"});
  const auto model = model_of("mine", [](op::Table& t) { t.integer("x"); });
  EXPECT_EQ(database.compare(model).size(), 3U);
  CompareOptions options;
  options.include_name = [](std::string_view kind, std::string_view name) {
    return !(kind == "table" && name == "theirs") && !(kind == "column" && name == "mine.extra") &&
           !(kind == "index" && name == "ix_theirs");
  };
  EXPECT_THAT(database.compare(model, options).describe(), IsEmpty());
  options.version_table = "other";
  EXPECT_THAT(database.compare(model, options).describe(), ElementsAre("drop_table(\"retort_version\")"));
}

TEST(Compare, LeavesAVirtualTableAloneAndSaysSo) {
  Database database({"CREATE VIRTUAL TABLE notes USING fts5(body)"});
  const auto operations = database.compare({});
  EXPECT_THAT(operations.describe(), IsEmpty());
  ASSERT_EQ(operations.notes().size(), 6U);
  EXPECT_THAT(operations.notes().front(), HasSubstr("\"notes\" is left alone"));
}

TEST(Compare, MarksATypeInWhichNotAllValuesFit) {
  Database database({"CREATE TABLE a (x VARCHAR(50), y VARCHAR(50))"});
  const auto model = model_of("a", [](op::Table& t) {
    t.string("x", 20);
    t.string("y", 80);
  });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.notes(), IsEmpty());
  ASSERT_EQ(operations.data().remarks.size(), 1U);
  const auto source = render_migration(operations, {.id = "a", .message = "narrow"});
  EXPECT_THAT(source, HasSubstr("      // Destructive where values do not fit: string(50) becomes string(20).\n"
                                "      t.alter_column(\"x\""));
}

TEST(Compare, DropsAndMakesViewsInTheOrderInWhichTheyReadEachOther) {
  Database database({"CREATE TABLE t (x INTEGER, gone INTEGER)", "CREATE VIEW base AS SELECT x FROM t",
                     "CREATE VIEW above AS SELECT x FROM base"});
  auto model = model_of("t", [](op::Table& t) { t.integer("x"); });
  model.view("base", "SELECT x + 1 AS x FROM t").view("above", "SELECT x FROM base").view("aaa", "SELECT x FROM above");
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(),
              ElementsAre("drop_view(\"above\")", "drop_view(\"base\")", "drop_column(\"t\", \"gone\")",
                          "create_view(\"base\")", "create_view(\"above\")", "create_view(\"aaa\")"));
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Compare, SaysWhatItCannotChange) {
  Database database({"CREATE TABLE a (x INTEGER)"});
  const auto model = model_of("a", [](op::Table& t) {
    t.integer("x");
    t.sqlite_strict();
  });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), IsEmpty());
  EXPECT_THAT(operations.notes(), ElementsAre(HasSubstr("STRICT")));
}

TEST(Compare, RefusesAModelThatRefersToNothing) {
  Database database;
  const auto table = model_of("a", [](op::Table& t) { t.integer("x").references("nowhere", "id"); });
  EXPECT_EQ(error_of<OperationError>([&] { database.compare(table); }).code(), "unknown_table");
  auto column = model_of("a", [](op::Table& t) { t.integer("x").references("b", "idd"); });
  column.table("b", [](op::Table& t) { t.integer("id").primary_key(); });
  const auto error = error_of<OperationError>([&] { database.compare(column); });
  EXPECT_EQ(error.code(), "unknown_column");
  EXPECT_THAT(error.what(), HasSubstr("\"idd\""));
}

TEST(Compare, RefusesWhatTheDatabaseCannotExpress) {
  Database database;
  const auto model = model_of("a", [](op::Table& t) { t.array("x", op::integer()); });
  const auto error = error_of<UnsupportedOperation>([&] { database.compare(model); });
  EXPECT_EQ(error.operation(), "create_table(\"a\")");
}

TEST(Compare, RefusesTwoTablesThatAreOneToTheDatabase) {
  Database database;
  auto model = model_of("a", [](op::Table& t) { t.integer("x"); });
  model.table("A", [](op::Table& t) { t.integer("x"); });
  EXPECT_EQ(error_of<OperationError>([&] { database.compare(model); }).code(), "table_exists");
}

}  // namespace

}  // namespace retort
