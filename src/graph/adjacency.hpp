#ifndef RETORT_SRC_GRAPH_ADJACENCY_HPP
#define RETORT_SRC_GRAPH_ADJACENCY_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace retort::graph {

/// A revision, as its place in the order of addition.
using Node = std::uint32_t;

/// The node that is none.
inline constexpr Node kNoNode = std::numeric_limits<Node>::max();

/// The edges of every node in one array (compressed rows), each node's in two kinds: those of down_revision first,
/// then those of depends_on. Few allocations for a whole graph, and neighbours that lie side by side in memory.
class Adjacency {
 public:
  std::span<const Node> all(Node node) const noexcept { return part(begin_[node], begin_[std::size_t{node} + 1]); }
  std::span<const Node> by_revision(Node node) const noexcept { return part(begin_[node], split_[node]); }
  std::span<const Node> by_dependency(Node node) const noexcept {
    return part(split_[node], begin_[std::size_t{node} + 1]);
  }
  std::size_t edge_count() const noexcept { return edges_.size(); }

  void reserve(std::size_t nodes) {
    begin_.reserve(nodes + 1);
    split_.reserve(nodes);
    edges_.reserve(nodes + nodes / 8);
    begin_.push_back(0);
  }
  /// Building node by node: its parents, end_revisions(), its dependencies, end_node().
  void add(Node to) { edges_.push_back(to); }
  void end_revisions() { split_.push_back(end()); }
  void end_node() { begin_.push_back(end()); }
  /// All edges of the node that is being built.
  std::span<const Node> open_node() const noexcept { return part(begin_.back(), end()); }

  /// Puts the edges of the kind that is being built in order of addition.
  void sort_open_kind() {
    const auto from = split_.size() < begin_.size() ? begin_.back() : split_.back();
    std::sort(edges_.begin() + from, edges_.end());
  }

  /// The same edges the other way round; of each kind they come out in order of addition.
  Adjacency reversed() const {
    const std::size_t nodes = split_.size();
    Adjacency result;
    result.begin_.assign(nodes + 1, 0);
    result.split_.assign(nodes, 0);
    result.edges_.resize(edges_.size());
    // First how many of each kind there are, then where each kind begins, and while filling where its next one goes.
    auto& revisions = result.begin_;
    auto& dependencies = result.split_;
    for (Node node = 0; node < nodes; ++node) {
      for (const Node to : by_revision(node)) ++revisions[to];
      for (const Node to : by_dependency(node)) ++dependencies[to];
    }
    std::uint32_t next = 0;
    for (std::size_t node = 0; node < nodes; ++node) {
      begin_here(revisions[node], next);
      begin_here(dependencies[node], next);
    }
    for (Node node = 0; node < nodes; ++node) {
      for (const Node to : by_revision(node)) result.edges_[revisions[to]++] = node;
      for (const Node to : by_dependency(node)) result.edges_[dependencies[to]++] = node;
    }
    // Now each array holds the ends of its kind: of the revisions, the split; of the dependencies, the next beginning.
    std::swap(result.begin_, result.split_);
    result.begin_.insert(result.begin_.begin(), 0);
    result.split_.pop_back();
    return result;
  }

 private:
  std::uint32_t end() const noexcept { return static_cast<std::uint32_t>(edges_.size()); }
  std::span<const Node> part(std::uint32_t from, std::uint32_t to) const noexcept {
    return {edges_.data() + from, edges_.data() + to};
  }
  /// Turns a count into the place where the counted begin, and moves that place on.
  static void begin_here(std::uint32_t& count, std::uint32_t& next) noexcept {
    const auto first = next;
    next += count;
    count = first;
  }

  std::vector<std::uint32_t> begin_;
  /// Where the dependencies of each node begin. Apart from begin_, because planning looks at all edges alike.
  std::vector<std::uint32_t> split_;
  std::vector<Node> edges_;
};

}  // namespace retort::graph

#endif
