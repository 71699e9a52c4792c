#include <retort/testing.hpp>

#include <gtest/gtest.h>
#include <malloc.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "testing/child.hpp"
#include "testing/school.hpp"

// What the databases of tests take, and whether they give it back. The first tests want a process that has not used
// SQLite yet: ctest gives each its own, and by hand they are the first.
namespace retort {
namespace {

using testing_support::child_succeeds;
using testing_support::school;
using testing_support::Script;
using testing_support::set_of;

TEST(SqliteMemory, IsNotCountedByAProcessThatBeginsWithADatabase) {
  EXPECT_TRUE(child_succeeds([] {
    auto database = testing::database_at(school());
    return sqlite_api::sqlite3_memory_used() == 0;
  }));
}

TEST(SqliteMemory, IsCountedWhereSqliteWasInitializedBefore) {
  EXPECT_TRUE(child_succeeds([] {
    if (sqlite_api::sqlite3_initialize() != SQLITE_OK) return false;
    auto database = testing::database_at(school());
    return sqlite_api::sqlite3_memory_used() > 0;
  }));
}

/// A hundred tables: what a real program has.
MigrationSet hundred_tables() {
  std::vector<Script> scripts;
  for (int i = 0; i < 100; ++i) {
    const auto name = "t" + std::to_string(i);
    scripts.push_back({name, i == 0 ? "" : "t" + std::to_string(i - 1), [name] {
                         op::create_table(name, [](op::Table& t) {
                           t.integer("id").primary_key();
                           t.string("name", 50).not_null();
                         });
                       }});
  }
  return set_of(std::move(scripts));
}

/// What the process holds, as the kernel, the C library and SQLite say.
struct Holdings {
  std::size_t files = 0;
  std::size_t resident = 0;
  std::size_t heap = 0;
  std::size_t sqlite = 0;

  static Holdings now() {
    Holdings held;
    const auto files = std::filesystem::directory_iterator("/proc/self/fd");
    held.files = static_cast<std::size_t>(std::distance(begin(files), end(files)));
    std::size_t total = 0;
    std::ifstream("/proc/self/statm") >> total >> held.resident;
    held.resident *= static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    held.heap = mallinfo2().uordblks;
    held.sqlite = static_cast<std::size_t>(sqlite_api::sqlite3_memory_used());
    return held;
  }
};

void expect_no_more(const Holdings& before) {
  const auto after = Holdings::now();
  EXPECT_EQ(after.files, before.files);
  EXPECT_EQ(after.sqlite, before.sqlite);
  // What the C library has put aside for the next allocation of a size counts as used.
  EXPECT_LE(after.heap, before.heap + (std::size_t{16} << 10U));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  // A sanitizer keeps what was freed, to see who still uses it.
  EXPECT_LE(after.resident, before.resident + (std::size_t{1} << 20U));
#endif
}

TEST(SqliteMemory, IsGivenBackByTenThousandDatabases) {
  ASSERT_EQ(sqlite_api::sqlite3_initialize(), SQLITE_OK);
  constexpr int kDatabases = 10'000;
  const auto set = hundred_tables();
  const auto make = [&](int databases) {
    for (int i = 0; i < databases; ++i) {
      auto database = testing::database_at(set);
      if (i % 100 == 0) database.session() << "INSERT INTO t7 VALUES (1, 'Ada')";
    }
  };
  // The first tenth may fill caches.
  make(kDatabases / 10);
  const auto before = Holdings::now();
  const auto kept = testing::snapshot_statistics();
  EXPECT_GT(sqlite_api::sqlite3_memory_highwater(0), 0);
  make(kDatabases - kDatabases / 10);
  expect_no_more(before);
  const auto statistics = testing::snapshot_statistics();
  EXPECT_EQ(statistics.kept, kept.kept);
  EXPECT_EQ(statistics.bytes, kept.bytes);
  EXPECT_EQ(statistics.migrated, kept.migrated);
  EXPECT_EQ(statistics.copied, kept.copied + 9'000);
}

TEST(SqliteMemory, IsGivenBackByThreads) {
  const auto set = hundred_tables();
  const auto make = [&] {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        for (int j = 0; j < 100; ++j) testing::database_at(set);
      });
    }
    for (auto& thread : threads) thread.join();
  };
  make();
  const auto before = Holdings::now();
  const auto kept = testing::snapshot_statistics();
  make();
  const auto after = Holdings::now();
  EXPECT_EQ(after.files, before.files);
  EXPECT_EQ(testing::snapshot_statistics().kept, kept.kept);
  EXPECT_EQ(testing::snapshot_statistics().migrated, kept.migrated);
  // Each thread's allocations may lie elsewhere the second time.
  EXPECT_LE(after.heap, before.heap + (std::size_t{64} << 10U));
}

}  // namespace
}  // namespace retort
