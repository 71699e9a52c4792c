#include "graph/draw.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "graph/history.hpp"
#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing_support::sketch;

std::string drawn(const RevisionGraph& graph, std::span<const Node> nodes, const NodeTexts& texts) {
  std::ostringstream out;
  draw(out, graph, nodes, texts);
  return "\n" + out.str();
}

std::string drawn(const RevisionGraph& graph) {
  return drawn(graph, history(graph), [&](Node node) { return NodeText{'*', {graph.id(node)}}; });
}

TEST(Draw, ALineIsAColumn) {
  EXPECT_EQ(drawn(sketch("a <- b <- c")), R"(
* c
* b
* a
)");
}

TEST(Draw, BranchAndMergeLeaveAndComeBack) {
  EXPECT_EQ(drawn(sketch("a <- b <- c1 <- d1, b <- c2 <- d2, d1+d2 <- e <- f")), R"(
* f
* e
|\
| * d2
| * c2
* | d1
* | c1
|/
* b
* a
)");
}

TEST(Draw, SeveralHeadsStandSideBySide) {
  EXPECT_EQ(drawn(sketch("a <- b1 <- c1, a <- b2, a <- b3")), R"(
* b3
| * b2
|/
| * c1
| * b1
|/
* a
)");
}

TEST(Draw, AMergeOfFourOpensThreeLanes) {
  EXPECT_EQ(drawn(sketch("a <- b1, a <- b2, a <- b3, a <- b4, b1+b2+b3+b4 <- m")), R"(
* m
|\
|\ \
|\ \ \
| | | * b4
| | * | b3
| | |/
| * | b2
| |/
* | b1
|/
* a
)");
}

TEST(Draw, LinesCross) {
  EXPECT_EQ(drawn(sketch("a <- l1 <- l2, a <- r1 <- r2, l1+r1 <- m1, l2+m1 <- n, r2+m1 <- k, n+k <- z")), R"(
* z
|\
| * k
| |\
| * | r2
* | | n
|\ \ \
| | |/
| |/|
| * | m1
| |\ \
| | |/
| | * r1
* | | l2
|/ /
* | l1
|/
* a
)");
}

TEST(Draw, MoreLinesOfTextStandBesideTheLanes) {
  const auto graph = sketch("a <- b, a <- c, b+c <- d");
  const auto picture = drawn(graph, history(graph), [&](Node node) {
    return NodeText{graph.id(node) == "c" ? 'o' : '*', {graph.id(node), "text of " + graph.id(node), "more"}};
  });
  EXPECT_EQ(picture, R"(
* d
|\ text of d
| | more
| o c
| | text of c
| | more
* | b
|/ text of b
|  more
* a
  text of a
  more
)");
}

TEST(Draw, LeavesOutParentsBeyondTheRange) {
  const auto graph = sketch("a <- b <- c1 <- d1, b <- c2 <- d2, d1+d2 <- e");
  const auto range = history(graph, "c1:e", Rows{});
  EXPECT_EQ(drawn(graph, range,
                  [&](Node node) {
                    return NodeText{'*', {graph.id(node)}};
                  }),
            R"(
* e
* d1
* c1
)");
}

TEST(WriteDot, DrawsParentsSolidAndDependenciesDashed) {
  const auto graph = sketch("x, a <- b {x}");
  std::ostringstream out;
  write_dot(out, graph, history(graph), [&](Node node) {
    return NodeText{node == 0 ? 'o' : '*', {graph.id(node), "say \"hi\" \\"}};
  });
  EXPECT_EQ(out.str(), R"(digraph G {
rankdir=BT;
0[label="b\nsay \"hi\" \\", shape=box];
1[label="a\nsay \"hi\" \\", shape=box];
2[label="x\nsay \"hi\" \\", shape=box, style="bold,filled", fillcolor="#fff2b3"];
1->0 ;
2->0 [style=dashed, label="needed by"];
}
)");
}

TEST(WriteMermaid, EscapesWhatWouldFormatTheText) {
  const auto graph = sketch("x, a <- b {x}");
  std::ostringstream out;
  write_mermaid(out, graph, history(graph), [&](Node node) {
    return NodeText{node == 0 ? 'o' : '*', {graph.id(node), "\"<#>\""}};
  });
  EXPECT_EQ(out.str(), R"(flowchart BT
  n0["b<br/>#quot;#lt;#35;#gt;#quot;"]
  n1["a<br/>#quot;#lt;#35;#gt;#quot;"]
  n2(["x<br/>#quot;#lt;#35;#gt;#quot;"])
  n1 --> n0
  n2 -. needed by .-> n0
)");
}

}  // namespace
}  // namespace retort::graph::testing
