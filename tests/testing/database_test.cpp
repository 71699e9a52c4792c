#include <retort/error.hpp>
#include <retort/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "testing/school.hpp"

namespace retort {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing_support::count;
using testing_support::school;

TEST(TestDatabase, StandsAtTheRevisionAskedFor) {
  auto at_first = testing::database_at(school(), "schools");
  EXPECT_EQ(count(at_first.session(), "sqlite_master WHERE type = 'table' AND name NOT LIKE 'retort%'"), 1);
  EXPECT_THAT(at_first.migrator().current(), ElementsAre("schools"));
  auto empty = testing::database_at(school(), "base");
  EXPECT_EQ(count(empty.session(), "sqlite_master"), 0);
  EXPECT_THAT(empty.migrator().current(), IsEmpty());
  auto at_head = testing::database_at(school());
  EXPECT_THAT(at_head.migrator().current(), ElementsAre("scholars"));
}

TEST(TestDatabase, GoesFurtherUpAndDown) {
  for (int again = 0; again < 2; ++again) {
    auto database = testing::database_at(school(), "schools");
    database.migrator().upgrade();
    EXPECT_THAT(database.migrator().current(), ElementsAre("scholars"));
    database.migrator().downgrade("base");
    EXPECT_EQ(count(database.session(), "sqlite_master WHERE name NOT LIKE '%retort%'"), 0);
  }
}

TEST(TestDatabase, ChecksForeignKeysUnlessToldNotTo) {
  for (int again = 0; again < 2; ++again) {
    auto strict = testing::database_at(school(), "pupils");
    EXPECT_THROW(strict.session() << "INSERT INTO pupils VALUES (1, 7, 'x')", soci::soci_error);
    auto lax = testing::database_at(school(), "pupils", {.foreign_keys = false});
    lax.session() << "INSERT INTO pupils VALUES (1, 7, 'x')";
  }
}

TEST(TestDatabase, IsSeenByNobodyElse) {
  std::vector<std::thread> threads;
  std::vector<int> rows(4, -1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    threads.emplace_back([i, &rows] {
      auto database = testing::database_at(school());
      for (std::size_t row = 0; row <= i; ++row) database.session() << "INSERT INTO schools DEFAULT VALUES";
      rows[i] = count(database.session(), "schools");
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(rows, ElementsAre(1, 2, 3, 4));
}

TEST(TestDatabase, RefusesAnUnknownRevisionEachTime) {
  for (int again = 0; again < 2; ++again) {
    try {
      testing::database_at(school(), "pupil_s");
      FAIL() << "nothing was thrown";
    } catch (const StateError& error) {
      EXPECT_EQ(error.code(), "unknown_revision");
    }
  }
}

TEST(TestDatabase, OutlivesTheSetItWasMadeOf) {
  std::optional<testing::Database> database;
  {
    auto set = school();
    database.emplace(testing::database_at(set, "schools"));
    set = MigrationSet();
  }
  testing::drop_snapshots();
  database->migrator().upgrade("pupils");
  EXPECT_THAT(database->migrator().current(), ElementsAre("pupils"));
}

TEST(TestDatabase, KeepsWhatADatabaseKeepsBesideItsTables) {
  auto set = testing_support::set_of({{"a", "", [] {
                                         op::create_table(
                                             "a", [](op::Table& t) { t.integer("id").primary_key().autoincrement(); });
                                         op::execute("INSERT INTO a VALUES (41)");
                                         op::execute("DELETE FROM a");
                                         op::execute("PRAGMA user_version = 7");
                                       }}});
  for (int again = 0; again < 2; ++again) {
    auto database = testing::database_at(set);
    database.session() << "INSERT INTO a DEFAULT VALUES";
    int id = 0;
    int version = 0;
    database.session() << "SELECT id FROM a", soci::into(id);
    database.session() << "PRAGMA user_version", soci::into(version);
    EXPECT_EQ(id, 42);
    EXPECT_EQ(version, 7);
  }
}

TEST(TestDatabase, TakesWritesBeyondTheSizeOfTheSnapshot) {
  auto database = testing::database_at(school());
  database.session() << "CREATE TABLE big (x BLOB)";
  database.session() << "INSERT INTO big WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) "
                        "SELECT zeroblob(100000) FROM n";
  database.session() << "BEGIN";
  database.session() << "DELETE FROM big";
  database.session() << "ROLLBACK";
  EXPECT_EQ(count(database.session(), "big"), 200);
  database.session() << "VACUUM";
  EXPECT_EQ(count(database.session(), "big"), 200);
}

TEST(TestDatabase, UsesTheVersionTableOfItsOptions) {
  const testing::DatabaseOptions options{.migrator = {.version_table = "alembic_version"}};
  for (int again = 0; again < 2; ++again) {
    auto database = testing::database_at(school(), "schools", options);
    EXPECT_EQ(count(database.session(), "alembic_version"), 1);
    EXPECT_THAT(database.migrator().current(), ElementsAre("schools"));
  }
}

// Seeds.

void found_schools(soci::session& sql) { sql << "INSERT INTO schools (id) VALUES (1), (2)"; }

TEST(Seed, IsCarriedAlongByTheMigrationsAfterIt) {
  const testing::DatabaseOptions options{
      .seeds = {{"schools", &found_schools},
                {"pupils", [](soci::session& sql) { sql << "INSERT INTO pupils VALUES (1, 2, 'Ada')"; }}}};
  for (int again = 0; again < 2; ++again) {
    auto database = testing::database_at(school(), "scholars", options);
    std::string name;
    database.session() << "SELECT full_name FROM scholars WHERE school = 2", soci::into(name);
    EXPECT_EQ(name, "Ada");
    EXPECT_EQ(count(database.session(), "schools"), 2);
  }
}

TEST(Seed, WithoutCapturesSharesASnapshot) {
  const auto make = [] {
    return testing::database_at(
        school(), "pupils",
        {.seeds = {{"schools", [](soci::session& sql) { sql << "INSERT INTO schools (id) VALUES (77)"; }}}});
  };
  make();
  const auto before = testing::snapshot_statistics().migrated;
  for (int i = 0; i < 3; ++i) {
    auto database = make();
    EXPECT_EQ(count(database.session(), "schools WHERE id = 77"), 1);
  }
  EXPECT_EQ(testing::snapshot_statistics().migrated, before);
}

TEST(Seed, WithCapturesIsToldApartByItsCopies) {
  int id = 5;
  const auto seed = [&id] {
    return testing::Seed("schools",
                         [id](soci::session& sql) { sql << "INSERT INTO schools (id) VALUES (:id)", soci::use(id); });
  };
  const auto five = seed();
  id = 6;
  const auto six = seed();
  for (int again = 0; again < 2; ++again) {
    auto first = testing::database_at(school(), "pupils", {.seeds = {five}});
    auto second = testing::database_at(school(), "pupils", {.seeds = {six}});
    EXPECT_EQ(count(first.session(), "schools WHERE id = 5"), 1);
    EXPECT_EQ(count(second.session(), "schools WHERE id = 6"), 1);
  }
}

TEST(Seed, ThatThrowsIsAnErrorWithItsRevision) {
  for (int again = 0; again < 2; ++again) {
    try {
      testing::database_at(
          school(), "pupils",
          {.seeds = {{"schools", [](soci::session& sql) { sql << "INSERT INTO schools (name) VALUES ('x')"; }}}});
      FAIL() << "nothing was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "seed_failed");
      EXPECT_EQ(error.revision(), "schools");
      EXPECT_THAT(error.what(), HasSubstr("no column named name"));
    }
  }
}

TEST(Seed, MustStandOnTheWay) {
  const auto code = [](const char* revision, std::vector<testing::Seed> seeds) -> std::string {
    try {
      testing::database_at(school(), revision, {.seeds = std::move(seeds)});
    } catch (const Error& error) {
      return error.code();
    }
    return "none";
  };
  const auto nothing = [](soci::session&) {};
  EXPECT_EQ(code("schools", {{"pupils", nothing}}), "seed_above_target");
  EXPECT_EQ(code("base", {{"schools", nothing}}), "seed_above_target");
  EXPECT_EQ(code("scholars", {{"pupils", nothing}, {"schools", nothing}}), "seed_above_target");
  EXPECT_EQ(code("scholars", {{"scholars", nothing}}), "none");
  EXPECT_EQ(code("scholars", {{"nobody", nothing}}), "unknown_revision");
}

}  // namespace
}  // namespace retort
