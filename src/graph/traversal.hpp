#ifndef RETORT_SRC_GRAPH_TRAVERSAL_HPP
#define RETORT_SRC_GRAPH_TRAVERSAL_HPP

#include <algorithm>
#include <numeric>
#include <span>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::graph {

/// A set of nodes: a byte for each node of the graph, and the members in the order in which they were found.
class NodeSet {
 public:
  explicit NodeSet(const RevisionGraph& graph) : in_(graph.size(), 0) {}

  bool contains(Node node) const noexcept { return in_[node] != 0; }
  /// False if it was there already.
  bool insert(Node node) {
    if (in_[node] != 0) return false;
    in_[node] = 1;
    members_.push_back(node);
    return true;
  }
  void insert_all(std::span<const Node> nodes) {
    for (const Node node : nodes) insert(node);
  }
  void insert_every() {
    std::fill(in_.begin(), in_.end(), static_cast<unsigned char>(1));
    members_.resize(in_.size());
    std::iota(members_.begin(), members_.end(), Node{0});
  }
  const std::vector<Node>& members() const noexcept { return members_; }
  bool empty() const noexcept { return members_.empty(); }

 private:
  std::vector<unsigned char> in_;
  std::vector<Node> members_;
};

/// Which edges a traversal follows.
enum class Edges { revisions, all };

/// Adds `starts` and all below them to `set`; what is in it already counts as done, with all that is below it.
void add_ancestors(const RevisionGraph& graph, std::span<const Node> starts, Edges edges, NodeSet& set);
/// Adds `starts` and all above them to `set`. With `within`, only what is in that set is entered.
void add_descendants(const RevisionGraph& graph, std::span<const Node> starts, Edges edges, NodeSet& set,
                     const NodeSet* within = nullptr);

NodeSet ancestors(const RevisionGraph& graph, std::span<const Node> starts, Edges edges);
/// A branch as `branch@` means it: the revision, all it stands on and all that stands on it, by down_revision.
NodeSet lineage(const RevisionGraph& graph, Node branch);

/// The members in the order in which upgrades run them: what a revision requires comes before it, and a branch is
/// finished down to its branch point before its sibling starts; ties go to the revision that was added first. Takes
/// time in proportion to the members and their edges.
std::vector<Node> upgrade_order(const RevisionGraph& graph, const NodeSet& set);

/// Those of `nodes` that no other of them stands on, over all edges, in order of addition.
std::vector<Node> without_implied(const RevisionGraph& graph, std::span<const Node> nodes);

}  // namespace retort::graph

#endif
