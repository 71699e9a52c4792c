#include "graph/relative.hpp"

#include "graph/fault.hpp"

namespace retort::graph {

std::optional<Node> RelativeWalk::start_at(const std::vector<Node>& named) const {
  if (named.empty()) return std::nullopt;
  if (named.size() > 1) several_starts(named, "");
  return named.front();
}

std::optional<Node> RelativeWalk::start_at_rows(const std::vector<Node>& rows) const {
  auto starts = within(rows);
  if (starts.empty() && lineage_ != nullptr && !rows.empty()) {
    const auto applied = ancestors(graph_, rows, Edges::all);
    for (Node node = 0; node < graph_.size(); ++node) {
      if (!applied.contains(node) || !lineage_->contains(node)) continue;
      bool tip = true;
      for (const Node child : graph_.children(node))
        tip = tip && !(applied.contains(child) && lineage_->contains(child));
      if (tip) starts.push_back(node);
    }
  }
  if (starts.empty()) return std::nullopt;
  if (starts.size() > 1) several_starts(starts, "the database is at ");
  return starts.front();
}

std::optional<Node> RelativeWalk::from(std::optional<Node> start) const {
  const bool up = identifier_.offset > 0;
  const std::int64_t wanted = up ? identifier_.offset : -identifier_.offset;
  auto at = start;
  for (std::int64_t taken = 0; taken < wanted; ++taken) {
    // Below a base revision there is base, and below that nothing.
    if (!up && at && graph_.is_base(*at)) {
      at = std::nullopt;
      continue;
    }
    if (!up && !at) too_far(start, taken);
    const auto choices = next(at);
    if (choices.empty()) too_far(start, taken);
    if (choices.size() > 1) fork(at, choices);
    at = choices.front();
  }
  return at;
}

std::vector<Node> RelativeWalk::next(std::optional<Node> from) const {
  if (identifier_.offset < 0) {
    auto parents = within(graph_.parents(*from));
    return parents;
  }
  return within(from ? graph_.children(*from) : graph_.bases());
}

std::vector<Node> RelativeWalk::within(std::span<const Node> nodes) const {
  std::vector<Node> result;
  for (const Node node : nodes)
    if (lineage_ == nullptr || lineage_->contains(node)) result.push_back(node);
  return result;
}

std::string RelativeWalk::place(std::optional<Node> node) const { return node ? quoted(graph_.id(*node)) : "base"; }

void RelativeWalk::several_starts(const std::vector<Node>& starts, const char* what) const {
  const std::string steps(identifier_.text.substr(identifier_.text.find_first_of("+-")));
  throw_state("relative_ambiguous", quoted(identifier_.text) + " needs one revision to count from: " + what +
                                        listed(graph_.ids(starts)) + "; write " +
                                        quoted(graph_.id(starts.front()) + (what[0] == '\0' ? "" : "@") + steps) +
                                        " or the like, or name the target by its id");
}

void RelativeWalk::too_far(std::optional<Node> start, std::int64_t taken) const {
  const bool up = identifier_.offset > 0;
  std::string message = quoted(identifier_.text) + " is further than history goes: ";
  if (graph_.size() == 0) {
    message += "the set of migrations is empty";
  } else if (taken == 0) {
    message += "there is nothing " + std::string(up ? "above " : "below ") + place(start);
  } else {
    message += (taken == 1 ? "there is 1 step " : "there are " + std::to_string(taken) + " steps ") +
               (up ? "up from " : "down from ") + place(start);
  }
  throw_state("relative_out_of_range", message + (up ? "; 'heads' is the top" : "; 'base' is the bottom"),
              start ? graph_.id(*start) : std::string());
}

void RelativeWalk::fork(std::optional<Node> at, const std::vector<Node>& choices) const {
  const bool up = identifier_.offset > 0;
  throw_state("relative_ambiguous",
              quoted(identifier_.text) + " leads over " +
                  (at ? (up ? "the branch point " : "the merge point ") + quoted(graph_.id(*at)) : "base") + ", " +
                  (up ? "above" : "below") + " which are " + listed(graph_.ids(choices)) +
                  "; name the target by its id, or the way with <branch>@",
              at ? graph_.id(*at) : std::string());
}

}  // namespace retort::graph
