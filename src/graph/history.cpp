#include "graph/history.hpp"

#include <algorithm>

#include "graph/fault.hpp"
#include "graph/identifier.hpp"
#include "graph/resolve.hpp"
#include "graph/traversal.hpp"

namespace retort::graph {

namespace {

std::vector<Node> newest_first(const RevisionGraph& graph, const NodeSet& set) {
  auto order = upgrade_order(graph, set);
  std::reverse(order.begin(), order.end());
  return order;
}

[[noreturn]] void refuse(const RevisionGraph& graph, std::string_view range, Node from, std::span<const Node> to) {
  NodeSet above(graph);
  const Node start[] = {from};
  add_ancestors(graph, start, Edges::all, above);
  const bool reversed = std::any_of(to.begin(), to.end(), [&](Node node) { return above.contains(node); });
  const auto parsed = parse_range(range);
  if (reversed)
    throw_state("range_reversed", quoted(range) + " is the wrong way round: " + quoted(graph.id(from)) + " stands on " +
                                      listed(graph.ids(to)) + "; write " +
                                      quoted(std::string(parsed->to) + ":" + std::string(parsed->from)));
  throw_state("not_an_ancestor", quoted(range) + " is not a range: " + listed(graph.ids(to)) +
                                     (to.size() == 1 ? " does not stand on " : " do not stand on ") +
                                     quoted(graph.id(from)) + "; take two revisions of one line");
}

}  // namespace

std::vector<Node> history(const RevisionGraph& graph) {
  NodeSet all(graph);
  for (Node node = 0; node < graph.size(); ++node) all.insert(node);
  return newest_first(graph, all);
}

std::vector<Node> history(const RevisionGraph& graph, std::string_view range, std::span<const std::string> rows) {
  if (range.empty()) return history(graph);
  const auto ends = parse_range(range);
  if (!ends) {
    NodeSet named(graph);
    named.insert_all(resolve(graph, range, rows));
    return newest_first(graph, named);
  }
  const Target from = ends->from.empty() ? Target{} : resolve_target(graph, ends->from, rows);
  Target to = resolve_target(graph, ends->to.empty() ? "heads" : ends->to, rows);
  // branch@ at the lower end is about the whole range: other branches' heads are left out.
  if (from.branch) {
    const auto branch = lineage(graph, *from.branch);
    std::erase_if(to.nodes, [&](Node node) { return !branch.contains(node); });
  }
  const auto below = ancestors(graph, to.nodes, Edges::all);
  if (from.nodes.empty()) return newest_first(graph, below);
  for (const Node node : from.nodes) {
    if (below.contains(node)) continue;
    if (to.nodes.empty())
      throw_state("range_reversed", quoted(range) + " is the wrong way round: base is below " + quoted(graph.id(node)) +
                                        "; write " + quoted(std::string(ends->to) + ":" + std::string(ends->from)));
    refuse(graph, range, node, to.nodes);
  }

  NodeSet above(graph);
  add_descendants(graph, from.nodes, Edges::revisions, above);
  NodeSet chosen(graph);
  // Of several lower ends one may stand on another; what lies below any of them is not after all of them.
  NodeSet before(graph);
  for (const Node node : from.nodes) add_ancestors(graph, graph.requirements(node), Edges::all, before);
  for (const Node node : above.members())
    if (below.contains(node) && !before.contains(node)) chosen.insert(node);
  chosen.insert_all(from.nodes);
  return newest_first(graph, chosen);
}

}  // namespace retort::graph
