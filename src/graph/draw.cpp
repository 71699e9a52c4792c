#include "graph/draw.hpp"

#include <algorithm>
#include <ostream>

#include "graph/lanes.hpp"
#include "graph/traversal.hpp"

namespace retort::graph {

void draw(std::ostream& out, const RevisionGraph& graph, std::span<const Node> newest_first, const NodeTexts& texts) {
  NodeSet shown(graph);
  shown.insert_all(newest_first);
  Lanes lanes;
  for (const Node node : newest_first) {
    std::vector<Node> parents;
    for (const Node parent : graph.parents(node))
      if (shown.contains(parent)) parents.push_back(parent);
    const auto text = texts(node);
    const auto picture = lanes.place(node, parents, text.mark);

    // The other lines of text stand beside the lines that lead to the parents, and if there are more of them the lanes
    // go on straight.
    const std::size_t height = std::max(picture.size(), text.lines.size());
    std::size_t indent = 1;
    for (std::size_t i = 1; i < std::min(picture.size(), text.lines.size()); ++i)
      indent = std::max(indent, picture[i].size());
    for (std::size_t i = 0; i < height; ++i) {
      std::string line = i < picture.size() ? picture[i] : lanes.straight();
      if (i < text.lines.size()) {
        if (i > 0) line.resize(std::max(line.size(), indent), ' ');
        line += ' ' + text.lines[i];
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out << line << '\n';
    }
  }
}

}  // namespace retort::graph
