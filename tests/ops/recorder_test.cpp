#include <retort/error.hpp>
#include <retort/migration.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/record.hpp"

namespace retort {
namespace {

using test::error_of;
using test::recorded;
using test::words;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Recorder, KeepsEveryDirectiveInItsOrder) {
  const auto operations = recorded([] {
    op::create_table("a", [](op::Table& t) { t.integer("id"); });
    op::rename_table("a", "b");
    op::add_column("b", op::column("x", op::text()));
    op::drop_index("ix_b", "b").if_exists();
    op::execute("SELECT 1");
  });
  EXPECT_THAT(words(operations),
              ElementsAre("create_table(\"a\")", "rename_table(\"a\", \"b\")", "add_column(\"b\", \"x\")",
                          "drop_index(\"ix_b\", \"b\")", "execute(\"SELECT 1\")"));
  EXPECT_TRUE(std::get<ops::DropIndex>(operations[3].action).if_exists);
}

TEST(Recorder, KnowsTheFileAndLineOfEachCall) {
  unsigned table = 0;
  unsigned column = 0;
  const auto operations = recorded([&] {
    // clang-format off
    table = __LINE__; op::drop_table("a");
    op::batch_alter_table("b", [&](op::TableChange& t) {
      column = __LINE__; t.drop_column("x");
    });
    // clang-format on
  });
  EXPECT_EQ(operations[0].where.text(), "recorder_test.cpp:" + std::to_string(table));
  EXPECT_EQ(operations[1].where.text(), "recorder_test.cpp:" + std::to_string(column));
}

TEST(Recorder, RefusesDirectivesOutsideOfAMigration) {
  const auto error = error_of<UsageError>([] { op::drop_table("a"); });
  EXPECT_EQ(error.code(), "outside_migration");
  EXPECT_THAT(error.what(), HasSubstr("recorder_test.cpp:"));
  EXPECT_THAT(error.what(), HasSubstr("op::drop_table() was called outside of a migration"));
}

TEST(Recorder, ForgetsItselfWhenARecordingThrows) {
  EXPECT_THROW(recorded([] { throw std::runtime_error("stop"); }), std::runtime_error);
  EXPECT_THROW(op::drop_table("a"), UsageError);
}

TEST(Recorder, MakesConstraintsAndIndexesOfWhatAColumnSays) {
  const auto operations = recorded([] {
    op::create_table("pupils", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.integer("school").references("schools", "id").on_delete(op::cascade).index();
      t.string("email", 100).unique();
    });
  });
  const auto& table = std::get<ops::CreateTable>(operations.front().action).table;
  ASSERT_TRUE(table.primary_key);
  EXPECT_THAT(table.primary_key->columns, ElementsAre("id"));
  EXPECT_FALSE(table.columns[0].nullable);
  ASSERT_EQ(table.foreign_keys.size(), 1U);
  EXPECT_EQ(table.foreign_keys[0].referent.name, "schools");
  EXPECT_EQ(table.foreign_keys[0].on_delete, op::cascade);
  ASSERT_EQ(table.indexes.size(), 1U);
  EXPECT_EQ(table.indexes[0].name, "ix_pupils_school");
  ASSERT_EQ(table.uniques.size(), 1U);
}

TEST(Recorder, SplitsAnAddedColumnIntoItsParts) {
  const auto operations = recorded([] {
    op::add_column("pupils", op::column("school", op::integer()).references("schools").unique().index()).schema("s");
  });
  EXPECT_THAT(words(operations),
              ElementsAre("add_column(\"s.pupils\", \"school\")", "create_unique_constraint(\"\", \"s.pupils\")",
                          "create_foreign_key(\"\", \"s.pupils\", \"schools\")",
                          "create_index(\"ix_pupils_school\", \"s.pupils\")"));
  EXPECT_NE(operations[0].batch, 0U);
  EXPECT_EQ(operations[3].batch, operations[0].batch);
}

TEST(Recorder, PutsTheChangesOfABatchTogetherAndNothingElse) {
  const auto operations = recorded([] {
    op::drop_column("a", "x");
    op::batch_alter_table("a", [](op::TableChange& t) {
      t.drop_column("y");
      t.rename_column("z", "w");
    });
    op::batch_alter_table("a", [](op::TableChange& t) { t.drop_column("v"); });
  });
  EXPECT_EQ(operations[0].batch, 0U);
  EXPECT_NE(operations[1].batch, 0U);
  EXPECT_EQ(operations[2].batch, operations[1].batch);
  EXPECT_NE(operations[3].batch, operations[1].batch);
}

TEST(Recorder, RefusesASecondPrimaryKey) {
  const auto error = error_of<OperationError>([] {
    recorded([] {
      op::create_table("a", [](op::Table& t) {
        t.integer("id").primary_key();
        t.integer("other");
        t.primary_key({"other"});
      });
    });
  });
  EXPECT_EQ(error.code(), "two_primary_keys");
  EXPECT_EQ(error.operation(), "create_table(\"a\")");
  EXPECT_THAT(error.location(), HasSubstr("recorder_test.cpp:"));
}

TEST(Recorder, TakesSeveralColumnsThatSayPrimaryKeyForOneKey) {
  const auto schema = test::schema_after([] {
    op::create_table("a", [](op::Table& t) {
      t.integer("x").primary_key();
      t.integer("y").primary_key();
    });
  });
  EXPECT_THAT(schema.tables.at({"", "a"}).primary_key->columns, ElementsAre("x", "y"));
}

TEST(Recorder, RunsDirectivesAtOnceWhereThatIsAskedFor) {
  std::vector<std::string> seen;
  ops::Recorder recorder([&](const ops::Operations& operations) {
    for (const auto& word : words(operations)) seen.push_back(word);
  });
  const ops::RecorderScope scope(recorder);
  op::execute("SELECT 1");
  EXPECT_THAT(seen, ElementsAre("execute(\"SELECT 1\")"));
  op::batch_alter_table("a", [&](op::TableChange& t) {
    t.drop_column("x").if_exists();
    EXPECT_EQ(seen.size(), 1U);
  });
  EXPECT_THAT(seen, ElementsAre("execute(\"SELECT 1\")", "drop_column(\"a\", \"x\")"));
  EXPECT_EQ(error_of<UsageError>([] { op::drop_table("a").if_exists(); }).code(), "usage");
}

TEST(Recorder, RefusesASchemaInsideOfATablesDescription) {
  EXPECT_THROW(recorded([] {
                 op::create_table("a", [](op::Table& t) {
                   t.integer("id");
                   t.index("id").schema("s");
                 });
               }),
               UsageError);
}

TEST(Recorder, TellsADowngradeThatIsNotWritten) {
  class Bare final : public Migration {
   public:
    Revision revision() const override { return {.id = "a"}; }
    void upgrade() const override {}
  };
  const Bare bare;
  EXPECT_TRUE(ops::record([&] { bare.downgrade(); }).derived);
  EXPECT_FALSE(ops::record([&] { bare.upgrade(); }).derived);
}

}  // namespace
}  // namespace retort
