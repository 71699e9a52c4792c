// Answers, one line of JSON for each line of JSON on standard input, what the planner makes of a question:
//
//   {"revisions": [{"id", "down", "depends_on", "labels"}], "rows": [], "direction": "upgrade|downgrade", "target": ""}
//   {"steps": [{"revision", "rows": []}]}   or   {"error": "the code"}
//
// alembic_oracle.py puts the same questions to Alembic.

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <retort/error.hpp>

#include "graph/plan.hpp"

namespace {

using nlohmann::json;
using retort::graph::RevisionGraph;

json answer(const json& question) {
  std::vector<retort::graph::RevisionSpec> specs;
  for (const auto& entry : question.at("revisions"))
    specs.push_back(
        {entry.at("id"), entry.at("down"), entry.at("depends_on"), entry.at("labels"), retort::Location::unknown()});
  const RevisionGraph graph(std::move(specs));
  const std::vector<std::string> rows = question.at("rows");
  const std::string target = question.at("target");
  const auto plan = question.at("direction") == "upgrade" ? retort::graph::plan_upgrade(graph, rows, target)
                                                          : retort::graph::plan_downgrade(graph, rows, target);
  json steps = json::array();
  retort::graph::VersionRows table(rows);
  for (const auto step : plan) {
    if (!table.apply(step.changes)) return {{"error", "a row change did not touch one row"}};
    auto after = table.ids();
    std::sort(after.begin(), after.end());
    steps.push_back({{"revision", graph.id(step.revision)}, {"rows", after}});
  }
  return {{"steps", steps}};
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    json result;
    try {
      result = answer(json::parse(line));
    } catch (const retort::Error& error) {
      result = {{"error", error.code()}, {"message", error.what()}};
    }
    std::cout << result.dump() << '\n';
  }
}
