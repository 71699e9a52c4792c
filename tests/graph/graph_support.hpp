#ifndef RETORT_TESTS_GRAPH_GRAPH_SUPPORT_HPP
#define RETORT_TESTS_GRAPH_GRAPH_SUPPORT_HPP

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <retort/error.hpp>

#include "graph/plan.hpp"
#include "graph/revision_graph.hpp"
#include "graph/version_rows.hpp"
#include "support/sketch.hpp"

namespace retort::graph::testing {

using Rows = std::vector<std::string>;

inline std::string joined(const std::vector<std::string>& words) {
  std::string result;
  for (const auto& word : words) result += (result.empty() ? "" : " ") + word;
  return result;
}

inline std::string ids(const RevisionGraph& graph, std::span<const Node> nodes) { return joined(graph.ids(nodes)); }

/// `+c1 +d1 => d1 d2`: the steps, and the rows that their changes, made one by one, really leave.
inline std::string told(const RevisionGraph& graph, const Plan& plan, const Rows& rows) {
  std::string result;
  VersionRows table(rows);
  for (const auto step : plan) {
    result += (step.direction == Direction::upgrade ? "+" : "-") + graph.id(step.revision) + " ";
    if (!table.apply(step.changes)) return result + "[a change did not touch exactly one row]";
  }
  auto after = table.ids();
  std::sort(after.begin(), after.end());
  auto promised = graph.ids(plan.rows_after());
  std::sort(promised.begin(), promised.end());
  if (promised != after) return result + "[rows_after is " + joined(promised) + ", the table " + joined(after) + "]";
  return result + "=> " + joined(after);
}

inline std::string upgrade(const RevisionGraph& graph, const Rows& rows, std::string_view target) {
  return told(graph, plan_upgrade(graph, rows, target), rows);
}
inline std::string downgrade(const RevisionGraph& graph, const Rows& rows, std::string_view target) {
  return told(graph, plan_downgrade(graph, rows, target), rows);
}

/// `INSERT a; UPDATE a -> b; DELETE b`.
template <class Changes>
std::string told(const Changes& changes) {
  std::string result;
  for (const RowChange change : changes) {
    if (!result.empty()) result += "; ";
    if (change.kind() == RowChange::Kind::insert) result += "INSERT " + std::string(change.to);
    if (change.kind() == RowChange::Kind::remove) result += "DELETE " + std::string(change.from);
    if (change.kind() == RowChange::Kind::update)
      result += "UPDATE " + std::string(change.from) + " -> " + std::string(change.to);
  }
  return result;
}

/// The error that `call` ends in; a failure of the test if it ends in none.
template <class Call>
Error error_of(Call&& call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "nothing was thrown";
  return Error("", {});
}

/// `CODE: message` for a StateError; anything else is a failure.
template <class Call>
std::string refusal(Call&& call) {
  try {
    call();
  } catch (const StateError& error) {
    return error.code() + ": " + error.message();
  }
  ADD_FAILURE() << "no StateError was thrown";
  return {};
}

}  // namespace retort::graph::testing

#endif
