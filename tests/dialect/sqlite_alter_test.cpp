#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include "dialect/sqlite_database.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string refusal_of(SqliteDatabase& db, FunctionRef<void()> record) {
  const auto operations = ops::record(record).operations;
  return refusal<OperationError>([&] { db.migrate_all(operations); });
}

/// What becomes of a table's text.
std::string changed(const std::string& text, FunctionRef<void()> record, const std::string& rows = {}) {
  SqliteDatabase db;
  db.run(text);
  if (!rows.empty()) db.run(rows);
  db.migrate(record);
  return db.text_of("t");
}

TEST(SqliteAddColumn, IsNativeWhereSqliteTakesIt) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a); INSERT INTO t VALUES (1); CREATE TABLE p (id INTEGER PRIMARY KEY);");
  EXPECT_THAT(db.migrate([] {
    op::add_column("t", op::column("b", op::string(9)).not_null().server_default(""));
    op::add_column("t", op::column("p_id", op::integer()).references("p", "id").on_delete(op::set_null));
    op::add_column("t", op::column("twice", op::integer()).computed(op::sql("a * 2")));
    op::add_column("t", op::column("mood", op::enum_("mood", {"ok", "sad"})));
  }),
              ElementsAre(R"(ALTER TABLE "t" ADD COLUMN "b" VARCHAR(9) DEFAULT '' NOT NULL)",
                          R"(ALTER TABLE "t" ADD COLUMN "p_id" INTEGER REFERENCES "p" ("id") ON DELETE SET NULL)",
                          R"(ALTER TABLE "t" ADD COLUMN "twice" INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL)",
                          "ALTER TABLE \"t\" ADD COLUMN \"mood\" VARCHAR(3) CONSTRAINT \"mood\" CHECK (\"mood\" IN "
                          "('ok', 'sad'))"));
  EXPECT_EQ(db.value("SELECT * FROM t"), "1||NULL|2|NULL");
}

TEST(SqliteAddColumn, RebuildsForAnExpressionAndForStoredColumns) {
  const auto text = changed(
      "CREATE TABLE t (a INT)",
      [] {
        op::add_column("t", op::column("b", op::text()).server_default(op::sql("'x' || 'y'")));
        op::add_column("t", op::column("c", op::integer()).computed(op::sql("a + 1")).stored());
      },
      "INSERT INTO t VALUES (1)");
  EXPECT_EQ(text,
            "CREATE TABLE \"t\" (a INT, \"b\" TEXT DEFAULT ('x' || 'y'), \"c\" INTEGER GENERATED ALWAYS AS (a + 1) "
            "STORED)");
}

TEST(SqliteAddColumn, MindsIfNotExists) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a)");
  EXPECT_THAT(db.migrate([] { op::add_column("t", op::column("A", op::text())).if_not_exists(); }), IsEmpty());
  EXPECT_THAT(refusal_of(db, [] { op::add_column("t", op::column("A", op::text())); }), HasSubstr("already"));
}

TEST(SqliteDropColumn, TakesItsIndexesWithIt) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE t (a, b, c); CREATE INDEX ib ON t (c, lower(b)); CREATE INDEX ic ON t (c) WHERE b > 0;"
      "CREATE INDEX keep ON t (c);");
  EXPECT_THAT(db.migrate([] { op::drop_column("t", "b"); }),
              ElementsAre("DROP INDEX \"ib\"", "DROP INDEX \"ic\"", "ALTER TABLE \"t\" DROP COLUMN \"b\""));
  EXPECT_THAT(db.query("SELECT name FROM sqlite_master WHERE type = 'index'"), ElementsAre("keep"));
}

TEST(SqliteDropColumn, TakesItsKeysWithIt) {
  EXPECT_EQ(
      changed("CREATE TABLE t (a, b REFERENCES t (a), c UNIQUE, UNIQUE (a, b) FOREIGN KEY (b) REFERENCES x -- e\n)",
              [] {
                op::drop_column("t", "b");
                op::drop_column("t", "c");
              }),
      "CREATE TABLE \"t\" (a -- e\n)");
}

TEST(SqliteDropColumn, LeavesNoEmptyLineAndNoCommentWithoutItsEnd) {
  const std::string text = "CREATE TABLE t (\n  a INT, -- the a\n  b INT UNIQUE,\n  c INT, -- the c\n  UNIQUE (c)\n)";
  EXPECT_EQ(changed(text, [] { op::drop_column("t", "b"); }),
            "CREATE TABLE \"t\" (\n  a INT, -- the a\n  c INT, -- the c\n  UNIQUE (c)\n)");
  EXPECT_EQ(changed(text, [] { op::drop_column("t", "c"); }),
            "CREATE TABLE \"t\" (\n  a INT, -- the a\n  b INT UNIQUE\n -- the c\n)");
}

TEST(SqliteDropColumn, IsNotLeftToSqliteWhereACommentWouldMisleadIt) {
  EXPECT_EQ(changed("CREATE TABLE t (a, /* one, two */ b)", [] { op::drop_column("t", "b"); }),
            "CREATE TABLE \"t\" (a /* one, two */)");
}

TEST(SqliteDropColumn, RefusesWhatOthersUse) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b CHECK (b > a), c, d, e UNIQUE, f, g AS (f), CONSTRAINT ck CHECK (c "
      "> "
      "0));"
      "CREATE TABLE child (x REFERENCES t (e), y REFERENCES t);"
      "CREATE TRIGGER tr AFTER UPDATE OF d ON t BEGIN SELECT 1; END;");
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "a"); }), HasSubstr("`CHECK (b > a)`"));
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "c"); }), HasSubstr("CHECK constraint \"ck\""));
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "d"); }), HasSubstr("trigger \"tr\""));
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "e"); }), HasSubstr("foreign key of \"child\" (\"x\")"));
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "id"); }), HasSubstr("foreign key of \"child\" (\"y\")"));
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "f"); }), HasSubstr("generated column \"g\""));
  EXPECT_THAT(refusal_of(db, [] { op::drop_column("t", "zz"); }), HasSubstr("no column \"zz\""));
  EXPECT_THAT(db.migrate([] { op::drop_column("t", "zz").if_exists(); }), IsEmpty());
}

TEST(SqliteDropColumn, FindsViewsAndTriggersThatBreak) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a, b UNIQUE); CREATE VIEW v AS SELECT b FROM t;");
  const auto drop = [] { op::drop_column("t", "b"); };
  const auto operations = ops::record(drop).operations;
  EXPECT_THAT(refusal<std::exception>([&] { db.migrate_all(operations); }), HasSubstr("no such column: b"));
  db.run("DROP VIEW v; CREATE TRIGGER tr AFTER UPDATE ON t BEGIN UPDATE t SET b = 1; END;");
  EXPECT_THAT(refusal<std::exception>([&] { db.migrate_all(operations); }), HasSubstr("no such column: b"));
  EXPECT_EQ(db.text_of("t"), "CREATE TABLE t (a, b UNIQUE)");
}

TEST(SqliteAlterColumn, ChangesOnlyWhatItIsAbout) {
  const std::string table =
      "CREATE TABLE t (a NVARCHAR(9) /*x*/ NOT NULL ON CONFLICT FAIL DEFAULT 'q' CHECK (a <> ''), b)";
  const auto alter = [&](FunctionRef<void(op::ColumnChange&)> change, const char* column = "a") {
    return changed(table, [&] { op::alter_column("t", column, change); });
  };
  EXPECT_EQ(alter([](op::ColumnChange& c) { c.type(op::string(80)); }),
            "CREATE TABLE \"t\" (a VARCHAR(80) /*x*/ NOT NULL ON CONFLICT FAIL DEFAULT 'q' CHECK (a <> ''), b)");
  EXPECT_EQ(alter([](op::ColumnChange& c) { c.nullable(); }),
            "CREATE TABLE \"t\" (a NVARCHAR(9) /*x*/ DEFAULT 'q' CHECK (a <> ''), b)");
  EXPECT_EQ(
      alter([](op::ColumnChange& c) { c.server_default(op::sql("CURRENT_DATE")); }),
      "CREATE TABLE \"t\" (a NVARCHAR(9) /*x*/ NOT NULL ON CONFLICT FAIL DEFAULT CURRENT_DATE CHECK (a <> ''), b)");
  EXPECT_EQ(alter([](op::ColumnChange& c) { c.drop_server_default(); }),
            "CREATE TABLE \"t\" (a NVARCHAR(9) /*x*/ NOT NULL ON CONFLICT FAIL CHECK (a <> ''), b)");
  EXPECT_EQ(
      alter([](op::ColumnChange& c) { c.collate("NOCASE").not_null().type(op::text()); }, "B"),
      "CREATE TABLE \"t\" (a NVARCHAR(9) /*x*/ NOT NULL ON CONFLICT FAIL DEFAULT 'q' CHECK (a <> ''), b TEXT COLLATE "
      "\"NOCASE\" NOT NULL)");
  EXPECT_EQ(alter([](op::ColumnChange& c) { c.comment("nothing").not_null(); }), table) << "nothing to change";
}

TEST(SqliteAlterColumn, ReplacesTheValuesOfAnEnum) {
  const auto text = changed("CREATE TABLE t (m VARCHAR(3) CONSTRAINT mood CHECK (m IN ('ok', 'sad')) NOT NULL)", [] {
    op::alter_column("t", "m", [](op::ColumnChange& c) { c.type(op::enum_("mood", {"ok", "angry"})); });
  });
  EXPECT_EQ(text, "CREATE TABLE \"t\" (m VARCHAR(5) CONSTRAINT \"mood\" CHECK (\"m\" IN ('ok', 'angry')) NOT NULL)");
}

TEST(SqliteAlterColumn, TurnsAutoincrementOnAndOff) {
  const auto on = [] { op::alter_column("t", "id", [](op::ColumnChange& c) { c.autoincrement(); }); };
  const auto off = [] { op::alter_column("t", "id", [](op::ColumnChange& c) { c.autoincrement(false); }); };
  EXPECT_EQ(changed("CREATE TABLE t (id INTEGER PRIMARY KEY ON CONFLICT FAIL, b)", on),
            "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY ON CONFLICT FAIL AUTOINCREMENT, b)");
  EXPECT_EQ(changed("CREATE TABLE t (id BIGINT, PRIMARY KEY (id))", on),
            "CREATE TABLE \"t\" (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))");
  EXPECT_EQ(changed("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL)", off),
            "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY NOT NULL)");
}

TEST(SqliteConstraint, IsFoundByNameOrByWhatItIs) {
  EXPECT_EQ(changed("CREATE TABLE t (a INT CONSTRAINT u1 UNIQUE CHECK(a > 0)UNIQUE, b, CONSTRAINT [C2] CHECK (b))",
                    [] {
                      op::drop_constraint("U1", "t", op::unique);
                      op::drop_constraint("c2", "t", op::check);
                    }),
            "CREATE TABLE \"t\" (a INT CHECK(a > 0)UNIQUE, b)");
  const auto drop = [](ops::AnyConstraint what, op::ConstraintKind::Value kind) {
    SqliteDatabase db;
    db.run("CREATE TABLE t (a INTEGER PRIMARY KEY, b INT UNIQUE REFERENCES p, c CHECK (c >  0), UNIQUE (b, c))");
    ops::DropConstraint operation{{"", "t"}, "", kind};
    operation.existing = std::move(what);
    db.migrate_all(ops::Operations{{operation}});
    return db.text_of("t");
  };
  using Kind = op::ConstraintKind::Value;
  EXPECT_EQ(drop(schema::Unique{"", {"B"}}, Kind::unique),
            "CREATE TABLE \"t\" (a INTEGER PRIMARY KEY, b INT REFERENCES p, c CHECK (c >  0), UNIQUE (b, c))");
  EXPECT_EQ(drop(schema::Unique{"", {"b", "c"}}, Kind::unique),
            "CREATE TABLE \"t\" (a INTEGER PRIMARY KEY, b INT UNIQUE REFERENCES p, c CHECK (c >  0))");
  EXPECT_EQ(drop(schema::Check{"", "\"C\" > 0"}, Kind::check),
            "CREATE TABLE \"t\" (a INTEGER PRIMARY KEY, b INT UNIQUE REFERENCES p, c, UNIQUE (b, c))");
  EXPECT_EQ(drop(schema::ForeignKey{"", {"b"}, {"", "p"}, {}}, Kind::foreign_key),
            "CREATE TABLE \"t\" (a INTEGER PRIMARY KEY, b INT UNIQUE, c CHECK (c >  0), UNIQUE (b, c))");
  EXPECT_EQ(drop(schema::PrimaryKey{"", {"a"}}, Kind::primary_key),
            "CREATE TABLE \"t\" (a INTEGER, b INT UNIQUE REFERENCES p, c CHECK (c >  0), UNIQUE (b, c))");
}

TEST(SqliteConstraint, IsRenamedAndReplaced) {
  EXPECT_EQ(
      changed("CREATE TABLE t (a INT, b INT CONSTRAINT [x] CHECK (b), PRIMARY KEY (a))",
              [] {
                op::rename_constraint("t", "X", "y");
                op::drop_constraint("pk_t", "t", op::primary_key);
                op::create_primary_key("pk", "t", {"a", "b"});
              }),
      "CREATE TABLE \"t\" (a INT NOT NULL, b INT NOT NULL CONSTRAINT \"y\" CHECK (b), CONSTRAINT \"pk\" PRIMARY KEY "
      "(\"a\", \"b\"))");
}

TEST(SqliteConstraint, ThatIsNotThereIsAnError) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a PRIMARY KEY, b); CREATE UNIQUE INDEX u ON t (b);");
  EXPECT_THAT(refusal_of(db, [] { op::drop_constraint("u", "t", op::unique); }), HasSubstr("use drop_index"));
  EXPECT_THAT(refusal_of(db, [] { op::drop_constraint("c", "t", op::check); }), HasSubstr("no constraint named \"c\""));
  EXPECT_THAT(refusal_of(db, [] { op::rename_constraint("t", "c", "d"); }), HasSubstr("no constraint named \"c\""));
  EXPECT_THAT(refusal_of(db, [] { op::create_primary_key("pk", "t", {"b"}); }), HasSubstr("has a primary key"));
  EXPECT_THAT(db.migrate([] { op::drop_constraint("c", "t", op::check).if_exists(); }), IsEmpty());
}

TEST(SqliteRename, OfAnIndexKeepsItsText) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a); CREATE UNIQUE INDEX [old one] ON t (a DESC) WHERE a > 0;");
  db.migrate([] { op::rename_index("t", "old one", "new"); });
  EXPECT_EQ(db.text_of("new"), "CREATE UNIQUE INDEX \"new\" ON t (a DESC) WHERE a > 0");
  EXPECT_EQ(db.value("SELECT count(*) FROM sqlite_master WHERE type = 'index'"), "1");
}

TEST(SqliteRename, OfATableReachesWhatNamesIt) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a PRIMARY KEY); CREATE TABLE c (x REFERENCES t); CREATE VIEW v AS SELECT a FROM t;");
  db.migrate([] { op::rename_table("t", "T"); });
  EXPECT_EQ(db.text_of("c"), "CREATE TABLE c (x REFERENCES \"T\")");
  db.migrate([] { op::rename_table("T", "u"); });
  EXPECT_EQ(db.text_of("v"), "CREATE VIEW v AS SELECT a FROM \"u\"");
}

}  // namespace
}  // namespace retort::test
