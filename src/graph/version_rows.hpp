#ifndef RETORT_SRC_GRAPH_VERSION_ROWS_HPP
#define RETORT_SRC_GRAPH_VERSION_ROWS_HPP

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

/// The contents of a version table, for telling what it will hold.
class VersionRows {
 public:
  explicit VersionRows(std::span<const std::string> ids);

  /// Makes the change and returns true; returns false, and changes nothing, if `from` is not there exactly once or
  /// `to` is there already: what a compare-and-set on the table would refuse.
  bool apply(const RowChange& change);
  bool apply(std::span<const RowChange> changes);
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
  void upgrade(Node revision, std::vector<RowChange>& changes);
  void downgrade(Node revision, std::vector<RowChange>& changes);

  std::vector<Node> rows() const;

 private:
  void drop_implied(std::vector<RowChange>& changes);

  const RevisionGraph& graph_;
  std::vector<Node> rows_before_;
  /// How many applied revisions stand on the node; only meaningful for applied ones.
  std::vector<std::uint32_t> above_;
  std::vector<unsigned char> is_row_;
  bool started_ = false;
};

}  // namespace retort::graph

#endif
