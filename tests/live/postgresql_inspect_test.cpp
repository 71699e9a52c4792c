#include <soci/soci.h>
#include <retort/autogenerate.hpp>
#include <retort/metadata.hpp>

#include "live/postgresql_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

void describe_towns(op::Table& t) {
  t.integer("id").primary_key().autoincrement();
  t.string("code", 3).not_null().unique();
  t.unique({"code", "id"}).name("uq_towns");
}

void describe_people(op::Table& t) {
  t.big_integer("id").primary_key().identity({.always = true, .start = 100, .increment = 5});
  t.string("name", 50).not_null().server_default("it's \\ \"x\"").collate("C").comment("spoken");
  t.char_("sex", 1).server_default(op::sql("'x'::char(1)"));
  t.integer("age").server_default(-1);
  t.small_integer("small").server_default(op::sql("7"));
  t.numeric("money", 12, 2).server_default(op::decimal("1.50")).not_null();
  t.double_("ratio").server_default(0.25);
  t.float_("part").server_default(2);
  t.boolean("active").server_default(true).not_null();
  t.blob("raw").server_default(op::bytes(std::string("\0\xff\\", 3)));
  t.date("born").server_default("2020-02-29");
  t.timestamp("seen").with_time_zone().server_default(op::sql("CURRENT_TIMESTAMP"));
  t.timestamp("made").server_default(op::sql("now()"));
  t.json("data").server_default("{\"a\": 1}");
  t.uuid("key").server_default(op::sql("gen_random_uuid()"));
  t.enum_("mood", "mood", {"ok", "sad"}).server_default("ok");
  t.column("tags", op::array(op::text())).server_default("{}");
  t.integer("double_age").computed(op::sql("age * 2")).stored();
  t.integer("nothing").server_default(nullptr);
  t.integer("town_id").references("towns", "id").on_delete(op::set_null).on_update(op::cascade).index();
  t.integer("parent");
  t.native("during", "int4range");
  t.check("age >= -1 AND age < 200");
  t.check("name <> 'nobody' AND name LIKE 'a%'").name("ck_name");
  t.check("sex IN ('x', 'y')");
  t.check("money > 1.5 OR ratio IS NULL");
  t.check("small BETWEEN 0 AND 10");
  t.foreign_key({"town_id"}, "towns", {"id"}).name("fk_full").match("FULL").initially_deferred().not_valid();
  t.unique({"name", "age"}).deferrable();
  t.exclude({{op::sql("during"), "&&"}}).using_("gist").where("age > 0");
  t.exclude({{"int4range(age, town_id)", "&&"}, {"during", "-|-"}}).using_("GIST").name("ex").initially_deferred();
  t.index({op::desc("age"), op::index_column("name").nulls_first(), op::sql("lower(name)")}).name("ix_all").unique();
  t.index({op::index_column("age").descending().nulls_last()})
      .name("ix_last")
      .where("active")
      .include({"name", "money"});
  t.index({op::index_column("name").operator_class("varchar_pattern_ops"), op::index_column("sex").collate("POSIX")})
      .name("ix_class")
      .comment("for LIKE");
  t.index({"tags"}).name("ix_gin").using_("gin");
  t.index({"during"}).name("ix_gist").using_("gist");
  t.comment("those who live: it's so");
}

TEST_F(Postgresql, TellsATableAsItWasDescribed) {
  apply([] {
    op::create_table("towns", describe_towns);
    op::create_table("people", describe_people);
    op::create_table("events", [](op::Table& t) {
      t.integer("id").not_null();
      t.date("day").not_null();
      t.postgresql_partition_by("RANGE (day)");
    });
    op::create_table("cache", [](op::Table& t) {
      t.integer("id").primary_key();
      t.postgresql_unlogged().postgresql_tablespace("pg_default");
    });
    op::create_table("child", [](op::Table& t) {
      t.text("more");
      t.postgresql_inherits({"towns"});
    });
  });
  schema_.tables.at({{}, "cache"}).options.postgresql_tablespace.clear();  // it is the default one
  const auto found = connection().inspect();
  EXPECT_TRUE(found.complete);
  EXPECT_THAT(found.uncertain, IsEmpty());
  ASSERT_EQ(found.tables.size(), schema_.tables.size());
  for (const auto& [name, table] : schema_.tables) {
    const auto& real = found.tables.at(name);
    const auto normal = connection().dialect().normalized(table);
    ASSERT_EQ(real.columns.size(), normal.columns.size()) << name.text();
    for (std::size_t i = 0; i < real.columns.size(); ++i)
      EXPECT_EQ(real.columns[i], normal.columns[i]) << real.columns[i].name;
    EXPECT_EQ(real.primary_key, normal.primary_key);
    EXPECT_EQ(real.uniques, normal.uniques);
    EXPECT_EQ(real.foreign_keys, normal.foreign_keys);
    ASSERT_EQ(real.checks.size(), normal.checks.size());
    for (std::size_t i = 0; i < real.checks.size(); ++i) {
      EXPECT_EQ(real.checks[i].condition, normal.checks[i].condition);
      EXPECT_EQ(real.checks[i].name, normal.checks[i].name);
    }
    EXPECT_EQ(real.excludes, normal.excludes);
    ASSERT_EQ(real.indexes.size(), normal.indexes.size());
    for (std::size_t i = 0; i < real.indexes.size(); ++i)
      EXPECT_EQ(real.indexes[i], normal.indexes[i]) << real.indexes[i].name;
    EXPECT_EQ(real, normal) << name.text();
  }
}

TEST_F(Postgresql, TellsOtherObjects) {
  apply([] {
    op::create_schema("school");
    op::create_table("t", [](op::Table& t) {
      t.schema("school");
      t.integer("id").primary_key().autoincrement();
      t.enum_("mood", "mood", {"ok"});
    });
    op::create_sequence("plain");
    op::create_sequence("rich").start(100).increment(-5).min_value(10).max_value(1000).cycle().schema("school");
    op::create_view("v", "SELECT id FROM school.t");
    op::create_view("m", "SELECT id FROM school.t").materialized();
    op::create_trigger("tr", "t", {{"postgresql", "RETURN NEW;"}})
        .before()
        .on_update_of({"id"})
        .on_insert()
        .when("NEW.id > 0")
        .schema("school");
  });
  run("CREATE TABLE serial (id serial PRIMARY KEY)");
  run("CREATE TABLE parts (a integer) PARTITION BY LIST (a)");
  run("CREATE TABLE part PARTITION OF parts FOR VALUES IN (1)");
  run("CREATE TABLE \"tab\tbed\" (a integer)");
  run("CREATE TABLE bare ()");
  const auto found = connection().inspect();
  EXPECT_THAT(found.schemas, ElementsAre("school"));
  EXPECT_EQ(found.sequences, schema_.sequences);
  EXPECT_THAT(found.enums.at({{}, "mood"}).values, ElementsAre("ok"));
  EXPECT_EQ(found.views.size(), 2U);
  EXPECT_TRUE(found.views.at({{}, "m"}).materialized);
  EXPECT_TRUE(found.tables.at({{}, "serial"}).columns.front().autoincrement);
  EXPECT_EQ(found.tables.at({"school", "t"}), connection().dialect().normalized(schema_.tables.at({"school", "t"})));
  EXPECT_THAT(found.uncertain,
              UnorderedElementsAre(schema::QualifiedName{{}, "part"}, schema::QualifiedName{{}, "bare"}));
  EXPECT_TRUE(found.tables.contains({{}, "tab\tbed"}));
  ASSERT_EQ(found.triggers.size(), 1U);
  auto trigger = found.triggers.front();
  EXPECT_EQ(trigger.when, "new.id > 0");
  trigger.when = schema_.triggers.front().when;
  trigger.body = schema_.triggers.front().body;
  EXPECT_EQ(trigger, schema_.triggers.front());
  EXPECT_FALSE(connection().facts().table({{}, "t"}));
  EXPECT_TRUE(connection().facts().table({"school", "t"}));
  EXPECT_FALSE(connection().facts().enum_type({"school", "mood"}));
}

TEST_F(Postgresql, FindsNoDifferenceBetweenAModelAndItsDatabase) {
  MetaData model;
  model.table("towns", describe_towns);
  model.table("people", describe_people);
  apply([] {
    op::create_table("towns", describe_towns);
    op::create_table("people", describe_people);
  });
  EXPECT_THAT(compare(session(), model).describe(), IsEmpty());
}

TEST_F(Postgresql, KeepsTheLimitOfBytesWhateverTheColumnIsCalled) {
  const auto migrate = [&](PostgresqlStep::Body up) {
    then(std::move(up));
    migrator().upgrade();
  };
  migrate([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.binary("raw", 4).server_default(op::bytes("abcd"));
      t.blob("big");
      t.check("octet_length(big) <= 9").name("ck_big");
    });
  });
  migrate([] { op::rename_table("t", "Odd \"table\""); });
  migrate([] { op::rename_column("Odd \"table\"", "raw", "Odd \"bytes\""); });
  const auto types = [&] {
    const auto table = connection().facts().table({{}, "Odd \"table\""});
    connection().rollback();
    std::vector<std::string> result;
    for (const auto& column : table->columns) result.push_back(column.type.text());
    return result;
  };
  const auto alter = [&](const Type& type) {
    migrate([&] { op::alter_column("Odd \"table\"", "Odd \"bytes\"", [&](op::ColumnChange& c) { c.type(type); }); });
  };
  // A check of the program's own stays one.
  EXPECT_THAT(types(), ElementsAre("integer()", "binary(4)", "blob()"));
  EXPECT_EQ(connection().inspect().tables.at({{}, "Odd \"table\""}).checks.size(), 1U);
  connection().rollback();
  const auto insert = [&](const char* bytes) {
    run(std::string("INSERT INTO \"Odd \"\"table\"\"\" VALUES ((SELECT count(*) FROM \"Odd \"\"table\"\"\"), ") +
        bytes + ", '')");
  };
  insert("'abcd'");
  insert("NULL");
  EXPECT_THROW(insert("'abcde'"), DatabaseError);
  alter(op::binary(6));
  EXPECT_THAT(types(), ElementsAre("integer()", "binary(6)", "blob()"));
  insert("'abcdef'");
  EXPECT_THROW(insert("'abcdefg'"), DatabaseError);
  const auto error = error_of<DatabaseError>([&] { alter(op::binary(5)); });
  EXPECT_THAT(error.message(), HasSubstr("hold more bytes in it than the new type takes"));
}

TEST_F(Postgresql, ComparesViewsInTheServersWords) {
  const std::string query = "select id, \"it's\" AS odd FROM t WHERE (id > 1 AND \"it's\" <> 'a:b') -- the end;";
  run("CREATE TABLE t (id integer PRIMARY KEY, \"it's\" text)");
  run("CREATE VIEW v AS " + query);
  const auto describe = [](op::Table& t) {
    t.integer("id").primary_key();
    t.text("it's");
  };
  MetaData model;
  model.table("t", describe).view("v", query);
  EXPECT_THAT(compare(session(), model).describe(), IsEmpty());
  MetaData other;
  other.table("t", describe).view("v", "SELECT id, \"it's\" AS odd FROM t WHERE id > 2 AND \"it's\" <> 'a:b'");
  EXPECT_THAT(compare(session(), other).describe(), ElementsAre("replace_view(\"v\")"));
  MetaData wider;
  wider
      .table("t",
             [&](op::Table& t) {
               describe(t);
               t.integer("later");
             })
      .view("v", "SELECT later FROM t");
  EXPECT_THAT(compare(session(), wider).describe(),
              ElementsAre("drop_view(\"v\")", "add_column(\"t\", \"later\")", "create_view(\"v\")"));
  EXPECT_FALSE(connection().in_transaction());
  run("BEGIN");
  EXPECT_THAT(compare(session(), model).describe(), IsEmpty());
  EXPECT_THAT(compare(session(), wider).describe().size(), 3U);
  EXPECT_TRUE(connection().in_transaction());
  run("COMMIT");
  EXPECT_EQ(value("SELECT count(*) FROM pg_class WHERE relname = '_retort_look'"), "0");
}

TEST_F(Postgresql, LeavesOtherSchemasAloneThatTheModelDoesNotName) {
  for (const auto* schema : {"public", "school", "\"Odd; name\""}) {
    if (schema != std::string("public")) run(std::string("CREATE SCHEMA ") + schema);
    run(std::string("CREATE TABLE ") + schema + ".towns (id integer PRIMARY KEY, only_" +
        (schema[0] == '"' ? "odd" : schema) + " integer)");
    run(std::string("CREATE VIEW ") + schema + ".v AS SELECT 1 AS one");
  }
  run("CREATE TABLE school.pupils (id integer PRIMARY KEY, town integer REFERENCES school.towns, home integer "
      "REFERENCES public.towns)");
  const auto own = [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("only_public");
  };
  MetaData model;
  model.table("towns", own).view("v", "SELECT 1 AS one");
  EXPECT_THAT(compare(session(), model).describe(), IsEmpty());
  MetaData none;
  EXPECT_THAT(compare(session(), none).describe(), UnorderedElementsAre("drop_view(\"v\")", "drop_table(\"towns\")"));

  model.table("pupils", [](op::Table& t) {
    t.schema("school");
    t.integer("id").primary_key();
    t.integer("town");
    t.foreign_key({"town"}, "towns", {"id"}).referent_schema("school");
    t.integer("home").references("towns", "id");
  });
  EXPECT_THAT(compare(session(), model).describe(), IsEmpty()) << "a key to what the model leaves out";
  model.table("towns", [](op::Table& t) {
    t.schema("school");
    t.integer("id").primary_key();
    t.integer("another");
  });
  EXPECT_THAT(compare(session(), model).describe(),
              UnorderedElementsAre("add_column(\"school.towns\", \"another\")",
                                   "drop_column(\"school.towns\", \"only_school\")"));

  MetaData spoken;
  spoken.table("towns", [&](op::Table& t) {
    t.schema("public");
    own(t);
  });
  spoken.view("v", "SELECT 1 AS one");
  EXPECT_THAT(compare(session(), spoken).describe(), IsEmpty()) << "the connection's own schema by its name";
}

TEST_F(Postgresql, FindsTheRealNameOfAConstraintWithoutOne) {
  apply([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("a").unique();
      t.integer("b").references("t", "id");
      t.check("a > 0");
      t.check("a < 9");
      t.exclude({{op::sql("a"), "="}});
    });
    op::rename_table("t", "u");
    op::drop_constraint("", "u", op::unique).existing_unique("a");
    op::drop_constraint("", "u", op::check).existing_check("a < 9");
    op::drop_constraint("", "u", op::foreign_key).existing_foreign_key("b", "u", "id");
    op::drop_constraint("", "u", op::primary_key);
  });
  EXPECT_THAT(query("SELECT conname FROM pg_constraint WHERE conrelid = 'u'::regclass ORDER BY 1"),
              ElementsAre("t_a_check", "t_a_excl"));
}

}  // namespace
}  // namespace retort::test
