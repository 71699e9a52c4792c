#ifndef RETORT_SRC_GRAPH_LANES_HPP
#define RETORT_SRC_GRAPH_LANES_HPP

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "graph/adjacency.hpp"

namespace retort::graph {

/// The columns of a drawn history: each is a line on its way down to a revision that has not been drawn yet, and no
/// two lead to the same one. Column n takes the characters 2n (the line) and 2n+1 (where lines cross over).
class Lanes {
 public:
  /// Draws a revision and the lines from it to its parents, and moves the other lines closer together; returns the
  /// lines of the picture, the one with the mark first.
  std::vector<std::string> place(Node node, std::span<const Node> parents, char mark);
  /// A line on which nothing happens.
  std::string straight() const;

 private:
  /// A line that is at one column and on its way to another.
  struct Move {
    std::size_t from;
    std::size_t to;
  };

  std::size_t column_of(Node node);
  void widen(std::size_t column, std::size_t count, std::vector<std::string>& picture) const;
  static void shift(std::vector<Move> moves, std::vector<std::string>& picture);

  std::vector<Node> lanes_;
};

}  // namespace retort::graph

#endif
