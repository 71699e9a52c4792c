#include "graph/graph_builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <retort/error.hpp>

#include "graph/boost_graph.hpp"
#include "graph/fault.hpp"
#include "graph/identifier.hpp"

namespace retort::graph {

void RevisionGraph::Builder::build() {
  add_ids();
  index_labels();
  add_edges();
  // What follows takes their memory.
  names_ = {};
  ends_ = {};
  graph_.up_ = graph_.down_.reversed();
  if (has_cycle()) name_cycles();
  if (!faults_.empty()) throw_faults();
}

void RevisionGraph::Builder::add_ids() {
  // Slots are fetched a few revisions ahead: in a large set every one of them is a miss of the cache.
  constexpr std::size_t kAhead = 16;
  std::array<std::size_t, kAhead> hashes{};
  const std::size_t size = source_.size();
  graph_.ids_.reserve(size);
  graph_.id_index_.reserve(size);
  names_.reserve(size);
  ends_.reserve(size);
  for (std::size_t i = 0; i < size + kAhead; ++i) {
    if (i >= kAhead) index_id(static_cast<Node>(i - kAhead), hashes[i % kAhead]);
    if (i >= size) continue;
    gather(static_cast<Node>(i));
    hashes[i % kAhead] = graph_.id_index_.prefetch(graph_.ids_.back());
  }
}

void RevisionGraph::Builder::gather(Node node) {
  const auto& spec = source_.spec(node);
  graph_.ids_.push_back(spec.id);
  for (const auto& label : spec.branch_labels) graph_.labels_.push_back({label, node});
  for (const auto& name : spec.down_revision) names_.add(name);
  const auto parents = names_.size();
  for (const auto& name : spec.depends_on) names_.add(name);
  ends_.push_back({parents, names_.size()});
}

void RevisionGraph::Builder::index_id(Node node, std::size_t hash) {
  const auto& id = graph_.id(node);
  // An id that may not be one still takes its place, so that those who point to it are not reported as pointing to
  // nothing.
  if (!is_valid_name(id)) fault(node, name_fault(id, "id"));
  const auto first = graph_.id_index_.insert(id, hash, node, graph_.id_text());
  if (first == NameIndex::kNone) return;
  const auto before = place(first);
  fault(node, "the id " + quoted(id) + " is already that of " +
                  (before.empty() ? "an earlier revision" : "the revision at " + before) +
                  "; every revision needs an id of its own");
}

void RevisionGraph::Builder::index_labels() {
  auto declared = std::exchange(graph_.labels_, {});
  if (declared.empty()) return;
  graph_.labels_.reserve(declared.size());
  graph_.label_index_.reserve(declared.size());
  for (auto& [label, node] : declared) {
    if (!is_valid_name(label)) fault(node, name_fault(label, "branch label"));
    if (const auto revision = graph_.find(label)) {
      fault(node, "the branch label " + quoted(label) + " is also the id of revision " + at(*revision) +
                      "; take another label");
      continue;
    }
    const auto number = static_cast<std::uint32_t>(graph_.labels_.size());
    const auto hash = NameIndex::hash(label);
    graph_.labels_.push_back({std::move(label), node});
    const auto first = graph_.label_index_.insert(graph_.labels_.back().text, hash, number, graph_.label_text());
    if (first == NameIndex::kNone) continue;
    fault(node, "the branch label " + quoted(graph_.labels_.back().text) + " is already used by revision " +
                    at(graph_.labels_[first].owner) + "; take another label");
    graph_.labels_.pop_back();
  }
}

void RevisionGraph::Builder::add_edges() {
  // As in add_ids; here two things are far away, the slot of the first parent and then the id it is compared with.
  constexpr std::size_t kAhead = 16;
  std::array<std::size_t, kAhead> hashes{};
  const std::size_t size = graph_.size();
  const auto has_parent = [&](std::size_t i) { return i < size && first_name(i) < ends_[i].parents; };
  graph_.down_.reserve(size);
  for (std::size_t i = 0; i < size + kAhead; ++i) {
    if (i >= kAhead) {
      const auto node = static_cast<Node>(i - kAhead);
      add_parents(node, hashes[i % kAhead]);
      add_dependencies(node);
    }
    if (has_parent(i)) hashes[i % kAhead] = graph_.id_index_.prefetch(names_[first_name(i)]);
    if (i < kAhead / 2 || !has_parent(i - kAhead / 2)) continue;
    const auto guess = graph_.id_index_.guess(hashes[(i - kAhead / 2) % kAhead]);
    if (guess == NameIndex::kNone) continue;
    __builtin_prefetch(&graph_.ids_[guess]);
    __builtin_prefetch(&graph_.ids_[guess] + 1);
  }
}

void RevisionGraph::Builder::add_parents(Node node, std::size_t first_hash) {
  auto& down = graph_.down_;
  const std::size_t first = first_name(node);
  for (std::size_t number = first; number < ends_[node].parents; ++number) {
    const auto name = names_[number];
    const auto hash = number == first ? first_hash : NameIndex::hash(name);
    const auto parent = graph_.id_index_.find(name, hash, graph_.id_text());
    if (parent == NameIndex::kNone) {
      const auto labelled = graph_.find_name(name);
      fault(node,
            "the parent " + quoted(name) + " is not in the set" +
                (labelled ? "; it is a branch label, and down_revision takes the id: " + quoted(graph_.id(*labelled))
                          : suggestion(name)));
      continue;
    }
    if (parent == node) {
      fault(node, "the revision is its own parent");
      continue;
    }
    const auto known = down.open_node();
    if (std::find(known.begin(), known.end(), parent) != known.end()) {
      fault(node, "the parent " + quoted(name) + " is named twice");
      continue;
    }
    if (parent > node) points_forward_ = true;
    down.add(parent);
  }
  down.end_revisions();
}

void RevisionGraph::Builder::add_dependencies(Node node) {
  auto& down = graph_.down_;
  for (std::size_t number = ends_[node].parents; number < ends_[node].dependencies; ++number) {
    const auto name = names_[number];
    const auto dependency = find_dependency(node, name);
    if (!dependency) continue;
    if (*dependency == node) {
      fault(node, "the revision depends on itself" +
                      (name == graph_.id(node) ? std::string() : " (as " + quoted(name) + ")"));
      continue;
    }
    // The same revision may be meant by an id and by a label, and may be a parent too: one edge says it all.
    const auto known = down.open_node();
    if (std::find(known.begin(), known.end(), *dependency) != known.end()) continue;
    if (*dependency > node) points_forward_ = true;
    down.add(*dependency);
  }
  down.end_node();
}

std::optional<Node> RevisionGraph::Builder::find_dependency(Node node, std::string_view name) {
  if (const auto exact = graph_.find_name(name)) return exact;
  std::vector<Node> found;
  if (!name.empty()) {
    const auto& names = names_in_order();
    auto from = std::lower_bound(names.begin(), names.end(), std::pair<std::string_view, Node>(name, 0));
    for (; from != names.end() && from->first.starts_with(name); ++from)
      if (std::find(found.begin(), found.end(), from->second) == found.end()) found.push_back(from->second);
  }
  if (found.size() == 1) return found.front();
  if (found.empty())
    fault(node,
          "the dependency " + quoted(name) + " is neither an id nor a branch label of the set" + suggestion(name));
  else
    fault(node, "the dependency " + quoted(name) + " is the beginning of several names: " + listed(graph_.ids(found)) +
                    "; write more of the one that is meant");
  return std::nullopt;
}

const std::vector<std::pair<std::string_view, Node>>& RevisionGraph::Builder::names_in_order() {
  if (names_in_order_.empty()) {
    for (Node node = 0; node < graph_.size(); ++node) names_in_order_.emplace_back(graph_.id(node), node);
    for (const auto& label : graph_.labels_) names_in_order_.emplace_back(std::string_view(label.text), label.owner);
    std::sort(names_in_order_.begin(), names_in_order_.end());
  }
  return names_in_order_;
}

std::string RevisionGraph::Builder::suggestion(std::string_view name) const {
  // Comparing with every name is for a person who mistyped a few, not for a set of which a half is missing.
  constexpr std::size_t kMostSuggestions = 20;
  return faults_.size() < kMostSuggestions ? did_you_mean(name, graph_.names()) : std::string();
}

bool RevisionGraph::Builder::has_cycle() const {
  if (!points_forward_) return false;
  // Taking away, again and again, what nothing stands on (Kahn): only cycles, and what they stand on, remain. First in,
  // first out: going down one line at a time would wait for memory at every revision.
  const auto& down = graph_.down_;
  std::vector<std::uint32_t> above(graph_.size());
  std::vector<Node> taken;
  taken.reserve(graph_.size());
  for (Node node = 0; node < graph_.size(); ++node) {
    above[node] = static_cast<std::uint32_t>(graph_.up_.all(node).size());
    if (above[node] == 0) taken.push_back(node);
  }
  for (std::size_t next = 0; next < taken.size(); ++next)
    for (const Node below : down.all(taken[next]))
      if (--above[below] == 0) taken.push_back(below);
  return taken.size() < graph_.size();
}

void RevisionGraph::Builder::name_cycles() {
  for (const auto& cycle : find_cycles(graph_.down_, graph_.size())) {
    std::vector<std::string> ids;
    for (const Node node : cycle) ids.push_back(at(node));
    fault(cycle.front(),
          "a cycle through down_revision or depends_on, so that none of these can be the first to run: " +
              listed(ids, ids.size()));
  }
}

std::string RevisionGraph::Builder::at(Node node) const {
  const auto where = place(node);
  return quoted(graph_.id(node)) + (where.empty() ? "" : " (" + where + ")");
}

void RevisionGraph::Builder::throw_faults() const {
  ErrorFacts facts;
  facts.code = "invalid_revision_set";
  std::string message;
  if (faults_.size() == 1) {
    facts.revision = graph_.id(faults_.front().node);
    facts.location = place(faults_.front().node);
    message = "the set of migrations is wrong: revision " + quoted(facts.revision) + ": " + faults_.front().text;
    for (const char c : facts.revision)
      if (!is_name_character(c)) {
        facts.revision = quoted(facts.revision);
        break;
      }
  } else {
    message = "the set of migrations has " + std::to_string(faults_.size()) + " faults:";
    for (const auto& fault : faults_) {
      const auto where = place(fault.node);
      message += "\n  " + (where.empty() ? "" : where + ": ") + "revision " + quoted(graph_.id(fault.node)) + ": " +
                 fault.text;
    }
  }
  throw DefinitionError(message, std::move(facts));
}

}  // namespace retort::graph
