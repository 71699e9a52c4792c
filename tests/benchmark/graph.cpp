#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "benchmark/history.hpp"
#include "benchmark/memory.hpp"
#include "benchmark/support.hpp"
#include "graph/plan.hpp"
#include "graph/revision_graph.hpp"

/// A history is loaded, checked as a whole, and planned from base to its heads. What only prepares or cleans up is not
/// timed, on neither side.
namespace retort::bench {
namespace {

using graph::RevisionGraph;
using graph::RevisionSpec;

const std::vector<std::string> kNoRows;

std::size_t count(const benchmark::State& state) { return static_cast<std::size_t>(state.range(0)); }

void plan_specs(benchmark::State& state, const std::vector<RevisionSpec>& history) {
  for (auto _ : state) {
    state.PauseTiming();
    std::optional<RevisionGraph> graph;
    state.ResumeTiming();
    graph.emplace(history);
    const auto plan = plan_upgrade(*graph, kNoRows, "heads");
    state.PauseTiming();
    if (plan.size() != history.size()) state.SkipWithError("the plan is not all of the history");
    graph.reset();
    state.ResumeTiming();
  }
}

/// The same through the public doors: revision() of each migration is asked, and a database in memory tells that it is
/// at base.
void plan_set(benchmark::State& state, const std::vector<RevisionSpec>& history) {
  soci::session sql(soci::sqlite3, ":memory:");
  for (auto _ : state) {
    state.PauseTiming();
    std::optional<MigrationSet> set(set_of(history));
    state.ResumeTiming();
    set->validate();
    std::optional<Migrator> migrator(std::in_place, sql, *set);
    const auto pending = migrator->pending();
    state.PauseTiming();
    if (pending.size() != history.size()) state.SkipWithError("the plan is not all of the history");
    migrator.reset();
    set.reset();
    state.ResumeTiming();
  }
}

void graph_ours(benchmark::State& state) { plan_specs(state, branched_history(count(state))); }
void graph_ours_set(benchmark::State& state) { plan_set(state, branched_history(count(state))); }
void ladder_ours(benchmark::State& state) { plan_specs(state, ladder(count(state))); }

/// What nobody could leave out: the ids hashed, the edges found by them, and Boost.Graph's order of it all.
void graph_raw(benchmark::State& state) {
  const auto& history = branched_history(count(state));
  for (auto _ : state) {
    state.PauseTiming();
    std::unordered_map<std::string, std::size_t> index;
    std::optional<boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>> graph;
    std::vector<std::size_t> order;
    state.ResumeTiming();
    index.reserve(history.size());
    for (std::size_t i = 0; i < history.size(); ++i) index.emplace(history[i].id, i);
    graph.emplace(history.size());
    for (std::size_t i = 0; i < history.size(); ++i) {
      for (const auto& id : history[i].down_revision) boost::add_edge(i, index.find(id)->second, *graph);
      for (const auto& id : history[i].depends_on) boost::add_edge(i, index.find(id)->second, *graph);
    }
    order.reserve(history.size());
    boost::topological_sort(*graph, std::back_inserter(order));
    state.PauseTiming();
    if (order.size() != history.size()) state.SkipWithError("the order is not all of the history");
    graph.reset();
    index = {};
    state.ResumeTiming();
  }
}

constexpr std::size_t kMany = 100'000;

double graph_bytes() {
  const auto& history = branched_history(kMany);
  const Counting counting;
  const RevisionGraph graph(history);
  return counting.bytes() / kMany;
}

double plan_bytes() {
  const RevisionGraph graph(branched_history(kMany));
  const Counting counting;
  const auto plan = plan_upgrade(graph, kNoRows, "heads");
  return counting.bytes() / kMany;
}

/// Of a program that has linked its migrations in: each an object that holds a pointer.
double set_bytes() {
  const auto& history = branched_history(kMany);
  const Counting counting;
  const auto set = set_of(history);
  set.validate();
  return counting.bytes() / kMany;
}

BENCHMARK(graph_ours)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(graph_ours_set)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(graph_raw)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(ladder_ours)->Arg(800)->Unit(benchmark::kMillisecond);

const Compared kGraph("load, check and plan 100,000 revisions; raw: hash the ids, Boost.Graph's topological sort",
                      "graph_ours/100000", "graph_raw/100000", 4.0);
const Compared kSet("the same through MigrationSet and Migrator", "graph_ours_set/100000", "graph_raw/100000", 4.0);
const Grown kGrowth("load, check and plan, 10,000 to 100,000 revisions", "graph_ours/10000", "graph_ours/100000", 12.0);
const Grown kSetGrowth("the same through MigrationSet and Migrator", "graph_ours_set/10000", "graph_ours_set/100000",
                       12.0);
const Grown kRawGrowth("raw: hash the ids, Boost.Graph's topological sort (no limit; what the machine does)",
                       "graph_raw/10000", "graph_raw/100000", 0);
const Weighed kGraphBytes("the loaded graph", graph_bytes);
const Weighed kPlanBytes("the plan from base to heads", plan_bytes);
const Weighed kSetBytes("a MigrationSet with its migrations and the graph", set_bytes);
const Drawn kDrawn(Axis::revisions, "load, check and plan (raw: Boost's sort)", "graph_ours_set", "graph_raw");
const BesideAlembic kLadder("alembic_ladder.py 800", "ladder_ours/800");

}  // namespace
}  // namespace retort::bench
