#include "graph/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using testing_support::sketch;

RevisionGraph merged() { return sketch("a <- b <- c1 <- d1, b <- c2 [c2branch] <- d2, d1+d2 <- e <- f"); }

std::string listed_range(const RevisionGraph& graph, std::string_view range, const Rows& rows = {}) {
  return ids(graph, history(graph, range, rows));
}

TEST(History, IsNewestFirst) {
  EXPECT_EQ(listed_range(merged(), ""), "f e d2 c2 d1 c1 b a");
  EXPECT_EQ(listed_range(merged(), ":"), "f e d2 c2 d1 c1 b a");
  EXPECT_EQ(listed_range(sketch("a <- b, x <- y"), "base:heads"), "y x b a");
}

TEST(History, RangesIncludeBothEnds) {
  const auto graph = merged();
  EXPECT_EQ(listed_range(graph, "b:d1"), "d1 c1 b");
  EXPECT_EQ(listed_range(graph, "b:e"), "e d2 c2 d1 c1 b");
  EXPECT_EQ(listed_range(graph, "c1:e"), "e d1 c1");
  EXPECT_EQ(listed_range(graph, "b:b"), "b");
}

TEST(History, EndsMayBeOpen) {
  const auto graph = merged();
  EXPECT_EQ(listed_range(graph, "e:"), "f e");
  EXPECT_EQ(listed_range(graph, ":c1"), "c1 b a");
}

TEST(History, EndsMayBeCurrentAndRelative) {
  const auto graph = sketch("a <- b <- c <- d <- e");
  EXPECT_EQ(listed_range(graph, "current:", {"c"}), "e d c");
  EXPECT_EQ(listed_range(graph, ":current", {"c"}), "c b a");
  EXPECT_EQ(listed_range(graph, "-2:current", {"d"}), "d c b");
  EXPECT_EQ(listed_range(graph, "current:+1", {"c"}), "d c");
  EXPECT_EQ(listed_range(graph, "b:head-1"), "d c b");
  EXPECT_EQ(listed_range(graph, "current:", {}), "e d c b a");
  EXPECT_EQ(listed_range(merged(), "current:", {"c1", "d2"}), "f e d2 d1 c1");
}

TEST(History, ABranchAtTheLowerEndLimitsTheRange) {
  EXPECT_EQ(listed_range(sketch("a [one] <- b, x [two] <- y"), "two@base:"), "y x");
}

TEST(History, OfANameWithoutAColonIsThatRevision) { EXPECT_EQ(listed_range(merged(), "e"), "e"); }

TEST(History, RefusesARangeTheWrongWayRound) {
  const auto graph = merged();
  const auto refused = [&](std::string_view range) { return refusal([&] { history(graph, range, Rows{}); }); };
  EXPECT_THAT(refused("e:b"), AllOf(StartsWith("range_reversed: "), HasSubstr("'b:e'")));
  EXPECT_THAT(refused("e:base"), StartsWith("range_reversed: "));
  EXPECT_THAT(refused("d1:d2"), AllOf(StartsWith("not_an_ancestor: "), HasSubstr("d2"), HasSubstr("'d1'")));
  EXPECT_THAT(refused("a:b:c"), StartsWith("invalid_identifier: "));
  EXPECT_THAT(refused("a:nothing"), StartsWith("unknown_revision: "));
}

}  // namespace
}  // namespace retort::graph::testing
