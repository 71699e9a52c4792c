#include "ops/reverse.hpp"

#include <retort/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/record.hpp"

namespace retort {
namespace {

using test::actions;
using test::error_of;
using test::recorded;
using test::schema_after;
using test::words;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void pupils() {
  op::create_table("schools", [](op::Table& t) { t.integer("id").primary_key(); });
  op::create_table("pupils", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null().server_default("x");
    t.integer("school").references("schools", "id").index();
    t.integer("grade");
    t.check("grade >= 0").name("ck_grade");
    t.comment("all of them");
  });
  op::create_view("v", "SELECT 1");
  op::create_trigger("tr", "pupils", "SELECT 1;").on_insert();
  op::create_sequence("counted").start(5).max_value(9).cycle();
  op::create_table("counters", [](op::Table& t) {
    t.integer("plain");
    t.integer("numbered").autoincrement();
    t.integer("identity").identity({.always = true, .start = 5});
    t.integer("both").autoincrement().identity({.increment = 2});
  });
}

/// Up and down again from the pupils' tables: the schema must be the one before.
template <typename Code>
ops::Operations way_back(const Code& code) {
  const auto before = schema_after(pupils);
  auto schema = before;
  const auto up = recorded(code);
  auto down = ops::reverse(up, before);
  ops::apply(up, schema);
  EXPECT_FALSE(schema == before) << "the way up changed nothing";
  ops::apply(down, schema);
  EXPECT_EQ(schema, before);
  return down;
}

template <typename Code>
IrreversibleOperation no_way_back(const Code& code) {
  const auto before = schema_after(pupils);
  return error_of<IrreversibleOperation>([&] { ops::reverse(recorded(code), before); });
}

TEST(Reverse, UndoesTheLastFirst) {
  EXPECT_THAT(words(way_back([] {
                op::rename_table("pupils", "scholars");
                op::add_column("scholars", op::column("x", op::text()));
              })),
              ElementsAre("drop_column(\"scholars\", \"x\")", "rename_table(\"scholars\", \"pupils\")"));
}

TEST(Reverse, BringsBackADroppedTableWithAllThatBelongedToIt) {
  EXPECT_THAT(words(way_back([] { op::drop_table("pupils"); })),
              ElementsAre("create_table(\"pupils\")", "create_trigger(\"tr\", \"pupils\")"));
}

TEST(Reverse, BringsBackADroppedColumnAtItsPlaceWithItsKeysAndIndexes) {
  EXPECT_THAT(words(way_back([] { op::drop_column("pupils", "school"); })),
              ElementsAre("add_column(\"pupils\", \"school\")", "create_foreign_key(\"\", \"pupils\", \"schools\")",
                          "create_index(\"ix_pupils_school\", \"pupils\")"));
}

TEST(Reverse, RestoresWhatAnAlterationChanged) {
  const auto down = way_back([] {
    op::alter_column("pupils", "name", [](op::ColumnChange& c) {
      c.new_column_name("full_name").type(op::text()).nullable().drop_server_default().comment("new");
    });
  });
  const auto& back = std::get<ops::AlterColumn>(down.front().action);
  EXPECT_EQ(back.column, "full_name");
  EXPECT_EQ(back.new_name, "name");
  EXPECT_EQ(back.type, op::string(50));
  EXPECT_EQ(back.nullable, false);
  EXPECT_EQ(back.server_default, std::optional<Value>("x"));
}

TEST(Reverse, UndoesConstraintsIndexesViewsAndComments) {
  way_back([] { op::drop_constraint("ck_grade", "pupils", op::check); });
  way_back([] { op::create_unique_constraint("uq", "pupils", {"name"}); });
  way_back([] { op::create_unique_constraint("", "pupils", {"name"}); });
  way_back([] { op::create_foreign_key("fk", "pupils", "schools", {"grade"}, {"id"}).on_delete(op::set_null); });
  way_back([] { op::rename_constraint("pupils", "ck_grade", "ck"); });
  way_back([] { op::drop_index("ix_pupils_school", "pupils"); });
  way_back([] { op::drop_index("ix_pupils_school"); });
  way_back([] { op::create_index("ix", "pupils", {op::desc("name")}).unique(); });
  way_back([] { op::rename_index("pupils", "ix_pupils_school", "ix"); });
  way_back([] { op::replace_view("v", "SELECT 2"); });
  way_back([] { op::drop_view("v"); });
  way_back([] { op::drop_trigger("tr", "pupils"); });
  way_back([] { op::create_table_comment("pupils", "new"); });
  way_back([] { op::drop_table_comment("pupils"); });
  way_back([] { op::create_sequence("s").start(5); });
  way_back([] { op::create_enum("e", {"a", "b"}); });
}

TEST(Reverse, CountsAgainAsBefore) {
  way_back([] { op::alter_sequence("counted").start(6); });
  way_back([] { op::alter_sequence("counted").default_start().increment(3); });
  way_back([] { op::alter_sequence("counted").min_value(-1).no_max_value().cycle(false); });
  no_way_back([] { op::alter_sequence("unknown").start(6); });
  for (const auto* name : {"plain", "numbered", "identity", "both"}) {
    way_back([&] { op::alter_column("counters", name, [](op::ColumnChange& c) { c.identity({.start = 9}); }); });
  }
  for (const auto* name : {"numbered", "identity", "both"}) {
    way_back([&] { op::alter_column("counters", name, [](op::ColumnChange& c) { c.autoincrement(false); }); });
  }
  for (const auto* name : {"plain", "identity", "both"}) {
    way_back([&] { op::alter_column("counters", name, [](op::ColumnChange& c) { c.autoincrement(); }); });
  }
}

TEST(Reverse, TakesHowAColumnCountedFromTheChange) {
  const auto back_of = [](const auto& describe) {
    const auto back = ops::reverse(recorded([&] { op::alter_column("elsewhere", "id", describe); }), {});
    return std::get<ops::AlterColumn>(back.front().action);
  };
  const op::Identity old{.start = 7};
  const auto back = back_of([&](op::ColumnChange& c) { c.identity({.always = true}).existing_identity(old); });
  EXPECT_EQ(back.identity, old);
  EXPECT_EQ(back.existing_identity, (op::Identity{.always = true}));
  EXPECT_EQ(back_of([](op::ColumnChange& c) { c.identity().existing_autoincrement(false); }).autoincrement, false);
  no_way_back([] { op::alter_column("elsewhere", "id", [](op::ColumnChange& c) { c.identity(); }); });
}

TEST(Reverse, FindsAConstraintWithoutANameByWhatItSays) {
  const auto nameless = [] {
    op::create_table("t", [](op::Table& t) {
      t.integer("a").unique();
      t.integer("b").references("t", "a").on_delete(op::cascade);
      t.check("a > 0");
    });
  };
  const auto before = schema_after(nameless);
  const auto up = recorded([] {
    op::drop_constraint("", "t", op::unique).existing_unique("a");
    op::drop_constraint("", "t", op::foreign_key).existing_foreign_key("b", "t", "a");
    op::drop_constraint("", "t", op::check).existing_check("a > 0");
  });
  auto schema = before;
  ops::apply(up, schema);
  EXPECT_TRUE(schema.tables.at({"", "t"}).uniques.empty());
  EXPECT_TRUE(schema.tables.at({"", "t"}).foreign_keys.empty());
  EXPECT_TRUE(schema.tables.at({"", "t"}).checks.empty());
  ops::apply(ops::reverse(up, before), schema);
  EXPECT_EQ(schema, before);
  EXPECT_THROW(recorded([] { op::drop_index("ix", "t").existing_unique("a"); }), UsageError);
}

TEST(Reverse, LetsRowsGoWithTheTableTheyWereInsertedInto) {
  EXPECT_THAT(words(way_back([] {
                op::create_table("colours", [](op::Table& t) { t.text("name"); });
                op::bulk_insert("colours", {"name"}, {{"red"}});
              })),
              ElementsAre("drop_table(\"colours\")"));
}

TEST(Reverse, UsesTheFactsAnOperationGivesWhereTheSchemaTellsNothing) {
  const schema::MetaData nothing;
  const auto up = recorded([] {
    op::drop_column("t", "a").existing(op::column("ignored", op::string(5)).not_null());
    op::alter_column("t", "b", [](op::ColumnChange& c) { c.type(op::text()).existing_type(op::string(9)); });
  });
  const auto down = ops::reverse(up, nothing);
  EXPECT_EQ(std::get<ops::AlterColumn>(down[0].action).type, op::string(9));
  const auto& added = std::get<ops::AddColumn>(down[1].action).column;
  EXPECT_EQ(added.name, "a");
  EXPECT_EQ(added.type, op::string(5));
  EXPECT_FALSE(added.nullable);
}

TEST(Reverse, UndoesRawSqlAndCodeThatSayHow) {
  const auto up = recorded([] {
    op::execute("GRANT a").reverse("REVOKE a");
    op::run([](soci::session&) {}).reverse([](soci::session&) {}).describe("move it");
  });
  const auto down = ops::reverse(up, {});
  EXPECT_THAT(words(down), ElementsAre("run(\"undo: move it\")", "execute(\"REVOKE a\")"));
  EXPECT_EQ(actions(ops::reverse(down, {}))[0], actions(up)[0]);
}

TEST(Reverse, SaysWhyThereIsNoWayBackAndWhere) {
  const auto raw = no_way_back([] { op::execute("GRANT a"); });
  EXPECT_THAT(raw.message(), HasSubstr("reverse("));
  EXPECT_THAT(raw.location(), HasSubstr("reverse_test.cpp:"));
  EXPECT_EQ(raw.operation(), "execute(\"GRANT a\")");
  EXPECT_THAT(no_way_back([] { op::irreversible("the keys are burnt"); }).message(), HasSubstr("the keys are burnt"));
  EXPECT_EQ(no_way_back([] { op::drop_table("unknown"); }).code(), "irreversible");
  EXPECT_THAT(
      no_way_back([] { op::alter_column("unknown", "x", [](op::ColumnChange& c) { c.type(op::text()); }); }).message(),
      HasSubstr("existing_type"));
  no_way_back([] { op::run([](soci::session&) {}); });
  no_way_back([] { op::bulk_insert("pupils", {"id"}, {{1}}); });
  no_way_back([] { op::alter_enum("e").add_value("c"); });
  no_way_back([] {
    op::run([](soci::session&) {}).touches("pupils").reverse([](soci::session&) {});
    op::drop_table("pupils");
  });
}

TEST(Reverse, OfNothingIsNothing) { EXPECT_THAT(ops::reverse({}, {}), IsEmpty()); }

}  // namespace
}  // namespace retort
