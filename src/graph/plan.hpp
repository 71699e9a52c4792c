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
  /// Mostly one UPDATE. Deletions and insertions come before it.
  RowChanges changes;
};

/// The steps that lead from one set of version rows to another, in order. The graph must outlive the plan, and the
/// plan the steps that are taken from it.
///
/// Kept as four arrays of numbers, 16 bytes a step; a PlanStep is put together when it is looked at.
class Plan {
 public:
  class Iterator {
   public:
    using value_type = PlanStep;
    using difference_type = std::ptrdiff_t;
    using reference = PlanStep;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    Iterator(const Plan& plan, std::size_t at) noexcept : plan_(&plan), at_(at) {}
    PlanStep operator*() const noexcept { return (*plan_)[at_]; }
    Iterator& operator++() noexcept {
      ++at_;
      return *this;
    }
    Iterator operator++(int) noexcept {
      auto old = *this;
      ++at_;
      return old;
    }
    bool operator==(const Iterator& other) const noexcept { return at_ == other.at_; }

   private:
    const Plan* plan_;
    std::size_t at_;
  };

  Plan(Plan&&) noexcept = default;
  Plan& operator=(Plan&&) noexcept = default;
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  ~Plan() = default;

  std::size_t size() const noexcept { return order_.size(); }
  bool empty() const noexcept { return order_.empty(); }
  Iterator begin() const noexcept { return {*this, 0}; }
  Iterator end() const noexcept { return {*this, size()}; }
  PlanStep operator[](std::size_t i) const noexcept {
    const std::size_t first = i == 0 ? 0 : ends_[i - 1];
    return {order_[i], direction_, RowChanges(*graph_, std::span(moves_).subspan(first, ends_[i] - first))};
  }
  Direction direction() const noexcept { return direction_; }
  /// The revisions, in the order in which they run.
  const std::vector<Node>& order() const noexcept { return order_; }

  /// The rows the plan was made for, and the rows when all steps have run, both in order of addition. With nothing to
  /// run both are the rows as they are.
  const std::vector<Node>& rows_before() const noexcept { return rows_before_; }
  const std::vector<Node>& rows_after() const noexcept { return rows_after_; }

 private:
  friend class Planner;

  Plan(const RevisionGraph& graph, Direction direction) : graph_(&graph), direction_(direction) {}

  const RevisionGraph* graph_;
  Direction direction_;
  std::vector<Node> order_;
  /// Where the moves of each step end.
  std::vector<std::uint32_t> ends_;
  std::vector<RowMove> moves_;
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

/// The one step that is the revision's own, whatever else is missing.
///
/// Throws StateError `unknown_revision`, and `not_next` when it cannot be taken from these rows: what the revision
/// stands on is not applied, or it is applied already (for a downgrade: it is no row).
Plan plan_step(const RevisionGraph& graph, std::span<const std::string> rows, std::string_view revision,
               Direction direction);

}  // namespace retort::graph

#endif
