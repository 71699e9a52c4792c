#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "graph/branch_labels.hpp"
#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing_support::sketch;
using testing_support::sketch_specs;

/// What the constructor says of a set that is wrong.
std::string faults_of(std::vector<RevisionSpec> specs) {
  try {
    const RevisionGraph graph(std::move(specs));
  } catch (const DefinitionError& error) {
    EXPECT_EQ(error.code(), "invalid_revision_set");
    return error.what();
  }
  ADD_FAILURE() << "the set was accepted";
  return {};
}

std::string faults_of(const std::string& text) { return faults_of(sketch_specs(text)); }

RevisionSpec with_id(std::string id) { return {std::move(id), {}, {}, {}, Location::unknown()}; }

TEST(RevisionGraph, KnowsParentsChildrenHeadsAndBases) {
  const auto graph = sketch("a <- b <- c1, b <- c2, c1+c2 <- d, x");
  const auto node = [&](const char* id) { return graph.find(id).value(); };
  EXPECT_EQ(graph.size(), 6U);
  EXPECT_EQ(ids(graph, graph.parents(node("d"))), "c1 c2");
  EXPECT_EQ(ids(graph, graph.children(node("b"))), "c1 c2");
  EXPECT_EQ(ids(graph, graph.heads()), "d x");
  EXPECT_EQ(ids(graph, graph.bases()), "a x");
  EXPECT_TRUE(graph.is_branch_point(node("b")));
  EXPECT_FALSE(graph.is_branch_point(node("a")));
  EXPECT_TRUE(graph.is_merge_point(node("d")));
  EXPECT_FALSE(graph.is_merge_point(node("c1")));
  EXPECT_FALSE(graph.find("nothing").has_value());
}

TEST(RevisionGraph, ResolvesDependenciesByIdPartialIdAndLabel) {
  const auto graph = sketch("alpha [red], beta, gamma, x {alpha}, y {bet}, z {red}, w {gam+red}");
  const auto of = [&](const char* id) { return ids(graph, graph.dependencies(graph.find(id).value())); };
  EXPECT_EQ(of("x"), "alpha");
  EXPECT_EQ(of("y"), "beta");
  EXPECT_EQ(of("z"), "alpha");
  EXPECT_EQ(of("w"), "alpha gamma");
  EXPECT_EQ(ids(graph, graph.dependents(graph.find("alpha").value())), "x z w");
  EXPECT_EQ(ids(graph, graph.heads()), "alpha beta gamma x y z w");
  EXPECT_EQ(ids(graph, graph.effective_heads()), "x y z w");
}

TEST(RevisionGraph, TakesRevisionsInAnyOrder) {
  auto specs = sketch_specs("a <- b <- c");
  std::reverse(specs.begin(), specs.end());
  const RevisionGraph graph(std::move(specs));
  EXPECT_EQ(upgrade(graph, {}, "head"), "+a +b +c => c");
}

TEST(RevisionGraph, RefusesIllegalIds) {
  for (const char* id : {"a-b", "a@b", "a+b", "a:b", "a,b", "a b", "caf\xc3\xa9", "a\nb", "a'b", "a;b", "a/b"})
    EXPECT_THAT(faults_of({with_id(id)}), HasSubstr("contains")) << id;
  EXPECT_THAT(faults_of({with_id(std::string("a\0b", 3))}), HasSubstr("0x00"));
  EXPECT_THAT(faults_of({with_id("")}), HasSubstr("the id is empty"));
  EXPECT_THAT(faults_of({with_id(std::string(256, 'x'))}), AllOf(HasSubstr("256 bytes"), HasSubstr("255")));
  EXPECT_EQ(RevisionGraph(std::vector{with_id(std::string(255, 'x'))}).size(), 1U);
  EXPECT_EQ(RevisionGraph(std::vector{with_id("aZ09_.")}).size(), 1U);
}

TEST(RevisionGraph, RefusesReservedWordsAsIdAndAsLabel) {
  for (const std::string word : {"head", "heads", "base", "current"}) {
    EXPECT_THAT(faults_of({with_id(word)}), HasSubstr("the id '" + word + "'")) << word;
    auto labelled = with_id("a");
    labelled.branch_labels = {word};
    EXPECT_THAT(faults_of({labelled}), HasSubstr("the branch label '" + word + "'")) << word;
  }
}

TEST(RevisionGraph, RefusesADuplicateIdAndSaysWhereTheFirstIs) {
  std::vector<RevisionSpec> specs{with_id("a"), with_id("b"), with_id("a")};
  specs[0].location = {"/somewhere/2026_first.cpp", 11};
  specs[2].location = {"/somewhere/2026_second.cpp", 12};
  EXPECT_THAT(faults_of(specs), AllOf(HasSubstr("2026_second.cpp:12"), HasSubstr("2026_first.cpp:11"), HasSubstr("'a'"),
                                      Not(HasSubstr("somewhere"))));
}

TEST(RevisionGraph, RefusesLabelsThatAreTaken) {
  EXPECT_THAT(faults_of("a, b [a]"), HasSubstr("the branch label 'a' is also the id of revision 'a'"));
  EXPECT_THAT(faults_of("a [x], b [x]"), HasSubstr("the branch label 'x' is already used by revision 'a'"));
  EXPECT_THAT(faults_of("a [x x]"), HasSubstr("already used by revision 'a'"));
  EXPECT_THAT(faults_of("a [x@y]"), HasSubstr("'@'"));
}

TEST(RevisionGraph, ListsEveryMissingParentAndDependency) {
  auto specs = sketch_specs("a1b2c3, x");
  specs[0].down_revision = {"nowhere", "a1b2c4"};
  specs[1].depends_on = {"neverheardof"};
  specs[1].down_revision = {"a1b2c33"};
  const auto text = faults_of(specs);
  EXPECT_THAT(text, AllOf(HasSubstr("4 faults"), HasSubstr("the parent 'nowhere'"), HasSubstr("the parent 'a1b2c4'"),
                          HasSubstr("the dependency 'neverheardof'"), HasSubstr("the parent 'a1b2c33'"),
                          HasSubstr("did you mean 'a1b2c3'?")));
}

TEST(RevisionGraph, WantsTheIdOfAParentAndNotItsLabel) {
  auto specs = sketch_specs("a [main], b");
  specs[1].down_revision = {"main"};
  EXPECT_THAT(faults_of(specs), AllOf(HasSubstr("branch label"), HasSubstr("'a'")));
}

TEST(RevisionGraph, RefusesAnAmbiguousDependencyAndListsTheCandidates) {
  EXPECT_THAT(faults_of("abc1, abc2, x {abc}"), AllOf(HasSubstr("'abc'"), HasSubstr("abc1 and abc2")));
}

TEST(RevisionGraph, RefusesSelfLoopsAndParentsNamedTwice) {
  EXPECT_THAT(faults_of("a <- a"), HasSubstr("'a': the revision is its own parent"));
  EXPECT_THAT(faults_of("a {a}"), HasSubstr("'a': the revision depends on itself"));
  EXPECT_THAT(faults_of("a [x] {x}"), HasSubstr("depends on itself (as 'x')"));
  EXPECT_THAT(faults_of("a <- b, a <- b"), HasSubstr("the parent 'a' is named twice"));
}

TEST(RevisionGraph, NamesEveryRevisionOfACycle) {
  EXPECT_THAT(faults_of("a <- b <- c <- a"), AllOf(HasSubstr("cycle"), HasSubstr("'a', 'c' and 'b'")));
  EXPECT_THAT(faults_of("r <- a <- b <- a, b <- z"),
              AllOf(HasSubstr("'a' and 'b'"), Not(HasSubstr("'r'")), Not(HasSubstr("'z'"))));
  EXPECT_THAT(faults_of("x <- y, a <- b {y}, x {b}"), AllOf(HasSubstr("'x', 'b' and 'y'"), Not(HasSubstr("'a'"))));
}

TEST(RevisionGraph, NamesEveryOneOfSeveralCycles) {
  const auto text = faults_of("a <- b <- a, c <- d <- e <- c, f");
  EXPECT_THAT(text, AllOf(HasSubstr("2 faults"), HasSubstr("'a' and 'b'"), HasSubstr("'c', 'e' and 'd'")));
}

TEST(RevisionGraph, NamesACycleOfThousands) {
  std::vector<RevisionSpec> specs;
  for (int i = 0; i < 5000; ++i) {
    specs.push_back(with_id("r" + std::to_string(i)));
    specs.back().down_revision = {"r" + std::to_string((i + 1) % 5000)};
  }
  EXPECT_THAT(faults_of(specs), AllOf(HasSubstr("'r0'"), HasSubstr("'r2500'"), HasSubstr("'r4999'")));
}

TEST(RevisionGraph, ReportsFaultsOfEveryKindTogether) {
  const auto text = faults_of("a <- b <- a, head, x [y] {nothing}, z [y], a-c");
  EXPECT_THAT(text, AllOf(HasSubstr("cycle"), HasSubstr("'head'"), HasSubstr("'nothing'"), HasSubstr("'y'"),
                          HasSubstr("'a-c'"), HasSubstr("5 faults")));
}

TEST(RevisionGraph, PutsTheFactsOfASingleFaultOnTheError) {
  std::vector<RevisionSpec> specs{with_id("a")};
  specs[0].down_revision = {"gone"};
  specs[0].location = {"migrations/2026_a.cpp", 7};
  const auto error = error_of([&] { RevisionGraph graph(specs); });
  EXPECT_EQ(error.revision(), "a");
  EXPECT_EQ(error.location(), "2026_a.cpp:7");
}

TEST(BranchLabels, ReachDescendantsAndTheUnforkedLineBelow) {
  const auto graph = sketch("a <- b <- c1 <- d1, b <- c2 <- d2 [two] <- e2 <- f2");
  const BranchLabels labels(graph);
  const auto of = [&](const char* id) { return labels.of(graph.find(id).value()).size(); };
  EXPECT_EQ(of("f2"), 1U);
  EXPECT_EQ(of("d2"), 1U);
  EXPECT_EQ(of("c2"), 1U);
  EXPECT_EQ(of("b"), 0U);
  EXPECT_EQ(of("c1"), 0U);
}

TEST(BranchLabels, StopAtAMergePointBelowAndGoOnThroughOneAbove) {
  const auto graph = sketch("a, b, a+b <- m <- n [top] <- o, x, o+x <- p");
  const BranchLabels labels(graph);
  const auto of = [&](const char* id) { return labels.of(graph.find(id).value()).size(); };
  EXPECT_EQ(of("m"), 0U);
  EXPECT_EQ(of("p"), 1U);
  EXPECT_EQ(of("x"), 0U);
}

}  // namespace
}  // namespace retort::graph::testing
