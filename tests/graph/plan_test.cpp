#include "graph/plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing_support::sketch;

// Two branches over b, each two revisions long.
RevisionGraph two_branches() { return sketch("a <- b <- c1 <- d1, b <- c2 [c2branch] <- d2"); }
// The same, merged and with one more.
RevisionGraph merged() { return sketch("a <- b <- c1 <- d1, b <- c2 [c2branch] <- d2, d1+d2 <- e <- f"); }

TEST(UpgradePlan, FinishesABranchBeforeItsSiblingStarts) {
  EXPECT_EQ(upgrade(two_branches(), {"a"}, "heads"), "+b +c1 +d1 +c2 +d2 => d1 d2");
}

TEST(UpgradePlan, FromNothingRunsEverything) { EXPECT_EQ(upgrade(sketch("a <- b <- c"), {}, "head"), "+a +b +c => c"); }

TEST(UpgradePlan, OfWhatIsAppliedIsEmpty) {
  const auto graph = two_branches();
  EXPECT_EQ(upgrade(graph, {"d1"}, "b"), "=> d1");
  EXPECT_EQ(upgrade(graph, {"d1"}, "d1"), "=> d1");
  EXPECT_EQ(upgrade(graph, {"d1"}, "base"), "=> d1");
  EXPECT_EQ(upgrade(graph, {"d1", "d2"}, "heads"), "=> d1 d2");
  EXPECT_EQ(upgrade(graph, {"d1"}, "current"), "=> d1");
}

TEST(UpgradePlan, OfAnEmptySetIsEmpty) {
  const RevisionGraph graph(std::vector<RevisionSpec>{});
  EXPECT_EQ(upgrade(graph, {}, "head"), "=> ");
  EXPECT_EQ(upgrade(graph, {}, "heads"), "=> ");
}

TEST(UpgradePlan, OrderIsThatOfAddition) {
  EXPECT_EQ(upgrade(sketch("y <- z, a <- b"), {}, "heads"), "+y +z +a +b => b z");
  EXPECT_EQ(upgrade(sketch("a <- b, y <- z"), {}, "heads"), "+a +b +y +z => b z");
}

TEST(UpgradePlan, RunsDependenciesFirst) {
  EXPECT_EQ(upgrade(sketch("x <- y <- z, a <- b {y} <- c"), {}, "c"), "+x +y +a +b +c => c");
}

TEST(UpgradePlan, OfRelativeTargets) {
  const auto graph = sketch("a <- b <- c <- d <- e");
  EXPECT_EQ(upgrade(graph, {"a"}, "+2"), "+b +c => c");
  EXPECT_EQ(upgrade(graph, {}, "+1"), "+a => a");
  EXPECT_EQ(upgrade(graph, {"a"}, "b+2"), "+b +c +d => d");
  EXPECT_EQ(upgrade(graph, {"a"}, "d-2"), "+b => b");
  EXPECT_EQ(upgrade(graph, {}, "base+1"), "+a => a");
  EXPECT_EQ(upgrade(graph, {"a"}, "head-1"), "+b +c +d => d");
  EXPECT_EQ(upgrade(graph, {"a"}, "current+1"), "+b => b");
}

TEST(UpgradePlan, OfABranchStartsAtItsRowsOrItsBranchPoint) {
  const auto graph = two_branches();
  EXPECT_EQ(upgrade(graph, {"c1"}, "c2branch@+1"), "+c2 => c1 c2");
  EXPECT_EQ(upgrade(graph, {"c1", "c2"}, "c2branch@+1"), "+d2 => c1 d2");
  EXPECT_EQ(upgrade(graph, {}, "c2branch@+3"), "+a +b +c2 => c2");
  EXPECT_EQ(upgrade(graph, {"b"}, "c2branch@head"), "+c2 +d2 => d2");
  EXPECT_EQ(upgrade(graph, {"b"}, "c2branch@head-1"), "+c2 => c2");
}

TEST(UpgradePlan, RefusesStepsDown) {
  const auto graph = two_branches();
  EXPECT_THAT(refusal([&] { plan_upgrade(graph, Rows{"d1"}, "-1"); }),
              AllOf(StartsWith("not_ahead: '-1'"), HasSubstr("d1"), HasSubstr("downgrade")));
}

TEST(DowngradePlan, IsTheUpgradeBackwards) {
  EXPECT_EQ(downgrade(two_branches(), {"d1", "d2"}, "a"), "-d2 -c2 -d1 -c1 -b => a");
  EXPECT_EQ(downgrade(merged(), {"f"}, "base"), "-f -e -d2 -c2 -d1 -c1 -b -a => ");
}

TEST(DowngradePlan, OneBranchLeavesTheOther) {
  const auto graph = two_branches();
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "c2branch@base+2"), "-d2 -c2 => d1");
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "c2branch@base+3"), "-d2 => c2 d1");
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "c2branch@b"), "-d2 -c2 => d1");
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "d1@b"), "-d1 -c1 => d2");
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "c2"), "-d2 => c2 d1");
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "c2branch@-1"), "-d2 => c2 d1");
  EXPECT_EQ(downgrade(graph, {"d1", "d2"}, "d2-1"), "-d2 => c2 d1");
}

TEST(DowngradePlan, OfABranchToBaseLeavesOtherBases) {
  EXPECT_EQ(downgrade(sketch("a [first] <- b, x [second] <- y"), {"b", "y"}, "second@base"), "-y -x => b");
}

TEST(DowngradePlan, ToWhereTheDatabaseIsIsEmpty) {
  const auto graph = two_branches();
  EXPECT_EQ(downgrade(graph, {"d1", "c2"}, "c2"), "=> c2 d1");
  EXPECT_EQ(downgrade(graph, {"d1", "c2"}, "current"), "=> c2 d1");
  EXPECT_EQ(downgrade(graph, {}, "base"), "=> ");
}

TEST(DowngradePlan, CountsStepsFromTheOnlyRow) {
  const auto graph = sketch("a <- b <- c <- d <- e");
  EXPECT_EQ(downgrade(graph, {"c"}, "-1"), "-c => b");
  EXPECT_EQ(downgrade(graph, {"e"}, "-3"), "-e -d -c => b");
  EXPECT_EQ(downgrade(graph, {"a"}, "-1"), "-a => ");
  EXPECT_EQ(downgrade(graph, {"d"}, "a+2"), "-d => c");
  EXPECT_EQ(downgrade(graph, {"d"}, "c-2"), "-d -c -b => a");
}

TEST(DowngradePlan, OneStepBackLeavesWhatElseStandsOnTheParent) {
  // s is applied because r depends on it; going back from r is not about s.
  EXPECT_EQ(downgrade(sketch("p <- s, p <- r {s}"), {"r"}, "-1"), "-r => s");
  // Nor is going back to before the first revision of one line about the other line.
  EXPECT_EQ(downgrade(sketch("a, x {a}"), {"x"}, "-1"), "-x => a");
  EXPECT_EQ(downgrade(sketch("a, x"), {"a", "x"}, "x-1"), "-x => a");
}

TEST(DowngradePlan, WithSeveralRowsDoesNotGuess) {
  const auto graph = two_branches();
  EXPECT_THAT(refusal([&] {
                plan_downgrade(graph, Rows{"d1", "d2"}, "-1");
              }),
              AllOf(StartsWith("relative_ambiguous: '-1'"), HasSubstr("d1 and d2")));
}

TEST(DowngradePlan, TakesDependentsAlongAndLeavesDependencies) {
  const auto graph = sketch("x <- y <- z, a <- b {y} <- c");
  EXPECT_EQ(downgrade(graph, {"z", "c"}, "x"), "-c -b -z -y => a x");
  EXPECT_EQ(downgrade(graph, {"c"}, "a"), "-c -b => a y");
}

TEST(DowngradePlan, RefusesWhatIsNotApplied) {
  const auto graph = two_branches();
  EXPECT_THAT(refusal([&] { plan_downgrade(graph, Rows{"c1"}, "d2"); }),
              AllOf(StartsWith("not_below: "), HasSubstr("'d2'"), HasSubstr("c1")));
  EXPECT_THAT(refusal([&] { plan_downgrade(graph, Rows{}, "a"); }), StartsWith("not_below: "));
  EXPECT_THAT(refusal([&] { plan_downgrade(graph, Rows{"b"}, "c2branch@+1"); }), StartsWith("not_below: "));
  EXPECT_THAT(refusal([&] { plan_downgrade(graph, Rows{"d1", "d2"}, "heads"); }), StartsWith("not_one_revision: "));
}

TEST(Plan, RefusesRowsTheSetDoesNotKnow) {
  const auto graph = two_branches();
  const auto message = refusal([&] { plan_upgrade(graph, Rows{"d1", "newer1"}, "heads"); });
  EXPECT_THAT(message, AllOf(StartsWith("unknown_database_revision: "), HasSubstr("'newer1'"), HasSubstr("purge")));
  EXPECT_THAT(refusal([&] { plan_downgrade(graph, Rows{"newer1"}, "base"); }),
              StartsWith("unknown_database_revision: "));
}

TEST(Plan, RefusesARowThatIsThereTwice) {
  const auto graph = two_branches();
  EXPECT_THAT(refusal([&] { plan_upgrade(graph, Rows{"d1", "d1"}, "heads"); }), StartsWith("duplicate_version_row: "));
}

// Rows by the rules, one case each.

TEST(VersionRowsOfAPlan, MergeDeletesAllButOneAndUpdatesThat) {
  const auto graph = merged();
  const auto plan = plan_upgrade(graph, Rows{"d1", "d2"}, "e");
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(told(plan[0].changes), "DELETE d2; UPDATE d1 -> e");
}

TEST(VersionRowsOfAPlan, UnmergeInsertsTheOthersAndUpdates) {
  const auto graph = merged();
  const auto plan = plan_downgrade(graph, Rows{"e"}, "c1");
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_EQ(told(plan[0].changes), "INSERT d2; UPDATE e -> d1");
  EXPECT_EQ(told(plan[1].changes), "UPDATE d1 -> c1");
}

TEST(VersionRowsOfAPlan, BranchInsertsAndItsEndDeletes) {
  const auto graph = two_branches();
  const auto up = plan_upgrade(graph, Rows{"d1"}, "c2");
  EXPECT_EQ(told(up[0].changes), "INSERT c2");
  const auto down = plan_downgrade(graph, Rows{"d1", "c2"}, "c2branch@b");
  EXPECT_EQ(told(down[0].changes), "DELETE c2");
}

TEST(VersionRowsOfAPlan, AnImpliedParentDoesNotComeBack) {
  const auto graph = sketch("a1, b1 {a1}, a1+b1 <- bmerge");
  EXPECT_EQ(upgrade(graph, {"a1"}, "b1"), "+b1 => b1");
  EXPECT_EQ(upgrade(graph, {"b1"}, "bmerge"), "+bmerge => bmerge");
  EXPECT_EQ(downgrade(graph, {"bmerge"}, "a1"), "-bmerge => b1");
  EXPECT_EQ(downgrade(graph, {"bmerge"}, "b1"), "-bmerge => b1");
}

TEST(VersionRowsOfAPlan, AMergeTakesOnlyTheRowsThatAreThere) {
  const auto graph = sketch("b1 <- c1, b2 <- c2 <- d2, b3 <- c3 <- d3, c1+c2+c3 <- d1");
  EXPECT_EQ(upgrade(graph, {"d3", "d2", "b1"}, "d1"), "+c1 +d1 => d1 d2 d3");
  EXPECT_EQ(downgrade(graph, {"d3", "d2", "d1"}, "b1"), "-d1 -c1 => b1 d2 d3");
  EXPECT_EQ(upgrade(graph, {"d3", "b2", "b1"}, "d1"), "+c1 +c2 +d1 => d1 d3");
  EXPECT_EQ(upgrade(graph, {"d3", "d1"}, "d2"), "+d2 => d1 d2 d3");
}

TEST(VersionRowsOfAPlan, CrissCrossLeavesTheRowThatImpliesTheRest) {
  const auto graph = sketch("a1 <- a2, b1 <- b2 {a2} <- b3, a2 <- a3 {b1}");
  EXPECT_EQ(downgrade(graph, {"a3", "b2"}, "b1"), "-b2 => a3");
}

TEST(VersionRowsOfAPlan, WhatARowImpliedComesBackWhenItGoes) {
  const auto graph = sketch("a1+a2+a3 <- amerge, b1+b2 <- bmerge, c1+c2+c3 <- cmerge, d1 {a3+b2+c1}");
  EXPECT_EQ(downgrade(graph, {"amerge", "bmerge", "cmerge", "d1"}, "b2"), "-bmerge => amerge b1 cmerge d1");
  EXPECT_EQ(downgrade(graph, {"amerge", "d1", "b1", "cmerge"}, "d1@base"), "-d1 => amerge b1 b2 cmerge");
}

TEST(VersionRowsOfAPlan, ADependencyThatAnAncestorHasTooStaysImplied) {
  const auto graph = sketch("a1 <- a2 <- a3, b1 <- b2 {a3} <- b3 <- b4 {a3}");
  EXPECT_EQ(downgrade(graph, {"b4"}, "b3"), "-b4 => b3");
  EXPECT_EQ(downgrade(graph, {"b4"}, "b1"), "-b4 -b3 -b2 => a3 b1");
}

TEST(VersionRowsOfAPlan, ADependencyOnTheParentIsTheParent) {
  const auto graph = sketch("a1 <- a2 {a1}");
  EXPECT_EQ(upgrade(graph, {}, "a2"), "+a1 +a2 => a2");
  EXPECT_EQ(downgrade(graph, {"a2"}, "a1"), "-a2 => a1");
}

// Where Alembic fails.

TEST(VersionRowsOfAPlan, MergeOfThreeOfWhichOneDependsOnAnother) {
  const auto graph = sketch("r <- a, r <- b {a}, r <- c, a+b+c <- m");
  EXPECT_EQ(upgrade(graph, {"r"}, "m"), "+a +b +c +m => m");
  EXPECT_EQ(downgrade(graph, {"m"}, "r"), "-m -c -b -a => r");
  const auto plan = plan_downgrade(graph, Rows{"m"}, "a");
  EXPECT_EQ(told(plan[0].changes), "INSERT c; UPDATE m -> b");
}

TEST(VersionRowsOfAPlan, OverlappingRowsDoNotBlockAnUpgrade) {
  const auto graph = sketch("a <- b <- c <- d");
  const auto plan = plan_upgrade(graph, Rows{"a", "c"}, "head");
  ASSERT_EQ(plan.size(), 1U);
  EXPECT_EQ(told(plan[0].changes), "DELETE a; UPDATE c -> d");
  EXPECT_EQ(downgrade(graph, {"a", "c"}, "b"), "-c => b");
}

TEST(AtHeads, HoldsAfterAnUpgradeToHeadsWhenAHeadIsOnlyEffective) {
  // x has no child, but y depends on it: its row is absorbed.
  const auto graph = sketch("x, y {x}");
  EXPECT_EQ(upgrade(graph, {}, "heads"), "+x +y => y");
  EXPECT_EQ(ids(graph, graph.heads()), "x y");
  EXPECT_TRUE(at_heads(graph, Rows{"y"}));
  EXPECT_TRUE(at_heads(graph, Rows{"x", "y"}));
  EXPECT_FALSE(at_heads(graph, Rows{"x"}));
}

TEST(AtHeads, IsFalseForMissingAndForUnknownRows) {
  const auto graph = two_branches();
  EXPECT_FALSE(at_heads(graph, Rows{}));
  EXPECT_FALSE(at_heads(graph, Rows{"d1"}));
  EXPECT_FALSE(at_heads(graph, Rows{"d1", "d1"}));
  EXPECT_FALSE(at_heads(graph, Rows{"d1", "d2", "newer"}));
  EXPECT_TRUE(at_heads(graph, Rows{"d2", "d1"}));
  EXPECT_TRUE(at_heads(RevisionGraph(std::vector<RevisionSpec>{}), Rows{}));
}

TEST(Plan, OfALongLineNeedsNoStack) {
  std::vector<RevisionSpec> specs;
  for (int i = 0; i < 200'000; ++i) {
    specs.push_back({"r" + std::to_string(i), {}, {}, {}, Location::unknown()});
    if (i > 0) specs.back().down_revision = {"r" + std::to_string(i - 1)};
  }
  const RevisionGraph graph(std::move(specs));
  EXPECT_EQ(plan_upgrade(graph, Rows{}, "head").size(), 200'000U);
  EXPECT_EQ(plan_downgrade(graph, Rows{"r199999"}, "base").size(), 200'000U);
}

}  // namespace
}  // namespace retort::graph::testing
