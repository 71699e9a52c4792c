#include "graph/branch_labels.hpp"

#include "graph/traversal.hpp"

namespace retort::graph {

BranchLabels::BranchLabels(const RevisionGraph& graph) {
  const auto forked = [&](Node node) { return graph.is_merge_point(node) || graph.requirers(node).size() > 1; };
  for (Node owner = 0; owner < graph.size(); ++owner) {
    const auto& own = graph.spec(owner).branch_labels;
    if (own.empty()) continue;
    labels_.resize(graph.size());
    NodeSet carriers(graph);
    const Node start[] = {owner};
    add_descendants(graph, start, Edges::revisions, carriers);
    for (Node node = owner; !forked(node) && !graph.is_base(node);) {
      node = graph.parents(node).front();
      if (forked(node)) break;
      carriers.insert(node);
    }
    for (const Node node : carriers.members())
      for (const auto& label : own) labels_[node].push_back(label);
  }
}

}  // namespace retort::graph
