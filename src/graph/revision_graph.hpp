#ifndef RETORT_SRC_GRAPH_REVISION_GRAPH_HPP
#define RETORT_SRC_GRAPH_REVISION_GRAPH_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <retort/location.hpp>

#include "graph/adjacency.hpp"
#include "graph/name_index.hpp"

namespace retort::graph {

/// What a migration says about its place in history.
struct RevisionSpec {
  std::string id;
  /// Full ids. None: a base; several: a merge.
  std::vector<std::string> down_revision;
  /// Ids, unique beginnings of one, or labels.
  std::vector<std::string> depends_on;
  std::vector<std::string> branch_labels;
  Location location = Location::unknown();
};

/// Where a graph hears of its revisions: each is asked for once, in order, and once more where there is a fault to
/// tell.
class RevisionSource {
 public:
  RevisionSource() = default;
  RevisionSource(const RevisionSource&) = delete;
  RevisionSource& operator=(const RevisionSource&) = delete;
  virtual ~RevisionSource() = default;

  virtual std::size_t size() const = 0;
  /// Valid until the next call.
  virtual const RevisionSpec& spec(Node node) = 0;
};

/// The history of a set of migrations: which revision stands on which, by down_revision (its parents and children) and
/// by depends_on (its dependencies and dependents).
///
/// Immutable once built, so any number of threads may share one. Nodes count the revisions in the order in which they
/// were given, and every list of nodes is in that order: nothing depends on hashing or on addresses. Of what the
/// migrations say it keeps ids, labels and edges.
class RevisionGraph {
 public:
  /// Takes time and memory in proportion to revisions and edges. Throws DefinitionError `invalid_revision_set`, which
  /// names all faults of the set at once.
  explicit RevisionGraph(RevisionSource& source);
  explicit RevisionGraph(std::span<const RevisionSpec> specs);

  /// A branch label and the revision that declares it.
  struct Label {
    std::string text;
    Node owner;
  };

  std::size_t size() const noexcept { return ids_.size(); }
  const std::string& id(Node node) const noexcept { return ids_[node]; }
  /// In the order of their owners.
  std::span<const Label> labels() const noexcept { return labels_; }

  /// The revision that has exactly this id.
  std::optional<Node> find(std::string_view id) const;
  /// The revision that has exactly this id, or that declares exactly this label.
  std::optional<Node> find_name(std::string_view id_or_label) const;
  /// The revisions of which the id, or a label they declare, begins so; each once.
  std::vector<Node> find_beginning(std::string_view beginning) const;
  /// All ids and all labels, for telling which of them was meant.
  std::vector<std::string_view> names() const;

  std::span<const Node> parents(Node node) const noexcept { return down_.by_revision(node); }
  std::span<const Node> children(Node node) const noexcept { return up_.by_revision(node); }
  /// What depends_on says, without what are parents already.
  std::span<const Node> dependencies(Node node) const noexcept { return down_.by_dependency(node); }
  std::span<const Node> dependents(Node node) const noexcept { return up_.by_dependency(node); }
  /// Parents, then dependencies: what must have been applied before.
  std::span<const Node> requirements(Node node) const noexcept { return down_.all(node); }
  /// Children, then dependents: what must be gone before this one goes.
  std::span<const Node> requirers(Node node) const noexcept { return up_.all(node); }

  bool is_base(Node node) const noexcept { return parents(node).empty(); }
  bool is_head(Node node) const noexcept { return children(node).empty(); }
  bool is_branch_point(Node node) const noexcept { return children(node).size() > 1; }
  bool is_merge_point(Node node) const noexcept { return parents(node).size() > 1; }

  /// The revisions without parents.
  std::span<const Node> bases() const noexcept { return bases_; }
  /// The revisions without children.
  std::span<const Node> heads() const noexcept { return heads_; }
  /// The heads on which nothing depends either: the version rows of a database to which all has been applied.
  std::span<const Node> effective_heads() const noexcept { return effective_heads_; }

  /// The ids of nodes, for messages.
  std::vector<std::string> ids(std::span<const Node> nodes) const;

 private:
  class Builder;

  auto id_text() const noexcept {
    return [this](std::uint32_t number) { return std::string_view(ids_[number]); };
  }
  auto label_text() const noexcept {
    return [this](std::uint32_t number) { return std::string_view(labels_[number].text); };
  }

  std::vector<std::string> ids_;
  std::vector<Label> labels_;
  NameIndex id_index_;
  NameIndex label_index_;
  Adjacency down_;
  Adjacency up_;
  std::vector<Node> bases_;
  std::vector<Node> heads_;
  std::vector<Node> effective_heads_;
};

}  // namespace retort::graph

#endif
