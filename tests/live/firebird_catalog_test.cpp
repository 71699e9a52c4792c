#include "live/firebird_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class FirebirdCatalog : public FirebirdTest {};

void everything() {
  op::create_table("Gr\xC3\xB6\xC3\x9F\x65 \"q\"", [](op::Table& t) {
    t.integer("Id").primary_key().autoincrement();
    t.string("select", 20).not_null().unique().comment("it's a word");
  });
  op::create_table("all", [](op::Table& t) {
    t.big_integer("id").primary_key().identity({.start = 100});
    t.integer("a").not_null().server_default(-5);
    t.string("s", 10).server_default("it's").collate("UNICODE_CI");
    t.string("u", 10).server_default("\xC3\xA4");
    t.numeric("n", 10, 2).server_default(op::decimal("9.99"));
    t.double_("d").server_default(1.5);
    t.boolean("b").server_default(true);
    t.timestamp("at").server_default(op::sql("CURRENT_TIMESTAMP"));
    t.binary("x", 4).server_default(op::bytes(std::string("\0\1", 2)));
    t.integer("c").computed(op::sql("a + 1"));
    t.integer("g").references("Gr\xC3\xB6\xC3\x9F\x65 \"q\"", "Id").on_delete(op::cascade).on_update(op::set_null);
    t.enum_("mood", "mood", {"ok", "sad"});
    t.unique({"a", "u"}).name("uq_all");
    t.check("a > -10").name("ck_all");
    t.check("n > 0 -- always");
    t.index({op::desc("a"), op::desc("n")}).name("ix_desc").unique().comment("index");
    t.index({op::sql("LOWER(s)")}).name("ix_lower");
    t.index({"u"}).name("ix_u");
    t.comment("everything");
  });
}

TEST_F(FirebirdCatalog, TellsWhatWasCreated) {
  send(everything);
  const auto model = schema_after(everything);
  const auto found = connection_->inspect();
  EXPECT_TRUE(found.complete);
  EXPECT_THAT(found.uncertain, IsEmpty());
  ASSERT_THAT(found.tables, SizeIs(2));
  for (const auto& [name, table] : model.tables) {
    const auto wanted = connection_->dialect().normalized(table);
    const auto& got = found.tables.at(name);
    ASSERT_EQ(got.columns.size(), wanted.columns.size());
    for (std::size_t i = 0; i < got.columns.size(); ++i) {
      EXPECT_EQ(got.columns[i], wanted.columns[i]) << name.name << "." << wanted.columns[i].name;
    }
    EXPECT_EQ(got.primary_key, wanted.primary_key);
    EXPECT_EQ(got.uniques, wanted.uniques);
    EXPECT_EQ(got.foreign_keys, wanted.foreign_keys);
    EXPECT_EQ(got.checks, wanted.checks);
    EXPECT_EQ(got.indexes, wanted.indexes);
    EXPECT_EQ(got, wanted);
    EXPECT_EQ(connection_->facts().table(name), wanted);
  }
  EXPECT_FALSE(connection_->facts().table({{}, "nothing"}).has_value());
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(FirebirdCatalog, NumbersBeginWhereTheyWereToldTo) {
  send([] {
    op::create_table("i", [](op::Table& t) {
      t.integer("id").primary_key().identity({.start = 100});
      t.integer("x");
    });
    op::create_table("j", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.integer("x");
    });
    op::create_sequence("s").start(10).increment(5);
    op::create_sequence("plain");
  });
  connection_->execute("INSERT INTO i (x) VALUES (1)");
  connection_->execute("INSERT INTO j (x) VALUES (1)");
  EXPECT_THAT(rows("SELECT id FROM i"), ElementsAre("100"));
  EXPECT_THAT(rows("SELECT id FROM j"), ElementsAre("1"));
  EXPECT_THAT(rows("SELECT NEXT VALUE FOR s, NEXT VALUE FOR plain FROM RDB$DATABASE"), ElementsAre("10|1"));
  const auto found = connection_->inspect();
  EXPECT_EQ(found.sequences.size(), 2U);
  EXPECT_EQ(found.sequences.at({{}, "s"}).start, 10);
  EXPECT_EQ(found.sequences.at({{}, "s"}).increment, 5);
  EXPECT_EQ(found.sequences.at({{}, "plain"}).start, std::nullopt);
}

TEST_F(FirebirdCatalog, TellsViewsAndTriggers) {
  const auto record = [] {
    op::create_table("t", [](op::Table& t) { t.integer("x"); });
    op::create_view("v", "SELECT x FROM t WHERE x > 0");
    op::create_trigger("g", "t", "NEW.x = NEW.x + 1;").before().on_insert().on_update();
    op::create_trigger("h", "t", "DECLARE n INTEGER; BEGIN n = OLD.x; END").after().on_delete();
    op::create_trigger("w", "t", "NEW.x = 7;").before().on_insert().when("NEW.x < 0");
  };
  send(record);
  const auto found = connection_->inspect();
  ASSERT_EQ(found.views.size(), 1U);
  EXPECT_EQ(*found.views.begin()->second.query.find("firebird"), "SELECT x FROM t WHERE x > 0");
  ASSERT_EQ(found.triggers.size(), 3U);
  EXPECT_EQ(found.triggers[0].name, "g");
  EXPECT_EQ(*found.triggers[0].body.find("firebird"), "NEW.x = NEW.x + 1;");
  EXPECT_TRUE(found.triggers[0].on_insert && found.triggers[0].on_update && !found.triggers[0].on_delete);
  EXPECT_EQ(found.triggers[0].timing, schema::Trigger::Timing::before);
  EXPECT_TRUE(found.triggers[1].on_delete);
  EXPECT_EQ(found.triggers[1].timing, schema::Trigger::Timing::after);
  connection_->execute("INSERT INTO t VALUES (1)");
  EXPECT_THAT(rows("SELECT * FROM t"), ElementsAre("2"));
}

}  // namespace
}  // namespace retort::test
