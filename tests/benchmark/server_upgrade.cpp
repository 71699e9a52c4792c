#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/postgresql/soci-postgresql.h>

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include "benchmark/raw_client.hpp"
#include "benchmark/support.hpp"
#include "support/server.hpp"

/// Two hundred migrations of one CREATE TABLE each on PostgreSQL, over the local socket.
namespace retort::bench {
namespace {

constexpr std::size_t kMigrations = 200;
using Clock = std::chrono::steady_clock;

/// A new database, and a session that reaches it as local programs do.
struct Local {
  test::ServerDatabase database{"postgresql"};
  soci::session session;

  Local() {
    std::string place;
    std::getline(std::ifstream(RETORT_BENCHMARK_SERVERS "/postgresql/place"), place);
    session.open(soci::postgresql, (place.empty() ? database.parameters()
                                                  : "host=" + place + "/postgresql port=" + database.parameter("port") +
                                                        " user=postgres dbname=" + database.name()));
  }
};

std::vector<std::string> statements() {
  Local local;
  Migrator migrator(local.session, line_of(kMigrations));
  std::vector<std::string> result;
  const auto plan = migrator.plan_upgrade();
  for (const auto& step : plan.steps) {
    result.emplace_back("BEGIN");
    if (result.size() == 1) {
      result.emplace_back("CREATE TABLE retort_version (version_num VARCHAR(255) NOT NULL PRIMARY KEY)");
      result.emplace_back(
          "CREATE TABLE retort_applied (revision VARCHAR(255) NOT NULL PRIMARY KEY, fingerprint VARCHAR(40) NOT NULL)");
    }
    for (auto& statement : step.statements()) result.push_back(std::move(statement));
    // A plan tells what the migration says; a run keeps its fingerprint, too.
    result.push_back("INSERT INTO retort_applied (revision, fingerprint) VALUES ('" + step.revision +
                     "', '1:0123456789abcdef')");
    result.emplace_back("COMMIT");
  }
  return result;
}

void postgresql_upgrade_ours(benchmark::State& state) {
  const auto set = line_of(kMigrations);
  for (auto _ : state) {
    Local local;
    const auto start = Clock::now();
    Migrator(local.session, set).upgrade();
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
  }
}

void postgresql_upgrade_raw(benchmark::State& state) {
  static const auto all = statements();
  for (auto _ : state) {
    Local local;
    const auto start = Clock::now();
    for (const auto& sql : all) send_raw(local.session, sql);
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
  }
}

BENCHMARK(postgresql_upgrade_ours)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);
BENCHMARK(postgresql_upgrade_raw)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(3);

const Compared kUpgrade("200 migrations on PostgreSQL over a local socket", "postgresql_upgrade_ours",
                        "postgresql_upgrade_raw", 1.3);

}  // namespace
}  // namespace retort::bench
