#include "graph/resolve.hpp"

#include <algorithm>
#include <utility>

#include "graph/fault.hpp"
#include "graph/relative.hpp"
#include "graph/traversal.hpp"
#include "graph/version_rows.hpp"

namespace retort::graph {

namespace {

std::vector<Node> keep(std::span<const Node> nodes, const std::optional<NodeSet>& lineage) {
  std::vector<Node> result;
  for (const Node node : nodes)
    if (!lineage || lineage->contains(node)) result.push_back(node);
  return result;
}

Node choose(const RevisionGraph& graph, std::string_view name, std::vector<Node> found,
            const std::optional<NodeSet>& lineage) {
  if (found.empty()) {
    auto hint = did_you_mean(name, graph.names());
    if (hint.empty()) hint = graph.size() == 0 ? "; the set of migrations is empty" : "; history lists those there are";
    throw_state("unknown_revision", "there is no revision or branch " + quoted(name) + hint);
  }
  // A branch says which of several is meant.
  if (found.size() > 1 && lineage) {
    auto within = keep(found, lineage);
    if (!within.empty()) found = std::move(within);
  }
  if (found.size() > 1)
    throw_state("ambiguous_revision", quoted(name) + " is the beginning of several revisions: " +
                                          listed(graph.ids(found)) + "; write more of the one that is meant");
  return found.front();
}

Node find(const RevisionGraph& graph, std::string_view name, const std::optional<NodeSet>& lineage) {
  if (const auto exact = graph.find_name(name)) return *exact;
  return choose(graph, name, graph.find_beginning(name), lineage);
}

std::vector<Node> only_head(const RevisionGraph& graph, const Identifier& identifier, std::vector<Node> heads) {
  if (heads.size() < 2) return heads;
  const std::string branch(identifier.branch);
  throw_state("multiple_heads", quoted(identifier.text) + " needs one head, and there are " +
                                    std::to_string(heads.size()) + ": " + listed(graph.ids(heads)) + "; write " +
                                    (branch.empty() ? std::string("'heads' for all of them, or <branch>@head")
                                                    : quoted(branch + "@heads") + " for all of them") +
                                    " or an id for one");
}

/// The nodes that a name without steps stands for.
std::vector<Node> named(const RevisionGraph& graph, const Identifier& identifier, const std::optional<NodeSet>& lineage,
                        std::span<const std::string> rows) {
  if (identifier.name == "base") return {};
  if (identifier.name == "heads") return keep(graph.heads(), lineage);
  if (identifier.name == "head") return only_head(graph, identifier, keep(graph.heads(), lineage));
  if (identifier.name == "current") return keep(rows_to_nodes(graph, rows), lineage);
  const Node node = find(graph, identifier.name, lineage);
  if (lineage && !lineage->contains(node))
    throw_state("not_in_branch",
                "revision " + quoted(graph.id(node)) + " is not of the branch " + quoted(identifier.branch),
                graph.id(node));
  return {node};
}

}  // namespace

Node resolve_name(const RevisionGraph& graph, std::string_view name) { return find(graph, name, std::nullopt); }

Target resolve_target(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows) {
  Target target;
  target.identifier = parse_identifier(text);
  const auto& identifier = target.identifier;
  std::optional<NodeSet> branch;
  if (!identifier.branch.empty()) {
    target.branch = resolve_name(graph, identifier.branch);
    branch = lineage(graph, *target.branch);
  }
  if (!identifier.is_relative()) {
    target.nodes = named(graph, identifier, branch, rows);
    return target;
  }

  RelativeWalk walk(graph, identifier, branch ? &*branch : nullptr);
  std::optional<Node> start;
  if (identifier.starts_at_rows()) {
    target.start = start = walk.start_at_rows(rows_to_nodes(graph, rows));
  } else {
    start = walk.start_at(named(graph, identifier, branch, rows));
  }
  if (const auto node = walk.from(start)) target.nodes.push_back(*node);
  // "Before a revision" is about its own line, not about every line there is.
  if (target.nodes.empty()) target.start = start;
  return target;
}

std::vector<Node> resolve(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows) {
  return resolve_target(graph, text, rows).nodes;
}

Node resolve_one(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows) {
  const auto nodes = resolve(graph, text, rows);
  if (nodes.size() == 1) return nodes.front();
  if (nodes.empty())
    throw_state("not_one_revision", quoted(text) + " is the state before any revision; name a revision");
  throw_state("not_one_revision", quoted(text) + " names " + std::to_string(nodes.size()) +
                                      " revisions: " + listed(graph.ids(nodes)) + "; name one of them");
}

}  // namespace retort::graph
