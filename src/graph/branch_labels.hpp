#ifndef RETORT_SRC_GRAPH_BRANCH_LABELS_HPP
#define RETORT_SRC_GRAPH_BRANCH_LABELS_HPP

#include <span>
#include <string_view>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::graph {

/// Which labels each revision carries: its own, those of the revisions it descends from, and those of a descendant
/// with which it is on one unforked line.
///
/// A label is passed on to all descendants by down_revision, and down through the parents as far as each is neither a
/// merge point nor has more than one revision, child or dependent, standing on it. A list for the eye (heads,
/// history -v); nothing is planned from it. The graph must outlive it.
class BranchLabels {
 public:
  explicit BranchLabels(const RevisionGraph& graph);

  /// In the order in which the labels were declared.
  std::span<const std::string_view> of(Node node) const noexcept {
    return labels_.empty() ? std::span<const std::string_view>() : labels_[node];
  }

 private:
  std::vector<std::vector<std::string_view>> labels_;
};

}  // namespace retort::graph

#endif
