#include "graph/stamp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing_support::sketch;

/// `the changes => the rows`, the rows as making the changes one by one leaves them.
std::string stamp(const RevisionGraph& graph, const Rows& rows, const Rows& targets, bool purge = false) {
  const auto plan = plan_stamp(graph, rows, targets, purge);
  VersionRows table(rows);
  for (const auto& change : plan.changes) EXPECT_TRUE(table.apply(change));
  EXPECT_EQ(table.ids(), plan.rows_after);
  auto after = table.ids();
  std::sort(after.begin(), after.end());
  return told(plan.changes) + " => " + joined(after);
}

RevisionGraph two_branches() { return sketch("a <- b <- c1 [c1branch] <- d1, b <- c2 [c2branch] <- d2"); }
RevisionGraph merged() { return sketch("a <- b <- c1 <- d1, b <- c2 [c2branch] <- d2, d1+d2 <- e <- f"); }

TEST(Stamp, ReplacesTheRowsOfTheLineage) {
  const auto graph = two_branches();
  EXPECT_EQ(stamp(graph, {}, {"b"}), "INSERT b => b");
  EXPECT_EQ(stamp(graph, {"b"}, {"d1"}), "UPDATE b -> d1 => d1");
  EXPECT_EQ(stamp(graph, {"d1", "c2"}, {"b"}), "DELETE c2; UPDATE d1 -> b => b");
  EXPECT_EQ(stamp(graph, {"d1", "c2"}, {"c2branch@head"}), "UPDATE c2 -> d2 => d1 d2");
  EXPECT_EQ(stamp(merged(), {"e"}, {"c2"}), "UPDATE e -> c2 => c2");
  EXPECT_EQ(stamp(merged(), {"d1", "c2"}, {"c2branch@head"}), "DELETE c2; UPDATE d1 -> f => f");
}

TEST(Stamp, LeavesUnrelatedRows) {
  EXPECT_EQ(stamp(sketch("a <- b, x <- y"), {"y"}, {"b"}), "INSERT b => b y");
  EXPECT_EQ(stamp(two_branches(), {"d1"}, {"c2"}), "INSERT c2 => c2 d1");
}

TEST(Stamp, SeesDependenciesAsLineage) {
  const auto graph = sketch("a1 <- b1 <- c1 <- d1 <- e1, a2 <- b2 <- c2 {c1}");
  EXPECT_EQ(stamp(graph, {"e1", "c2"}, {"b1"}), "DELETE c2; UPDATE e1 -> b1 => b1");
}

TEST(Stamp, BaseRemovesTheRowsOrThoseOfABranch) {
  const auto graph = two_branches();
  EXPECT_EQ(stamp(graph, {"d1", "c2"}, {"base"}), "DELETE d1; DELETE c2 => ");
  EXPECT_EQ(stamp(graph, {"d1", "c2"}, {"c1branch@base"}), "DELETE d1 => c2");
  EXPECT_EQ(stamp(graph, {}, {"base"}), " => ");
}

TEST(Stamp, HeadsAreTheEffectiveOnes) {
  EXPECT_EQ(stamp(sketch("x, y {x}"), {}, {"heads"}), "INSERT y => y");
  EXPECT_EQ(stamp(two_branches(), {"b"}, {"heads"}), "UPDATE b -> d1; INSERT d2 => d1 d2");
  EXPECT_EQ(stamp(two_branches(), {"d1", "d2"}, {"heads"}), " => d1 d2");
}

TEST(Stamp, TakesRelativeTargetsAndCurrent) {
  const auto graph = two_branches();
  EXPECT_EQ(stamp(graph, {"c1"}, {"-1"}), "UPDATE c1 -> b => b");
  EXPECT_EQ(stamp(graph, {"a"}, {"-1"}), "DELETE a => ");
  EXPECT_EQ(stamp(graph, {"a"}, {"+1"}), "UPDATE a -> b => b");
  EXPECT_EQ(stamp(graph, {"d1", "d2"}, {"current"}), " => d1 d2");
  EXPECT_EQ(stamp(graph, {}, {"current"}), " => ");
}

TEST(Stamp, TakesSeveralTargets) {
  EXPECT_EQ(stamp(two_branches(), {"b"}, {"c1", "c2"}), "UPDATE b -> c1; INSERT c2 => c1 c2");
}

TEST(Stamp, RefusesTargetsThatOverlap) {
  const auto graph = two_branches();
  const auto refused = [&](const Rows& targets) {
    return refusal([&] { plan_stamp(graph, Rows{"b"}, targets, false); });
  };
  EXPECT_THAT(refused({"b", "d1"}), AllOf(StartsWith("overlapping_targets: "), HasSubstr("'b' and 'd1'")));
  EXPECT_THAT(refused({"d1", "d1"}), StartsWith("overlapping_targets: "));
  EXPECT_THAT(refused({"base", "d1"}), StartsWith("overlapping_targets: "));
  EXPECT_THAT(refused({"heads", "d1"}), StartsWith("overlapping_targets: "));
  EXPECT_THAT(refused({"c1branch@base", "b"}), StartsWith("overlapping_targets: "));
  EXPECT_THAT(refusal([&] {
                plan_stamp(sketch("x, y {x}"), Rows{}, Rows{"x", "y"}, false);
              }),
              StartsWith("overlapping_targets: "));
}

TEST(Stamp, RefusesUnknownRowsUnlessTheyArePurged) {
  const auto graph = two_branches();
  EXPECT_THAT(refusal([&] { plan_stamp(graph, Rows{"newer"}, Rows{"b"}, false); }),
              StartsWith("unknown_database_revision: "));
  EXPECT_EQ(stamp(graph, {"newer", "d2"}, {"c1"}, true), "DELETE newer; DELETE d2; INSERT c1 => c1");
  EXPECT_EQ(stamp(graph, {"newer", "c1"}, {"c1"}, true), "DELETE newer => c1");
  EXPECT_EQ(stamp(graph, {"newer", "c1"}, {"base"}, true), "DELETE c1; DELETE newer => ");
}

TEST(Stamp, TellsWhatWasStamped) {
  const auto graph = two_branches();
  const auto plan = plan_stamp(graph, Rows{"d1", "c2"}, Rows{"b"}, false);
  ASSERT_EQ(plan.stamped.size(), 1U);
  EXPECT_EQ(joined(plan.stamped[0].from), "d1 c2");
  EXPECT_EQ(graph.id(plan.stamped[0].to.value()), "b");
  EXPECT_TRUE(plan_stamp(graph, Rows{"b"}, Rows{"b"}, false).stamped.empty());
}

TEST(Stamp, WithoutATargetIsAUsageError) {
  EXPECT_THROW(plan_stamp(two_branches(), Rows{}, Rows{}, false), UsageError);
}

}  // namespace
}  // namespace retort::graph::testing
