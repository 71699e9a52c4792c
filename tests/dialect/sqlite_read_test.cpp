#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include <cstdlib>

#include "dialect/sqlite/object_text.hpp"
#include "dialect/sqlite/read_table.hpp"
#include "dialect/sqlite/table_text.hpp"
#include "dialect/sqlite/types.hpp"
#include "dialect/sqlite_database.hpp"

namespace retort::test {
namespace {

using dialect::sqlite::parse_type;
using dialect::sqlite::read_table;
using dialect::sqlite::type_text;
using ::testing::ElementsAre;

TEST(SqliteType, IsReadBackFromItsDeclaration) {
  for (const auto& type : {op::integer(),      op::small_integer(),
                           op::big_integer(),  op::boolean(),
                           op::float_(),       op::double_(),
                           op::numeric(10, 2), op::numeric(5),
                           op::string(50),     op::text(),
                           op::char_(3),       op::binary(16),
                           op::blob(),         op::date(),
                           op::time(),         op::time().with_time_zone(),
                           op::timestamp(),    op::timestamp().with_time_zone(),
                           op::interval(),     op::uuid(),
                           op::json(),         op::native("GEOMETRY(1, 2) x")}) {
    EXPECT_EQ(parse_type(type_text(type)), type) << type.text();
  }
}

TEST(SqliteType, IsUnderstoodInTheWordsOfOthers) {
  EXPECT_EQ(parse_type("uuid"), op::uuid());
  EXPECT_EQ(parse_type("nvarchar ( 160 )"), op::string(160));
  EXPECT_EQ(parse_type("DATETIME"), op::timestamp());
  EXPECT_EQ(parse_type("double  precision"), op::double_());
  EXPECT_EQ(parse_type("TINYINT(1)"), op::small_integer());
  EXPECT_EQ(parse_type("DECIMAL(10,2)"), op::numeric(10, 2));
  EXPECT_EQ(parse_type(""), op::native(""));
  EXPECT_EQ(parse_type("unsigned big int"), op::native("unsigned big int"));
}

schema::Table reread(const schema::Table& table, SqliteDatabase& db) {
  db.migrate_all(ops::Operations{{ops::CreateTable{table}}});
  return read_table(*db.native_table(table.name));
}

TEST(SqliteReadTable, GivesBackTheTableThatWasCreated) {
  const auto operations = ops::record([] {
                            op::create_table("t", [](op::Table& t) {
                              t.integer("id").primary_key().autoincrement();
                              t.string("a", 50).not_null().server_default("it's").collate("NOCASE");
                              t.boolean("b").server_default(true);
                              t.numeric("c", 10, 2).server_default(op::decimal("-1.50"));
                              t.timestamp("d").server_default(op::sql("CURRENT_TIMESTAMP"));
                              t.text("e").server_default(op::sql("'x' || (1)"));
                              t.double_("f").server_default(-0.25);
                              t.blob("g").server_default(op::bytes(std::string("\0\x7f", 2)));
                              t.integer("h").computed(op::sql("id + 1")).stored();
                              t.enum_("m", "mood", {"ok", "it's"}).not_null();
                              t.integer("r").references("t", "id").on_delete(op::set_null).deferrable();
                              t.foreign_key({"a", "b"}, "u", {"x", "y"}).name("fk").on_update(op::cascade);
                              t.unique({"a", "b"}).name("uq");
                              t.check("c > 0 -- really").name("ck");
                              t.index({"a", op::desc("b"), op::sql("lower(e)")}).name("ix").unique().where("c > 0");
                            });
                          }).operations;
  const auto& table = std::get<ops::CreateTable>(operations.front().action).table;
  SqliteDatabase db;
  EXPECT_EQ(reread(table, db), table);
}

TEST(SqliteReadTable, ReadsWhatPeopleWrite) {
  const auto table = read_table(
      {{"table", "t", "t",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a REFERENCES p DEFAULT -5 CONSTRAINT c CHECK (a < 3), b TEXT UNIQUE, "
        "UNIQUE (a COLLATE x DESC, b) CONSTRAINT f FOREIGN KEY (a) REFERENCES [q r] (x) ON DELETE SET NULL NOT "
        "DEFERRABLE"
        ")"},
       {{"index", "sqlite_autoindex_t_1", "t", ""},
        {"index", "i", "t", "CREATE INDEX i ON t ('a' COLLATE y ASC, b || 1)"}}});
  EXPECT_FALSE(table.columns[0].nullable);
  EXPECT_EQ(table.columns[1].server_default, Value(-5));
  ASSERT_EQ(table.uniques.size(), 2U);
  EXPECT_THAT(table.uniques[1].columns, ElementsAre("a", "b"));
  ASSERT_EQ(table.foreign_keys.size(), 2U);
  EXPECT_EQ(table.foreign_keys[1].referent.name, "q r");
  EXPECT_EQ(table.foreign_keys[1].on_delete, op::set_null);
  EXPECT_EQ(table.foreign_keys[1].deferral, schema::Deferral::none);
  ASSERT_EQ(table.checks.size(), 1U);
  EXPECT_EQ(table.checks[0].name, "c");
  ASSERT_EQ(table.indexes.size(), 1U);
  EXPECT_EQ(table.indexes[0].columns[0].name(), "a");
  EXPECT_EQ(table.indexes[0].columns[0].collation(), "y");
  EXPECT_TRUE(table.indexes[0].columns[1].is_expression());
}

TEST(SqliteReadTable, ReadsEveryTableOfChinook) {
  const char* data = std::getenv("RETORT_TEST_DATA");
  if (data == nullptr) GTEST_SKIP() << "RETORT_TEST_DATA is not set: no sample database";
  SqliteDatabase db;
  db.run("ATTACH 'file:" + std::string(data) + "/chinook.sqlite?immutable=1' AS c");
  // The texts, made anew here with an attached copy's rows; the file is not touched.
  const auto texts = db.query("SELECT sql FROM c.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  const auto names = db.query("SELECT name FROM c.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  ASSERT_EQ(names.size(), 11U);
  for (const auto& text : texts) db.run(text);
  for (const auto& name : names) {
    const auto table = read_table(*db.native_table({"", name}));
    EXPECT_EQ(table.columns.size(), db.query("SELECT name FROM pragma_table_info('" + name + "')").size());
    EXPECT_EQ(table.foreign_keys.size(), db.query("SELECT * FROM pragma_foreign_key_list('" + name + "')").size());
    EXPECT_TRUE(table.primary_key) << name;
  }
}

}  // namespace
}  // namespace retort::test
