#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include "dialect/dialect.hpp"
#include "support/record.hpp"

namespace retort::test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const dialect::Dialect& postgresql() { return *dialect::find_dialect("postgres"); }

/// All statements of what is recorded, offline, in a schema that other operations add up to.
std::vector<dialect::Statement> statements(FunctionRef<void()> record, schema::MetaData schema = {}) {
  std::vector<dialect::Statement> result;
  const auto operations = ops::record(record).operations;
  std::span<const ops::Operation> rest(operations);
  while (!rest.empty()) {
    const auto group = rest.first(postgresql().group(rest));
    for (auto& statement : postgresql().compile(group, schema, nullptr)) result.push_back(std::move(statement));
    for (const auto& operation : group) ops::apply(operation, schema);
    rest = rest.subspan(group.size());
  }
  return result;
}

std::vector<std::string> compiled(FunctionRef<void()> record, schema::MetaData schema = {}) {
  std::vector<std::string> result;
  for (auto& statement : statements(record, std::move(schema))) result.push_back(std::move(statement.sql));
  return result;
}

template <typename Kind = OperationError>
Kind refused(FunctionRef<void()> record, schema::MetaData schema = {}) {
  return error_of<Kind>([&] { compiled(record, schema); });
}

schema::MetaData people() {
  return schema_after([] {
    op::create_table("people", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 20).server_default("x").collate("C");
      t.integer("a");
      t.enum_("mood", "mood", {"ok", "sad"});
    });
  });
}

TEST(PostgresqlAlter, ChangesHowASequenceCounts) {
  const auto known = schema_after([] { op::create_sequence("q").max_value(9).start(3); });
  EXPECT_THAT(compiled([] { op::alter_sequence("q").schema("s").start(4).increment(2).min_value(1).cycle(); }),
              ElementsAre(R"(ALTER SEQUENCE "s"."q" INCREMENT BY 2 MINVALUE 1 START WITH 4 CYCLE)"));
  EXPECT_THAT(compiled([] { op::alter_sequence("q").no_min_value().no_max_value().cycle(false); }),
              ElementsAre(R"(ALTER SEQUENCE "q" NO MINVALUE NO MAXVALUE NO CYCLE)"));
  EXPECT_THAT(compiled([] { op::alter_sequence("q").increment(-1).default_start(); }, known),
              ElementsAre(R"(ALTER SEQUENCE "q" INCREMENT BY -1 START WITH 9 RESTART)"));
  EXPECT_EQ(refused([] { op::alter_sequence("q").default_start(); }).code(), "unknown_sequence");
  EXPECT_EQ(refused([] { op::alter_sequence("q"); }).code(), "nothing_changes");
  EXPECT_THAT(refused<UsageError>([] { op::alter_sequence("q").if_not_exists(); }).message(),
              HasSubstr("does not apply"));
}

TEST(PostgresqlAlter, RefusesASequenceThatACatalogHasNot) {
  schema::MetaData all = schema_after([] { op::create_sequence("numbers"); });
  all.complete = true;
  const auto error = refused([] { op::alter_sequence("numbres").start(1); }, all);
  EXPECT_EQ(error.code(), "unknown_sequence");
  EXPECT_THAT(error.message(), HasSubstr("did you mean \"numbers\"?"));
}

TEST(PostgresqlAlter, ChangesHowAnIdentityCounts) {
  const auto known = schema_after([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").identity({.start = 5});
      t.integer("plain");
    });
  });
  const auto change = [&](const char* column, op::Identity identity) {
    return compiled([&] { op::alter_column("t", column, [&](op::ColumnChange& c) { c.identity(identity); }); }, known);
  };
  EXPECT_THAT(change("id", {.always = true, .start = 5}),
              ElementsAre(R"(ALTER TABLE "t" ALTER COLUMN "id" SET GENERATED ALWAYS)"));
  EXPECT_THAT(change("id", {.start = 6, .increment = 2}),
              ElementsAre(R"(ALTER TABLE "t" ALTER COLUMN "id" SET INCREMENT BY 2 SET START WITH 6)"));
  EXPECT_THAT(change("id", {.increment = -2}),
              ElementsAre(R"(ALTER TABLE "t" ALTER COLUMN "id" SET INCREMENT BY -2 SET NO MINVALUE SET NO MAXVALUE )"
                          R"(SET START WITH -1 RESTART)"));
  EXPECT_THAT(change("id", {.start = 5}), IsEmpty());
  EXPECT_THAT(change("plain", {.always = true, .start = 100}),
              ElementsAre(HasSubstr(R"(ADD GENERATED ALWAYS AS IDENTITY (START WITH 100))"),
                          HasSubstr(R"(max("plain")) FROM "t" HAVING max("plain") > 99)")));
  EXPECT_THAT(change("plain", {.increment = -1}), ElementsAre(testing::_, HasSubstr(R"(HAVING min("plain") < 0)")));
  EXPECT_THAT(compiled([] {
                op::alter_column("elsewhere", "id",
                                 [](op::ColumnChange& c) { c.identity({.always = true}).existing_autoincrement(); });
              }),
              ElementsAre(R"(ALTER TABLE "elsewhere" ALTER COLUMN "id" SET GENERATED ALWAYS)"));
}

TEST(PostgresqlAlter, MakesOneStatementOfManyChanges) {
  EXPECT_THAT(compiled([] {
                op::add_column("t", op::column("a", op::integer()).unique().references("u", "id"));
                op::drop_column("t", "b");
                op::create_check_constraint("ck", "t", "a > 0");
                op::create_primary_key("", "t", {"a"});
                op::drop_constraint("old", "t", op::unique).cascade();
                op::alter_column("t", "c",
                                 [](op::ColumnChange& c) { c.nullable(false).server_default(1).comment("x"); });
              }),
              ElementsAre(R"(ALTER TABLE "t"
  ADD COLUMN "a" INTEGER,
  ADD UNIQUE ("a"),
  ADD FOREIGN KEY ("a") REFERENCES "u" ("id"),
  DROP COLUMN "b",
  ADD CONSTRAINT "ck" CHECK (a > 0),
  ADD PRIMARY KEY ("a"),
  DROP CONSTRAINT "old" CASCADE)",
                          R"(ALTER TABLE "t"
  ALTER COLUMN "c" SET DEFAULT 1,
  ALTER COLUMN "c" SET NOT NULL)",
                          R"(COMMENT ON COLUMN "t"."c" IS 'x')"));
}

TEST(PostgresqlAlter, KeepsTheLimitOfBytesByACheckOfTheColumn) {
  const auto raw = schema_after([] { op::create_table("t", [](op::Table& t) { t.binary("raw", 16); }); });
  const std::string limit = "CHECK ((octet_length(\"raw\") <= 32) IS NOT FALSE)";
  EXPECT_THAT(compiled([] { op::add_column("t", op::column("raw", op::binary(32)).not_null()); }),
              ElementsAre("ALTER TABLE \"t\" ADD COLUMN \"raw\" BYTEA NOT NULL " + limit));
  const auto longer = compiled(
      [] {
        op::alter_column("t", "raw", [](op::ColumnChange& c) { c.type(op::binary(32)).new_column_name("bytes"); });
      },
      raw);
  EXPECT_THAT(longer, ElementsAre(AllOf(HasSubstr("DO $body$"), HasSubstr("a.attname = 'raw'"), HasSubstr("'\"t\"'")),
                                  "ALTER TABLE \"t\"\n  ALTER COLUMN \"raw\" TYPE BYTEA,\n  ADD " + limit,
                                  "ALTER TABLE \"t\" RENAME COLUMN \"raw\" TO \"bytes\""));
  const auto other =
      compiled([] { op::alter_column("t", "raw", [](op::ColumnChange& c) { c.type(op::blob()); }); }, raw);
  EXPECT_THAT(other, ElementsAre(HasSubstr("DROP CONSTRAINT %I"), "ALTER TABLE \"t\" ALTER COLUMN \"raw\" TYPE BYTEA"));
  EXPECT_THAT(compiled([] { op::alter_column("t", "raw", [](op::ColumnChange& c) { c.nullable(false); }); }, raw),
              ElementsAre("ALTER TABLE \"t\" ALTER COLUMN \"raw\" SET NOT NULL"));
}

TEST(PostgresqlAlter, DividesWhatTheServerWouldReorder) {
  EXPECT_THAT(compiled([] {
                op::add_column("t", op::column("a", op::integer()));
                op::drop_column("t", "a");
                op::add_column("t", op::column("a", op::text()));
                op::create_unique_constraint("u", "t", {"a"});
                op::drop_constraint("u", "t", op::unique);
                op::alter_column("t", "a", [](op::ColumnChange& c) { c.new_column_name("b"); });
                op::drop_column("t", "b");
                op::add_column("other", op::column("a", op::text()));
              }),
              ElementsAre(R"(ALTER TABLE "t" ADD COLUMN "a" INTEGER)", R"(ALTER TABLE "t" DROP COLUMN "a")",
                          R"(ALTER TABLE "t"
  ADD COLUMN "a" TEXT,
  ADD CONSTRAINT "u" UNIQUE ("a"))",
                          R"(ALTER TABLE "t" DROP CONSTRAINT "u")", R"(ALTER TABLE "t" RENAME COLUMN "a" TO "b")",
                          R"(ALTER TABLE "t" DROP COLUMN "b")", R"(ALTER TABLE "other" ADD COLUMN "a" TEXT)"));
}

TEST(PostgresqlAlter, KeepsACollationAndConvertsADefault) {
  const auto change = [](FunctionRef<void(op::ColumnChange&)> describe) {
    return compiled([&] { op::alter_column("people", "name", describe); }, people());
  };
  EXPECT_THAT(change([](op::ColumnChange& c) { c.type(op::string(30)); }),
              ElementsAre(R"(ALTER TABLE "people" ALTER COLUMN "name" TYPE VARCHAR(30) COLLATE "C")"));
  EXPECT_THAT(change([](op::ColumnChange& c) { c.collate("pg_catalog.\"POSIX\""); }),
              ElementsAre(R"(ALTER TABLE "people" ALTER COLUMN "name" TYPE VARCHAR(20) COLLATE "pg_catalog"."POSIX")"));
  EXPECT_THAT(change([](op::ColumnChange& c) { c.type(op::date()); }), ElementsAre(R"(ALTER TABLE "people"
  ALTER COLUMN "name" DROP DEFAULT,
  ALTER COLUMN "name" TYPE DATE USING "name"::DATE,
  ALTER COLUMN "name" SET DEFAULT 'x')"));
  EXPECT_THAT(change([](op::ColumnChange& c) { c.type(op::integer()).drop_server_default().postgresql_using("1"); }),
              ElementsAre(R"(ALTER TABLE "people"
  ALTER COLUMN "name" DROP DEFAULT,
  ALTER COLUMN "name" TYPE INTEGER USING 1)"));
  EXPECT_EQ(refused([] { op::alter_column("t", "c", [](op::ColumnChange& c) { c.collate("C"); }); }).code(),
            "unknown_table");
}

TEST(PostgresqlConstraint, SaysAllThatCanBeSaid) {
  EXPECT_THAT(compiled([] {
                op::create_exclude_constraint("ex", "t", {{op::sql("lower(a)"), "="}, {op::sql("b + 1"), "&&"}})
                    .using_("GIST")
                    .where("c")
                    .deferrable()
                    .schema("s");
                op::create_foreign_key("fk", "t", "u", {"a"}, {})
                    .match("full")
                    .on_update(op::set_default)
                    .deferrable()
                    .referent_schema("r")
                    .source_schema("s");
              }),
              ElementsAre(R"(ALTER TABLE "s"."t"
  ADD CONSTRAINT "ex" EXCLUDE USING "gist" (lower(a) WITH =, (b + 1) WITH &&) WHERE (c) DEFERRABLE,
  ADD CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "r"."u" MATCH FULL ON UPDATE SET DEFAULT DEFERRABLE)"));
  EXPECT_EQ(refused([] {
              op::create_exclude_constraint("e", "t", {{op::sql("a"), "; DROP"}});
            }).code(),
            "invalid_operation");
  EXPECT_EQ(refused([] { op::create_foreign_key("f", "t", "u", {"a"}, {"b"}).match("HALF"); }).code(),
            "invalid_operation");
  EXPECT_EQ(refused<UnsupportedOperation>([] {
              op::create_foreign_key("f", "t", "u", {"a"}, {"b"}).match("PARTIAL");
            }).code(),
            "unsupported");
}

TEST(PostgresqlConstraint, DerivesTheNameThatTheServerGives) {
  const auto dropped = [](const std::string& table, const std::string& column) {
    return compiled([&] { op::drop_constraint("", table, op::unique).existing_unique({column}); }).front();
  };
  EXPECT_EQ(dropped("t", "a"), R"(ALTER TABLE "t" DROP CONSTRAINT "t_a_key")");
  EXPECT_EQ(dropped(std::string(60, 't'), std::string(60, 'c')), "ALTER TABLE \"" + std::string(60, 't') +
                                                                     "\" DROP CONSTRAINT \"" + std::string(29, 't') +
                                                                     "_" + std::string(29, 'c') + "_key\"");
  EXPECT_THAT(compiled([] { op::drop_constraint("", "people", op::primary_key); }, people()),
              ElementsAre(R"(ALTER TABLE "people" DROP CONSTRAINT "people_pkey")"));
}

TEST(PostgresqlTable, MakesConstraintsThatAreNotValidAfterwards) {
  EXPECT_THAT(compiled([] {
                op::create_table("t", [](op::Table& t) {
                  t.integer("a");
                  t.check("a > 0").name("ck").not_valid();
                  t.foreign_key({"a"}, "u", {"id"}).name("fk").not_valid();
                });
              }),
              ElementsAre("CREATE TABLE \"t\" (\n  \"a\" INTEGER\n)",
                          R"(ALTER TABLE "t" ADD CONSTRAINT "fk" FOREIGN KEY ("a") REFERENCES "u" ("id") NOT VALID)",
                          R"(ALTER TABLE "t" ADD CONSTRAINT "ck" CHECK (a > 0) NOT VALID)"));
}

TEST(PostgresqlTable, TakesItsOwnOptionsAndLeavesOthersOut) {
  EXPECT_THAT(
      compiled([] {
        op::create_table("t", [](op::Table& t) {
          t.integer("a").collate("de_DE.utf8");
          t.postgresql_unlogged().postgresql_tablespace("fast").postgresql_inherits({"x", "y"});
          t.postgresql_partition_by("HASH (a)").mysql_engine("InnoDB").sqlite_strict();
        });
      }),
      ElementsAre("CREATE UNLOGGED TABLE \"t\" (\n  \"a\" INTEGER COLLATE \"de_DE.utf8\"\n) INHERITS (\"x\", \"y\") "
                  "PARTITION BY HASH (a) TABLESPACE \"fast\""));
}

TEST(PostgresqlTable, RefusesColumnsThatCannotBe) {
  const auto why = [](const op::Column& column) {
    return refused<UnsupportedOperation>([&] { op::add_column("t", column); }).message();
  };
  EXPECT_THAT(why(op::column("a", op::text()).autoincrement()), HasSubstr("integers only"));
  EXPECT_THAT(why(op::column("a", op::integer()).computed(op::sql("1"))), HasSubstr("stored()"));
  EXPECT_THAT(why(op::column("a", op::integer()).identity().server_default(1)), HasSubstr("leave out one"));
  EXPECT_EQ(refused([] { op::add_column("t", op::column("a", op::enum_("", {"x"}))); }).code(), "invalid_operation");
  EXPECT_EQ(refused([] { op::create_enum("e", {std::string(64, 'x').c_str()}); }).code(), "invalid_value");
  EXPECT_EQ(refused([] { op::rename_table("t", std::string(64, 'x')); }).code(), "invalid_identifier");
}

TEST(PostgresqlEnum, IsMadeOnceAndGoesWithItsLastColumn) {
  const auto before = people();
  EXPECT_THAT(compiled(
                  [] {
                    op::add_column("u", op::column("m", op::enum_("mood", {"ok", "sad"})));
                  },
                  before),
              SizeIs(1));
  const auto other = refused([] { op::add_column("u", op::column("m", op::enum_("mood", {"ok"}))); }, before);
  EXPECT_EQ(other.code(), "enum_values");
  EXPECT_THAT(other.message(), AllOf(HasSubstr("\"ok\", \"sad\""), HasSubstr("op::alter_enum")));
  EXPECT_THAT(compiled([] { op::drop_table("people"); }, before),
              ElementsAre(R"(DROP TABLE "people")", R"(DROP TYPE "mood")"));
  EXPECT_THAT(
      compiled(
          [] {
            op::create_table("more", [](op::Table& t) { t.column("m", op::array(op::enum_("mood", {"ok", "sad"}))); });
            op::drop_table("people");
            op::alter_column("more", "m", [](op::ColumnChange& c) { c.type(op::array(op::text())); });
          },
          before),
      ElementsAre(HasSubstr("CREATE TABLE"), R"(DROP TABLE "people")", HasSubstr("ALTER TABLE"),
                  R"(DROP TYPE "mood")"));
  EXPECT_THAT(compiled([] {
                op::create_enum("e", {"a"});
                op::create_table("t", [](op::Table& t) { t.enum_("e", "e", {"a"}); });
                op::drop_table("t");
              }),
              ElementsAre(HasSubstr("CREATE TYPE"), HasSubstr("CREATE TABLE"), R"(DROP TABLE "t")"));
}

TEST(PostgresqlEnum, IsLeftToTheServerWhereRawSqlWasAtWork) {
  auto before = people();
  before.uncertain.insert({{}, "people"});
  EXPECT_THAT(compiled([] { op::drop_table("people"); }, before),
              ElementsAre(R"(DROP TABLE "people")",
                          AllOf(HasSubstr("DROP TYPE \"mood\""), HasSubstr("dependent_objects_still_exist"))));
}

TEST(PostgresqlIndex, SaysAllThatCanBeSaid) {
  EXPECT_THAT(
      compiled([] {
        op::create_index(
            "ix", "t",
            {op::index_column("a").collate("C").operator_class("s.ops(siglen=3)").nulls_last(), op::sql("a || b")})
            .unique()
            .using_("GIST")
            .include({"c"})
            .where("a > 0 -- x")
            .schema("s")
            .comment("c");
        op::create_index("down", "t", {"a"}).descending();
        op::drop_index("ix", "t").schema("s").if_exists().concurrently();
      }),
      ElementsAre(
          R"(CREATE UNIQUE INDEX "ix" ON "s"."t" USING "gist" ("a" COLLATE "C" s.ops(siglen=3) NULLS LAST, (a || b)) INCLUDE ("c") WHERE a > 0 -- x)",
          R"(COMMENT ON INDEX "s"."ix" IS 'c')", R"(CREATE INDEX "down" ON "t" ("a" DESC))",
          R"(DROP INDEX CONCURRENTLY IF EXISTS "s"."ix")"));
}

TEST(PostgresqlStatement, TellsWhatItTouchesAndWhatARefusalMeans) {
  const auto all = statements([] {
    op::create_index("ix", "t", {"a"}).unique();
    op::add_column("t", op::column("b", op::integer()).not_null());
    op::bulk_insert("t", {"a"}, {{1}});
    op::execute("SELECT 1");
    op::autocommit_block([] { op::drop_table("t"); });
  });
  using Effect = dialect::Statement::Effect;
  ASSERT_THAT(all, SizeIs(5));
  EXPECT_THAT(all[0].failure, HasSubstr("same values"));
  EXPECT_THAT(all[1].failure, HasSubstr("server_default"));
  EXPECT_EQ(all[2].effect, Effect::rows);
  EXPECT_EQ(all[3].effect, Effect::any);
  EXPECT_TRUE(all[4].outside_transaction);
}

TEST(PostgresqlTrigger, MakesAFunctionOfABodyAndCallsOneThatIsThere) {
  EXPECT_THAT(
      compiled([] {
        op::create_trigger("tr", "t", {{"postgresql", "EXECUTE FUNCTION f('a;b');"}})
            .after()
            .on_delete()
            .on_update_of({"a", "b"})
            .for_each_statement();
      }),
      ElementsAre(
          R"(CREATE TRIGGER "tr" AFTER DELETE OR UPDATE OF "a", "b" ON "t" FOR EACH STATEMENT EXECUTE FUNCTION f('a;b'))"));
  EXPECT_THAT(compiled([] {
                op::create_trigger("tr", "t", {{"postgresql", "INSERT INTO log VALUES ($body$x$body$) -- y"}})
                    .on_insert()
                    .if_not_exists();
              }),
              ElementsAre(AllOf(HasSubstr("DO $"), HasSubstr("EXCEPTION WHEN duplicate_object OR duplicate_function"),
                                HasSubstr("$body$x$body$) -- y\n;\nRETURN NULL;"))));
  EXPECT_THAT(
      compiled([] {
        op::create_trigger(std::string(60, 'r'), "tabelle", {{"postgresql", "BEGIN RETURN NULL; END"}}).on_insert();
      }).back(),
      HasSubstr("\"tabelle_" + std::string(46, 'r') + "_"));
  EXPECT_THAT(refused<UnsupportedOperation>([] {
                op::create_trigger("tr", "t", {{"sqlite", "x"}}).on_insert();
              }).message(),
              HasSubstr("no SQL for postgresql"));
}

TEST(PostgresqlView, TakesOneQueryWithoutItsEnd) {
  EXPECT_THAT(compiled([] { op::create_view("v", "SELECT 1; -- end").schema("s"); }),
              ElementsAre(R"(CREATE VIEW "s"."v" AS SELECT 1)"));
  EXPECT_EQ(refused([] { op::create_view("v", "SELECT 1; DROP TABLE t"); }).code(), "several_statements");
  EXPECT_THAT(compiled([] { op::create_view("v", "SELECT 1").if_not_exists(); }),
              ElementsAre(AllOf(HasSubstr("CREATE VIEW \"v\""), HasSubstr("WHEN duplicate_table THEN NULL"))));
  EXPECT_THAT(compiled([] { op::execute({{"sqlite", "SELECT 1"}}); }), IsEmpty());
}

}  // namespace
}  // namespace retort::test
