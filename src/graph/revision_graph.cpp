#include "graph/revision_graph.hpp"

#include <algorithm>
#include <utility>

#include "graph/graph_builder.hpp"

namespace retort::graph {

namespace {

class Given final : public RevisionSource {
 public:
  explicit Given(std::span<const RevisionSpec> specs) : specs_(specs) {}
  std::size_t size() const override { return specs_.size(); }
  const RevisionSpec& spec(Node node) override {
    // The specs are read one after another, but the names of parents lie elsewhere.
    constexpr std::size_t kAhead = 8;
    if (node + kAhead < specs_.size()) __builtin_prefetch(specs_[node + kAhead].down_revision.data());
    return specs_[node];
  }

 private:
  std::span<const RevisionSpec> specs_;
};

}  // namespace

RevisionGraph::RevisionGraph(std::span<const RevisionSpec> specs) {
  Given given(specs);
  *this = RevisionGraph(given);
}

RevisionGraph::RevisionGraph(RevisionSource& source) {
  Builder(*this, source).build();
  for (Node node = 0; node < size(); ++node) {
    if (is_base(node)) bases_.push_back(node);
    if (!is_head(node)) continue;
    heads_.push_back(node);
    if (dependents(node).empty()) effective_heads_.push_back(node);
  }
}

std::optional<Node> RevisionGraph::find(std::string_view id) const {
  const auto number = id_index_.find(id, id_text());
  if (number == NameIndex::kNone) return std::nullopt;
  return Node{number};
}

std::optional<Node> RevisionGraph::find_name(std::string_view id_or_label) const {
  if (const auto node = find(id_or_label)) return node;
  const auto number = label_index_.find(id_or_label, label_text());
  if (number == NameIndex::kNone) return std::nullopt;
  return labels_[number].owner;
}

std::vector<Node> RevisionGraph::find_beginning(std::string_view beginning) const {
  std::vector<Node> found;
  for (Node node = 0; node < size(); ++node)
    if (id(node).starts_with(beginning)) found.push_back(node);
  for (const auto& label : labels_)
    if (label.text.starts_with(beginning)) found.push_back(label.owner);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::vector<std::string_view> RevisionGraph::names() const {
  std::vector<std::string_view> result;
  result.reserve(ids_.size() + labels_.size());
  for (const auto& id : ids_) result.emplace_back(id);
  for (const auto& label : labels_) result.emplace_back(label.text);
  return result;
}

std::vector<std::string> RevisionGraph::ids(std::span<const Node> nodes) const {
  std::vector<std::string> result;
  result.reserve(nodes.size());
  // In the order of a plan each is somewhere else.
  constexpr std::size_t kAhead = 16;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i + kAhead < nodes.size()) __builtin_prefetch(&ids_[nodes[i + kAhead]]);
    result.push_back(id(nodes[i]));
  }
  return result;
}

}  // namespace retort::graph
