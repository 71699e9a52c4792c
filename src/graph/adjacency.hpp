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

/// The edges of every node in one array (compressed rows), each node's in two kinds: those of down_revision first,
/// then those of depends_on. Two allocations for a whole graph, and neighbours that lie side by side in memory.
class Adjacency {
 public:
  std::span<const Node> by_revision(Node node) const noexcept {
    return {edges_.data() + begin_[2 * std::size_t{node}], edges_.data() + begin_[2 * std::size_t{node} + 1]};
  }
  std::span<const Node> by_dependency(Node node) const noexcept {
    return {edges_.data() + begin_[2 * std::size_t{node} + 1], edges_.data() + begin_[2 * std::size_t{node} + 2]};
  }
  std::span<const Node> all(Node node) const noexcept {
    return {edges_.data() + begin_[2 * std::size_t{node}], edges_.data() + begin_[2 * std::size_t{node} + 2]};
  }
  std::size_t edge_count() const noexcept { return edges_.size(); }

  void reserve(std::size_t nodes) {
    begin_.reserve(2 * nodes + 1);
    edges_.reserve(nodes + nodes / 8);
    begin_.push_back(0);
  }
  /// Building row by row: the edges of one kind, then end_kind(); twice for every node.
  void add(Node to) { edges_.push_back(to); }
  void end_kind() { begin_.push_back(static_cast<std::uint32_t>(edges_.size())); }
  /// The part of the row that is being built.
  std::span<const Node> open_kind() const noexcept {
    return {edges_.data() + begin_.back(), edges_.data() + edges_.size()};
  }

  /// The part that was built before it.
  std::span<const Node> last_closed_kind() const noexcept {
    return {edges_.data() + begin_[begin_.size() - 2], edges_.data() + begin_.back()};
  }
  void sort_open_kind() { std::sort(edges_.begin() + static_cast<std::ptrdiff_t>(begin_.back()), edges_.end()); }

  /// The same edges the other way round; every row comes out in order of addition.
  Adjacency reversed() const {
    Adjacency result;
    result.begin_.assign(begin_.size() + 1, 0);
    const std::size_t nodes = begin_.size() / 2;
    for (std::size_t row = 0; row < 2 * nodes; ++row)
      for (std::uint32_t at = begin_[row]; at < begin_[row + 1]; ++at)
        ++result.begin_[2 * std::size_t{edges_[at]} + row % 2 + 2];
    for (std::size_t row = 1; row < result.begin_.size(); ++row) result.begin_[row] += result.begin_[row - 1];
    result.edges_.resize(edges_.size());
    // begin_[row + 1] serves as the cursor of `row` while filling, and ends as the beginning of the next row.
    for (std::size_t row = 0; row < 2 * nodes; ++row)
      for (std::uint32_t at = begin_[row]; at < begin_[row + 1]; ++at)
        result.edges_[result.begin_[2 * std::size_t{edges_[at]} + row % 2 + 1]++] = static_cast<Node>(row / 2);
    result.begin_.pop_back();
    return result;
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<Node> edges_;
};

}  // namespace retort::graph

#endif
