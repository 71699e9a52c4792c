#include "graph/branch_labels.hpp"

#include "graph/traversal.hpp"

namespace retort::graph {

BranchLabels::BranchLabels(const RevisionGraph& graph) {
  const auto forked = [&](Node node) { return graph.is_merge_point(node) || graph.requirers(node).size() > 1; };
  if (!graph.labels().empty()) labels_.resize(graph.size());
  for (const auto& [label, owner] : graph.labels()) {
    NodeSet carriers(graph);
    const Node start[] = {owner};
    add_descendants(graph, start, Edges::revisions, carriers);
    for (Node node = owner; !forked(node) && !graph.is_base(node);) {
      node = graph.parents(node).front();
      if (forked(node)) break;
      carriers.insert(node);
    }
    for (const Node node : carriers.members()) labels_[node].emplace_back(label);
  }
}

}  // namespace retort::graph
