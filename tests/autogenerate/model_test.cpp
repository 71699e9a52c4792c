#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <retort/autogenerate.hpp>
#include <retort/error.hpp>
#include <string>

#include "schema/metadata.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using test::error_of;
using ::testing::HasSubstr;

TEST(Model, HoldsWhatTheVerbsOfCreateTableSay) {
  MetaData model;
  EXPECT_TRUE(model.empty());
  const auto describe = [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null().unique();
  };
  model.table("students", describe);
  const auto created = test::schema_after([&] { op::create_table("students", describe); });
  EXPECT_EQ(model.data().tables, created.tables);
  model.view("names", "SELECT name FROM students");
  EXPECT_EQ(model.data().views.size(), 1U);
  EXPECT_FALSE(model.empty());
}

TEST(Model, RefusesASecondTableOfTheSameName) {
  MetaData model;
  model.table("a", [](op::Table& t) { t.integer("id"); });
  const auto error =
      error_of<OperationError>([&] { model.table("a", [](op::Table& t) { t.if_not_exists().integer("x"); }); });
  EXPECT_EQ(error.code(), "table_exists");
  EXPECT_THAT(error.what(), HasSubstr("create_table(\"a\")"));
  EXPECT_THAT(error.what(), HasSubstr("model_test.cpp:"));
  EXPECT_NE(model.data().tables.begin()->second.find_column("id"), nullptr) << "the first one stays";
}

TEST(Model, RefusesAKeyOverAColumnThatIsNotThere) {
  MetaData model;
  const auto error = error_of<OperationError>([&] {
    model.table("a", [](op::Table& t) {
      t.integer("grade");
      t.unique({"grad"});
    });
  });
  EXPECT_EQ(error.code(), "unknown_column");
  EXPECT_THAT(error.what(), HasSubstr("did you mean \"grade\"?"));
  EXPECT_TRUE(model.empty());
}

TEST(Model, RefusesASecondView) {
  MetaData model;
  model.view("v", "SELECT 1");
  EXPECT_THROW(model.view("v", "SELECT 2"), OperationError);
}

TEST(Model, HoldsTriggersSequencesEnumsAndSchemas) {
  MetaData model;
  const auto on_insert = [](op::TriggerOptions& t) { t.on_insert(); };
  model.trigger("tr", "t", "SELECT 1;", on_insert).sequence("s").enum_("mood", {"a", "b"}).schema("app");
  EXPECT_FALSE(model.empty());
  EXPECT_EQ(model.data().triggers.size(), 1U);
  EXPECT_EQ(model.data().schemas.size(), 1U);
  const auto twice = error_of<OperationError>([&] { model.trigger("tr", "t", "SELECT 2;", on_insert); });
  EXPECT_EQ(twice.code(), "object_exists");
  EXPECT_THAT(twice.what(), HasSubstr("the table \"t\" has a trigger \"tr\" already"));
  EXPECT_EQ(error_of<OperationError>([&] { model.sequence("s"); }).code(), "object_exists");
  EXPECT_EQ(error_of<OperationError>([&] { model.enum_("mood", {"a", "b"}); }).code(), "object_exists");
  EXPECT_EQ(error_of<OperationError>([&] { model.trigger("tr2", "t", "", [](op::TriggerOptions&) {}); }).code(),
            "no_event");
}

TEST(Model, TakesAnEnumOfItsColumnsForOneThatIsThereByItself) {
  MetaData model;
  model.table("t", [](op::Table& t) { t.enum_("x", "mood", {"a", "b"}); });
  EXPECT_EQ(error_of<OperationError>([&] { model.enum_("mood", {"b", "a"}); }).code(), "enum_values");
  model.enum_("mood", {"a", "b"});
  EXPECT_FALSE(model.data().enums.begin()->second.implicit);
}

TEST(Model, RefusesTwoPrimaryKeys) {
  MetaData model;
  const auto error = error_of<OperationError>([&] {
    model.table("a", [](op::Table& t) {
      t.integer("x").primary_key();
      t.integer("y");
      t.primary_key({"y"});
    });
  });
  EXPECT_EQ(error.code(), "two_primary_keys");
  EXPECT_THAT(error.what(), HasSubstr("create_table(\"a\")"));
}

TEST(Model, IsAValue) {
  MetaData model;
  model.table("a", [](op::Table& t) { t.integer("id"); });
  MetaData copy = model;
  copy.table("b", [](op::Table& t) { t.integer("id"); });
  EXPECT_EQ(model.data().tables.size(), 1U);
  EXPECT_EQ(copy.data().tables.size(), 2U);
  model = copy;
  EXPECT_EQ(model.data().tables.size(), 2U);
}

}  // namespace

}  // namespace retort
