#include "graph/stamp.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "graph/fault.hpp"
#include "graph/resolve.hpp"
#include "graph/traversal.hpp"

namespace retort::graph {

namespace {

/// What one target stands for, with the rows it is about.
struct Place {
  std::string_view text;
  std::optional<Node> to;
  /// Nothing: the place concerns every row.
  std::optional<NodeSet> lineage;

  bool concerns(Node node) const { return !lineage || lineage->contains(node); }
};

NodeSet full_lineage(const RevisionGraph& graph, Node node) {
  const Node start[] = {node};
  NodeSet set = ancestors(graph, start, Edges::all);
  NodeSet above(graph);
  add_descendants(graph, start, Edges::all, above);
  set.insert_all(above.members());
  return set;
}

void add_places(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows,
                std::vector<Place>& places) {
  const auto target = resolve_target(graph, text, rows);
  auto nodes = target.nodes;
  // Of the heads only those make a row that no other head depends on, and of the rows those that are not implied.
  if (target.identifier.name == "heads" || target.identifier.name == "current") nodes = without_implied(graph, nodes);
  for (const Node node : nodes) places.push_back({text, node, full_lineage(graph, node)});
  if (!nodes.empty() || target.identifier.name == "heads" || target.identifier.name == "head") return;
  if (target.identifier.name == "current" && !target.identifier.is_relative()) return;
  const auto branch = target.branch ? target.branch : target.start;
  places.push_back({text, std::nullopt, branch ? std::optional(full_lineage(graph, *branch)) : std::nullopt});
}

void refuse_overlaps(const RevisionGraph& graph, const std::vector<Place>& places) {
  const auto name = [&](const Place& place) { return place.to ? graph.id(*place.to) : std::string(place.text); };
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (std::size_t j = i + 1; j < places.size(); ++j) {
      const auto& a = places[i];
      const auto& b = places[j];
      const bool overlap = (b.to && a.concerns(*b.to)) || (a.to && b.concerns(*a.to)) || (!a.to && !b.to);
      if (overlap)
        throw_state("overlapping_targets", "the targets " + quoted(name(a)) + " and " + quoted(name(b)) +
                                               " overlap: one stands on the other, so that only the upper one would "
                                               "be a version row; name just one of the two");
    }
  }
}

/// A row that is there twice cannot be deleted by a change that must touch one row.
void refuse_copies(const RevisionGraph& graph, std::span<const std::string> rows) {
  std::vector<std::string> known;
  for (const auto& row : rows)
    if (graph.find(row)) known.push_back(row);
  rows_to_nodes(graph, known);
}

}  // namespace

StampPlan plan_stamp(const RevisionGraph& graph, std::span<const std::string> rows,
                     std::span<const std::string> targets, bool purge) {
  if (targets.empty()) {
    ErrorFacts facts;
    facts.code = "missing_target";
    throw UsageError("a stamp needs a target: a revision, or base", std::move(facts));
  }
  StampPlan plan;
  plan.rows_before.assign(rows.begin(), rows.end());
  if (purge)
    refuse_copies(graph, rows);
  else
    rows_to_nodes(graph, rows);

  std::vector<Place> places;
  for (const auto& target : targets) add_places(graph, target, rows, places);
  refuse_overlaps(graph, places);

  // Each place takes over one of its rows by UPDATE and deletes the others; a row goes to the first that wants it.
  std::vector<bool> gone(rows.size(), false);
  std::vector<RowChange> deletions, moves;
  for (const auto& place : places) {
    Stamped stamped{{}, place.to};
    const std::string_view to = place.to ? std::string_view(graph.id(*place.to)) : std::string_view();
    bool present = false;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (place.to && rows[i] == to) present = gone[i] = true;
    bool written = present;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto node = graph.find(plan.rows_before[i]);
      if (gone[i] || !node || !place.concerns(*node)) continue;
      gone[i] = true;
      stamped.from.push_back(rows[i]);
      if (place.to && !written)
        moves.push_back({plan.rows_before[i], to});
      else
        deletions.push_back({plan.rows_before[i], {}});
      written = true;
    }
    if (place.to && !written) moves.push_back({{}, to});
    if (!present || !stamped.from.empty())
      if (place.to || !stamped.from.empty()) plan.stamped.push_back(std::move(stamped));
  }
  for (std::size_t i = 0; purge && i < rows.size(); ++i)
    if (!gone[i]) deletions.push_back({plan.rows_before[i], {}});

  plan.changes = std::move(deletions);
  plan.changes.insert(plan.changes.end(), moves.begin(), moves.end());
  VersionRows after(plan.rows_before);
  for (const auto& change : plan.changes) after.apply(change);
  plan.rows_after = after.ids();
  return plan;
}

}  // namespace retort::graph
