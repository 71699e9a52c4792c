#include <retort/error.hpp>
#include <retort/migration_set.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/text.hpp"
#include "graph/branch_labels.hpp"
#include "graph/draw.hpp"
#include "graph/history.hpp"
#include "graph/resolve.hpp"
#include "graph/version_rows.hpp"
#include "runtime/set_data.hpp"

namespace retort {

using graph::Node;
using runtime::SetData;

namespace runtime {

const graph::RevisionGraph& SetData::graph() const {
  const auto* graph = graph_.load(std::memory_order_acquire);
  return graph != nullptr ? *graph : build();
}

namespace {

/// What the migrations say, one at a time.
class Said final : public graph::RevisionSource {
 public:
  explicit Said(const SetData& data) : data_(data) {}

  std::size_t size() const override { return data_.size(); }
  const graph::RevisionSpec& spec(Node node) override {
    auto revision = data_.revision(node);
    spec_ = {std::move(revision.id), std::move(revision.down_revision), std::move(revision.depends_on),
             std::move(revision.branch_labels), data_.where(node)};
    return spec_;
  }

 private:
  const SetData& data_;
  graph::RevisionSpec spec_;
};

}  // namespace

const graph::RevisionGraph& SetData::build() const {
  const std::lock_guard lock(building_);
  if (!made_) {
    Said said(*this);
    made_ = std::make_unique<const graph::RevisionGraph>(said);
    graph_.store(made_.get(), std::memory_order_release);
  }
  return *made_;
}

}  // namespace runtime

namespace detail {

void add_migration(MigrationSet& set, std::unique_ptr<Migration> migration, Location where) {
  set.add(std::move(migration), where);
}

}  // namespace detail

namespace {

/// Gathers what a set knows about revisions; made once for a list of them.
class Informer {
 public:
  Informer(const SetData& data, const std::vector<std::string>& current)
      : data_(data), graph_(data.graph()), labels_(graph_), current_(current) {}

  RevisionInfo info(Node node) const {
    RevisionInfo info;
    info.revision = data_.revision(node);
    info.location = data_.where(node).text();
    const auto labels = labels_.of(node);
    info.branch_labels.assign(labels.begin(), labels.end());
    info.next = graph_.ids(graph_.children(node));
    info.head = graph_.is_head(node);
    info.base = graph_.is_base(node);
    info.branchpoint = graph_.is_branch_point(node);
    info.mergepoint = graph_.is_merge_point(node);
    info.current = std::find(current_.begin(), current_.end(), graph_.id(node)) != current_.end();
    return info;
  }

  template <typename Nodes>
  std::vector<RevisionInfo> infos(const Nodes& nodes) const {
    std::vector<RevisionInfo> result;
    result.reserve(nodes.size());
    for (const Node node : nodes) result.push_back(info(node));
    return result;
  }

 private:
  const SetData& data_;
  const graph::RevisionGraph& graph_;
  graph::BranchLabels labels_;
  const std::vector<std::string>& current_;
};

}  // namespace

MigrationSet::MigrationSet() : data_(std::make_shared<SetData>()) {}
MigrationSet::MigrationSet(const MigrationSet&) = default;
// A set that was moved from is an empty one, and as good as new.
MigrationSet::MigrationSet(MigrationSet&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
MigrationSet& MigrationSet::operator=(const MigrationSet&) = default;
MigrationSet& MigrationSet::operator=(MigrationSet&& other) noexcept {
  if (this != &other) data_ = std::exchange(other.data_, nullptr);
  return *this;
}
MigrationSet::~MigrationSet() = default;

MigrationSet& MigrationSet::add(std::unique_ptr<Migration> migration, Location where) {
  if (!migration) {
    throw UsageError("MigrationSet::add was given a null pointer", {.code = "usage", .location = where.text()});
  }
  if (!data_) {
    data_ = std::make_shared<SetData>();
  } else if (data_.use_count() > 1 || data_->is_fixed()) {
    data_ = std::make_shared<SetData>(data_->entries(), data_->naming());
  }
  data_->add({std::move(migration), where});
  return *this;
}

MigrationSet& MigrationSet::naming_convention(NamingConvention convention) {
  ops::check_convention(convention);
  data_ = data_ ? std::make_shared<SetData>(data_->entries(), std::move(convention))
                : std::make_shared<SetData>(std::vector<SetData::Entry>(), std::move(convention));
  return *this;
}

std::size_t MigrationSet::size() const noexcept { return data_ ? data_->size() : 0; }

const SetData& MigrationSet::data() const noexcept {
  static const SetData empty;
  return data_ ? *data_ : empty;
}

void MigrationSet::validate() const { data().graph(); }

std::vector<RevisionInfo> MigrationSet::heads() const { return Informer(data(), {}).infos(data().graph().heads()); }

std::vector<RevisionInfo> MigrationSet::branches() const {
  std::vector<Node> nodes;
  const auto& graph = data().graph();
  for (Node node = 0; node < graph.size(); ++node) {
    if (graph.is_branch_point(node)) nodes.push_back(node);
  }
  return Informer(data(), {}).infos(nodes);
}

std::vector<RevisionInfo> MigrationSet::history(std::string_view range, const std::vector<std::string>& current) const {
  return Informer(data(), current).infos(graph::history(data().graph(), range, current));
}

std::vector<RevisionInfo> MigrationSet::find(std::string_view name, const std::vector<std::string>& current) const {
  return Informer(data(), current).infos(graph::resolve(data().graph(), name, current));
}

std::string MigrationSet::draw(GraphFormat format, std::string_view range,
                               const std::vector<std::string>& current) const {
  const auto& graph = data().graph();
  const Informer informer(data(), current);
  const auto text_of = [&](Node node) {
    auto info = informer.info(node);
    std::vector<std::string> marks = info.revision.branch_labels;
    if (info.head) marks.emplace_back(graph.dependents(node).empty() ? "head" : "effective head");
    if (info.mergepoint) marks.emplace_back("mergepoint");
    if (info.current) marks.emplace_back("current");
    // The other pictures have an edge for it.
    if (format == GraphFormat::text && !info.revision.depends_on.empty()) {
      marks.push_back("depends on " + join(info.revision.depends_on, " and "));
    }
    auto line = info.revision.id;
    if (!marks.empty()) line += " (" + join(marks, ", ") + ")";
    graph::NodeText text{info.current ? '@' : '*', {std::move(line)}};
    // A message of several lines would tear the picture apart.
    auto message = std::move(info.revision.message);
    std::replace_if(message.begin(), message.end(), is_control_character, ' ');
    if (message.empty()) return text;
    if (format == GraphFormat::text) {
      text.lines.front() += ", " + message;
    } else {
      text.lines.push_back(std::move(message));
    }
    return text;
  };
  std::ostringstream out;
  const auto nodes = graph::history(graph, range, current);
  switch (format) {
    case GraphFormat::text:
      graph::draw(out, graph, nodes, text_of);
      break;
    case GraphFormat::dot:
      graph::write_dot(out, graph, nodes, text_of);
      break;
    case GraphFormat::mermaid:
      graph::write_mermaid(out, graph, nodes, text_of);
      break;
  }
  return out.str();
}

}  // namespace retort
