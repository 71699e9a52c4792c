// The collation of a column is its own, its table's or its database's. What counts is the one it has.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/snapshot.hpp>

#include <string>

#include "live/compare_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Collation : public Comparison {
 protected:
  std::string collation(const std::string& column) {
    const auto found = values(
        "SELECT COLLATION_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 't' "
        "AND "
        "COLUMN_NAME = '" +
        column + "'");
    return found.empty() ? std::string() : found.front();
  }

  /// There and back, and there again.
  void leads_to(const MetaData& from, const MetaData& model) {
    const auto operations = compare(database_.session(), model);
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty());
    undo(operations);
    EXPECT_EQ(difference(from), Lines());
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty());
  }
};

INSTANTIATE_TEST_SUITE_P(On, Collation, ::testing::Values("mariadb"),
                         [](const auto& each) { return std::string(each.param); });

MetaData one(FunctionRef<void(op::Table&)> describe) {
  MetaData model;
  model.table("t", describe);
  return model;
}

TEST_P(Collation, OfAModelIsNoDifferenceInADatabaseWithAnyDefault) {
  MetaData model;
  const auto columns = [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 20).server_default("x");
    t.text("note");
    t.char_("code", 3);
    t.enum_("mood", "mood", {"good", "bad"});
    t.json("data");
    t.string("plain", 10).collate("utf8mb4_bin");
    t.string("swedish", 10).collate("latin1_swedish_ci");
  };
  model.table("silent", columns);
  model.table("latin", [&](op::Table& t) {
    columns(t);
    t.mysql_charset("latin1");
  });
  model.table("older", [&](op::Table& t) {
    columns(t);
    t.mysql_charset("utf8").mysql_collate("utf8_bin");
  });
  model.table("collated", [&](op::Table& t) {
    columns(t);
    t.mysql_collate("utf8mb4_unicode_ci");
  });
  for (const auto* charset : {"utf8mb4", "utf8mb3", "latin1", "utf8mb4 COLLATE utf8mb4_bin"}) {
    execute("ALTER DATABASE CHARACTER SET " + std::string(charset));
    const auto operations = compare(database_.session(), model);
    run(operations);
    EXPECT_THAT(difference(model), IsEmpty()) << charset;
    EXPECT_THAT(compare(database_.session(), model).notes(), IsEmpty()) << charset;
    // And the model that is read from it.
    EXPECT_THAT(difference(inspect(database_.session())), IsEmpty()) << charset;
    undo(operations);
  }
}

TEST_P(Collation, OfAColumnIsFoundAndChanged) {
  const auto plain = one([](op::Table& t) { t.string("name", 20).not_null().comment("kept"); });
  const auto binary = one([](op::Table& t) { t.string("name", 20).not_null().comment("kept").collate("utf8mb4_bin"); });
  const auto other = one([](op::Table& t) { t.string("name", 20).not_null().comment("kept").collate("latin1_bin"); });
  run(compare(database_.session(), plain));
  execute("INSERT INTO t VALUES ('Ada')");
  EXPECT_THAT(difference(binary), ElementsAre("alter_column(\"t\", \"name\")"));
  leads_to(plain, binary);
  EXPECT_EQ(collation("name"), "utf8mb4_bin");
  leads_to(binary, other);
  EXPECT_EQ(collation("name"), "latin1_bin");
  leads_to(other, plain);
  EXPECT_EQ(values("SELECT name FROM t"), Lines{"Ada"});
}

TEST_P(Collation, OfATableIsThatOfItsColumns) {
  execute("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
  execute(
      "CREATE TABLE t (id integer NOT NULL PRIMARY KEY, name varchar(20), own varchar(20) COLLATE utf8mb4_bin) "
      "DEFAULT CHARSET=latin1");
  execute("INSERT INTO t VALUES (1, 'Ada', 'x')");
  const auto model = one([](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 20);
    t.string("own", 20).collate("utf8mb4_bin");
    t.string("added", 20);
  });
  const auto as_it_is = inspect(database_.session());
  EXPECT_THAT(difference(as_it_is), IsEmpty());
  EXPECT_THAT(difference(model), ElementsAre("add_column(\"t\", \"added\")", "alter_column(\"t\", \"name\")"));
  leads_to(as_it_is, model);
  EXPECT_EQ(collation("name"), "utf8mb4_general_ci");
  EXPECT_EQ(collation("added"), "utf8mb4_general_ci");
  EXPECT_EQ(values("SELECT name FROM t"), Lines{"Ada"});
}

TEST_P(Collation, OfATableServesAColumnThatAsksForIt) {
  execute("CREATE TABLE t (id integer NOT NULL PRIMARY KEY, name varchar(20)) COLLATE utf8mb4_bin");
  const auto asks = one([](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 20).collate("utf8mb4_bin");
  });
  EXPECT_THAT(difference(asks), IsEmpty());
}

TEST_P(Collation, OfADatabaseServesAColumnThatAsksForIt) {
  execute("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  const auto asks = one([](op::Table& t) { t.string("name", 20).collate("utf8mb4_bin"); });
  execute("CREATE TABLE t (name varchar(20))");
  EXPECT_THAT(difference(asks), IsEmpty());
  const auto other = one([](op::Table& t) { t.string("name", 20).collate("utf8mb4_general_ci"); });
  EXPECT_THAT(difference(other), ElementsAre("alter_column(\"t\", \"name\")"));
}

TEST_P(Collation, OfATableThatTheModelNamesIsToldWhenItIsAnother) {
  run(compare(database_.session(), one([](op::Table& t) { t.integer("id"); })));
  const auto latin = one([](op::Table& t) {
    t.integer("id");
    t.mysql_charset("latin1");
  });
  const auto operations = compare(database_.session(), latin);
  EXPECT_THAT(operations.describe(), IsEmpty());
  EXPECT_THAT(operations.notes(), ElementsAre(HasSubstr("and is to have latin1")));
}

}  // namespace
}  // namespace retort::test
