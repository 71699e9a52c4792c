#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include "dialect/sqlite_database.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

bool rebuilds(const std::vector<std::string>& statements) {
  return std::any_of(statements.begin(), statements.end(),
                     [](const auto& sql) { return sql.find("_retort_new_") != std::string::npos; });
}

/// The smallest change that takes a rebuild.
void add_check(const std::string& table) { op::create_check_constraint("ck_new", table, "1"); }

std::string refusal_of(SqliteDatabase& db, FunctionRef<void()> record) {
  const auto operations = ops::record(record).operations;
  return refusal<std::exception>([&] { db.migrate_all(operations); });
}

TEST(SqliteRebuild, KeepsEveryByteOfTheTextItDoesNotChange) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE [Odd Table] -- the name\n(\n  [Id] INTEGER PRIMARY KEY ON CONFLICT REPLACE AUTOINCREMENT, /* key "
      "*/\n"
      "  'quoted' NVARCHAR(160)  NOT NULL ON CONFLICT IGNORE COLLATE NOCASE, -- text\n"
      "  `n` INT DEFAULT (1 + (2)) CHECK (n > 0) UNIQUE ON CONFLICT FAIL,\n"
      "  g AS (n * 2) STORED, h INT GENERATED ALWAYS AS (n) VIRTUAL,\n"
      "  p INTEGER REFERENCES parent ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,\n"
      "  CHECK (length(quoted) > 0), UNIQUE (n, p) CONSTRAINT fk FOREIGN KEY (p) REFERENCES parent(id) -- end\n)");
  db.run("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
  const auto before = db.text_of("Odd Table");
  const auto statements = db.migrate([] { add_check("Odd Table"); });
  EXPECT_TRUE(rebuilds(statements));
  auto expected = before;
  expected.replace(expected.find("[Odd Table]"), 11, "\"Odd Table\"");
  const std::string last = "REFERENCES parent(id)";
  expected.insert(expected.find(last) + last.size(), ",\n  CONSTRAINT \"ck_new\" CHECK (1)");
  EXPECT_EQ(db.text_of("Odd Table"), expected);
}

TEST(SqliteRebuild, KeepsTheSequenceOfAutoincrement) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (1, 'x'), (900, 'y');");
  db.run("DELETE FROM t WHERE id = 900");
  db.migrate([] { add_check("T"); });
  EXPECT_THAT(db.query("SELECT * FROM sqlite_sequence"), ElementsAre("t|900"));
  db.run("INSERT INTO t (a) VALUES ('z')");
  EXPECT_THAT(db.query("SELECT * FROM t"), ElementsAre("1|x", "901|z"));
}

TEST(SqliteRebuild, KeepsRowidsOfTablesThatOnlyHaveThose) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a, rowid TEXT); INSERT INTO t (_rowid_, a) VALUES (7, 'x'), (3, 'y');");
  db.migrate([] { add_check("t"); });
  EXPECT_THAT(db.query("SELECT _rowid_, a FROM t"), ElementsAre("3|y", "7|x"));
}

TEST(SqliteRebuild, KeepsRowidsWithAndWithoutGaps) {
  for (const std::string rows : {"(1, 'x'), (2, 'y'), (3, 'z')", "(1, 'x'), (2, 'y'), (4, 'z')", "(0, 'x'), (2, 'y')",
                                 "(-1, 'x'), (1, 'y'), (3, 'z')", "(2, 'x')"}) {
    SqliteDatabase db;
    db.run("CREATE TABLE t (a); INSERT INTO t (rowid, a) VALUES " + rows);
    const auto before = db.query("SELECT rowid, a FROM t");
    db.migrate([] { add_check("t"); });
    EXPECT_EQ(db.query("SELECT rowid, a FROM t"), before);
  }
}

TEST(SqliteRebuild, LosesNoRowToAnOnConflictClause) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE ON CONFLICT REPLACE);"
      "INSERT INTO t VALUES (1, 'x'), (2, 'X');");
  EXPECT_THAT(refusal_of(db, [] { op::alter_column("t", "a", [](op::ColumnChange& c) { c.collate("NOCASE"); }); }),
              HasSubstr("UNIQUE constraint failed"));
  EXPECT_EQ(db.value("SELECT count(*) FROM t"), "2");
}

TEST(SqliteRebuild, KeepsAsManyRowsWhenAllColumnsAreNew) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1), (2);");
  db.migrate([] {
    op::add_column("t", op::column("b", op::integer()).server_default(7));
    op::drop_column("t", "a");
  });
  EXPECT_THAT(db.query("SELECT rowid, * FROM t"), ElementsAre("1|7", "2|7"));
}

TEST(SqliteRebuild, KeepsStrictAndWithoutRowid) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE t (k TEXT PRIMARY KEY, v ANY) STRICT, WITHOUT ROWID; INSERT INTO t VALUES ('b', 1), ('a', 'x');");
  db.migrate([] {
    op::alter_column("t", "v", [](op::ColumnChange& c) { c.not_null(); });
    op::add_column("t", op::column("n", op::string(20)).not_null().server_default("d"));
  });
  EXPECT_EQ(db.text_of("t"),
            "CREATE TABLE \"t\" (k TEXT PRIMARY KEY, v ANY NOT NULL, \"n\" TEXT DEFAULT 'd' NOT NULL) STRICT, WITHOUT "
            "ROWID");
  EXPECT_THAT(db.query("SELECT * FROM t"), ElementsAre("a|x|d", "b|1|d"));
}

TEST(SqliteRebuild, KeepsIndexesTriggersAndViews) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE t (a INT, b TEXT, c INT); CREATE TABLE log (x);"
      "CREATE INDEX i1 ON t (a DESC, lower(b)) WHERE c > 0; CREATE UNIQUE INDEX i2 ON t (b COLLATE NOCASE);"
      "CREATE TRIGGER tr AFTER INSERT ON t WHEN NEW.a > 0 BEGIN INSERT INTO log VALUES (NEW.b); END;"
      "CREATE TRIGGER other AFTER DELETE ON log BEGIN UPDATE t SET c = 0; END;"
      "CREATE VIEW v AS SELECT t.a FROM t; CREATE VIEW w AS SELECT a FROM v;"
      "INSERT INTO t VALUES (1, 'one', 1);");
  const auto schema = "SELECT type, name, sql FROM sqlite_master WHERE name <> 't' ORDER BY name";
  const auto before = db.query(schema);
  db.migrate([] { op::alter_column("t", "a", [](op::ColumnChange& c) { c.type(op::big_integer()); }); });
  EXPECT_EQ(db.query(schema), before);
  EXPECT_EQ(db.text_of("t"), "CREATE TABLE \"t\" (a BIGINT, b TEXT, c INT)");
  db.run("INSERT INTO t VALUES (2, 'two', 2)");
  EXPECT_THAT(db.query("SELECT * FROM log"), ElementsAre("one", "two"));
  EXPECT_THAT(db.query("SELECT a FROM w ORDER BY a"), ElementsAre("1", "2"));
}

TEST(SqliteRebuild, LeavesChildRowsAndTheirForeignKeysAlone) {
  SqliteDatabase db;
  db.run(
      "CREATE TABLE p (id INTEGER PRIMARY KEY, up INTEGER REFERENCES p ON DELETE SET NULL, a);"
      "CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE);"
      "INSERT INTO p VALUES (1, NULL, 'x'), (2, 1, 'y'); INSERT INTO c VALUES (1), (2), (2);");
  db.migrate([] {
    op::batch_alter_table("p", [](op::TableChange& t) {
      t.drop_column("a");
      add_check("p");
    });
  });
  EXPECT_EQ(db.value("SELECT count(*) FROM c"), "3");
  EXPECT_EQ(db.text_of("c"), "CREATE TABLE c (p REFERENCES p (id) ON DELETE CASCADE)");
  EXPECT_THAT(db.text_of("p"), HasSubstr("up INTEGER REFERENCES p ON DELETE SET NULL"));
  db.run("DELETE FROM p WHERE id = 1");
  EXPECT_THAT(db.query("SELECT id, up FROM p"), ElementsAre("2|NULL"));
  EXPECT_EQ(db.value("SELECT count(*) FROM c"), "2");
}

TEST(SqliteRebuild, StopsWhereForeignKeysAreOnAndRowsReferToTheTable) {
  SqliteDatabase db;
  db.run("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p ON DELETE CASCADE);");
  const auto operations = ops::record([] { add_check("p"); }).operations;
  const auto statements = dialect::find_dialect("sqlite")->compile(operations, {}, &db);
  ASSERT_FALSE(statements.empty());
  EXPECT_EQ(statements.front().kind, dialect::Statement::Kind::verify);
  EXPECT_EQ(db.value(statements.front().sql), "1");
  EXPECT_THAT(statements.front().failure, HasSubstr("PRAGMA foreign_keys = OFF"));
}

TEST(SqliteRebuild, StopsWhenRowsWouldReferToNothing) {
  SqliteDatabase db;
  db.run("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER); INSERT INTO c VALUES (5);");
  const auto add = [] { op::create_foreign_key("fk", "c", "p", {"p"}, {"id"}); };
  EXPECT_THAT(refusal_of(db, add), HasSubstr("refer to rows that do not exist"));
  EXPECT_EQ(db.text_of("c"), "CREATE TABLE c (p INTEGER)");
  db.run("INSERT INTO p VALUES (5)");
  db.migrate(add);
  EXPECT_EQ(db.text_of("c"),
            "CREATE TABLE \"c\" (p INTEGER, CONSTRAINT \"fk\" FOREIGN KEY (\"p\") REFERENCES \"p\" "
            "(\"id\"))");
}

TEST(SqliteRebuild, ToleratesWhatWasBrokenBefore) {
  SqliteDatabase db;
  db.run(
      "PRAGMA foreign_keys = OFF; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p);"
      "INSERT INTO c VALUES (5); PRAGMA foreign_keys = ON");
  db.migrate([] { add_check("c"); });
  db.migrate([] { add_check("p"); });
  EXPECT_EQ(db.value("SELECT count(*) FROM c"), "1");
}

TEST(SqliteRebuild, MakesOneOfManyChangesToATable) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT); INSERT INTO t VALUES (1,2,3,4,5);");
  const auto statements = db.migrate([] {
    op::batch_alter_table("t", [](op::TableChange& t) {
      t.rename_column("a", "first");
      t.drop_column("b");
      t.alter_column("c", [](op::ColumnChange& c) { c.type(op::integer()).not_null().server_default(9); });
      t.add_column(op::column("e", op::timestamp()).not_null().server_default(op::sql("CURRENT_TIMESTAMP")));
      t.create_unique_constraint("uq", {"c", "d"});
      t.create_index("ix", {"e"});
    });
  });
  EXPECT_EQ(std::count_if(statements.begin(), statements.end(),
                          [](const auto& sql) { return sql.starts_with("CREATE TABLE \"_retort_new_"); }),
            1);
  EXPECT_EQ(db.text_of("t"),
            "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY, \"first\" TEXT, c INTEGER DEFAULT 9 NOT NULL, d TEXT, \"e\" "
            "TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL, CONSTRAINT \"uq\" UNIQUE (\"c\", \"d\"))");
  EXPECT_EQ(db.value("SELECT first, c, typeof(c), d, e IS NOT NULL FROM t"), "2|4|integer|5|1");
  EXPECT_EQ(db.text_of("ix"), "CREATE INDEX \"ix\" ON \"t\" (\"e\")");
}

TEST(SqliteRebuild, EndsAGroupBeforeWhatMentionsARenamedColumn) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a INT, b INT); CREATE INDEX ia ON t (a) WHERE a > 0; INSERT INTO t VALUES (1, 2);");
  db.migrate([] {
    op::alter_column("t", "a", [](op::ColumnChange& c) { c.new_column_name("z").not_null(); });
    op::alter_column("t", "z", [](op::ColumnChange& c) { c.type(op::text()); });
    op::rename_column("t", "b", "a");
    op::create_check_constraint("ck", "t", "a > 0");
  });
  EXPECT_EQ(db.text_of("t"), "CREATE TABLE \"t\" (\"z\" TEXT NOT NULL, \"a\" INT, CONSTRAINT \"ck\" CHECK (a > 0))");
  EXPECT_EQ(db.text_of("ia"), "CREATE INDEX ia ON t (\"z\") WHERE \"z\" > 0");
}

TEST(SqliteRebuild, CleansUpALeftOverOfItsOwn) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a); CREATE TABLE _retort_new_t (x); INSERT INTO t VALUES (1);");
  db.migrate([] { add_check("t"); });
  EXPECT_THAT(db.query("SELECT name FROM sqlite_master"), ElementsAre("t"));
  EXPECT_EQ(db.value("SELECT a FROM t"), "1");
}

TEST(SqliteRebuild, LeavesNothingOfAFailure) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a); INSERT INTO t VALUES (NULL);");
  const auto not_null = [] { op::alter_column("t", "a", [](op::ColumnChange& c) { c.not_null(); }); };
  EXPECT_THAT(refusal_of(db, not_null), HasSubstr("NOT NULL constraint failed"));
  EXPECT_THAT(db.query("SELECT sql FROM sqlite_master"), ElementsAre("CREATE TABLE t (a)"));
}

TEST(SqliteRebuild, TakesANewColumnThatMustHaveAValueOnlyWithoutRows) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a)");
  db.migrate([] { op::add_column("t", op::column("b", op::integer()).not_null()); });
  db.run("INSERT INTO t VALUES (1, 2)");
  EXPECT_THAT(refusal_of(db, [] { op::add_column("t", op::column("c", op::integer()).not_null()); }),
              HasSubstr("give it a server_default"));
}

TEST(SqliteRebuild, ReadsQualifiedColumnsOfAChecksOwnTable) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a, CHECK (t.a > 0 AND \"t\".a < 9)); INSERT INTO t VALUES (1);");
  db.migrate([] { add_check("t"); });
  EXPECT_THROW(db.run("INSERT INTO t VALUES (10)"), std::runtime_error);
}

TEST(SqliteRebuild, NumbersATableAfterwards) {
  SqliteDatabase db;
  db.run("CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('x'), ('y');");
  db.migrate([] {
    op::batch_alter_table(
        "t", [](op::TableChange& t) { t.add_column(op::column("id", op::integer()).primary_key().autoincrement()); });
  });
  EXPECT_THAT(db.query("SELECT id, a FROM t"), ElementsAre("1|x", "2|y"));
  EXPECT_THAT(db.query("SELECT * FROM sqlite_sequence"), ElementsAre("t|2"));
}

TEST(SqliteRebuild, RefusesATextItDoesNotUnderstand) {
  SqliteDatabase db;
  db.run("CREATE VIRTUAL TABLE v USING fts5(a)");
  EXPECT_THAT(refusal_of(db, [] { add_check("v"); }), HasSubstr("virtual table"));
  class Wrong final : public dialect::Facts {
   public:
    std::optional<dialect::NativeTable> native_table(const schema::QualifiedName&) override {
      return dialect::NativeTable{{"table", "t", "t", "CREATE TABLE t (a INT NOT A WAY)"}};
    }
    std::optional<schema::Table> table(const schema::QualifiedName&) override { return std::nullopt; }
  } wrong;
  const auto operations = ops::record([] { add_check("t"); }).operations;
  const auto message =
      refusal<OperationError>([&] { dialect::find_dialect("sqlite")->compile(operations, {}, &wrong); });
  EXPECT_THAT(message, HasSubstr("the definition of \"t\" is not understood near `NOT A WAY)`"));
}

TEST(SqliteRebuild, IsMadeFromTheModelWithoutADatabase) {
  schema::MetaData model;
  const auto create = ops::record([] {
                        op::create_table("t", [](op::Table& t) {
                          t.integer("id").primary_key();
                          t.text("a").index();
                        });
                        op::create_trigger("tr", "t", "SELECT 1;").on_insert();
                      }).operations;
  ops::apply(create, model);
  EXPECT_THAT(
      compiled([] { add_check("t"); }, model),
      ElementsAre("SELECT foreign_keys FROM pragma_foreign_keys", "DROP TABLE IF EXISTS \"_retort_new_t\"",
                  "CREATE TABLE \"_retort_new_t\" (\n  \"id\" INTEGER NOT NULL,\n  \"a\" TEXT,\n  PRIMARY KEY "
                  "(\"id\"),\n  CONSTRAINT \"ck_new\" CHECK (1)\n)",
                  "INSERT INTO \"_retort_new_t\" (\"id\", \"a\") SELECT \"id\", \"a\" FROM \"t\" NOT INDEXED",
                  "DROP TABLE \"t\"", "PRAGMA legacy_alter_table = ON", "ALTER TABLE \"_retort_new_t\" RENAME TO \"t\"",
                  "PRAGMA legacy_alter_table = OFF", "CREATE INDEX \"ix_t_a\" ON \"t\" (\"a\")",
                  "CREATE TRIGGER \"tr\" AFTER INSERT ON \"t\" FOR EACH ROW BEGIN\nSELECT 1;\nEND"));
}

TEST(SqliteRebuild, WorksUnderHostileNames) {
  for (const std::string name :
       {"a\"b", "[x]", "x y", "\xF0\x9F\x99\x82", "select", "; drop table t; --", "it's", "`"}) {
    SqliteDatabase db;
    db.migrate([&] {
      op::create_table(name, [&](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.text(name).not_null().server_default(name).index();
        t.unique({name}).name(name + "u");
      });
      op::bulk_insert(name, {name}, {{name}});
    });
    db.migrate([&] {
      add_check(name);
      op::alter_column(name, name, [](op::ColumnChange& c) { c.type(op::string(99)); });
    });
    const auto q = [](const std::string& text) { return dialect::sqlite::quote(text); };
    EXPECT_THAT(db.query("SELECT " + q(name) + " FROM " + q(name)), ElementsAre(name));
    EXPECT_EQ(db.value("SELECT seq FROM sqlite_sequence"), "1");
    db.migrate([&] { op::drop_constraint(name + "u", name, op::unique); });
    EXPECT_THAT(db.text_of(name), Not(HasSubstr("UNIQUE")));
  }
}

}  // namespace
}  // namespace retort::test
