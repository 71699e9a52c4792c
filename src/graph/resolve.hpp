#ifndef RETORT_SRC_GRAPH_RESOLVE_HPP
#define RETORT_SRC_GRAPH_RESOLVE_HPP

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/identifier.hpp"
#include "graph/revision_graph.hpp"

namespace retort::graph {

/// What a text names.
struct Target {
  /// In order of addition; none: base.
  std::vector<Node> nodes;
  /// The revision that `branch@` stands for.
  std::optional<Node> branch;
  /// For steps from where the database is: the row, or the tip of what is applied, from which they were counted. For
  /// steps that end at base: where they began.
  std::optional<Node> start;
  /// The text as it was taken apart; its views are of the caller's text.
  Identifier identifier;
};

/// Finds what a text of the one grammar names: `[branch@]name`, `[branch@][name](+|-)N`. `rows` are the version rows
/// as found in the database; they are looked at only where the text says so (`current`, `+N`, `-N`).
///
/// `heads` is every revision without children; `current` the rows.
///
/// Throws StateError: `invalid_identifier` (outside of the grammar), `unknown_revision` (with the nearest names),
/// `ambiguous_revision` (with the candidates), `not_in_branch`, `multiple_heads` (`head` with several),
/// `relative_out_of_range` (with the number of steps there are), `relative_ambiguous` (over a branch or merge point,
/// or from several rows), `unknown_database_revision`.
Target resolve_target(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows);

/// The nodes only.
std::vector<Node> resolve(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows);

/// The one revision that a text names. Throws as resolve_target does, and StateError `multiple_heads` or
/// `not_one_revision` if it names several, or base.
Node resolve_one(const RevisionGraph& graph, std::string_view text, std::span<const std::string> rows);

/// The revision of a full id, a label, or the beginning of either.
Node resolve_name(const RevisionGraph& graph, std::string_view name);

}  // namespace retort::graph

#endif
