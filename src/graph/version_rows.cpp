#include "graph/version_rows.hpp"

#include <algorithm>

#include "graph/fault.hpp"

namespace retort::graph {

VersionRows::VersionRows(std::span<const std::string> ids) : ids_(ids.begin(), ids.end()) {}

bool VersionRows::apply(const RowChange& change) {
  if (!change.to.empty() && std::find(ids_.begin(), ids_.end(), change.to) != ids_.end()) return false;
  if (change.from.empty()) {
    ids_.emplace_back(change.to);
    return true;
  }
  if (std::count(ids_.begin(), ids_.end(), change.from) != 1) return false;
  const auto row = std::find(ids_.begin(), ids_.end(), change.from);
  if (change.to.empty())
    ids_.erase(row);
  else
    row->assign(change.to);
  return true;
}

bool VersionRows::apply(const RowChanges& changes) {
  auto copy = *this;
  for (const RowChange change : changes)
    if (!copy.apply(change)) return false;
  *this = std::move(copy);
  return true;
}

KnownRows sort_rows(const RevisionGraph& graph, std::span<const std::string> rows) {
  KnownRows result;
  for (const auto& row : rows) {
    if (const auto node = graph.find(row))
      result.nodes.push_back(*node);
    else
      result.unknown.push_back(row);
  }
  std::sort(result.nodes.begin(), result.nodes.end());
  return result;
}

std::vector<Node> rows_to_nodes(const RevisionGraph& graph, std::span<const std::string> rows) {
  auto sorted = sort_rows(graph, rows);
  if (!sorted.unknown.empty()) {
    std::vector<std::string> names;
    for (const auto& row : sorted.unknown) names.push_back(quoted(row));
    throw_state("unknown_database_revision",
                "the version table holds " + listed(names) + ", which " +
                    (names.size() == 1 ? "is not a revision" : "are not revisions") +
                    " of this program: a newer or another program has migrated this database; run that program, or "
                    "set the version rows with stamp --purge if you know what the database holds",
                sorted.unknown.front());
  }
  const auto twice = std::adjacent_find(sorted.nodes.begin(), sorted.nodes.end());
  if (twice != sorted.nodes.end())
    throw_state("duplicate_version_row",
                "the version table holds " + quoted(graph.id(*twice)) +
                    " more than once, and a step must change exactly one row; delete the copies",
                graph.id(*twice));
  return std::move(sorted.nodes);
}

bool at_heads(const RevisionGraph& graph, std::span<const std::string> rows) noexcept {
  const auto heads = graph.effective_heads();
  std::size_t found = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto node = graph.find(rows[i]);
    if (!node) return false;
    const bool head = graph.requirers(*node).empty();
    if (!head) continue;
    if (std::find(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(i), rows[i]) ==
        rows.begin() + static_cast<std::ptrdiff_t>(i))
      ++found;
  }
  return found == heads.size();
}

RowKeeper::RowKeeper(const RevisionGraph& graph, std::span<const Node> rows, std::span<const Node> applied)
    : graph_(graph), rows_before_(rows.begin(), rows.end()), above_(graph.size(), kNotApplied) {
  for (const Node node : applied) above_[node] = 0;
  for (const Node node : applied)
    for (const Node below : graph.requirements(node)) ++above_[below];
}

void RowKeeper::drop_implied(std::vector<RowMove>& moves) {
  if (started_) return;
  started_ = true;
  for (const Node row : rows_before_)
    if (above_[row] > 0) moves.push_back({row, kNoNode});
}

void RowKeeper::upgrade(Node revision, std::vector<RowMove>& moves) {
  drop_implied(moves);
  Node kept = kNoNode;
  // Parents come first among the requirements, so the row of the revision's own line is the one that moves on.
  for (const Node below : graph_.requirements(revision)) {
    if (above_[below]++ > 0) continue;
    if (kept == kNoNode)
      kept = below;
    else
      moves.push_back({below, kNoNode});
  }
  above_[revision] = 0;
  moves.push_back({kept, revision});
}

void RowKeeper::downgrade(Node revision, std::vector<RowMove>& moves) {
  drop_implied(moves);
  Node kept = kNoNode;
  for (const Node below : graph_.requirements(revision)) {
    if (--above_[below] > 0) continue;
    if (kept == kNoNode)
      kept = below;
    else
      moves.push_back({kNoNode, below});
  }
  above_[revision] = kNotApplied;
  moves.push_back({revision, kept});
}

std::vector<Node> RowKeeper::rows() const {
  std::vector<Node> result;
  for (Node node = 0; node < graph_.size(); ++node)
    if (above_[node] == 0) result.push_back(node);
  return result;
}

}  // namespace retort::graph
