#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "autogenerate/autogenerate_support.hpp"
#include "autogenerate/renames.hpp"

namespace retort {

namespace {

using test::Database;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Renames = CompareOptions::Renames;

const Revision kRevision{.id = "5f3a", .message = "Rename"};

MetaData model_of(const std::string& table, FunctionRef<void(op::Table&)> describe) {
  MetaData model;
  model.table(table, describe);
  return model;
}

/// A database with one table, and the model in which its column has another name.
Database people() {
  return Database({"CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(50) NOT NULL, born DATE)",
                   "INSERT INTO people VALUES (1, 'Ada', '1815-12-10')"});
}

MetaData people_with(const std::string& column) {
  return model_of("people", [&](op::Table& t) {
    t.integer("id").primary_key();
    t.string(column, 50).not_null();
    t.date("born");
  });
}

TEST(Rename, OfAColumnIsFoundWhereTheNameIsLikeItAndAllElseIsTheSame) {
  auto database = people();
  const auto model = people_with("full_name");
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), ElementsAre("rename_column(\"people\", \"name\", \"full_name\")"));
  EXPECT_THAT(operations.notes(), IsEmpty());
  database.run(operations);
  EXPECT_THAT(database.query("SELECT full_name FROM people"), ElementsAre("Ada"));
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
  const auto source = render_migration(operations, kRevision);
  EXPECT_THAT(source, HasSubstr("op::rename_column(\"people\", \"name\", \"full_name\");"));
  EXPECT_THAT(source, HasSubstr("op::rename_column(\"people\", \"full_name\", \"name\");"));
}

TEST(Rename, ThatIsUnsureStaysAnAdditionAndADropAndIsTold) {
  auto database = people();
  const auto operations = database.compare(people_with("title"));
  EXPECT_THAT(operations.describe(),
              ElementsAre("drop_column(\"people\", \"name\")", "add_column(\"people\", \"title\")"));
  EXPECT_THAT(operations.notes(), ElementsAre(AllOf(HasSubstr("\"people.name\" is dropped and \"title\" is added"),
                                                    HasSubstr("op::rename_column(\"people\", \"name\", \"title\")"))));
  const auto source = render_migration(operations, kRevision);
  EXPECT_THAT(source, HasSubstr("      // The column \"people.name\" is dropped"));
  EXPECT_THAT(source, HasSubstr("      // Destructive: the values of the column are lost.\n      t.drop_column"));
}

TEST(Rename, IsAskedForWhereItIsUnsure) {
  auto database = people();
  std::vector<RenameGuess> asked;
  CompareOptions options{.renames = Renames::ask};
  options.is_rename = [&](const RenameGuess& guess) {
    asked.push_back(guess);
    return true;
  };
  EXPECT_THAT(database.compare(people_with("full_name"), options).describe(), ElementsAre(HasSubstr("rename_column")));
  EXPECT_THAT(asked, IsEmpty()) << "it is sure";
  EXPECT_THAT(database.compare(people_with("title"), options).describe(),
              ElementsAre("rename_column(\"people\", \"name\", \"title\")"));
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].kind, "column");
  EXPECT_EQ(asked[0].table, "people");
  EXPECT_EQ(asked[0].from, "name");
  EXPECT_EQ(asked[0].to, "title");
  EXPECT_GT(asked[0].confidence, 0.5);
  EXPECT_LT(asked[0].confidence, 0.9);
  options.is_rename = [](const RenameGuess&) { return false; };
  const auto refused = database.compare(people_with("title"), options);
  EXPECT_EQ(refused.size(), 2U);
  EXPECT_THAT(refused.notes(), IsEmpty()) << "it was decided";
}

TEST(Rename, IsAllOrNoneWhereTheOptionsSaySo) {
  auto database = people();
  EXPECT_THAT(database.compare(people_with("title"), {.renames = Renames::all}).describe(),
              ElementsAre("rename_column(\"people\", \"name\", \"title\")"));
  const auto none = database.compare(people_with("full_name"), {.renames = Renames::none});
  EXPECT_EQ(none.size(), 2U);
  EXPECT_THAT(none.notes(), IsEmpty());
}

TEST(Rename, OfAColumnGoesTogetherWithOtherChangesToIt) {
  Database database({"CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, town_name VARCHAR(20), CHECK (town_name <> ''))",
                     "CREATE INDEX ix_a_town_name ON a (town_name)", "CREATE VIEW v AS SELECT town_name FROM a",
                     "INSERT INTO a VALUES (1, 'Rom')"});
  auto model = model_of("a", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("town", 40).index();
    t.check("town <> ''");
  });
  model.view("v", "SELECT town FROM a");
  const auto operations = database.compare(model, {.renames = Renames::all});
  EXPECT_THAT(operations.describe(),
              ElementsAre("drop_view(\"v\")", "rename_column(\"a\", \"town_name\", \"town\")",
                          "drop_index(\"ix_a_town_name\", \"a\")", "alter_column(\"a\", \"town\")",
                          "create_index(\"ix_a_town\", \"a\")", "create_view(\"v\")"));
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
  EXPECT_THAT(database.query("SELECT town FROM v"), ElementsAre("Rom"));
  database.run(ops::reverse(operations.data().operations, operations.data().before));
  EXPECT_EQ(database.inspect().tables.at({{}, "a"}).indexes.at(0).name, "ix_a_town_name");
  EXPECT_THAT(database.query("SELECT town_name FROM v"), ElementsAre("Rom"));
}

/// A table with enough columns to be known by them.
void orders(op::Table& t) {
  t.integer("id").primary_key();
  t.string("customer", 80).not_null();
  t.timestamp("ordered_at");
  t.numeric("total", 10, 2);
  t.text("remark");
  t.boolean("paid");
}

TEST(Rename, OfATableIsFoundByItsColumns) {
  MetaData model;
  model.table("purchases", orders);
  model.table("lines", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("order_id").references("purchases", "id");
  });
  MetaData before;
  before.table("orders", orders);
  before.table("lines", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("order_id").references("orders", "id");
  });
  Database database;
  database.run(database.compare(before));
  database.execute("INSERT INTO orders (id, customer) VALUES (7, 'Ada')");
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), ElementsAre("rename_table(\"orders\", \"purchases\")"));
  database.run(operations);
  EXPECT_THAT(database.query("SELECT customer FROM purchases"), ElementsAre("Ada"));
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
  database.run(ops::reverse(operations.data().operations, operations.data().before));
  EXPECT_THAT(database.compare(before).describe(), IsEmpty());
}

TEST(Rename, OfASmallTableIsUnsure) {
  Database database({"CREATE TABLE colours (id INTEGER NOT NULL PRIMARY KEY, label TEXT)"});
  const auto model = model_of("sizes", [](op::Table& t) {
    t.integer("id").primary_key();
    t.text("label");
  });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), ElementsAre("create_table(\"sizes\")", "drop_table(\"colours\")"));
  EXPECT_THAT(operations.notes(), ElementsAre(HasSubstr("op::rename_table(\"colours\", \"sizes\")")));
  const auto source = render_migration(operations, kRevision);
  const auto first = source.find("may be a rename");
  EXPECT_NE(first, std::string::npos);
  EXPECT_NE(source.find("may be a rename", first + 1), std::string::npos) << "at the drop as well";
  EXPECT_THAT(database.compare(model, {.renames = Renames::all}).describe(),
              ElementsAre("rename_table(\"colours\", \"sizes\")"));
}

TEST(Rename, OfATableAndOfAColumnInItAreFoundTogether) {
  MetaData before;
  before.table("orders", orders);
  Database database;
  database.run(database.compare(before));
  const auto model = model_of("purchases", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("customer_name", 80).not_null();
    t.timestamp("ordered_at");
    t.numeric("total", 10, 2);
    t.text("remark");
    t.boolean("paid");
  });
  const auto operations = database.compare(model, {.renames = Renames::all});
  EXPECT_THAT(operations.describe(), ElementsAre("rename_table(\"orders\", \"purchases\")",
                                                 "rename_column(\"purchases\", \"customer\", \"customer_name\")"));
  database.run(operations);
  EXPECT_THAT(database.compare(model).describe(), IsEmpty());
}

TEST(Rename, IsUnsureWhereTwoAreAlike) {
  Database database({"CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, home_town TEXT, work_town TEXT)"});
  const auto model = model_of("a", [](op::Table& t) {
    t.integer("id").primary_key();
    t.text("town");
  });
  const auto operations = database.compare(model);
  EXPECT_THAT(operations.describe(), Not(Contains(HasSubstr("rename"))));
  EXPECT_EQ(operations.notes().size(), 1U);
}

TEST(Rename, IsNoneForWhatDoesNotTakePart) {
  auto database = people();
  CompareOptions options;
  options.include_object = [](const ComparedObject& object) { return !object.reflected || object.name != "name"; };
  EXPECT_THAT(database.compare(people_with("full_name"), options).describe(),
              ElementsAre("add_column(\"people\", \"full_name\")"));
}

TEST(Rename, LikenessOfNamesCountsLettersAndWords) {
  using autogenerate::name_likeness;
  EXPECT_DOUBLE_EQ(name_likeness("name", "name"), 1);
  EXPECT_GE(name_likeness("name", "full_name"), 0.8);
  EXPECT_GE(name_likeness("UserAccount", "useraccounts"), 0.8);
  EXPECT_GE(name_likeness("created_at", "at_created"), 0.8);
  EXPECT_LT(name_likeness("name", "title"), 0.4);
  EXPECT_LT(name_likeness("a", "b"), 0.1);
}

}  // namespace

}  // namespace retort
