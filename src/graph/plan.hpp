#ifndef RETORT_SRC_GRAPH_PLAN_HPP
#define RETORT_SRC_GRAPH_PLAN_HPP

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/revision_graph.hpp"
#include "graph/version_rows.hpp"

namespace retort::graph {

enum class Direction : std::uint8_t { upgrade, downgrade };

/// One migration to run, and what it does to the version rows.
struct PlanStep {
  Node revision;
  Direction direction;
  /// In the order in which they are to be made; mostly one UPDATE. Deletions and insertions come first.
  std::span<const RowChange> changes;
};

/// The steps that lead from one set of version rows to another, in order. The graph must outlive the plan.
///
/// All row changes lie in one array that the steps look into: a plan of 100,000 steps takes a handful of allocations.
class Plan {
 public:
  Plan() = default;
  Plan(Plan&&) noexcept = default;
  Plan& operator=(Plan&&) noexcept = default;
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan() = default;

  std::size_t size() const noexcept { return steps_.size(); }
  bool empty() const noexcept { return steps_.empty(); }
  auto begin() const noexcept { return steps_.begin(); }
  auto end() const noexcept { return steps_.end(); }
  const PlanStep& operator[](std::size_t i) const noexcept { return steps_[i]; }
  const std::vector<PlanStep>& steps() const noexcept { return steps_; }

  /// The rows the plan was made for, and the rows when all steps have run, both in order of addition. With nothing to
  /// run both are the rows as they are.
  const std::vector<Node>& rows_before() const noexcept { return rows_before_; }
  const std::vector<Node>& rows_after() const noexcept { return rows_after_; }

 private:
  friend class Planner;

  std::vector<PlanStep> steps_;
  std::vector<RowChange> changes_;
  std::vector<Node> rows_before_;
  std::vector<Node> rows_after_;
};

/// What is missing of `target` and all it requires. Nothing missing: an empty plan. Takes time in proportion to the
/// graph.
///
/// Throws StateError: what resolve_target throws, `unknown_database_revision`, `duplicate_version_row`, and `not_ahead`
/// for `-N`, which counts down from where the database is.
Plan plan_upgrade(const RevisionGraph& graph, std::span<const std::string> rows, std::string_view target);

/// All that stands on `target`, dependents included, newest first; `base` is below all. `branch@` limits it to what
/// stands on the target within that branch.
///
/// Throws StateError: what resolve_target throws, `unknown_database_revision`, `duplicate_version_row`, and `not_below`
/// for a target that has not been applied.
Plan plan_downgrade(const RevisionGraph& graph, std::span<const std::string> rows, std::string_view target);

}  // namespace retort::graph

#endif
