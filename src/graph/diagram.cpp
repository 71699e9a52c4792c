#include <ostream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/boost_graph.hpp"
#include "graph/draw.hpp"

namespace retort::graph {

namespace {

struct Edge {
  std::size_t from;
  std::size_t to;
  bool dependency;
};

/// The edges between the nodes that are shown, by their places in the list, from the lower to the upper revision.
std::vector<Edge> shown_edges(const RevisionGraph& graph, std::span<const Node> nodes) {
  std::unordered_map<Node, std::size_t> place;
  for (std::size_t i = 0; i < nodes.size(); ++i) place.emplace(nodes[i], i);
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto add = [&](std::span<const Node> below, bool dependency) {
      for (const Node node : below)
        if (const auto found = place.find(node); found != place.end()) edges.push_back({found->second, i, dependency});
    };
    add(graph.parents(nodes[i]), false);
    add(graph.dependencies(nodes[i]), true);
  }
  return edges;
}

std::string joined(const std::vector<std::string>& lines, const char* between) {
  std::string result;
  for (const auto& line : lines) result += (result.empty() ? "" : between) + line;
  return result;
}

/// In a label of Graphviz a backslash begins an escape; quotes are Boost's affair.
std::string dot_text(const std::string& text) {
  std::string result;
  for (const char c : text) result += c == '\\' ? std::string("\\\\") : std::string(1, c);
  return result;
}

/// Mermaid takes a text in double quotes, and entities for what would end or format it.
std::string mermaid_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "#quot;";
        break;
      case '<':
        result += "#lt;";
        break;
      case '>':
        result += "#gt;";
        break;
      case '&':
        result += "#amp;";
        break;
      case '#':
        result += "#35;";
        break;
      case '`':
        result += "#96;";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result;
}

}  // namespace

void write_dot(std::ostream& out, const RevisionGraph& graph, std::span<const Node> newest_first,
               const NodeTexts& texts) {
  std::vector<std::vector<DotAttribute>> nodes;
  for (const Node node : newest_first) {
    const auto text = texts(node);
    std::vector<std::string> lines;
    for (const auto& line : text.lines) lines.push_back(dot_text(line));
    nodes.push_back({{"label", joined(lines, "\\n")}, {"shape", "box"}});
    // Where the database is, or whatever else the caller marks, stands out.
    if (text.mark != '*') nodes.back().insert(nodes.back().end(), {{"style", "bold,filled"}, {"fillcolor", "#fff2b3"}});
  }
  std::vector<DotEdge> edges;
  for (const auto& edge : shown_edges(graph, newest_first)) {
    edges.push_back({edge.from, edge.to, {}});
    if (edge.dependency) edges.back().attributes = {{"style", "dashed"}, {"label", "needed by"}};
  }
  const DotAttribute whole[] = {{"rankdir", "BT"}};
  write_graphviz(out, nodes, edges, whole);
}

void write_mermaid(std::ostream& out, const RevisionGraph& graph, std::span<const Node> newest_first,
                   const NodeTexts& texts) {
  out << "flowchart BT\n";
  for (std::size_t i = 0; i < newest_first.size(); ++i) {
    const auto text = texts(newest_first[i]);
    std::vector<std::string> lines;
    for (const auto& line : text.lines) lines.push_back(mermaid_text(line));
    const bool marked = text.mark != '*';
    out << "  n" << i << (marked ? "([\"" : "[\"") << joined(lines, "<br/>") << (marked ? "\"])" : "\"]") << '\n';
  }
  for (const auto& edge : shown_edges(graph, newest_first))
    out << "  n" << edge.from << (edge.dependency ? " -. needed by .-> " : " --> ") << 'n' << edge.to << '\n';
}

}  // namespace retort::graph
