#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "benchmark/support.hpp"

/// A service starts and there is nothing to do.
namespace retort::bench {
namespace {

void start(const MigrationSet& set, const std::string& file) {
  soci::session sql(soci::sqlite3, file);
  benchmark::DoNotOptimize(Migrator(sql, set).upgrade().empty());
}

void startup_ours(benchmark::State& state) {
  const auto& file = migrated_file(static_cast<std::size_t>(state.range(0)));
  const auto set = line_of(static_cast<std::size_t>(state.range(0)));
  set.validate();
  for (auto _ : state) start(set, file);
}

void startup_ours_with_set(benchmark::State& state) {
  const auto& file = migrated_file(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) start(line_of(static_cast<std::size_t>(state.range(0))), file);
}

void startup_raw(benchmark::State& state) {
  const auto& file = migrated_file(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto* database = open_raw(file);
    benchmark::DoNotOptimize(query_raw(database, "SELECT version_num FROM retort_version"));
    sqlite_api::sqlite3_close(database);
  }
}

void startup_empty_ours(benchmark::State& state) {
  const auto& file = stamped_file(static_cast<std::size_t>(state.range(0)));
  const auto set = line_of(static_cast<std::size_t>(state.range(0)));
  set.validate();
  for (auto _ : state) start(set, file);
}

void startup_empty_raw(benchmark::State& state) {
  const auto& file = stamped_file(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    auto* database = open_raw(file);
    benchmark::DoNotOptimize(query_raw(database, "SELECT version_num FROM retort_version"));
    sqlite_api::sqlite3_close(database);
  }
}

BENCHMARK(startup_empty_ours)->RangeMultiplier(10)->Range(10, 10000);
BENCHMARK(startup_empty_raw)->RangeMultiplier(10)->Range(10, 10000);
BENCHMARK(startup_ours)->RangeMultiplier(10)->Range(10, 1000);
BENCHMARK(startup_ours_with_set)->Arg(1000);
BENCHMARK(startup_raw)->RangeMultiplier(10)->Range(10, 1000);

const Compared kSetBuilt("startup, nothing to do, 1,000 revisions, set built", "startup_ours/1000", "startup_raw/1000",
                         1.3);
const Compared kEmpty("the same on a file without any table but the version table", "startup_empty_ours/1000",
                      "startup_empty_raw/1000", 1.3);
const Compared kWithSet("startup, nothing to do, 1,000 revisions, building the set too", "startup_ours_with_set/1000",
                        "startup_raw/1000", 2.0);
const Drawn kDrawn(Axis::revisions, "startup, nothing to do", "startup_empty_ours", "startup_empty_raw");
const Drawn kDrawnByTables(Axis::tables, "startup, nothing to do (SQLite reads its schema)", "startup_ours",
                           "startup_raw");
const BesideAlembic kAlembic("alembic_times.py 1000");

}  // namespace
}  // namespace retort::bench
