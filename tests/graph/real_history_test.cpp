#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "graph/history.hpp"
#include "graph_support.hpp"

namespace retort::graph::testing {
namespace {

// The histories of public projects lie beside the sample databases.
std::filesystem::path graphs_folder() {
  const char* data = std::getenv("RETORT_TEST_DATA");
  return data == nullptr ? std::filesystem::path() : std::filesystem::path(data) / ".." / "graphs";
}

RevisionGraph load(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<RevisionSpec> specs;
  for (const auto& entry : nlohmann::json::parse(in))
    specs.push_back(
        {entry.at("revision"), entry.at("down"), entry.at("depends_on"), entry.at("labels"), Location::unknown()});
  return RevisionGraph(std::move(specs));
}

class RealHistory : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    file_ = graphs_folder() / GetParam();
    if (std::getenv("RETORT_TEST_DATA") == nullptr) GTEST_SKIP() << "RETORT_TEST_DATA is not set";
    if (!std::filesystem::exists(file_)) GTEST_SKIP() << file_ << " is not there";
  }
  std::filesystem::path file_;
};

TEST_P(RealHistory, RunsEveryRevisionOnceUpAndDownInAValidOrder) {
  const auto graph = load(file_);
  ASSERT_GT(graph.size(), 10U);
  std::set<Node> applied;
  VersionRows table(Rows{});
  for (const auto step : plan_upgrade(graph, Rows{}, "heads")) {
    for (const Node below : graph.requirements(step.revision)) EXPECT_EQ(applied.count(below), 1U);
    EXPECT_TRUE(applied.insert(step.revision).second);
    EXPECT_TRUE(table.apply(step.changes));
  }
  EXPECT_EQ(applied.size(), graph.size());
  EXPECT_TRUE(at_heads(graph, table.ids()));
  for (const auto step : plan_downgrade(graph, table.ids(), "base")) {
    for (const Node above : graph.requirers(step.revision)) EXPECT_EQ(applied.count(above), 0U);
    EXPECT_EQ(applied.erase(step.revision), 1U);
    EXPECT_TRUE(table.apply(step.changes));
  }
  EXPECT_TRUE(applied.empty());
  EXPECT_THAT(table.ids(), ::testing::IsEmpty());
}

std::string project(const ::testing::TestParamInfo<const char*>& file) {
  return std::filesystem::path(file.param).stem().string();
}

INSTANTIATE_TEST_SUITE_P(Projects, RealHistory, ::testing::Values("ctfd.json", "ironic.json", "redash.json"), project);

}  // namespace
}  // namespace retort::graph::testing
