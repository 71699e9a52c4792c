#ifndef RETORT_SRC_GRAPH_STAMP_HPP
#define RETORT_SRC_GRAPH_STAMP_HPP

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/revision_graph.hpp"
#include "graph/version_rows.hpp"

namespace retort::graph {

/// One of the targets of a stamp.
struct Stamped {
  /// The rows it replaces.
  std::vector<std::string> from;
  /// Nothing: base.
  std::optional<Node> to;
};

/// Row changes that run no migration. The graph must outlive the plan; it cannot be copied because its changes may
/// look at the rows it keeps.
struct StampPlan {
  StampPlan() = default;
  StampPlan(StampPlan&&) noexcept = default;
  StampPlan& operator=(StampPlan&&) noexcept = default;
  StampPlan(const StampPlan&) = delete;
  StampPlan& operator=(const StampPlan&) = delete;
  ~StampPlan() = default;

  /// Empty if the rows are what was asked for.
  std::vector<RowChange> changes;
  /// The targets that change something.
  std::vector<Stamped> stamped;
  std::vector<std::string> rows_before;
  std::vector<std::string> rows_after;
};

/// Replaces the rows of each target's lineage (all it stands on and all that stands on it, over all edges) by the
/// target; other rows stay. `base` removes all rows, `branch@base` those of that branch's lineage. With `purge` every
/// other row goes, also those that the set does not know.
///
/// Throws StateError: what resolve_target throws, `overlapping_targets` if one target stands on another,
/// `duplicate_version_row`, and without `purge` `unknown_database_revision`; UsageError if there is no target.
StampPlan plan_stamp(const RevisionGraph& graph, std::span<const std::string> rows,
                     std::span<const std::string> targets, bool purge);

}  // namespace retort::graph

#endif
