#include <retort/error.hpp>
#include <retort/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <thread>
#include <vector>

namespace retort {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CreateSchools final : public Migration {
 public:
  Revision revision() const override { return {.id = "schools"}; }
  void upgrade() const override {
    op::create_table("schools", [](op::Table& t) { t.integer("id").primary_key(); });
  }
};

class CreatePupils final : public Migration {
 public:
  Revision revision() const override { return {.id = "pupils", .down_revision = {"schools"}}; }
  void upgrade() const override {
    op::create_table("pupils", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("school").references("schools", "id");
    });
  }
};

MigrationSet set() { return MigrationSet::of<CreateSchools, CreatePupils>(); }

int tables(soci::session& sql) {
  int count = 0;
  sql << "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'retort\\_%' ESCAPE '\\'",
      soci::into(count);
  return count;
}

TEST(TestDatabase, StandsAtTheRevisionAskedFor) {
  auto at_first = testing::database_at(set(), "schools");
  EXPECT_EQ(tables(at_first.session()), 1);
  EXPECT_THAT(at_first.migrator().current(), ElementsAre("schools"));
  auto empty = testing::database_at(set(), "base");
  EXPECT_EQ(tables(empty.session()), 0);
  EXPECT_THAT(empty.migrator().current(), IsEmpty());
  EXPECT_EQ(tables(testing::database_at(set()).session()), 2);
}

TEST(TestDatabase, GoesFurtherUpAndDown) {
  auto database = testing::database_at(set(), "schools");
  database.migrator().upgrade();
  EXPECT_EQ(tables(database.session()), 2);
  database.migrator().downgrade("base");
  EXPECT_EQ(tables(database.session()), 0);
}

TEST(TestDatabase, ChecksForeignKeys) {
  auto database = testing::database_at(set());
  EXPECT_THROW(database.session() << "INSERT INTO pupils VALUES (1, 7)", soci::soci_error);
}

TEST(TestDatabase, IsSeenByNobodyElse) {
  std::vector<std::thread> threads;
  std::vector<int> rows(4, -1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    threads.emplace_back([i, &rows] {
      auto database = testing::database_at(set());
      for (std::size_t row = 0; row <= i; ++row) database.session() << "INSERT INTO schools DEFAULT VALUES";
      database.session() << "SELECT count(*) FROM schools", soci::into(rows[i]);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(rows, ElementsAre(1, 2, 3, 4));
}

TEST(TestDatabase, RefusesAnUnknownRevision) {
  try {
    testing::database_at(set(), "pupil_s");
    FAIL() << "nothing was thrown";
  } catch (const StateError& error) {
    EXPECT_EQ(error.code(), "unknown_revision");
  }
}

}  // namespace
}  // namespace retort
