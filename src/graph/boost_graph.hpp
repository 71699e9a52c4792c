#ifndef RETORT_SRC_GRAPH_BOOST_GRAPH_HPP
#define RETORT_SRC_GRAPH_BOOST_GRAPH_HPP

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/adjacency.hpp"

namespace retort::graph {

// The door to Boost.Graph: what is behind it is compiled in one file only.

/// The cycles of a graph, each with all of its nodes (a strong component of two nodes or more); a cycle that is a
/// plain ring is listed along its edges, any other in order of addition.
std::vector<std::vector<Node>> find_cycles(const Adjacency& edges, std::size_t nodes);

/// A node or an edge with the attributes Graphviz is to draw it with, written as `name=value` pairs.
struct DotAttribute {
  std::string name;
  std::string value;
};
struct DotEdge {
  std::size_t from;
  std::size_t to;
  std::vector<DotAttribute> attributes;
};

/// Writes a directed graph for Graphviz. Edges name nodes by their place in `nodes`.
void write_graphviz(std::ostream& out, std::span<const std::vector<DotAttribute>> nodes, std::span<const DotEdge> edges,
                    std::span<const DotAttribute> graph_attributes);

}  // namespace retort::graph

#endif
