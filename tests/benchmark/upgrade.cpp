#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "benchmark/support.hpp"

/// An empty database in memory goes through a thousand revisions of one CREATE TABLE each.
namespace retort::bench {
namespace {

void upgrade_ours(benchmark::State& state) {
  const auto set = line_of(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    soci::session sql(soci::sqlite3, ":memory:");
    benchmark::DoNotOptimize(Migrator(sql, set).upgrade().steps.size());
  }
}

/// The same statements in the same transactions, by sqlite3_exec.
void upgrade_raw(benchmark::State& state) {
  std::vector<std::string> statements;
  {
    soci::session sql(soci::sqlite3, ":memory:");
    Migrator migrator(sql, line_of(static_cast<std::size_t>(state.range(0))));
    const auto plan = migrator.plan_upgrade();
    for (const auto& step : plan.steps) {
      statements.emplace_back("BEGIN IMMEDIATE");
      if (statements.size() == 1) {
        statements.emplace_back("CREATE TABLE retort_version (version_num VARCHAR(255) NOT NULL PRIMARY KEY)");
        statements.emplace_back(
            "CREATE TABLE retort_applied (revision VARCHAR(255) NOT NULL PRIMARY KEY, fingerprint VARCHAR(40) NOT "
            "NULL)");
      }
      for (auto& statement : step.statements()) statements.push_back(std::move(statement));
      // A plan tells what the migration says; a run keeps its fingerprint, too.
      statements.push_back("INSERT INTO retort_applied (revision, fingerprint) VALUES ('" + step.revision +
                           "', '1:0123456789abcdef')");
      statements.emplace_back("COMMIT");
    }
  }
  for (auto _ : state) {
    auto* database = open_raw(":memory:");
    for (const auto& statement : statements) exec_raw(database, statement);
    sqlite_api::sqlite3_close(database);
  }
}

BENCHMARK(upgrade_ours)->RangeMultiplier(10)->Range(10, 1000)->Unit(benchmark::kMillisecond);
BENCHMARK(upgrade_raw)->RangeMultiplier(10)->Range(10, 1000)->Unit(benchmark::kMillisecond);

const Compared kUpgrade("upgrade of an empty database in memory, 1,000 revisions", "upgrade_ours/1000",
                        "upgrade_raw/1000", 1.5);

const Drawn kDrawn(Axis::revisions, "upgrade of an empty database in memory", "upgrade_ours", "upgrade_raw");

}  // namespace
}  // namespace retort::bench
