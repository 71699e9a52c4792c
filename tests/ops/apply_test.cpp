#include <retort/error.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/record.hpp"

namespace retort {
namespace {

using test::error_of;
using test::recorded;
using test::schema_after;
using testing::ElementsAre;
using testing::HasSubstr;

void two_tables() {
  op::create_table("schools", [](op::Table& t) { t.integer("id").primary_key(); });
  op::create_table("pupils", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null();
    t.integer("grade").server_default(0);
    t.integer("school").references("schools", "id");
    t.unique({"name", "school"}).name("uq_pupils");
    t.check("grade >= 0").name("ck_grade");
    t.index({"grade", op::sql("lower(name)")}).name("ix_pupils").where("grade > 1");
  });
}

const schema::Table& table(const schema::MetaData& schema, const std::string& name) {
  return schema.tables.at({"", name});
}

/// The error of one more directive behind two tables.
template <typename Code>
OperationError refused(const Code& code) {
  auto schema = schema_after(two_tables);
  const auto before = schema;
  auto error = error_of<OperationError>([&] { ops::apply(recorded(code), schema); });
  EXPECT_EQ(schema, before);
  EXPECT_THAT(error.location(), HasSubstr("apply_test.cpp:"));
  EXPECT_FALSE(error.operation().empty());
  return error;
}

TEST(Apply, RenamesATableInTheForeignKeysToIt) {
  const auto schema = schema_after([] {
    two_tables();
    op::rename_table("schools", "academies");
  });
  EXPECT_FALSE(schema.tables.contains({"", "schools"}));
  EXPECT_EQ(table(schema, "academies").name.name, "academies");
  EXPECT_EQ(table(schema, "pupils").foreign_keys[0].referent.name, "academies");
}

TEST(Apply, RenamesAColumnWhereverItIsUsed) {
  const auto schema = schema_after([] {
    two_tables();
    op::rename_column("pupils", "grade", "class level");
    op::rename_column("pupils", "name", "full_name");
    op::rename_column("schools", "id", "school_id");
  });
  const auto& pupils = table(schema, "pupils");
  EXPECT_NE(pupils.find_column("class level"), nullptr);
  EXPECT_EQ(pupils.checks[0].condition, "\"class level\" >= 0");
  EXPECT_EQ(pupils.indexes[0].where, "\"class level\" > 1");
  EXPECT_EQ(pupils.indexes[0].columns[0].name(), "class level");
  EXPECT_EQ(pupils.indexes[0].columns[1].name(), "lower(full_name)");
  EXPECT_THAT(pupils.uniques[0].columns, ElementsAre("full_name", "school"));
  EXPECT_THAT(pupils.foreign_keys[0].referent_columns, ElementsAre("school_id"));
}

TEST(Apply, DropsWithAColumnWhatIsOverItAlone) {
  const auto schema = schema_after([] {
    two_tables();
    op::drop_column("pupils", "school");
  });
  const auto& pupils = table(schema, "pupils");
  EXPECT_TRUE(pupils.foreign_keys.empty());
  EXPECT_TRUE(pupils.uniques.empty());
  EXPECT_EQ(pupils.indexes.size(), 1U);
}

TEST(Apply, RefusesToDropAColumnThatSomethingElseNeeds) {
  const auto check = refused([] { op::drop_column("pupils", "grade"); });
  EXPECT_EQ(check.code(), "column_in_use");
  EXPECT_THAT(check.message(), HasSubstr("\"ck_grade\""));
  EXPECT_THAT(refused([] { op::drop_column("schools", "id"); }).message(), HasSubstr("foreign key of \"pupils\""));
}

TEST(Apply, PutsAColumnAtItsPlace) {
  const auto schema = schema_after([] {
    two_tables();
    op::add_column("pupils", op::column("a", op::text())).first();
    op::add_column("pupils", op::column("b", op::text())).after("name");
  });
  std::vector<std::string> names;
  for (const auto& column : table(schema, "pupils").columns) names.push_back(column.name);
  EXPECT_THAT(names, ElementsAre("a", "id", "name", "b", "grade", "school"));
}

TEST(Apply, NamesWhatIsWrongAndTheWayOut) {
  EXPECT_THAT(refused([] { op::create_table("pupils", [](op::Table& t) { t.integer("id"); }); }).message(),
              HasSubstr("if_not_exists()"));
  EXPECT_EQ(refused([] { op::create_table("x", [](op::Table&) {}); }).code(), "empty_table");
  EXPECT_EQ(refused([] {
              op::create_table("x", [](op::Table& t) {
                t.integer("a");
                t.text("a");
              });
            }).code(),
            "duplicate_column");
  const auto unknown = refused([] {
    op::create_table("x", [](op::Table& t) {
      t.integer("grade");
      t.unique({"grad"});
    });
  });
  EXPECT_EQ(unknown.code(), "unknown_column");
  EXPECT_THAT(unknown.message(), HasSubstr("did you mean \"grade\"?"));
  EXPECT_EQ(refused([] { op::add_column("pupils", op::column("name", op::text())); }).code(), "duplicate_column");
  EXPECT_EQ(refused([] { op::create_primary_key("pk", "pupils", {"name"}); }).code(), "two_primary_keys");
  EXPECT_EQ(refused([] { op::create_check_constraint("ck_grade", "pupils", "1"); }).code(), "duplicate_constraint");
  EXPECT_EQ(refused([] { op::drop_constraint("ck_grad", "pupils", op::check); }).code(), "unknown_constraint");
  EXPECT_EQ(refused([] { op::drop_constraint("uq_pupils", "pupils", op::check); }).code(), "unknown_constraint");
  EXPECT_EQ(refused([] { op::rename_table("pupils", "schools"); }).code(), "table_exists");
  EXPECT_EQ(refused([] { op::rename_column("pupils", "name", "grade"); }).code(), "duplicate_column");
  EXPECT_EQ(refused([] { op::create_index("ix_pupils", "pupils", {"name"}); }).code(), "index_exists");
  EXPECT_EQ(refused([] { op::drop_index("ix_pupil", "pupils"); }).code(), "unknown_index");
  EXPECT_EQ(refused([] { op::create_table("x", [](op::Table& t) { t.string("a", 0); }); }).code(), "invalid_type");
  EXPECT_EQ(refused([] { op::create_table("x", [](op::Table& t) { t.numeric("a", 2, 3); }); }).code(), "invalid_type");
  EXPECT_EQ(refused([] { op::bulk_insert("pupils", {"id", "name"}, {{1, "a"}, {2}}); }).code(), "column_count");
  EXPECT_EQ(refused([] { op::create_trigger("tr", "pupils", "SELECT 1;"); }).code(), "no_event");
}

TEST(Apply, RefusesNamesThatNoDatabaseTakes) {
  for (const std::string& name : {std::string(), std::string("a\0b", 3), std::string("\xff"), std::string("\xc0\xaf"),
                                  std::string("\xed\xa0\x80")}) {
    EXPECT_EQ(refused([&] { op::drop_table(name); }).code(), "invalid_name");
    EXPECT_EQ(refused([&] { op::add_column("pupils", op::column(name, op::text())); }).code(), "invalid_name");
  }
}

TEST(Apply, TakesATableItDoesNotKnowForOneThatMayExist) {
  EXPECT_NO_THROW(schema_after([] {
    op::rename_table("made_by_hand", "adopted");
    op::drop_column("another", "x");
  }));
}

TEST(Apply, KnowsWhatIsAbsentFromACatalogThatWasReadWhole) {
  auto schema = schema_after(two_tables);
  schema.complete = true;
  const auto error = error_of<OperationError>([&] { ops::apply(recorded([] { op::drop_table("pupil"); }), schema); });
  EXPECT_EQ(error.code(), "unknown_table");
  EXPECT_THAT(error.message(), HasSubstr("\"pupils\""));
}

TEST(Apply, ForgetsWhatRawSqlMayHaveChanged) {
  const auto uncertain = [](auto code) {
    return schema_after([&] {
             two_tables();
             code();
           })
        .uncertain.size();
  };
  EXPECT_EQ(uncertain([] { op::execute("ALTER TABLE Pupils ADD x"); }), 1U);
  EXPECT_EQ(uncertain([] { op::execute("-- note\nUPDATE pupils SET name = ''"); }), 0U);
  EXPECT_EQ(uncertain([] { op::execute("CREATE VIEW v AS SELECT 'pupils'"); }), 0U);
  EXPECT_EQ(uncertain([] { op::execute("ALTER TABLE pupils ADD x").data_only(); }), 0U);
  EXPECT_EQ(uncertain([] { op::execute("VACUUM").touches("schools"); }), 1U);
  EXPECT_EQ(uncertain([] { op::run([](soci::session&) {}); }), 2U);
  EXPECT_EQ(uncertain([] { op::run([](soci::session&) {}).data_only(); }), 0U);
}

TEST(Apply, SaysNothingOfAnUncertainTable) {
  EXPECT_NO_THROW(schema_after([] {
    two_tables();
    op::execute("ALTER TABLE pupils RENAME grade TO level");
    op::drop_column("pupils", "level");
  }));
}

TEST(Apply, TakesANameThatTheDatabaseGaveForTheOneConstraintThatHasNone) {
  const auto table = [] {
    op::create_table("t", [](op::Table& t) {
      t.integer("a").unique();
      t.integer("b");
      t.check("a > 0");
      t.check("b > 0");
    });
  };
  auto schema = schema_after([&] {
    table();
    op::drop_constraint("t_a_key", "t", op::unique);
  });
  EXPECT_TRUE(schema.tables.at({{}, "t"}).uniques.empty());
  EXPECT_TRUE(schema.uncertain.empty());

  schema = schema_after([&] {
    table();
    op::drop_constraint("t_b_check", "t", op::check);
  });
  EXPECT_EQ(schema.uncertain.size(), 1U) << "which of the two only the database knows";

  EXPECT_EQ(error_of<OperationError>([&] {
              schema_after([&] {
                table();
                op::drop_constraint("t_a_fkey", "t", op::foreign_key);
              });
            }).code(),
            "unknown_constraint");
}

}  // namespace
}  // namespace retort
