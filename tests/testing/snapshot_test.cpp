#include <retort/error.hpp>
#include <retort/testing.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <atomic>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "testing/child.hpp"
#include "testing/school.hpp"

// The snapshots behind database_at: when they are made, shared, thrown away.
namespace retort {
namespace {

using testing_support::child_succeeds;
using testing_support::count;
using testing_support::set_of;

/// One table, and a count of how often upgrade() is asked for it.
MigrationSet counted(std::atomic<int>& asked, std::string table = "t") {
  return set_of({{"a", "", [&asked, table] {
                    ++asked;
                    op::create_table(table, [](op::Table& t) { t.integer("id").primary_key(); });
                  }}});
}

TEST(Snapshot, IsMadeOnceForAllNamesOfARevision) {
  std::atomic<int> asked = 0;
  const auto set = counted(asked);
  testing::database_at(set, "a");
  const int once = asked;
  EXPECT_GT(once, 0);
  for (const char* name : {"a", "head", "heads", "+1", "a", "head"}) {
    auto database = testing::database_at(set, name);
    EXPECT_EQ(count(database.session(), "t"), 0) << name;
  }
  auto copy = set;
  testing::database_at(copy);
  EXPECT_EQ(asked, once);
}

TEST(Snapshot, IsNotSharedByAnotherSetOfTheSameIds) {
  std::atomic<int> asked = 0;
  auto first = testing::database_at(counted(asked, "first"));
  auto second = testing::database_at(counted(asked, "second"));
  EXPECT_EQ(count(first.session(), "first"), 0);
  EXPECT_EQ(count(second.session(), "second"), 0);
}

TEST(Snapshot, KnowsThatASetHasGrown) {
  std::atomic<int> asked = 0;
  auto set = counted(asked);
  testing::database_at(set);
  set.add(std::make_unique<testing_support::Scripted>(testing_support::Script{
      "b", "a", [] { op::create_table("more", [](op::Table& t) { t.integer("id").primary_key(); }); }}));
  auto database = testing::database_at(set);
  EXPECT_EQ(count(database.session(), "more"), 0);
}

TEST(Snapshot, IsOneForSetsOfTheSameTypes) {
  testing::database_at(testing_support::school());
  const auto before = testing::snapshot_statistics();
  testing::database_at(testing_support::school());
  const auto after = testing::snapshot_statistics();
  EXPECT_EQ(after.migrated, before.migrated);
  EXPECT_EQ(after.copied, before.copied + 1);
}

TEST(Snapshot, IsMadeByOneOfTheThreadsThatAskAtOnce) {
  std::atomic<int> asked = 0;
  const auto set = counted(asked);
  { auto alone = testing::database_at(counted(asked)); }
  const int once = asked.exchange(0);
  constexpr int kThreads = 8;
  std::latch all(kThreads);
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      all.arrive_and_wait();
      auto database = testing::database_at(set);
      good += count(database.session(), "t") == 0 ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, kThreads);
  EXPECT_EQ(asked, once);
}

TEST(Snapshot, OfAMigrationThatThrowsIsNotKept) {
  std::atomic<int> tries = 0;
  std::atomic<bool> broken = true;
  const auto set =
      set_of({{"a", "", [] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); }},
              {"b", "a", [&] {
                 op::run([&](soci::session&) {
                   ++tries;
                   if (broken) throw std::runtime_error("no luck");
                 });
               }}});
  const auto before = testing::snapshot_statistics();
  std::string said;
  for (int i = 1; i <= 3; ++i) {
    try {
      testing::database_at(set);
      FAIL() << "nothing was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(error.revision(), "b");
      EXPECT_THAT(error.what(), ::testing::HasSubstr("no luck"));
      EXPECT_TRUE(i == 1 || error.what() == said) << error.what();
      said = error.what();
    }
    EXPECT_EQ(tries, i);
  }
  EXPECT_EQ(testing::snapshot_statistics().kept, before.kept);
  broken = false;
  auto database = testing::database_at(set);
  EXPECT_EQ(count(database.session(), "t"), 0);
}

TEST(Snapshot, ThatFailsIsToldToAllWhoWaitForIt) {
  constexpr int kThreads = 4;
  std::latch all(kThreads);
  std::atomic<int> tries = 0;
  const auto set = set_of({{"a", "", [&] {
                              op::run([&](soci::session&) {
                                ++tries;
                                throw std::runtime_error("no luck");
                              });
                            }}});
  std::vector<std::thread> threads;
  std::atomic<int> told = 0;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      all.arrive_and_wait();
      try {
        testing::database_at(set);
      } catch (const Error& error) {
        told += error.revision() == "a" ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(told, kThreads);
  EXPECT_LE(tries, kThreads);
}

TEST(Snapshot, RefusesAMigrationThatAsksForItself) {
  MigrationSet set;
  std::string code;
  set = set_of({{"a", "", [&] {
                   op::run([&](soci::session&) {
                     try {
                       testing::database_at(set);
                     } catch (const Error& error) {
                       code = error.code();
                     }
                   });
                 }}});
  testing::database_at(set);
  EXPECT_EQ(code, "recursive_database");
}

TEST(Snapshot, GoesWhenThereIsNoRoomAndItWasNotUsedForLongest) {
  testing::drop_snapshots();
  std::atomic<int> asked_first = 0;
  std::atomic<int> asked_second = 0;
  std::atomic<int> asked_third = 0;
  const auto first = counted(asked_first);
  const auto second = counted(asked_second);
  const auto third = counted(asked_third);
  testing::database_at(first);
  const auto one = testing::snapshot_statistics();
  EXPECT_EQ(one.kept, 1U);
  EXPECT_GT(one.bytes, 0U);
  testing::set_snapshot_limit(one.bytes * 2);
  testing::database_at(second);
  testing::database_at(first);
  testing::database_at(third);
  const int once = asked_first;
  EXPECT_EQ(testing::snapshot_statistics().kept, 2U);
  testing::database_at(first);
  testing::database_at(third);
  EXPECT_EQ(asked_first, once);
  EXPECT_EQ(asked_third, once);
  testing::database_at(second);
  EXPECT_EQ(asked_second, 2 * once);

  testing::set_snapshot_limit(1);
  EXPECT_EQ(testing::snapshot_statistics().kept, 0U);
  EXPECT_EQ(testing::snapshot_statistics().bytes, 0U);
  auto database = testing::database_at(first);
  EXPECT_EQ(count(database.session(), "t"), 0);
  EXPECT_EQ(testing::snapshot_statistics().kept, 0U);
  testing::set_snapshot_limit(std::size_t{64} << 20U);
}

TEST(Snapshot, IsUsedByAChildOfItsProcess) {
  const auto set = testing_support::school();
  auto of_parent = std::make_unique<testing::Database>(testing::database_at(set));
  EXPECT_TRUE(child_succeeds([&] {
    auto known = testing::database_at(set);
    auto fresh = testing::database_at(set, "schools");
    known.session() << "INSERT INTO schools VALUES (1)";
    of_parent.reset();
    return count(known.session(), "schools") == 1 && count(fresh.session(), "schools") == 0;
  }));
  EXPECT_EQ(count(of_parent->session(), "schools"), 0);
}

TEST(Snapshot, IsMadeAnewByAChildWhoseParentIsMakingIt) {
  std::latch inside(1);
  std::latch go_on(1);
  std::atomic<bool> in_parent = true;
  const auto set = set_of({{"a", "", [&] {
                              op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); });
                              if (!in_parent) return;
                              inside.count_down();
                              go_on.wait();
                            }}});
  std::thread maker([&] { testing::database_at(set); });
  inside.wait();
  EXPECT_TRUE(child_succeeds([&] {
    in_parent = false;
    auto database = testing::database_at(set);
    return count(database.session(), "t") == 0;
  }));
  in_parent = false;
  go_on.count_down();
  maker.join();
}

}  // namespace
}  // namespace retort
