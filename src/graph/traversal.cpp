#include "graph/traversal.hpp"

#include <algorithm>
#include <functional>

namespace retort::graph {

// Everything here keeps its own stack: a history of 100,000 revisions in one line must not overflow the thread's.

void add_ancestors(const RevisionGraph& graph, std::span<const Node> starts, Edges edges, NodeSet& set) {
  std::size_t next = set.members().size();
  set.insert_all(starts);
  for (; next < set.members().size(); ++next) {
    const Node node = set.members()[next];
    set.insert_all(edges == Edges::all ? graph.requirements(node) : graph.parents(node));
  }
}

void add_descendants(const RevisionGraph& graph, std::span<const Node> starts, Edges edges, NodeSet& set,
                     const NodeSet* within) {
  std::size_t next = set.members().size();
  const auto enter = [&](std::span<const Node> nodes) {
    for (const Node node : nodes)
      if (within == nullptr || within->contains(node)) set.insert(node);
  };
  enter(starts);
  for (; next < set.members().size(); ++next) {
    const Node node = set.members()[next];
    enter(edges == Edges::all ? graph.requirers(node) : graph.children(node));
  }
}

NodeSet ancestors(const RevisionGraph& graph, std::span<const Node> starts, Edges edges) {
  NodeSet set(graph);
  add_ancestors(graph, starts, edges, set);
  return set;
}

NodeSet lineage(const RevisionGraph& graph, Node branch) {
  const Node start[] = {branch};
  NodeSet set = ancestors(graph, start, Edges::revisions);
  NodeSet above(graph);
  add_descendants(graph, start, Edges::revisions, above);
  set.insert_all(above.members());
  return set;
}

std::vector<Node> upgrade_order(const RevisionGraph& graph, const NodeSet& set) {
  // Everything the loops ask about a node is in one byte, because in a large graph every look at it is a cache miss.
  constexpr unsigned char kMember = 1, kRequired = 2, kEntered = 4;
  std::vector<unsigned char> state(graph.size(), 0);
  for (Node node = 0; node < graph.size(); ++node) {
    if (!set.contains(node)) continue;
    state[node] |= kMember;
    for (const Node below : graph.requirements(node)) state[below] |= kRequired;
  }
  // Depth first from the tips of the set. An entry with the mark is a node of which all requirements are out.
  constexpr Node kMark = Node{1} << 31U;
  std::vector<Node> stack;
  for (std::size_t node = graph.size(); node-- > 0;)
    if (state[node] == kMember) stack.push_back(static_cast<Node>(node));

  std::vector<Node> order;
  order.reserve(set.members().size());
  while (!stack.empty()) {
    const Node top = stack.back();
    if ((top & kMark) != 0) {
      stack.pop_back();
      order.push_back(top & ~kMark);
      continue;
    }
    if ((state[top] & kEntered) != 0) {
      stack.pop_back();
      continue;
    }
    state[top] |= kEntered;
    stack.back() |= kMark;
    const auto first = static_cast<std::ptrdiff_t>(stack.size());
    for (const Node below : graph.requirements(top))
      if ((state[below] & (kMember | kEntered)) == kMember) stack.push_back(below);
    if (stack.end() - stack.begin() > first + 1) std::sort(stack.begin() + first, stack.end(), std::greater<>());
  }
  return order;
}

std::vector<Node> without_implied(const RevisionGraph& graph, std::span<const Node> nodes) {
  NodeSet below(graph);
  for (const Node node : nodes) add_ancestors(graph, graph.requirements(node), Edges::all, below);
  std::vector<Node> result;
  for (const Node node : nodes)
    if (!below.contains(node)) result.push_back(node);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

}  // namespace retort::graph
