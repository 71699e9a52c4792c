#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/connection.hpp"
#include "support/server.hpp"

namespace op = retort::op;

namespace {

using namespace retort;
using testing::ElementsAre;

using Lines = std::vector<std::string>;

class Step final : public Migration {
 public:
  Step(Revision revision, void (*up)()) : revision_(std::move(revision)), up_(up) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }

 private:
  Revision revision_;
  void (*up_)();
};

/// The same migrations on every database.
class Portable : public testing::TestWithParam<const char*> {
 protected:
  Portable() : database_(GetParam()) {}

  void add(const std::string& id, void (*up)()) {
    Revision revision{.id = id};
    if (!last_.empty()) revision.down_revision = {last_};
    set_.add(std::make_unique<Step>(std::move(revision), up));
    last_ = id;
  }

  Migrator migrator() { return Migrator(database_.session(), set_); }

  /// The rows of a query, the values of each divided by `|`.
  Lines rows(const std::string& sql) {
    const auto connection = runtime::connect(database_.session());
    Lines result;
    for (const auto& row : connection->rows(sql)) {
      std::string line;
      for (const auto& cell : row) line += (line.empty() ? "" : "|") + cell.value_or("(null)");
      result.push_back(line);
    }
    connection->rollback();
    return result;
  }

  schema::MetaData inspect() {
    const auto connection = runtime::connect(database_.session());
    auto schema = connection->inspect();
    connection->rollback();
    return schema;
  }

  test::ServerDatabase database_;
  MigrationSet set_;
  std::string last_;
};

INSTANTIATE_TEST_SUITE_P(On, Portable, testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(Portable, RowsFollowAnEnumsValues) {
  add("a", [] {
    op::create_enum("mood", {"ok", "sad"});
    op::create_table("people", [](op::Table& t) {
      t.integer("id").primary_key();
      t.enum_("mood", "mood", {"ok", "sad"}).not_null();
      t.enum_("earlier", "mood", {"ok", "sad"});
    });
    op::bulk_insert("people", {"id", "mood", "earlier"}, {{1, "ok", "sad"}, {2, "sad", nullptr}});
  });
  add("b", [] { op::alter_enum("mood").rename_value("sad", "it's blue"); });
  auto now = migrator();
  now.upgrade();
  const std::string query = "SELECT id, mood, earlier FROM people ORDER BY id";
  EXPECT_THAT(rows(query), ElementsAre("1|ok|it's blue", "2|it's blue|(null)"));
  now.downgrade("a");
  EXPECT_THAT(rows(query), ElementsAre("1|ok|sad", "2|sad|(null)"));
}

TEST_P(Portable, AnIndexThatAKeyNeedsGoesWithItsTable) {
  add("a", [] { op::create_table("towns", [](op::Table& t) { t.integer("id").primary_key(); }); });
  add("b", [] {
    op::create_table("people", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("town").references("towns", "id");
    });
    op::create_index("ix_people_town", "people", {"town"});
  });
  auto now = migrator();
  now.upgrade();
  now.downgrade("a");
  EXPECT_FALSE(inspect().tables.contains({{}, "people"}));
  now.upgrade();
  EXPECT_EQ(inspect().tables.at({{}, "people"}).indexes.size(), 1U);
}

TEST_P(Portable, AnEnumTakesAnotherValue) {
  add("a", [] {
    op::create_enum("mood", {"ok", "sad"});
    op::create_table("people", [](op::Table& t) {
      t.integer("id").primary_key();
      t.enum_("mood", "mood", {"ok", "sad"}).not_null();
    });
    op::bulk_insert("people", {"id", "mood"}, {{1, "ok"}});
  });
  add("b", [] { op::alter_enum("mood").add_value("glad", "sad"); });
  add("c", [] { op::bulk_insert("people", {"id", "mood"}, {{2, "glad"}}); });
  migrator().upgrade();
  EXPECT_THAT(rows("SELECT id, mood FROM people ORDER BY id"), ElementsAre("1|ok", "2|glad"));
}

TEST_P(Portable, UnnamedConstraintsFollowTheConvention) {
  set_.naming_convention(NamingConvention::recommended());
  add("a", [] {
    op::create_table("towns", [](op::Table& t) { t.integer("id").primary_key(); });
    op::create_table("people", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("email", 40).unique();
      t.integer("town_id").references("towns", "id").index();
      t.check("id > 0").name("positive");
    });
  });
  add("b", [] {
    op::drop_constraint("", "people", op::foreign_key).existing_foreign_key({"town_id"}, "towns", {"id"});
    op::drop_constraint("", "people", op::unique).existing_unique({"email"});
  });
  auto now = migrator();
  now.upgrade("a");
  const auto table = inspect().tables.at({{}, "people"});
  ASSERT_EQ(table.uniques.size() + table.indexes.size(), 2U);
  EXPECT_EQ(table.foreign_keys.at(0).name, "fk_people_town_id_towns");
  EXPECT_EQ(table.checks.at(0).name, "ck_people_positive");
  now.upgrade("b");
  EXPECT_TRUE(inspect().tables.at({{}, "people"}).foreign_keys.empty());
  now.downgrade("a");
  EXPECT_EQ(inspect().tables.at({{}, "people"}).foreign_keys.at(0).name, "fk_people_town_id_towns");
}

TEST_P(Portable, LongNamesOfAConventionAreCutAtTheLimit) {
  set_.naming_convention(
      {.fk = "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s"});
  add("a", [] {
    op::create_table("a_table_with_a_long_name", [](op::Table& t) { t.integer("and_a_long_column").primary_key(); });
    op::create_table("another_one_with_a_long_name", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("refers_to_it").references("a_table_with_a_long_name", "and_a_long_column");
    });
  });
  migrator().upgrade();
  const auto keys = inspect().tables.at({{}, "another_one_with_a_long_name"}).foreign_keys;
  ASSERT_EQ(keys.size(), 1U);
  EXPECT_TRUE(keys[0].name.starts_with("fk_another_one_with_a_")) << keys[0].name;
}

}  // namespace
