#ifndef RETORT_SRC_GRAPH_VERSION_ROWS_HPP
#define RETORT_SRC_GRAPH_VERSION_ROWS_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::graph {

/// One change of the version table, which must touch exactly one row. The views are of the graph's ids and live as
/// long as the graph.
struct RowChange {
  enum class Kind { insert, update, remove };

  /// The row that is there before; empty: INSERT `to`.
  std::string_view from;
  /// The row that is there afterwards; empty: DELETE `from`.
  std::string_view to;

  Kind kind() const noexcept { return from.empty() ? Kind::insert : to.empty() ? Kind::remove : Kind::update; }
  bool operator==(const RowChange&) const = default;
};

/// The same as a pair of nodes, kNoNode for none: how a plan of 100,000 steps keeps it.
struct RowMove {
  Node from;
  Node to;
};

/// The row changes of one step, in the order in which they are to be made: a range of RowChange. Looks into the graph
/// and the plan.
class RowChanges {
 public:
  class Iterator {
   public:
    using value_type = RowChange;
    using difference_type = std::ptrdiff_t;
    using reference = RowChange;
    using pointer = void;
    using iterator_category = std::input_iterator_tag;

    Iterator(const RevisionGraph& graph, const RowMove* at) noexcept : graph_(&graph), at_(at) {}
    RowChange operator*() const noexcept { return {text(at_->from), text(at_->to)}; }
    Iterator& operator++() noexcept {
      ++at_;
      return *this;
    }
    Iterator operator++(int) noexcept {
      auto old = *this;
      ++at_;
      return old;
    }
    bool operator==(const Iterator& other) const noexcept { return at_ == other.at_; }

   private:
    std::string_view text(Node node) const noexcept {
      return node == kNoNode ? std::string_view() : std::string_view(graph_->id(node));
    }
    const RevisionGraph* graph_;
    const RowMove* at_;
  };

  RowChanges(const RevisionGraph& graph, std::span<const RowMove> moves) noexcept : graph_(&graph), moves_(moves) {}

  std::size_t size() const noexcept { return moves_.size(); }
  bool empty() const noexcept { return moves_.empty(); }
  Iterator begin() const noexcept { return {*graph_, moves_.data()}; }
  Iterator end() const noexcept { return {*graph_, moves_.data() + moves_.size()}; }
  RowChange operator[](std::size_t i) const noexcept { return *Iterator(*graph_, &moves_[i]); }

 private:
  const RevisionGraph* graph_;
  std::span<const RowMove> moves_;
};

/// The contents of a version table, for telling what it will hold.
class VersionRows {
 public:
  explicit VersionRows(std::span<const std::string> ids);

  /// Makes the change and returns true; returns false, and changes nothing, if `from` is not there exactly once or
  /// `to` is there already: what a compare-and-set on the table would refuse.
  bool apply(const RowChange& change);
  bool apply(const RowChanges& changes);
  const std::vector<std::string>& ids() const noexcept { return ids_; }

 private:
  std::vector<std::string> ids_;
};

/// The rows of a version table as this set of migrations sees them.
struct KnownRows {
  /// In order of addition.
  std::vector<Node> nodes;
  /// Rows that a newer or another program wrote.
  std::vector<std::string> unknown;
};

KnownRows sort_rows(const RevisionGraph& graph, std::span<const std::string> rows);

/// The rows as nodes, in order of addition. Throws StateError: `unknown_database_revision` for rows that the set does
/// not know, `duplicate_version_row` if one is there twice, which no compare-and-set could ever change.
std::vector<Node> rows_to_nodes(const RevisionGraph& graph, std::span<const std::string> rows);

/// True if all of the set has been applied: every effective head is among the rows and no row is unknown. What a
/// program asks at every start: one look-up for each row, no allocation.
bool at_heads(const RevisionGraph& graph, std::span<const std::string> rows) noexcept;

/// Works out the row changes of a plan step by step.
///
/// Between steps the rows are the tips of what is applied: the applied revisions on which no applied one stands. That
/// is the same as the rules of revision and requirement, row and implied row, and needs a look at a revision's
/// neighbours only.
class RowKeeper {
 public:
  explicit RowKeeper(const RevisionGraph& graph, std::span<const Node> rows, std::span<const Node> applied);

  /// Each appends the changes of one step. Before its first change a row that another row implies is deleted: it
  /// stands in the way of none, but no step would ever touch it again.
  void upgrade(Node revision, std::vector<RowMove>& moves);
  void downgrade(Node revision, std::vector<RowMove>& moves);

  std::vector<Node> rows() const;

  /// Has what a step looks at brought near: a plan knows its order, which is none in memory.
  void prefetch(Node revision) const noexcept {
    __builtin_prefetch(&above_[revision]);
    for (const Node below : graph_.requirements(revision)) __builtin_prefetch(&above_[below]);
  }

 private:
  void drop_implied(std::vector<RowMove>& moves);

  const RevisionGraph& graph_;
  std::vector<Node> rows_before_;
  static constexpr std::uint32_t kNotApplied = 0xffffffff;
  /// How many applied revisions stand on the node; of a row, none do.
  std::vector<std::uint32_t> above_;
  bool started_ = false;
};

}  // namespace retort::graph

#endif
