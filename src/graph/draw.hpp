#ifndef RETORT_SRC_GRAPH_DRAW_HPP
#define RETORT_SRC_GRAPH_DRAW_HPP

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::graph {

/// What is written beside a revision.
struct NodeText {
  /// The revision itself, in its column.
  char mark = '*';
  /// The first stands beside the mark, the others below it.
  std::vector<std::string> lines;
};

using NodeTexts = std::function<NodeText(Node)>;

/// Draws revisions in the terminal as `git log --graph` does: one mark a revision, newest at the top, lines to the
/// parents.
///
///     * e
///     |\       (a merge)
///     * | d2
///     | * d1
///     |/
///     * b
///
/// `newest_first` is what history() gives; parents that are not in it are left out. Written line by line, no line ends
/// in a space. ASCII only.
void draw(std::ostream& out, const RevisionGraph& graph, std::span<const Node> newest_first, const NodeTexts& texts);

/// Writes revisions for Graphviz: an arrow from each parent to its child, dashed from what depends_on names; the newest
/// at the top. Each node shows the lines of its text; one with a mark other than `*` is bold and coloured.
void write_dot(std::ostream& out, const RevisionGraph& graph, std::span<const Node> newest_first,
               const NodeTexts& texts);

/// The same as a Mermaid flowchart.
void write_mermaid(std::ostream& out, const RevisionGraph& graph, std::span<const Node> newest_first,
                   const NodeTexts& texts);

}  // namespace retort::graph

#endif
