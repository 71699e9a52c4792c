#include <soci/soci.h>

#include <limits>

#include "dialect/postgresql/types.hpp"
#include "live/postgresql_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Type zoned(const Type& type) { return type.with_time_zone(); }

TEST_F(Postgresql, TellsEveryTypeAsItWasDeclared) {
  const std::vector<Type> types = {
      op::integer(),
      op::small_integer(),
      op::big_integer(),
      op::boolean(),
      op::float_(),
      op::double_(),
      op::numeric(10, 2),
      op::numeric(38),
      op::numeric(1000, 999),
      op::string(1),
      op::string(10485760),
      op::text(),
      op::char_(1),
      op::char_(300),
      op::blob(),
      op::date(),
      op::time(),
      zoned(op::time()),
      op::timestamp(),
      zoned(op::timestamp()),
      op::interval(),
      op::uuid(),
      op::json(),
      op::array(op::integer()),
      op::array(op::string(20)),
      op::array(op::numeric(6, 3)),
      op::array(zoned(op::timestamp())),
      op::native("jsonb"),
      op::native("timestamp(3) with time zone"),
      op::native("bit varying(7)"),
      op::native("inet"),
      op::native("int4range"),
      op::native("numeric"),
      op::native("character varying"),
      op::native("interval day to second(3)"),
      op::enum_("mood", {"ok", "it's \"quoted\", \\ and , too", "", "\xF0\x9F\x98\x80"}),
      op::array(op::enum_("Strange \"Type\"", {"a", "b"})),
  };
  apply([&] {
    op::create_table("t", [&](op::Table& t) {
      for (std::size_t i = 0; i < types.size(); ++i) t.column("c" + std::to_string(i), types[i]);
    });
  });
  const auto table = connection().facts().table({{}, "t"});
  ASSERT_TRUE(table);
  ASSERT_EQ(table->columns.size(), types.size());
  for (std::size_t i = 0; i < types.size(); ++i) EXPECT_EQ(table->columns[i].type.text(), types[i].text());
  for (std::size_t i = 0; i < types.size(); ++i) EXPECT_TRUE(table->columns[i].type == types[i]) << types[i].text();
  const auto inspected = connection().inspect();
  EXPECT_EQ(inspected.tables.at({{}, "t"}), connection().dialect().normalized(schema_.tables.at({{}, "t"})));
}

TEST_F(Postgresql, KnowsOtherSpellingsOfATypeForTheSame) {
  const std::vector<std::pair<std::string, Type>> spellings = {
      {"INT8", op::big_integer()},
      {"varchar( 9 )", op::string(9)},
      {"TIMESTAMPTZ", zoned(op::timestamp())},
      {"decimal(5)", op::numeric(5)},
      {"char", op::char_(1)},
      {"timestamptz(0)", op::native("timestamp(0) with time zone")},
      {"time(2)", op::native("time(2) without time zone")},
      {"VARCHAR", op::native("character varying")},
      {"float8[]", op::array(op::double_())},
      {"integer[3][3]", op::array(op::integer())},
      {"JSONB", op::native("jsonb")},
      {"float", op::double_()},
  };
  apply([&] {
    op::create_table("t", [&](op::Table& t) {
      for (std::size_t i = 0; i < spellings.size(); ++i) {
        t.column("c" + std::to_string(i), op::native(spellings[i].first));
      }
    });
  });
  const auto table = connection().facts().table({{}, "t"});
  const auto normal = connection().dialect().normalized(schema_.tables.at({{}, "t"}));
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    EXPECT_EQ(table->columns[i].type.text(), spellings[i].second.text()) << spellings[i].first;
    EXPECT_EQ(normal.columns[i].type.text(), spellings[i].second.text()) << spellings[i].first;
  }
}

TEST_F(Postgresql, ReadsBackTheValuesThatWereGiven) {
  const std::string hostile = "it's; -- '\\ $$ $body$ :name ::x \"q\" E'\\n' \xF0\x9F\x98\x80\n\t\x01";
  apply([&] {
    op::create_table("v", [](op::Table& t) {
      t.integer("id").primary_key();
      t.boolean("b");
      t.big_integer("i");
      t.double_("d");
      t.numeric("n", 40, 10);
      t.text("t");
      t.blob("x");
    });
    op::bulk_insert(
        "v", {"id", "b", "i", "d", "n", "t", "x"},
        {{1, true, std::numeric_limits<long long>::min(), 0.1, op::decimal("123456789012345678901234567890.5"), hostile,
          op::bytes(std::string("\0\xff\\'", 4))},
         {2, false, std::numeric_limits<long long>::max(), 1e300, op::decimal("-0.0000000001"), "", op::bytes("")},
         {3, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr},
         {4, op::sql("NOT TRUE"), 7, 5e-324, 12, "\\", nullptr}});
  });
  EXPECT_EQ(value("SELECT t FROM v WHERE id = 1"), hostile);
  EXPECT_EQ(value("SELECT i FROM v WHERE id = 1"), "-9223372036854775808");
  EXPECT_EQ(value("SELECT (d = 0.1)::text FROM v WHERE id = 1"), "true");
  EXPECT_EQ(value("SELECT n FROM v WHERE id = 1"), "123456789012345678901234567890.5000000000");
  EXPECT_EQ(value("SELECT encode(x, 'hex') FROM v WHERE id = 1"), "00ff5c27");
  EXPECT_EQ(value("SELECT n FROM v WHERE id = 2"), "-0.0000000001");
  EXPECT_EQ(value("SELECT (d = 1e300)::text || length(t) || length(x) FROM v WHERE id = 2"), "true00");
  EXPECT_EQ(value("SELECT count(*) FROM v WHERE id = 3 AND coalesce(b::text, i::text, d::text, n::text, t) IS NULL"),
            "1");
  EXPECT_EQ(value("SELECT (NOT b AND d > 0)::text || t FROM v WHERE id = 4"), "true\\");
  run("SET standard_conforming_strings = off");
  apply([&] { op::bulk_insert("v", {"id", "t", "x"}, {{5, hostile, op::bytes("\\")}}); });
  EXPECT_EQ(value("SELECT t FROM v WHERE id = 5"), hostile);
  EXPECT_EQ(value("SELECT encode(x, 'hex') FROM v WHERE id = 5"), "5c");
}

TEST_F(Postgresql, RefusesATextThatItCannotHold) {
  const auto& dialect = connection().dialect();
  EXPECT_EQ(error_of<OperationError>([&] { dialect.literal(std::string("a\0b", 3)); }).code(), "invalid_value");
  EXPECT_EQ(error_of<OperationError>([&] { dialect.literal("\xff"); }).code(), "invalid_value");
  const auto error = error_of<OperationError>([&] { dialect.quote(std::string(62, 'x') + "\xC3\xA4"); });
  EXPECT_EQ(error.code(), "invalid_identifier");
  EXPECT_THAT(error.message(), HasSubstr("64 bytes"));
  EXPECT_EQ(dialect.quote(std::string(61, 'x') + "\xC3\xA4").size(), 65U);
}

TEST_F(Postgresql, TakesEveryNameThatFits) {
  const std::vector<std::string> names = {
      "select",      "Two Words", "quote\"d",         "semi;colon",         "per%cent", ":colon", "$1",
      "back\\slash", "it's",      "\xF0\x9F\x98\x80", std::string(63, 'n'), "a.b",      "[x]"};
  for (const auto& name : names) {
    schema_ = {};
    apply([&] {
      op::create_table(name, [&](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.integer(name).unique().comment(name);
        t.enum_("e", name.substr(0, 60) + "_e", {"a"}).server_default("a");
        t.check("id > 0").name(name.substr(0, 60) + "_ck");
        t.comment(name);
      });
      op::create_index(name.substr(0, 60) + "_ix", name, {name}).comment(name);
      op::bulk_insert(name, {"id", name}, {{5, 1}});
      op::alter_column(name, name, [&](op::ColumnChange& c) { c.type(op::string(9)).comment("x").nullable(false); });
      op::create_trigger(name, name, {{"postgresql", "RETURN NEW;"}}).before().on_insert();
    });
    EXPECT_EQ(connection().inspect().tables.at({{}, name}),
              connection().dialect().normalized(schema_.tables.at({{}, name})));
    EXPECT_EQ(value("INSERT INTO " + connection().dialect().quote(name) + " (" + connection().dialect().quote(name) +
                    ") VALUES ('2') RETURNING id"),
              "6");
    apply([&] {
      op::drop_index(name.substr(0, 60) + "_ix", name);
      op::drop_constraint("", name, op::unique).existing_unique({name});
      op::drop_trigger(name, name);
      op::drop_table(name);
    });
    EXPECT_EQ(value("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"), "0");
    EXPECT_EQ(value("SELECT count(*) FROM pg_type WHERE typtype = 'e'"), "0");
  }
}

}  // namespace
}  // namespace retort::test
