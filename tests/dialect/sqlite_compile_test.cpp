#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include <cmath>
#include <limits>

#include "dialect/sqlite_database.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string why_unsupported(FunctionRef<void()> record) {
  const auto operations = ops::record(record).operations;
  return refusal<UnsupportedOperation>([&] { compiled_all(operations); });
}

TEST(SqliteCreateTable, WritesEveryPartOfATable) {
  const auto sql = compiled([] {
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null();
      t.integer("grade").not_null().server_default(0);
      t.integer("school_id").references("schools", "id").on_delete(op::cascade).index();
      t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP"));
      t.text("upper_name").computed(op::sql("upper(name)")).stored();
      t.text("code").collate("NOCASE").server_default(op::sql("lower(hex(randomblob(4)))"));
      t.unique({"name", "school_id"}).name("uq_students_name");
      t.check("grade >= 0").name("ck_students_grade");
      t.foreign_key({"a", "b"}, "other", {"x", "y"}).name("fk").on_update(op::restrict).initially_deferred();
      t.integer("a");
      t.integer("b");
      t.index({"grade", op::desc("name")}).name("ix_grade").unique().where("grade > 1");
      t.comment("one row a pupil");
    });
  });
  EXPECT_THAT(sql,
              ElementsAre(R"(CREATE TABLE "students" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "name" VARCHAR(50) NOT NULL,
  "grade" INTEGER DEFAULT 0 NOT NULL,
  "school_id" INTEGER,
  "created_on" TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  "upper_name" TEXT GENERATED ALWAYS AS (upper(name)) STORED,
  "code" TEXT COLLATE "NOCASE" DEFAULT (lower(hex(randomblob(4)))),
  "a" INTEGER,
  "b" INTEGER,
  CONSTRAINT "uq_students_name" UNIQUE ("name", "school_id"),
  FOREIGN KEY ("school_id") REFERENCES "schools" ("id") ON DELETE CASCADE,
  CONSTRAINT "fk" FOREIGN KEY ("a", "b") REFERENCES "other" ("x", "y") ON UPDATE RESTRICT DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT "ck_students_grade" CHECK (grade >= 0)
))",
                          R"(CREATE INDEX "ix_students_school_id" ON "students" ("school_id"))",
                          R"(CREATE UNIQUE INDEX "ix_grade" ON "students" ("grade", "name" DESC) WHERE grade > 1)"));
}

TEST(SqliteCreateTable, MakesACheckOfAnEnumAndKeepsTableOptions) {
  const auto sql = compiled([] {
    op::create_table("t", [](op::Table& t) {
      t.enum_("mood", "mood_type", {"ok", "it's"});
      t.text("k").primary_key();
      t.sqlite_without_rowid();
    });
  });
  EXPECT_THAT(sql, ElementsAre(R"(CREATE TABLE "t" (
  "mood" VARCHAR(4) CONSTRAINT "mood_type" CHECK ("mood" IN ('ok', 'it''s')),
  "k" TEXT NOT NULL,
  PRIMARY KEY ("k")
) WITHOUT ROWID)"));
}

TEST(SqliteCreateTable, StartsAnIdentityWhereItIsTold) {
  SqliteDatabase db;
  db.migrate([] {
    op::create_table("t", [](op::Table& t) {
      t.big_integer("id").primary_key().identity({.start = 100});
      t.text("a");
    });
  });
  db.run("INSERT INTO t (a) VALUES ('x')");
  EXPECT_EQ(db.value("SELECT id FROM t"), "100");
}

TEST(SqliteLiteral, IsReadBackAsTheValueThatWasGiven) {
  SqliteDatabase db;
  const auto& sqlite = *dialect::find_dialect("sqlite3");
  const auto read = [&](const Value& value) { return db.value("SELECT " + sqlite.literal(value)); };
  EXPECT_EQ(read("it's; -- 'x'"), "it's; -- 'x'");
  EXPECT_EQ(read(std::string("a\0b", 3)), std::string("a\0b", 3));
  EXPECT_EQ(db.value("SELECT typeof(" + sqlite.literal(std::string("a\0b", 3)) + ")"), "text");
  EXPECT_EQ(read(std::numeric_limits<long long>::min()), "-9223372036854775808");
  EXPECT_EQ(read(true), "1");
  EXPECT_EQ(db.value("SELECT typeof(" + sqlite.literal(2.0) + ")"), "real");
  EXPECT_EQ(db.value("SELECT 0.1 = " + sqlite.literal(0.1)), "1");
  EXPECT_EQ(db.value("SELECT hex(" + sqlite.literal(Value::bytes(std::string("\0\xff", 2))) + ")"), "00FF");
  EXPECT_EQ(sqlite.literal(op::decimal("-12.30")), "-12.30");
  EXPECT_EQ(read(nullptr), "NULL");
}

TEST(SqliteLiteral, RefusesWhatIsNoNumber) {
  const auto& sqlite = *dialect::find_dialect("sqlite");
  EXPECT_THROW(sqlite.literal(std::numeric_limits<double>::infinity()), OperationError);
  EXPECT_THROW(sqlite.literal(std::nan("")), OperationError);
  for (const char* digits : {"1; DROP TABLE t", "", "-", "0x10", "1e", "1 2", "--1"}) {
    EXPECT_THROW(sqlite.literal(Value::decimal(digits)), OperationError) << digits;
  }
}

TEST(SqliteIdentifier, IsQuotedOrRefused) {
  const auto& sqlite = *dialect::find_dialect("sqlite");
  EXPECT_EQ(sqlite.quote("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(sqlite.quote("select"), "\"select\"");
  EXPECT_EQ(sqlite.quote("a\nb\x01\x7f"), "\"a\nb\x01\x7f\"");
  for (const std::string& name : {std::string(), std::string("a\0b", 3), std::string("\xff")}) {
    EXPECT_THROW(sqlite.quote(name), OperationError);
  }
}

TEST(SqliteDirectives, AreNativeWhereAlterTableCan) {
  EXPECT_THAT(compiled([] {
                op::rename_table("a", "b");
                op::rename_column("b", "x", "y");
                op::drop_table("c").if_exists();
                op::create_index("ix", "b", {op::sql("lower(y)"), op::desc("z")});
                op::drop_index("ix");
                op::create_table_comment("b", "ignored");
              }),
              ElementsAre(R"(ALTER TABLE "a" RENAME TO "b")", R"(ALTER TABLE "b" RENAME COLUMN "x" TO "y")",
                          R"(DROP TABLE IF EXISTS "c")", R"(CREATE INDEX "ix" ON "b" ((lower(y)), "z" DESC))",
                          R"(DROP INDEX "ix")"));
}

TEST(SqliteDirectives, MakeViewsAndTriggers) {
  EXPECT_THAT(compiled([] {
                op::create_view("v", "SELECT 1");
                op::replace_view("v", "SELECT 2");
                op::drop_view("v").if_exists();
                op::create_trigger("tr", "t", "SELECT 1").before().on_update_of({"a", "b"}).when("NEW.a > 0");
                op::drop_trigger("tr", "t");
              }),
              ElementsAre(R"(CREATE VIEW "v" AS SELECT 1)", R"(DROP VIEW IF EXISTS "v")",
                          R"(CREATE VIEW "v" AS SELECT 2)", R"(DROP VIEW IF EXISTS "v")",
                          "CREATE TRIGGER \"tr\" BEFORE UPDATE OF \"a\", \"b\" ON \"t\" FOR EACH ROW WHEN (NEW.a > 0) "
                          "BEGIN\nSELECT 1\n;\nEND",
                          R"(DROP TRIGGER "tr")"));
}

TEST(SqliteDirectives, SendUsersTextUntouchedAndOnlyWhereItIsMeant) {
  const auto operations = ops::record([] {
                            op::execute("UPDATE t SET a = ':x' -- really");
                            op::execute({{"postgresql", "VACUUM"}});
                          }).operations;
  const auto& sqlite = *dialect::find_dialect("sqlite");
  const auto first = sqlite.compile(std::span(operations).first(1), {}, nullptr);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first.front().kind, dialect::Statement::Kind::user_sql);
  EXPECT_EQ(first.front().sql, "UPDATE t SET a = ':x' -- really");
  EXPECT_THAT(sqlite.compile(std::span(operations).last(1), {}, nullptr), IsEmpty());
}

TEST(SqliteBulkInsert, BoundsRowsAndTextOfAStatement) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a, b)");
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 1201; ++i) rows.push_back({i, "x"});
  EXPECT_EQ(db.migrate([&] { op::bulk_insert("t", {"a", "b"}, rows); }).size(), 3U);
  EXPECT_EQ(db.value("SELECT count(*), sum(a) FROM t"), "1201|720600");
  const std::string large(40000, 'y');
  EXPECT_EQ(db.migrate([&] { op::bulk_insert("t", {"a", "b"}, {{1, large}, {2, large}, {3, large}}); }).size(), 3U);
}

TEST(SqliteEnum, IsInItsColumnsAndNothingOfItsOwn) {
  SqliteDatabase db;
  EXPECT_EQ(db.migrate([] {
                op::create_enum("mood", {"ok"});
                op::drop_enum("mood");
              }).size(),
            0U);
}

TEST(SqliteUnsupported, SaysTheWayOut) {
  EXPECT_THAT(why_unsupported([] { op::create_schema("s"); }), HasSubstr("attach"));
  EXPECT_THAT(why_unsupported([] { op::create_sequence("s"); }), HasSubstr("autoincrement()"));
  EXPECT_THAT(why_unsupported([] { op::alter_sequence("s").start(1); }), HasSubstr("autoincrement()"));
  EXPECT_THAT(why_unsupported([] { op::drop_table("t").schema("sales"); }), HasSubstr("no schemas"));
  EXPECT_THAT(why_unsupported([] { op::create_view("v", "SELECT 1").materialized(); }), HasSubstr("triggers"));
  EXPECT_THAT(why_unsupported([] { op::create_trigger("x", "t", "SELECT 1").on_insert().on_delete(); }),
              HasSubstr("one trigger for each"));
  EXPECT_THAT(why_unsupported([] {
                op::create_exclude_constraint("x", "t", {{op::sql("a"), "="}});
              }),
              HasSubstr("trigger"));
  EXPECT_THAT(why_unsupported([] { op::create_table("t", [](op::Table& t) { t.array("a", op::integer()); }); }),
              HasSubstr("json"));
  EXPECT_THAT(why_unsupported([] { op::create_table("t", [](op::Table& t) { t.integer("a").autoincrement(); }); }),
              HasSubstr("primary key"));
  EXPECT_THAT(why_unsupported([] { op::create_index("i", "t", {op::index_column("a").nulls_last()}); }),
              HasSubstr("nulls_last()"));
}

TEST(SqliteUnsupported, NamesTheOperationAndItsPlace) {
  const auto operations = ops::record([] { op::create_sequence("s"); }).operations;
  try {
    compiled_all(operations);
    FAIL();
  } catch (const UnsupportedOperation& error) {
    EXPECT_THAT(error.operation(), HasSubstr("create_sequence"));
    EXPECT_THAT(error.location(), HasSubstr("sqlite_compile_test.cpp:"));
    EXPECT_EQ(error.code(), "unsupported");
  }
}

TEST(SqliteUnknownTable, IsAnErrorWhereARebuildIsNeeded) {
  const auto operations = ops::record([] { op::create_check_constraint("c", "t", "a > 0"); }).operations;
  const auto message = refusal<OperationError>([&] { compiled_all(operations); });
  EXPECT_THAT(message, HasSubstr("nothing is known of table \"t\""));
  EXPECT_THAT(message, HasSubstr("run this with a connection"));
}

TEST(SqliteDialect, AsksForForeignKeysOffOnlyWhereARebuildMayCome) {
  const auto asks = [](FunctionRef<void()> record) {
    return dialect::find_dialect("sqlite")->needs_foreign_keys_off(ops::record(record).operations);
  };
  EXPECT_FALSE(asks([] {
    op::create_table("t", [](op::Table& t) { t.integer("a"); });
    op::execute("DELETE FROM t");
    op::bulk_insert("t", {"a"}, {{1}});
    op::rename_column("t", "a", "b");
    op::add_column("t", op::column("c", op::text()));
  }));
  EXPECT_TRUE(asks([] { op::drop_column("t", "a"); }));
  EXPECT_TRUE(asks([] { op::alter_column("t", "a", [](op::ColumnChange& c) { c.not_null(); }); }));
  EXPECT_TRUE(asks([] { op::create_unique_constraint("u", "t", {"a"}); }));
}

}  // namespace
}  // namespace retort::test
