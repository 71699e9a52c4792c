#include "testing/rows.hpp"

#include <retort/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <string>
#include <vector>

#include "testing/school.hpp"

// Rows that nobody wrote: they satisfy what the tables ask for.
namespace retort::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing_support::count;

/// A database with tables, filled; the tables that took no row.
struct Filled {
  explicit Filled(std::function<void()> upgrade, unsigned seed = 1)
      : database(database_at(testing_support::set_of({{"a", "", std::move(upgrade)}}), "heads")),
        connection(runtime::connect(database.session())),
        schema(read()) {
    RowGenerator generator(5, seed);
    empty = generator.fill(*connection, schema);
  }

  schema::MetaData read() {
    auto found = connection->inspect();
    std::erase_if(found.tables, [](const auto& each) { return each.first.name.rfind("retort_", 0) == 0; });
    return found;
  }
  std::vector<std::string> lines() { return lines_of(read_rows(*connection, schema)); }

  Database database;
  std::unique_ptr<runtime::Connection> connection;
  schema::MetaData schema;
  std::vector<std::string> empty;
};

void every_type() {
  op::create_table("types", [](op::Table& t) {
    t.integer("id").primary_key().autoincrement();
    t.small_integer("s").not_null().unique();
    t.big_integer("b").not_null();
    t.boolean("yes").not_null();
    t.float_("f").not_null();
    t.double_("d").not_null();
    t.numeric("n", 6, 2).not_null().unique();
    t.numeric("one", 1).not_null();
    t.string("text", 3).not_null().unique();
    t.char_("c", 2).not_null();
    t.text("long").not_null();
    t.binary("bin", 2).not_null();
    t.blob("blob").not_null();
    t.date("date").not_null().unique();
    t.time("time").not_null().unique();
    t.timestamp("timestamp").not_null().unique();
    t.interval("interval").not_null();
    t.uuid("uuid").not_null().unique();
    t.json("json").not_null();
    t.enum_("mood", "mood", {"ok", "sad"}).not_null();
    t.integer("twice").computed(op::sql("s * 2"));
  });
}

TEST(RowGenerator, FillsEveryType) {
  Filled filled(&every_type);
  EXPECT_THAT(filled.empty, IsEmpty());
  EXPECT_EQ(count(filled.database.session(), "types"), 5);
}

TEST(RowGenerator, SatisfiesKeysAndChecks) {
  Filled filled([] {
    op::create_table("z_parents", [](op::Table& t) {
      t.integer("a");
      t.string("b", 10);
      t.primary_key({"a", "b"});
      t.string("state", 10).not_null();
      t.check("state IN ('open', 'closed')").name("ck_state");
    });
    op::create_table("a_children", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("a").not_null();
      t.string("b", 10).not_null();
      t.integer("boss").not_null().references("a_children", "id");
      t.integer("percent").not_null();
      t.integer("year").not_null();
      t.foreign_key({"a", "b"}, "z_parents", {"a", "b"});
      t.check("percent BETWEEN 0 AND 100").name("ck_percent");
      t.check("year > 1900").name("ck_year");
    });
  });
  EXPECT_THAT(filled.empty, IsEmpty());
  EXPECT_EQ(count(filled.database.session(), "a_children"), 5);
  EXPECT_EQ(count(filled.database.session(), "z_parents"), 5);
  EXPECT_EQ(count(filled.database.session(), "pragma_foreign_key_check"), 0);
}

TEST(RowGenerator, ClosesACycleOfKeysWithNulls) {
  Filled filled([] {
    op::create_table("a", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("b").references("b", "id");
    });
    op::create_table("b", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("a").references("a", "id");
    });
  });
  EXPECT_THAT(filled.empty, IsEmpty());
}

TEST(RowGenerator, TellsWhatTookNoRow) {
  Filled filled([] {
    op::create_table("never", [](op::Table& t) {
      t.integer("id").primary_key();
      t.check("id <> id").name("ck");
    });
  });
  EXPECT_THAT(filled.empty, ElementsAre("never"));
}

TEST(RowGenerator, MakesTheSameRowsOfTheSameSeed) {
  EXPECT_EQ(Filled(&every_type, 7).lines(), Filled(&every_type, 7).lines());
  EXPECT_NE(Filled(&every_type, 7).lines(), Filled(&every_type, 8).lines());
}

TEST(RowLines, LeaveOutWhatIsExcluded) {
  auto database = database_at(testing_support::school(), "pupils");
  database.session() << "INSERT INTO schools VALUES (1)";
  database.session() << "INSERT INTO pupils VALUES (1, NULL, 'a' || char(10) || 'b')";
  const auto connection = runtime::connect(database.session());
  auto schema = connection->inspect();
  std::erase_if(schema.tables, [](const auto& each) { return each.first.name.rfind("retort_", 0) == 0; });
  const auto rows = read_rows(*connection, schema);
  EXPECT_THAT(lines_of(rows), ElementsAre("pupils: id = '1', school = NULL, name = 'a\\x0ab'", "schools: id = '1'"));
  EXPECT_THAT(lines_of(rows, {.tables = {"schools"}, .columns = {{"pupils", "name"}}}),
              ElementsAre("pupils: id = '1', school = NULL"));
  EXPECT_THAT(lines_of(rows, {.tables = {"schools", "pupils"}}), SizeIs(0));
}

}  // namespace
}  // namespace retort::testing
