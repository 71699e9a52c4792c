#include "graph/boost_graph.hpp"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/graphviz.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/property_map/property_map.hpp>
#include <ostream>
#include <utility>

namespace retort::graph {

namespace {

using Compressed = boost::compressed_sparse_row_graph<boost::directedS>;
// Not an adjacency_list: to write one, GCC 12 warns of uninitialized memory inside of Boost when it optimizes.
using Drawn = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, std::size_t>;

/// `[name="value", ...]`, with Boost's own rules of what must be quoted.
void write_attributes(std::ostream& out, std::span<const DotAttribute> attributes) {
  if (attributes.empty()) return;
  const char* between = "[";
  for (const auto& attribute : attributes) {
    out << between << attribute.name << '=' << boost::escape_dot_string(attribute.value);
    between = ", ";
  }
  out << ']';
}

/// The nodes of a component along its edges, if each has just one edge that stays within it.
std::vector<Node> along_the_ring(const Adjacency& edges, const std::vector<std::size_t>& component,
                                 const std::vector<Node>& members) {
  std::vector<Node> ring;
  Node node = members.front();
  do {
    ring.push_back(node);
    Node next = kNoNode;
    for (const Node below : edges.all(node)) {
      if (component[below] != component[node]) continue;
      if (next != kNoNode) return members;
      next = below;
    }
    node = next;
  } while (node != members.front() && ring.size() <= members.size());
  return ring.size() == members.size() ? ring : members;
}

}  // namespace

std::vector<std::vector<Node>> find_cycles(const Adjacency& edges, std::size_t nodes) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (Node node = 0; node < nodes; ++node)
    for (const Node below : edges.all(node)) pairs.emplace_back(node, below);
  const Compressed graph(boost::edges_are_sorted, pairs.begin(), pairs.end(), nodes);

  std::vector<std::size_t> component(nodes);
  const auto index = boost::get(boost::vertex_index, graph);
  const std::size_t components =
      boost::strong_components(graph, boost::make_iterator_property_map(component.begin(), index));

  std::vector<std::vector<Node>> members(components);
  for (Node node = 0; node < nodes; ++node) members[component[node]].push_back(node);
  std::vector<std::vector<Node>> cycles;
  for (const auto& group : members)
    if (group.size() > 1) cycles.push_back(along_the_ring(edges, component, group));
  // Boost numbers components from the far end; a reader looks for the first added first.
  std::sort(cycles.begin(), cycles.end());
  return cycles;
}

void write_graphviz(std::ostream& out, std::span<const std::vector<DotAttribute>> nodes, std::span<const DotEdge> edges,
                    std::span<const DotAttribute> graph_attributes) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    pairs.emplace_back(edges[i].from, edges[i].to);
    places.push_back(i);
  }
  const Drawn graph(boost::edges_are_unsorted_multi_pass, pairs.begin(), pairs.end(), places.begin(), nodes.size());
  boost::write_graphviz(
      out, graph, [&](std::ostream& to, std::size_t node) { write_attributes(to, nodes[node]); },
      [&](std::ostream& to, const auto& edge) { write_attributes(to, edges[graph[edge]].attributes); },
      [&](std::ostream& to) {
        for (const auto& attribute : graph_attributes)
          to << attribute.name << '=' << boost::escape_dot_string(attribute.value) << ";\n";
      });
}

}  // namespace retort::graph
