#include "graph/lanes.hpp"

#include <algorithm>

namespace retort::graph {

namespace {

void put(std::string& line, std::size_t at, char c) {
  if (line.size() <= at) line.resize(at + 1, ' ');
  line[at] = c;
}

}  // namespace

std::string Lanes::straight() const {
  std::string line;
  for (std::size_t i = 0; i < lanes_.size(); ++i) put(line, 2 * i, '|');
  return line;
}

std::size_t Lanes::column_of(Node node) {
  const auto found = std::find(lanes_.begin(), lanes_.end(), node);
  if (found != lanes_.end()) return static_cast<std::size_t>(found - lanes_.begin());
  lanes_.push_back(node);
  return lanes_.size() - 1;
}

std::vector<std::string> Lanes::place(Node node, std::span<const Node> parents, char mark) {
  const std::size_t column = column_of(node);
  std::vector<std::string> picture{straight()};
  picture[0][2 * column] = mark;

  // A parent to which a line further left leads already is reached by joining that line; every other one takes a lane
  // of its own, the first of them that of the node.
  std::vector<Node> joined, own;
  for (const Node parent : parents) {
    const auto left = lanes_.begin() + static_cast<std::ptrdiff_t>(column);
    (std::find(lanes_.begin(), left, parent) != left ? joined : own).push_back(parent);
  }
  if (own.size() > 1) widen(column, own.size() - 1, picture);

  std::vector<Node> before(lanes_.begin(), lanes_.begin() + static_cast<std::ptrdiff_t>(column));
  before.insert(before.end(), own.begin(), own.end());
  before.insert(before.end(), lanes_.begin() + static_cast<std::ptrdiff_t>(column) + 1, lanes_.end());

  // Lines to the same revision become one, in the leftmost of their columns.
  lanes_.clear();
  std::vector<Move> moves;
  const auto lead = [&](std::size_t from, Node to) {
    auto found = std::find(lanes_.begin(), lanes_.end(), to);
    if (found == lanes_.end()) found = lanes_.insert(found, to);
    moves.push_back({from, static_cast<std::size_t>(found - lanes_.begin())});
  };
  const std::size_t gone = own.empty() ? 1 : 0;
  for (std::size_t i = 0; i < column; ++i) lead(i, before[i]);
  for (const Node parent : joined) lead(column, parent);
  for (std::size_t i = column; i < before.size(); ++i) lead(i + gone, before[i]);
  shift(std::move(moves), picture);
  return picture;
}

void Lanes::widen(std::size_t column, std::size_t count, std::vector<std::string>& picture) const {
  // One more lane with every line: it leaves the node's column to the right, and what is there makes room.
  for (std::size_t done = 0; done < count; ++done) {
    std::string line;
    for (std::size_t i = 0; i <= column; ++i) put(line, 2 * i, '|');
    for (std::size_t i = column; i < lanes_.size() + done; ++i) put(line, 2 * i + 1, '\\');
    picture.push_back(std::move(line));
  }
}

void Lanes::shift(std::vector<Move> moves, std::vector<std::string>& picture) {
  // Lines only ever move left, each by one column a row. A line on the move takes the character between two columns
  // and one that stays that of its column, so the two can cross.
  const auto moving = [](const Move& move) { return move.from > move.to; };
  while (std::any_of(moves.begin(), moves.end(), moving)) {
    std::string line;
    for (auto& move : moves) {
      if (moving(move)) {
        put(line, 2 * move.from - 1, '/');
        --move.from;
      } else {
        put(line, 2 * move.from, '|');
      }
    }
    picture.push_back(std::move(line));
  }
}

}  // namespace retort::graph
