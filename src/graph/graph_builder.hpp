#ifndef RETORT_SRC_GRAPH_GRAPH_BUILDER_HPP
#define RETORT_SRC_GRAPH_GRAPH_BUILDER_HPP

#include <cstddef>
#include <cstdint>
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
  Builder(RevisionGraph& graph, RevisionSource& source) : graph_(graph), source_(source) {}

  /// Throws DefinitionError if there was any fault.
  void build();

 private:
  struct Fault {
    Node node;
    std::string text;
  };

  /// The names by which revisions call others, until all ids are known: one text, in order of addition, so that they
  /// are written and read again without a leap in memory and without an allocation for each.
  class Names {
   public:
    void reserve(std::size_t names) {
      // Most ids have twelve digits.
      text_.reserve(names * 16);
      ends_.reserve(names + names / 8 + 1);
    }
    void add(std::string_view name) {
      text_ += name;
      ends_.push_back(static_cast<std::uint32_t>(text_.size()));
    }
    std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(ends_.size() - 1); }
    std::string_view operator[](std::size_t number) const noexcept {
      return std::string_view(text_).substr(ends_[number], ends_[number + 1] - ends_[number]);
    }

   private:
    std::string text_;
    std::vector<std::uint32_t> ends_ = {0};
  };
  /// Where in Names the parents of a revision end, and its dependencies after them.
  struct Ends {
    std::uint32_t parents;
    std::uint32_t dependencies;
  };

  void add_ids();
  /// What a revision says, as long as it is asked.
  void gather(Node node);
  void index_id(Node node, std::size_t hash);
  void index_labels();
  void add_edges();
  std::size_t first_name(std::size_t node) const noexcept { return node == 0 ? 0 : ends_[node - 1].dependencies; }
  void add_parents(Node node, std::size_t first_hash);
  void add_dependencies(Node node);
  std::optional<Node> find_dependency(Node node, std::string_view name);
  const std::vector<std::pair<std::string_view, Node>>& names_in_order();
  std::string suggestion(std::string_view name) const;
  bool has_cycle() const;
  void name_cycles();
  void fault(Node node, std::string text) { faults_.push_back({node, std::move(text)}); }
  std::string place(Node node) const { return source_.spec(node).location.text(); }
  std::string at(Node node) const;
  [[noreturn]] void throw_faults() const;

  RevisionGraph& graph_;
  RevisionSource& source_;
  std::vector<Fault> faults_;
  Names names_;
  std::vector<Ends> ends_;
  /// True as soon as a revision stands on one that was added after it; without that there can be no cycle.
  bool points_forward_ = false;
  std::vector<std::pair<std::string_view, Node>> names_in_order_;
};

}  // namespace retort::graph

#endif
