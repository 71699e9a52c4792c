#ifndef RETORT_SRC_RUNTIME_SET_DATA_HPP
#define RETORT_SRC_RUNTIME_SET_DATA_HPP

#include <retort/location.hpp>
#include <retort/migration.hpp>
#include <retort/naming_convention.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "dialect/dialect.hpp"
#include "graph/revision_graph.hpp"
#include "ops/naming.hpp"

namespace retort::runtime {

/// The migrations behind a MigrationSet and, once somebody asks, their graph.
///
/// Immutable from then on, and shared between threads; a set that grows while copies of it exist takes a new SetData.
class SetData {
 public:
  struct Entry {
    std::shared_ptr<const Migration> migration;
    Location where;
  };

  SetData() = default;
  explicit SetData(std::vector<Entry> entries, NamingConvention naming = {})
      : entries_(std::move(entries)), naming_(std::move(naming)) {}

  void add(Entry entry) { entries_.push_back(std::move(entry)); }
  const std::vector<Entry>& entries() const noexcept { return entries_; }
  void set_naming(NamingConvention naming) { naming_ = std::move(naming); }
  const NamingConvention& naming() const noexcept { return naming_; }
  /// The same for a dialect, whose names have a limit.
  ops::Naming naming(const dialect::Dialect& dialect) const {
    return {naming_, dialect.capabilities().max_identifier, dialect.capabilities().identifier_limit_is_bytes,
            dialect.name()};
  }
  std::size_t size() const noexcept { return entries_.size(); }
  /// True once the graph was made: the set can no longer grow in place.
  bool is_fixed() const noexcept { return graph_.load(std::memory_order_relaxed) != nullptr; }

  /// The graph, made and checked at the first call. Throws DefinitionError with every fault of the set, each time.
  const graph::RevisionGraph& graph() const;

  const Migration& migration(graph::Node node) const noexcept { return *entries_[node].migration; }
  const Location& where(graph::Node node) const noexcept { return entries_[node].where; }
  /// All that the migration says of itself. The graph keeps the ids and the edges; messages and dates of a long history
  /// would be most of the memory, and are wanted of a few revisions only, so they are asked for again.
  Revision revision(graph::Node node) const { return entries_[node].migration->revision(); }

 private:
  const graph::RevisionGraph& build() const;

  std::vector<Entry> entries_;
  NamingConvention naming_ = {};
  // No once_flag: making the graph throws for a faulty set, which leaves who asks again waiting for ever under
  // ThreadSanitizer and on systems whose pthread_once knows no exceptions.
  mutable std::mutex building_;
  mutable std::unique_ptr<const graph::RevisionGraph> made_;
  mutable std::atomic<const graph::RevisionGraph*> graph_ = nullptr;
};

}  // namespace retort::runtime

#endif
