#ifndef RETORT_SRC_GRAPH_HISTORY_HPP
#define RETORT_SRC_GRAPH_HISTORY_HPP

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/revision_graph.hpp"

namespace retort::graph {

/// Every revision, newest first: the reverse of the order in which an upgrade from base to heads runs them.
std::vector<Node> history(const RevisionGraph& graph);

/// The revisions of a range, newest first, both ends included. `from:to` is what `to` stands on (over all edges) as
/// far as it descends from `from`; an open end, or `base` and `heads`, is the end of history. `rows` serve `current`,
/// `+N` and `-N`. A text without a colon is that revision and no other, an empty text the whole history.
///
/// Throws StateError: what resolve_target throws, `range_reversed` if `from` stands on `to`, and `not_an_ancestor` if
/// the two are not of one line.
std::vector<Node> history(const RevisionGraph& graph, std::string_view range, std::span<const std::string> rows);

}  // namespace retort::graph

#endif
