#ifndef RETORT_SRC_GRAPH_RELATIVE_HPP
#define RETORT_SRC_GRAPH_RELATIVE_HPP

#include <optional>
#include <vector>

#include "graph/identifier.hpp"
#include "graph/traversal.hpp"

namespace retort::graph {

/// The steps of `rev+N`, `rev-N`, `+N` and `-N`: along down_revision, one revision at a time, never over a fork that
/// would need a guess. A place without a node is base.
class RelativeWalk {
 public:
  /// `lineage` is that of `branch@`, which decides at forks, or null. Everything given must outlive the walk.
  RelativeWalk(const RevisionGraph& graph, const Identifier& identifier, const NodeSet* lineage)
      : graph_(graph), identifier_(identifier), lineage_(lineage) {}

  /// The one start that a name gives.
  std::optional<Node> start_at(const std::vector<Node>& named) const;
  /// The row to start from: the only one, or that of the branch; for a branch without a row, the tip of what is
  /// applied of it, which is where it branches off.
  std::optional<Node> start_at_rows(const std::vector<Node>& rows) const;
  std::optional<Node> from(std::optional<Node> start) const;

 private:
  std::vector<Node> next(std::optional<Node> from) const;
  std::vector<Node> within(std::span<const Node> nodes) const;
  std::string place(std::optional<Node> node) const;
  [[noreturn]] void several_starts(const std::vector<Node>& starts, const char* what) const;
  [[noreturn]] void too_far(std::optional<Node> start, std::int64_t taken) const;
  [[noreturn]] void fork(std::optional<Node> at, const std::vector<Node>& choices) const;

  const RevisionGraph& graph_;
  const Identifier& identifier_;
  const NodeSet* lineage_;
};

}  // namespace retort::graph

#endif
