#ifndef RETORT_SRC_GRAPH_GRAPH_BUILDER_HPP
#define RETORT_SRC_GRAPH_GRAPH_BUILDER_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::graph {

/// Fills a RevisionGraph's names and edges, and gathers every fault of the set on the way.
class RevisionGraph::Builder {
 public:
  explicit Builder(RevisionGraph& graph) : graph_(graph) {}

  /// Throws DefinitionError if there was any fault.
  void build();

 private:
  struct Fault {
    Node node;
    std::string text;
  };

  void add_ids();
  void add_id(Node node, std::size_t hash);
  void add_labels();
  void add_edges();
  void add_parents(Node node, std::size_t first_hash);
  void add_dependencies(Node node);
  std::optional<Node> find_dependency(Node node, const std::string& name);
  const std::vector<std::pair<std::string_view, Node>>& names_in_order();
  std::string suggestion(std::string_view name) const;
  bool has_cycle() const;
  void name_cycles();
  void fault(Node node, std::string text) { faults_.push_back({node, std::move(text)}); }
  std::string at(Node node) const;
  [[noreturn]] void throw_faults() const;

  RevisionGraph& graph_;
  std::vector<Fault> faults_;
  std::size_t labels_ = 0;
  /// True as soon as a revision stands on one that was added after it; without that there can be no cycle.
  bool points_forward_ = false;
  std::vector<std::pair<std::string_view, Node>> names_in_order_;
};

}  // namespace retort::graph

#endif
