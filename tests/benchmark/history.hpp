#ifndef RETORT_TESTS_BENCHMARK_HISTORY_HPP
#define RETORT_TESTS_BENCHMARK_HISTORY_HPP

#include <retort/migration_set.hpp>

#include <cstddef>
#include <vector>

#include "graph/revision_graph.hpp"

/// Histories with branches, for the benchmarks that are about the graph alone.
namespace retort::bench {

/// A history of which 5 % of the revisions are merges and 1 % depend on another line; the same one every time. The
/// revisions come sorted by id, as from the files of a folder, so their order says nothing about what stands on what.
const std::vector<graph::RevisionSpec>& branched_history(std::size_t revisions);

/// A first revision and so many rungs, each of two revisions side by side and the merge of both.
const std::vector<graph::RevisionSpec>& ladder(std::size_t rungs);

/// Migrations that say what the specs do, and do nothing.
MigrationSet set_of(const std::vector<graph::RevisionSpec>& specs);

}  // namespace retort::bench

#endif
