#include "graph/plan.hpp"

#include <algorithm>
#include <utility>

#include "graph/fault.hpp"
#include "graph/resolve.hpp"
#include "graph/traversal.hpp"

namespace retort::graph {

/// Turns an order of revisions into steps with their row changes.
class Planner {
 public:
  Planner(const RevisionGraph& graph, std::span<const std::string> rows)
      : graph_(graph), rows_(rows_to_nodes(graph, rows)), applied_(ancestors(graph, rows_, Edges::all)) {}

  const std::vector<Node>& rows() const noexcept { return rows_; }
  const NodeSet& applied() const noexcept { return applied_; }

  Plan plan(std::vector<Node> order, Direction direction) const {
    Plan result(graph_, direction);
    result.rows_before_ = result.rows_after_ = rows_;
    if (order.empty()) return result;
    RowKeeper keeper(graph_, rows_, applied_.members());
    result.ends_.reserve(order.size());
    // One move a step, and one more for every line that a merge ends: room for more of those than histories have.
    result.moves_.reserve(order.size() + order.size() / 8 + rows_.size());
    constexpr std::size_t kAhead = 8;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i + kAhead < order.size()) keeper.prefetch(order[i + kAhead]);
      const Node node = order[i];
      if (direction == Direction::upgrade)
        keeper.upgrade(node, result.moves_);
      else
        keeper.downgrade(node, result.moves_);
      result.ends_.push_back(static_cast<std::uint32_t>(result.moves_.size()));
    }
    result.order_ = std::move(order);
    result.rows_after_ = keeper.rows();
    return result;
  }

 private:
  const RevisionGraph& graph_;
  std::vector<Node> rows_;
  NodeSet applied_;
};

namespace {

std::string where_it_is(const RevisionGraph& graph, std::span<const Node> rows) {
  return rows.empty() ? std::string("the database is at base") : "the database is at " + listed(graph.ids(rows));
}

/// The lowest revisions that a downgrade takes away.
std::vector<Node> downgrade_roots(const RevisionGraph& graph, const Target& target) {
  const auto above = target.nodes.empty() ? graph.bases() : graph.children(target.nodes.front());
  std::vector<Node> roots(above.begin(), above.end());
  // One step back from a row is that row's own affair, whatever else stands on the same parent; and a branch that
  // was named leaves the others alone.
  for (const auto& limit : {target.branch, target.start}) {
    if (!limit) continue;
    const auto branch = lineage(graph, *limit);
    std::erase_if(roots, [&](Node node) { return !branch.contains(node); });
  }
  return roots;
}

}  // namespace

Plan plan_upgrade(const RevisionGraph& graph, std::span<const std::string> rows, std::string_view target) {
  const Planner planner(graph, rows);
  const auto resolved = resolve_target(graph, target, rows);
  if (resolved.identifier.starts_at_rows() && resolved.identifier.offset < 0)
    throw_state("not_ahead", quoted(target) + " is below where the database is, and an upgrade goes up: " +
                                 where_it_is(graph, planner.rows()) + "; use downgrade to go back");
  NodeSet missing(graph);
  if (planner.rows().empty() && std::ranges::equal(resolved.nodes, graph.heads())) {
    missing.insert_every();
    return planner.plan(upgrade_order(graph, missing), Direction::upgrade);
  }
  for (const Node node : resolved.nodes)
    if (!planner.applied().contains(node)) missing.insert(node);
  // As add_ancestors, but what is applied is never entered.
  for (std::size_t next = 0; next < missing.members().size(); ++next)
    for (const Node below : graph.requirements(missing.members()[next]))
      if (!planner.applied().contains(below)) missing.insert(below);
  return planner.plan(upgrade_order(graph, missing), Direction::upgrade);
}

Plan plan_downgrade(const RevisionGraph& graph, std::span<const std::string> rows, std::string_view target) {
  const Planner planner(graph, rows);
  const auto resolved = resolve_target(graph, target, rows);
  const auto& nodes = resolved.nodes;
  if (resolved.identifier.starts_at_rows() && resolved.identifier.offset > 0)
    throw_state("not_below", quoted(target) + " is above where the database is, and a downgrade goes down: " +
                                 where_it_is(graph, planner.rows()) + "; use upgrade to go on");
  if (nodes.size() > 1 || (nodes.empty() && resolved.identifier.name != "base" && !resolved.identifier.is_relative())) {
    // Where the database is already: nothing to do, however many rows that is.
    if (resolved.identifier.name == "current") return planner.plan({}, Direction::downgrade);
    throw_state("not_one_revision", quoted(target) + " names " +
                                        (nodes.empty() ? "no revision" : "several: " + listed(graph.ids(nodes))) +
                                        "; a downgrade goes to one revision, or to base");
  }
  if (!nodes.empty() && !planner.applied().contains(nodes.front()))
    throw_state("not_below",
                "revision " + quoted(graph.id(nodes.front())) +
                    " is not below where the database is: " + where_it_is(graph, planner.rows()) +
                    (planner.rows().empty() ? "" : "; below are these, what they stand on, and base"),
                graph.id(nodes.front()));
  NodeSet leaving(graph);
  add_descendants(graph, downgrade_roots(graph, resolved), Edges::all, leaving, &planner.applied());
  auto order = upgrade_order(graph, leaving);
  std::reverse(order.begin(), order.end());
  return planner.plan(std::move(order), Direction::downgrade);
}

Plan plan_step(const RevisionGraph& graph, std::span<const std::string> rows, std::string_view revision,
               Direction direction) {
  const auto node = graph.find(revision);
  if (!node) {
    throw_state("unknown_revision", "revision " + quoted(revision) + " is not known to this program",
                std::string(revision));
  }
  const Planner planner(graph, rows);
  const auto& applied = planner.applied();
  bool possible = false;
  if (direction == Direction::upgrade) {
    const auto below = graph.requirements(*node);
    possible = !applied.contains(*node) &&
               std::all_of(below.begin(), below.end(), [&](Node each) { return applied.contains(each); });
  } else {
    possible = std::find(planner.rows().begin(), planner.rows().end(), *node) != planner.rows().end();
  }
  if (!possible) {
    throw_state("not_next",
                "revision " + quoted(revision) + " cannot be " +
                    (direction == Direction::upgrade ? "applied" : "taken back") +
                    " next: " + where_it_is(graph, planner.rows()),
                std::string(revision));
  }
  return planner.plan({*node}, direction);
}

}  // namespace retort::graph
