#include <retort/testing.hpp>

#include <benchmark/benchmark.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <string>

#include "benchmark/support.hpp"
#include "support/server.hpp"

// What a database for a test costs: a snapshot of 100 tables in memory, a template on PostgreSQL.
namespace retort::bench {
namespace {

constexpr std::size_t kTables = 100;

const MigrationSet& tables() {
  static const MigrationSet set = line_of(kTables);
  return set;
}

void database_at_ours(benchmark::State& state) {
  testing::database_at(tables());
  for (auto _ : state) benchmark::DoNotOptimize(&testing::database_at(tables()).session());
}
void database_at_8_threads_ours(benchmark::State& state) { database_at_ours(state); }

/// The same database, copied by SQLite itself into a new one in memory. Each thread has a source of its own.
void database_at_raw(benchmark::State& state) {
  soci::session source("sqlite3", ":memory:");
  Migrator(source, tables()).upgrade();
  auto* from = static_cast<soci::sqlite3_session_backend*>(source.get_backend())->conn_;
  for (auto _ : state) {
    auto* to = open_raw(":memory:");
    auto* backup = sqlite_api::sqlite3_backup_init(to, "main", from, "main");
    benchmark::DoNotOptimize(sqlite_api::sqlite3_backup_step(backup, -1));
    sqlite_api::sqlite3_backup_finish(backup);
    sqlite_api::sqlite3_close(to);
  }
}
void database_at_8_threads_raw(benchmark::State& state) { database_at_raw(state); }

void database_at_migrated(benchmark::State& state) {
  for (auto _ : state) {
    soci::session session("sqlite3", ":memory:");
    Migrator migrator(session, tables());
    benchmark::DoNotOptimize(migrator.upgrade().steps.size());
  }
}

BENCHMARK(database_at_ours);
BENCHMARK(database_at_raw);
BENCHMARK(database_at_migrated);
BENCHMARK(database_at_8_threads_ours)->Threads(8)->UseRealTime();
BENCHMARK(database_at_8_threads_raw)->Threads(8)->UseRealTime();

const Compared kCopy("a database of 100 tables for a test, from its snapshot; sqlite3_backup of the same",
                     "database_at_ours", "database_at_raw", 1.3);
const Compared kMigrate("the same beside migrating it by the library", "database_at_ours", "database_at_migrated", 0.2);
const Compared kThreads("the same made by 8 threads, beside one thread (0.63: 1.6 times as many)",
                        "database_at_8_threads_ours", "database_at_ours", 0.63);
const Compared kThreadsCpu("the processors' time for one of them, beside one thread's",
                           "database_at_8_threads_ours:cpu", "database_at_ours:cpu", 1.2);
const Compared kRawThreads("for comparison, the backup made by 8 threads, beside one thread",
                           "database_at_8_threads_raw", "database_at_raw", 0.63);

void database_at_postgresql_ours(benchmark::State& state) {
  const auto url = test::server_url("postgresql");
  testing::database_at(tables(), "heads", url);
  for (auto _ : state) {
    auto database = std::make_unique<testing::Database>(testing::database_at(tables(), "heads", url));
    state.PauseTiming();
    benchmark::DoNotOptimize(&database->session());
    database.reset();
    state.ResumeTiming();
  }
}

void database_at_postgresql_raw(benchmark::State& state) {
  test::ServerDatabase origin("postgresql");
  Migrator(origin.session(), tables()).upgrade();
  const auto name = origin.name();
  const auto base = test::server_url("postgresql").substr(std::string("postgresql://").size());
  soci::session admin(soci::postgresql, base + " dbname=postgres");
  // Nobody may be connected to what is copied.
  origin.session().close();
  for (auto _ : state) {
    admin << "CREATE DATABASE retort_benchmark_copy TEMPLATE " + name;
    state.PauseTiming();
    admin << "DROP DATABASE retort_benchmark_copy";
    state.ResumeTiming();
  }
}

BENCHMARK(database_at_postgresql_ours)->Unit(benchmark::kMillisecond)->Iterations(10)->UseRealTime();
BENCHMARK(database_at_postgresql_raw)->Unit(benchmark::kMillisecond)->Iterations(10)->UseRealTime();

const Compared kTemplate("the same on PostgreSQL, with a session; CREATE DATABASE ... TEMPLATE alone",
                         "database_at_postgresql_ours", "database_at_postgresql_raw", 1.2);

}  // namespace
}  // namespace retort::bench
