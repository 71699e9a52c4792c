#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <retort/migrator.hpp>

#include <atomic>
#include <barrier>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "integration/integration_support.hpp"

namespace retort::integration {

namespace {

constexpr int kThreads = 6;
constexpr int kRevisions = 12;

/// Tables, rebuilds and rows; two branches that meet again.
MigrationSet forked() {
  MigrationSet set;
  const auto add = [&](const std::string& id, std::vector<std::string> down, Scripted::Body up) {
    Revision revision{.id = id, .down_revision = std::move(down), .message = "about " + id};
    if (id == "left0") revision.branch_labels = {"left"};
    set.add(std::make_unique<Scripted>(std::move(revision), std::move(up)));
  };
  add("root", {}, [] {
    op::create_table("shared", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("n").not_null().server_default(0);
    });
    op::bulk_insert("shared", {"id", "n"}, {{1, 1}, {2, 2}});
  });
  for (const std::string side : {"left", "right"}) {
    for (int i = 0; i < kRevisions; ++i) {
      const auto number = std::to_string(i);
      const auto table = side + number;
      add(side + number, {i == 0 ? "root" : side + std::to_string(i - 1)}, [table, i] {
        op::create_table(table, [](op::Table& t) { t.integer("id").primary_key(); });
        if (i % 4 == 0) op::create_check_constraint("ck_" + table, "shared", "n > -1");
        op::execute("UPDATE shared SET n = n + 1").data_only().reverse("UPDATE shared SET n = n - 1");
      });
    }
  }
  const auto last = std::to_string(kRevisions - 1);
  add("merged", {"left" + last, "right" + last}, [] {});
  return set;
}

/// Lets all threads begin at once, so that they meet where the set is asked for the first time.
void together(const std::function<void(int)>& work) {
  std::barrier gate(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      gate.arrive_and_wait();
      work(i);
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST(SharedSet, IsMigratedWithByManyThreadsAtATime) {
  // Not validated before: whoever comes first does that, and others come at the same moment.
  const auto set = forked();
  TemporaryFolder folder;
  std::atomic<int> right = 0;
  together([&](int number) {
    soci::session session(soci::sqlite3, "db=" + folder.file(std::to_string(number) + ".sqlite"));
    Migrator migrator(session, set);
    const auto all = set.size();
    if (migrator.plan_upgrade("head").steps.size() != all) return;
    if (migrator.upgrade().steps.size() != all) return;
    if (migrator.downgrade("root").steps.size() != all - 1) return;
    if (migrator.upgrade().steps.size() != all - 1) return;
    int n = 0;
    session << "SELECT n FROM shared WHERE id = 1", soci::into(n);
    if (n == 1 + 2 * kRevisions && migrator.at_head()) ++right;
  });
  EXPECT_EQ(right, kThreads);
}

TEST(SharedSet, IsAskedWhileItIsMigratedWith) {
  const auto set = forked();
  TemporaryFolder folder;
  std::atomic<int> right = 0;
  together([&](int number) {
    // A copy shares the migrations.
    const MigrationSet copy = set;
    if (number % 2 == 0) {
      soci::session session(soci::sqlite3, "db=" + folder.file(std::to_string(number) + ".sqlite"));
      Migrator migrator(session, copy);
      migrator.upgrade();
      if (migrator.status().pending.empty()) ++right;
      return;
    }
    for (int i = 0; i < 20; ++i) {
      const bool same = copy.history("base:heads").size() == copy.size() && copy.find("left@head").size() == 1 &&
                        !copy.draw(GraphFormat::text).empty() && copy.draw(GraphFormat::dot).size() > 100 &&
                        copy.heads().size() == 1 && copy.branches().size() == 1;
      if (!same) return;
      copy.validate();
    }
    ++right;
  });
  EXPECT_EQ(right, kThreads);
}

}  // namespace retort::integration
