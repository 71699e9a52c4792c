#ifndef RETORT_SRC_GRAPH_ADJACENCY_HPP
#define RETORT_SRC_GRAPH_ADJACENCY_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace retort::graph {

/// A revision, as its place in the order of addition.
using Node = std::uint32_t;

/// The node that is none.
inline constexpr Node kNoNode = std::numeric_limits<Node>::max();

/// The edges of every node, of two kinds: those of down_revision first, then those of depends_on.
///
/// Nearly every node of a history has a single edge. It is kept with the node itself, so that following a line is one
/// look at memory for each revision: in a large graph that is what a traversal costs. Only nodes with more edges have
/// them in a list of their own.
class Adjacency {
 public:
  std::span<const Node> all(Node node) const noexcept {
    switch (kind_[node]) {
      case Kind::none:
        return {};
      case Kind::list:
        return {edges_.data() + value_[node] + 2, edges_[value_[node]] + edges_[value_[node] + 1]};
      case Kind::one_revision:
      case Kind::one_dependency:
        break;
    }
    return {&value_[node], 1};
  }
  std::span<const Node> by_revision(Node node) const noexcept {
    if (kind_[node] == Kind::one_revision) return {&value_[node], 1};
    if (kind_[node] != Kind::list) return {};
    return {edges_.data() + value_[node] + 2, edges_[value_[node]]};
  }
  std::span<const Node> by_dependency(Node node) const noexcept {
    if (kind_[node] == Kind::one_dependency) return {&value_[node], 1};
    if (kind_[node] != Kind::list) return {};
    return {edges_.data() + value_[node] + 2 + edges_[value_[node]], edges_[value_[node] + 1]};
  }

  void reserve(std::size_t nodes) {
    kind_.reserve(nodes);
    value_.reserve(nodes);
  }
  /// Building node by node: its parents, end_revisions(), its dependencies, end_node().
  void add(Node to) { open_.push_back(to); }
  void end_revisions() {
    open_revisions_ = open_.size();
    std::sort(open_.begin(), open_.end());
  }
  void end_node() {
    const std::size_t dependencies = open_.size() - open_revisions_;
    std::sort(open_.begin() + static_cast<std::ptrdiff_t>(open_revisions_), open_.end());
    place(open_revisions_, dependencies);
    if (kind_.back() == Kind::list) {
      std::copy(open_.begin(), open_.end(), edges_.begin() + value_.back() + 2);
    } else if (!open_.empty()) {
      value_.back() = open_.front();
    }
    open_.clear();
  }
  /// All edges of the node that is being built.
  std::span<const Node> open_node() const noexcept { return open_; }

  /// The same edges the other way round; of each kind they come out in order of addition.
  Adjacency reversed() const {
    const auto nodes = static_cast<Node>(kind_.size());
    // How many of each kind there are; then, for nodes with a list, where the next of the kind goes.
    struct Counts {
      std::uint32_t revisions = 0;
      std::uint32_t dependencies = 0;
    };
    std::vector<Counts> counts(nodes);
    for (Node node = 0; node < nodes; ++node) {
      for (const Node to : by_revision(node)) ++counts[to].revisions;
      for (const Node to : by_dependency(node)) ++counts[to].dependencies;
    }
    Adjacency result;
    result.reserve(nodes);
    for (auto& count : counts) {
      result.place(count.revisions, count.dependencies);
      if (result.kind_.back() != Kind::list) continue;
      const auto first = result.value_.back() + 2;
      count = {first, first + count.revisions};
    }
    for (Node node = 0; node < nodes; ++node) {
      for (const Node to : by_revision(node)) result.put(to, counts[to].revisions, node);
      for (const Node to : by_dependency(node)) result.put(to, counts[to].dependencies, node);
    }
    return result;
  }

 private:
  enum class Kind : std::uint8_t { none, one_revision, one_dependency, list };

  /// Makes room for the edges of the next node.
  void place(std::size_t revisions, std::size_t dependencies) {
    if (revisions + dependencies < 2) {
      kind_.push_back(revisions == 1 ? Kind::one_revision : dependencies == 1 ? Kind::one_dependency : Kind::none);
      value_.push_back(kNoNode);
      return;
    }
    kind_.push_back(Kind::list);
    value_.push_back(static_cast<std::uint32_t>(edges_.size()));
    edges_.push_back(static_cast<std::uint32_t>(revisions));
    edges_.push_back(static_cast<std::uint32_t>(dependencies));
    edges_.resize(edges_.size() + revisions + dependencies);
  }
  /// Puts one edge of a node for which place() has made room.
  void put(Node node, std::uint32_t& next, Node to) {
    if (kind_[node] == Kind::list) {
      edges_[next++] = to;
    } else {
      value_[node] = to;
    }
  }

  std::vector<Kind> kind_;
  /// The single edge; of a node with a list, where it begins.
  std::vector<std::uint32_t> value_;
  /// The lists: how many there are of each kind, then the edges.
  std::vector<std::uint32_t> edges_;
  /// Of the node that is being built.
  std::vector<Node> open_;
  std::size_t open_revisions_ = 0;
};

}  // namespace retort::graph

#endif
