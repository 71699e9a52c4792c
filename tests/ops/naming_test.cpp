#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/op.hpp>

#include <string>

#include "ops/naming.hpp"
#include "ops/recorder.hpp"
#include "support/record.hpp"

namespace {

using namespace retort;
using ops::Naming;
using testing::HasSubstr;
using testing::StartsWith;

ops::Operations named(void (*code)(), const Naming& naming) { return ops::record(code, naming).operations; }

schema::Table table(void (*code)(), const Naming& naming) {
  return std::get<ops::CreateTable>(named(code, naming).front().action).table;
}

void people() {
  op::create_table("people", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 40).unique().index();
    t.integer("town_id").references("towns", "id");
    t.check("id > 0").name("positive");
    t.unique({"name", "town_id"});
    t.index({op::sql("lower(name)"), "town_id"});
  });
}

TEST(NamingConvention, NamesWhatHasNoName) {
  const auto t = table(people, {NamingConvention::recommended()});
  EXPECT_EQ(t.primary_key->name, "pk_people");
  EXPECT_EQ(t.uniques[0].name, "uq_people_name");
  EXPECT_EQ(t.uniques[1].name, "uq_people_name");
  EXPECT_EQ(t.foreign_keys[0].name, "fk_people_town_id_towns");
  EXPECT_EQ(t.checks[0].name, "ck_people_positive");
  EXPECT_EQ(t.indexes[0].name, "ix_people_name");
  EXPECT_EQ(t.indexes[1].name, "ix_people_expr");
}

TEST(NamingConvention, LeavesAllButIndexesToTheDatabaseWhereItSaysNothing) {
  const auto t = table(people, {});
  EXPECT_EQ(t.primary_key->name, "");
  EXPECT_EQ(t.uniques[0].name, "");
  EXPECT_EQ(t.foreign_keys[0].name, "");
  EXPECT_EQ(t.checks[0].name, "positive");
  EXPECT_EQ(t.indexes[0].name, "ix_people_name");
  EXPECT_EQ(t.indexes[1].name, "ix_people_expr_town_id");
}

TEST(NamingConvention, UnderstandsEveryToken) {
  const auto made = table(
      [] {
        op::create_table("a", [](op::Table& t) {
          t.integer("x");
          t.integer("y");
          t.unique({"x", "y"});
          t.foreign_key({"x", "y"}, "b", {"p", "q"});
        });
      },
      {{.uq = "100%%_%(column_0N_name)s_%(column_0_N_name)s_%(column_1_name)s_%(column_0_N_label)s_%(column_7_name)s",
        .fk = "%(referred_table_name)s_%(referred_column_0_name)s_%(referred_column_0_N_name)s_%(column_0_label)s"}});
  EXPECT_EQ(made.uniques[0].name, "100%_xy_x_y_y_a_x_y_");
  EXPECT_EQ(made.foreign_keys[0].name, "b_p_p_q_a_x");
}

TEST(NamingConvention, CompletesANameOnceHoweverOftenItIsSaid) {
  const Naming naming{NamingConvention::recommended()};
  const auto operations = named(
      [] {
        op::create_check_constraint("positive", "people", "id > 0");
        op::create_check_constraint("ck_people_positive", "people", "id > 0");
      },
      naming);
  for (const auto& operation : operations) {
    EXPECT_EQ(std::get<ops::CreateCheck>(operation.action).check.name, "ck_people_positive");
  }
}

TEST(NamingConvention, RefusesAConstraintWithoutTheNameItCompletes) {
  const auto error = test::error_of<OperationError>(
      [] { named([] { op::create_check_constraint("", "people", "id > 0"); }, {NamingConvention::recommended()}); });
  EXPECT_EQ(error.code(), "unnamed_constraint");
  EXPECT_THAT(error.operation(), HasSubstr("people"));
  EXPECT_THAT(error.message(), HasSubstr("name it"));
}

TEST(NamingConvention, NeverChangesANameThatWasGiven) {
  const auto operations =
      named([] { op::create_unique_constraint("mine", "people", {"name"}); }, {NamingConvention::recommended()});
  EXPECT_EQ(std::get<ops::CreateUnique>(operations.front().action).unique.name, "mine");
}

TEST(NamingConvention, FindsAConstraintThatIsDroppedByWhatItSays) {
  const auto operations = named(
      [] {
        op::drop_constraint("", "people", op::unique).existing_unique({"name"});
        op::drop_constraint("", "people", op::foreign_key).existing_foreign_key({"town_id"}, "towns", {"id"});
        op::drop_constraint("", "people", op::check).existing_check("id > 0");
      },
      {NamingConvention::recommended()});
  EXPECT_EQ(std::get<ops::DropConstraint>(operations[0].action).name, "uq_people_name");
  EXPECT_EQ(std::get<ops::DropConstraint>(operations[1].action).name, "fk_people_town_id_towns");
  EXPECT_EQ(std::get<ops::DropConstraint>(operations[2].action).name, "");
}

TEST(NamingConvention, CutsNamesAtTheLimitAndKeepsThemApart) {
  const Naming naming{NamingConvention::recommended(), 31, true};
  const auto operations = named(
      [] {
        op::create_unique_constraint("", "a_table_with_quite_a_long_name", {"first"});
        op::create_unique_constraint("", "a_table_with_quite_a_long_name", {"second"});
      },
      naming);
  const auto first = std::get<ops::CreateUnique>(operations[0].action).unique.name;
  const auto second = std::get<ops::CreateUnique>(operations[1].action).unique.name;
  EXPECT_EQ(first, "uq_a_table_with_quite__e8ccc3aa") << "names must never change from one version to the next";
  EXPECT_EQ(first.size(), 31U);
  EXPECT_NE(first, second);
}

TEST(NamingConvention, CutsBetweenCharacters) {
  const std::string long_name = "\u8868\u8868\u8868\u8868\u8868\u8868\u8868\u8868\u8868\u8868\u8868\u8868";
  ops::Operation create{ops::CreateUnique{{{}, long_name}, {{}, {"x"}}}};
  ops::give_names(create, {NamingConvention::recommended(), 31, true});
  const auto bytes = std::get<ops::CreateUnique>(create.action).unique.name;
  EXPECT_LE(bytes.size(), 31U);
  EXPECT_THAT(bytes, StartsWith("uq_\u8868\u8868\u8868\u8868\u8868\u8868_"));

  ops::Operation fits{ops::CreateUnique{{{}, long_name}, {{}, {"x"}}}};
  ops::give_names(fits, {NamingConvention::recommended(), 64, false});
  EXPECT_EQ(std::get<ops::CreateUnique>(fits.action).unique.name, "uq_" + long_name + "_x");
}

TEST(NamingConvention, RefusesPatternsThatMeanNothing) {
  for (const char* pattern :
       {"%(tabel_name)s", "%(column_x_name)s", "100%", "%(table_name", "%(column_0_size)s", "%d"}) {
    EXPECT_EQ(test::error_of<UsageError>([&] { ops::check_convention({.uq = pattern}); }).code(), "naming_convention")
        << pattern;
  }
  EXPECT_EQ(test::error_of<UsageError>([] { ops::check_convention({.ix = "ix_%(constraint_name)s"}); }).code(),
            "naming_convention");
  EXPECT_NO_THROW(ops::check_convention(NamingConvention::recommended()));
}

TEST(NamingConvention, FitsTheNamesOfAModel) {
  const NamingConvention convention{.uq = "uq_%(table_name)s_%(column_0_name)s"};
  schema::Table t{{{}, "a_table_with_quite_a_long_name"}};
  t.uniques = {{{}, {"first"}}, {"a_name_of_the_programs_own_that_is_too_long", {"second"}}};
  ops::give_names(t, {convention});
  ops::fit_names(t, {convention, 31, true});
  EXPECT_EQ(t.uniques[0].name, "uq_a_table_with_quite__e8ccc3aa");
  EXPECT_EQ(t.uniques[1].name, "a_name_of_the_programs_own_that_is_too_long") << "the dialect refuses it";
}

}  // namespace
