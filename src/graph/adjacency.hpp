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

/// The edges of every node, of two kinds: those of down_revision first, then those of depends_on.
///
/// Nearly every node of a history has a single edge, by down_revision. It is kept in the place of the node itself, so
/// that following a line is one look at memory for each revision: in a large graph that is what a traversal costs. Only
/// other nodes have their edges in a list of their own.
class Adjacency {
 public:
  std::span<const Node> all(Node node) const noexcept {
    const std::uint32_t place = places_[node];
    if (place < kList) return {&places_[node], 1};
    if (place == kNoNode) return {};
    const auto* list = list_of(place);
    return {list + 2, list[0] + list[1]};
  }
  std::span<const Node> by_revision(Node node) const noexcept {
    const std::uint32_t place = places_[node];
    if (place < kList) return {&places_[node], 1};
    if (place == kNoNode) return {};
    const auto* list = list_of(place);
    return {list + 2, list[0]};
  }
  std::span<const Node> by_dependency(Node node) const noexcept {
    const std::uint32_t place = places_[node];
    if (place < kList || place == kNoNode) return {};
    const auto* list = list_of(place);
    return {list + 2 + list[0], list[1]};
  }

  void reserve(std::size_t nodes) { places_.reserve(nodes); }
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
    if (is_list(places_.back())) {
      std::copy(open_.begin(), open_.end(), lists_.begin() + (places_.back() & ~kList) + 2);
    } else if (!open_.empty()) {
      places_.back() = open_.front();
    }
    open_.clear();
  }
  /// All edges of the node that is being built.
  std::span<const Node> open_node() const noexcept { return open_; }

  /// The same edges the other way round; of each kind they come out in order of addition.
  Adjacency reversed() const {
    const auto nodes = static_cast<Node>(places_.size());
    // How many of each kind there are; then, for nodes with a list, where the next of the kind goes. Two arrays, as
    // there are few dependencies, and what is looked at in no order had better be small.
    std::vector<std::uint32_t> revisions(nodes), dependencies(nodes);
    for (Node node = 0; node < nodes; ++node) {
      for (const Node to : by_revision(node)) ++revisions[to];
      for (const Node to : by_dependency(node)) ++dependencies[to];
    }
    Adjacency result;
    result.reserve(nodes);
    for (Node node = 0; node < nodes; ++node) {
      result.place(revisions[node], dependencies[node]);
      if (!is_list(result.places_.back())) continue;
      const auto first = (result.places_.back() & ~kList) + 2;
      dependencies[node] = first + std::exchange(revisions[node], first);
    }
    for (Node node = 0; node < nodes; ++node) {
      for (const Node to : by_revision(node)) result.put(to, revisions[to], node);
      for (const Node to : by_dependency(node)) result.put(to, dependencies[to], node);
    }
    return result;
  }

 private:
  /// Marks a place that is not an edge but tells where the list of the node begins.
  static constexpr std::uint32_t kList = std::uint32_t{1} << 31U;

  static bool is_list(std::uint32_t place) noexcept { return place >= kList && place != kNoNode; }
  const std::uint32_t* list_of(std::uint32_t place) const noexcept { return lists_.data() + (place & ~kList); }

  /// Makes room for the edges of the next node.
  void place(std::size_t revisions, std::size_t dependencies) {
    if (dependencies == 0 && revisions < 2) {
      places_.push_back(kNoNode);
      return;
    }
    places_.push_back(static_cast<std::uint32_t>(lists_.size()) | kList);
    lists_.push_back(static_cast<std::uint32_t>(revisions));
    lists_.push_back(static_cast<std::uint32_t>(dependencies));
    lists_.resize(lists_.size() + revisions + dependencies);
  }
  /// Puts one edge of a node for which place() has made room.
  void put(Node node, std::uint32_t& next, Node to) {
    if (is_list(places_[node])) {
      lists_[next++] = to;
    } else {
      places_[node] = to;
    }
  }

  /// The single edge, or where the list begins, or kNoNode.
  std::vector<std::uint32_t> places_;
  /// The lists: how many there are of each kind, then the edges.
  std::vector<std::uint32_t> lists_;
  /// Of the node that is being built.
  std::vector<Node> open_;
  std::size_t open_revisions_ = 0;
};

}  // namespace retort::graph

#endif
