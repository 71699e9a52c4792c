#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

}  // namespace

class Branches : public CommandLine {
 protected:
  Branches() { set_ = branched(); }
};

TEST_F(Branches, HistoryMarksBranchPointsLabelsAndEffectiveHeads) {
  const auto out = run({"history"}, set_).out;
  EXPECT_THAT(out, HasSubstr("<base> -> a1 (branchpoint), the base\n"));
  EXPECT_THAT(out, HasSubstr("a1 -> b1 (left) (effective head), left\n"));
  EXPECT_THAT(out, HasSubstr("a1 (b1) -> c1 (head), right\n"));
}

TEST_F(Branches, BranchesShowWhatFollows) {
  EXPECT_EQ(run({"branches"}, set_).out, "a1 (branchpoint)\n   -> b1 (left) (effective head)\n   -> c1 (head)\n\n");
  EXPECT_THAT(run({"branches", "-v"}, set_).out, HasSubstr("Branches into: b1, c1\n"));
  const auto json = run({"branches", "--json"}, set_).json();
  EXPECT_EQ(json.at("branches").at(0).at("revision"), "a1");
  EXPECT_EQ(json.at("branches").at(0).at("next"), Json::array({"b1", "c1"}));
}

TEST_F(Branches, ShowTellsDependenciesAndLabels) {
  const auto out = run({"show", "c1"}, set_).out;
  EXPECT_THAT(out, HasSubstr("Also depends on: b1\n"));
  EXPECT_THAT(run({"show", "left"}, set_).out, HasSubstr("Branch names: left\n"));
}

TEST_F(Branches, AMergeIsShownAsOne) {
  add(set_, {.id = "d1", .down_revision = {"b1", "c1"}, .message = "join"});
  EXPECT_THAT(run({"history"}, set_).out, HasSubstr("b1, c1 -> d1 (left) (head) (mergepoint), join\n"));
  EXPECT_THAT(run({"show", "d1"}, set_).out, HasSubstr("Merges: b1, c1\n"));
}

TEST_F(Branches, UpgradeToHeadsRunsBoth) {
  const auto result = on_database({"upgrade", "heads", "--json"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.json().at("steps").size(), 3U);
  EXPECT_EQ(on_database({"current", "--check-heads"}).status, 0);
}

TEST_F(Branches, HeadWithSeveralIsAnErrorThatListsThem) {
  set_ = MigrationSet();
  add(set_, {.id = "a1"});
  add(set_, {.id = "b1", .down_revision = {"a1"}});
  add(set_, {.id = "c1", .down_revision = {"a1"}});
  const auto result = on_database({"upgrade"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("b1"));
  EXPECT_THAT(result.err, HasSubstr("c1"));
  EXPECT_THAT(result.err, HasSubstr("heads"));
}

TEST_F(Branches, StampTakesSeveralRevisions) {
  set_ = MigrationSet();
  add(set_, {.id = "a1"});
  add(set_, {.id = "b1", .down_revision = {"a1"}});
  add(set_, {.id = "c1", .down_revision = {"a1"}});
  EXPECT_EQ(on_database({"stamp", "b1", "c1"}).status, 0);
  const auto json = on_database({"current", "--json"}).json();
  std::vector<std::string> rows;
  for (const auto& row : json.at("current")) rows.push_back(row.at("revision"));
  EXPECT_THAT(rows, UnorderedElementsAre("b1", "c1"));
}

TEST_F(Branches, GraphsAreDrawn) {
  const auto text = run({"history", "--graph"}, set_);
  EXPECT_EQ(text.status, 0) << text.err;
  for (const char* id : {"a1", "b1", "c1"}) EXPECT_THAT(text.out, HasSubstr(id));
  EXPECT_EQ(run({"history", "--format", "text"}, set_).out, text.out);
  EXPECT_THAT(text.out, HasSubstr("* c1 (head, depends on b1), right\n"));
  EXPECT_THAT(text.out, HasSubstr(" b1 (left, effective head), left\n"));
  EXPECT_THAT(run({"history", "--format", "dot"}, set_).out, HasSubstr("digraph"));
  EXPECT_THAT(run({"history", "--format", "mermaid"}, set_).out, ::testing::ContainsRegex("graph|flowchart"));
}

TEST_F(Branches, AGraphMarksMergesAndRowsAndKeepsAMessageOnItsLine) {
  add(set_, {.id = "d1", .down_revision = {"b1", "c1"}, .message = "join\nboth\tlines"});
  ASSERT_EQ(on_database({"upgrade", "heads"}).status, 0);
  EXPECT_THAT(on_database({"history", "--graph", "-i"}).out,
              HasSubstr("@ d1 (head, mergepoint, current), join both lines\n"));
  const auto dot = on_database({"history", "--format", "dot", "-i"}).out;
  EXPECT_THAT(dot, HasSubstr("[label=\"d1 (head, mergepoint, current)\\njoin both lines\""));
  EXPECT_THAT(dot, HasSubstr("[style=dashed, label=\"needed by\"]"));
}

TEST_F(Branches, AScriptForARangeTheWrongWayRoundIsRefused) {
  const auto result = run({"upgrade", "--sql", "--dialect", "sqlite", "b1:a1"}, set_);
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.out, "");
  EXPECT_THAT(result.err, HasSubstr("range_reversed"));
  EXPECT_THAT(result.err, HasSubstr("'a1:b1'"));
  EXPECT_EQ(run({"upgrade", "--sql", "--dialect", "sqlite", "a1:a1"}, set_).status, 0);
}

}  // namespace retort::cli_test
