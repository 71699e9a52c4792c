#include "graph/resolve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing_support::sketch;

RevisionGraph history_of_two() { return sketch("ab12 <- b <- c1 <- d1, b <- c2 [c2branch] <- d2"); }

std::string named(const RevisionGraph& graph, std::string_view text, const Rows& rows = {}) {
  return ids(graph, resolve(graph, text, rows));
}
std::string refused(const RevisionGraph& graph, std::string_view text, const Rows& rows = {}) {
  return refusal([&] { resolve(graph, text, rows); });
}

TEST(Resolve, SymbolsIdsLabelsAndBeginnings) {
  const auto graph = history_of_two();
  EXPECT_EQ(named(graph, "ab12"), "ab12");
  EXPECT_EQ(named(graph, "ab"), "ab12");
  EXPECT_EQ(named(graph, "c2branch"), "c2");
  EXPECT_EQ(named(graph, "c2b"), "c2");
  EXPECT_EQ(named(graph, "base"), "");
  EXPECT_EQ(named(graph, "heads"), "d1 d2");
  EXPECT_EQ(named(graph, "current", {"d2", "c1"}), "c1 d2");
  EXPECT_EQ(named(graph, "current"), "");
}

TEST(Resolve, AnExactNameBeatsABeginning) { EXPECT_EQ(named(sketch("a <- ab <- abc"), "ab"), "ab"); }

TEST(Resolve, BranchQualifiedNames) {
  const auto graph = history_of_two();
  EXPECT_EQ(named(graph, "c2branch@head"), "d2");
  EXPECT_EQ(named(graph, "c2@heads"), "d2");
  EXPECT_EQ(named(graph, "b@heads"), "d1 d2");
  EXPECT_EQ(named(graph, "c2branch@d2"), "d2");
  EXPECT_EQ(named(graph, "c2branch@ab"), "ab12");
  EXPECT_EQ(named(graph, "c2branch@d"), "d2");
  EXPECT_EQ(named(graph, "c2branch@current", {"d1", "d2"}), "d2");
  EXPECT_EQ(named(graph, "c2branch@base"), "");
}

TEST(Resolve, RelativeNames) {
  const auto graph = history_of_two();
  EXPECT_EQ(named(graph, "ab12+1"), "b");
  EXPECT_EQ(named(graph, "d2-2"), "b");
  EXPECT_EQ(named(graph, "d2-4"), "");
  EXPECT_EQ(named(graph, "c2branch@head-1"), "c2");
  EXPECT_EQ(named(graph, "c2branch@base+3"), "c2");
  EXPECT_EQ(named(graph, "c2branch@b+2"), "d2");
  EXPECT_EQ(named(graph, "+1", {"c1"}), "d1");
  EXPECT_EQ(named(graph, "-1", {"c1"}), "b");
  EXPECT_EQ(named(graph, "current-1", {"c1"}), "b");
  EXPECT_EQ(named(graph, "c2branch@+1", {"d1"}), "c2");
}

TEST(Resolve, ABranchLeadsDownThroughAMerge) {
  const auto graph = sketch("a <- l1 [left] <- l2, a <- r1 [right] <- r2, l2+r2 <- m");
  EXPECT_EQ(named(graph, "left@m-1"), "l2");
  EXPECT_EQ(named(graph, "right@-2", {"m"}), "r1");
  EXPECT_THAT(refused(graph, "m-1"), AllOf(StartsWith("relative_ambiguous: 'm-1'"), HasSubstr("l2 and r2")));
  EXPECT_THAT(refused(graph, "-1", {"m"}), AllOf(StartsWith("relative_ambiguous: "), HasSubstr("merge point 'm'")));
}

TEST(Resolve, UnknownNamesTheNearest) {
  const auto graph = sketch("91381a2f4148 <- 361dae855898");
  EXPECT_THAT(refused(graph, "91381a2f4184"),
              AllOf(StartsWith("unknown_revision: "), HasSubstr("'91381a2f4148'"), Not(HasSubstr("361dae"))));
  EXPECT_THAT(refused(graph, "zzz"), AllOf(StartsWith("unknown_revision: "), Not(HasSubstr("did you mean"))));
  EXPECT_THAT(refused(graph, "nobranch@head"), AllOf(StartsWith("unknown_revision: "), HasSubstr("'nobranch'")));
  EXPECT_THAT(refused(RevisionGraph({}), "abc"), HasSubstr("is empty"));
}

TEST(Resolve, AmbiguousListsTheCandidates) {
  const auto graph = history_of_two();
  EXPECT_THAT(refused(graph, "d"), AllOf(StartsWith("ambiguous_revision: "), HasSubstr("d1 and d2")));
  EXPECT_THAT(refused(graph, "d@head"), AllOf(StartsWith("ambiguous_revision: "), HasSubstr("d1 and d2")));
}

TEST(Resolve, HeadWithSeveralListsThemAndTheWaysOut) {
  const auto graph = history_of_two();
  EXPECT_THAT(refused(graph, "head"),
              AllOf(StartsWith("multiple_heads: "), HasSubstr("d1 and d2"), HasSubstr("'heads'"), HasSubstr("@head")));
  EXPECT_THAT(refused(graph, "b@head"), AllOf(StartsWith("multiple_heads: "), HasSubstr("'b@heads'")));
  EXPECT_EQ(named(RevisionGraph({}), "head"), "");
}

TEST(Resolve, RefusesARevisionOfAnotherBranch) {
  EXPECT_THAT(refused(history_of_two(), "c2branch@d1"),
              AllOf(StartsWith("not_in_branch: "), HasSubstr("'d1'"), HasSubstr("'c2branch'")));
}

TEST(Resolve, TooFarSaysHowFarItGoes) {
  const auto graph = sketch("a <- b <- c <- d <- e");
  EXPECT_THAT(refused(graph, "+5", {"b"}),
              AllOf(StartsWith("relative_out_of_range: '+5'"), HasSubstr("3 steps up from 'b'")));
  EXPECT_THAT(refused(graph, "b+9"), HasSubstr("3 steps up from 'b'"));
  EXPECT_THAT(refused(graph, "-5", {"b"}),
              AllOf(StartsWith("relative_out_of_range: "), HasSubstr("2 steps down from 'b'")));
  EXPECT_THAT(refused(graph, "-1"), AllOf(StartsWith("relative_out_of_range: "), HasSubstr("nothing below base")));
  EXPECT_THAT(refused(graph, "+1", {"e"}), HasSubstr("nothing above 'e'"));
  EXPECT_THAT(refused(graph, "head+1"), HasSubstr("nothing above 'e'"));
  EXPECT_THAT(refused(graph, "base-1"), HasSubstr("nothing below base"));
  EXPECT_THAT(refused(graph, "a+99999999999999999999999"), StartsWith("relative_out_of_range: "));
  EXPECT_THAT(refused(RevisionGraph({}), "+1"), StartsWith("relative_out_of_range: "));
}

TEST(Resolve, DoesNotGuessAtForks) {
  const auto graph = history_of_two();
  EXPECT_THAT(refused(graph, "b+1"),
              AllOf(StartsWith("relative_ambiguous: "), HasSubstr("branch point 'b'"), HasSubstr("c1 and c2")));
  EXPECT_THAT(refused(graph, "+1", {"c1", "c2"}), AllOf(StartsWith("relative_ambiguous: "), HasSubstr("c1 and c2")));
  EXPECT_THAT(refused(graph, "heads-1"), AllOf(StartsWith("relative_ambiguous: "), HasSubstr("d1 and d2")));
  EXPECT_THAT(refused(sketch("a, x"), "base+1"), AllOf(StartsWith("relative_ambiguous: "), HasSubstr("a and x")));
}

TEST(Resolve, RefusesWhatIsOutsideOfTheGrammar) {
  const auto graph = history_of_two();
  for (const char* text : {"", "@head", "b@", "b@c@d", "b+", "b-", "b+x", "b+1x", "b+0", "b+1-1", "b c", "b,c", "b:c",
                           "caf\xc3\xa9", "-", "+", "head@b", "b@+", "'; drop table x; --"})
    EXPECT_THAT(refused(graph, text), StartsWith("invalid_identifier: ")) << text;
  EXPECT_THAT(refused(graph, std::string(300, 'x')), AllOf(StartsWith("invalid_identifier: "), HasSubstr("300 bytes")));
  EXPECT_THAT(refused(graph, std::string_view("a\0b", 3)), HasSubstr("0x00"));
  EXPECT_THAT(refused(graph, ""), HasSubstr("empty"));
}

TEST(Resolve, LooksAtTheRowsOnlyWhereTheTextSaysSo) {
  const auto graph = history_of_two();
  EXPECT_EQ(named(graph, "d1", {"newer"}), "d1");
  EXPECT_THAT(refused(graph, "+1", {"newer"}), StartsWith("unknown_database_revision: "));
  EXPECT_THAT(refused(graph, "current", {"newer"}), StartsWith("unknown_database_revision: "));
}

TEST(ResolveOne, WantsExactlyOne) {
  const auto graph = history_of_two();
  EXPECT_EQ(graph.id(resolve_one(graph, "c2branch@head", {})), "d2");
  EXPECT_THAT(refusal([&] { resolve_one(graph, "heads", {}); }), StartsWith("not_one_revision: "));
  EXPECT_THAT(refusal([&] { resolve_one(graph, "base", {}); }), StartsWith("not_one_revision: "));
}

}  // namespace
}  // namespace retort::graph::testing
