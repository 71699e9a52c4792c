#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

#include "benchmark/support.hpp"
#include "support/server.hpp"

// What the journal writes beside the version rows and the fingerprints, a statement that changes the schema. A count,
// in the clothes of a benchmark so that it can be chosen and left out like one.
namespace retort::bench {
namespace {

constexpr std::size_t kMigrations = 50;
/// A version row and a fingerprint.
constexpr double kOthers = 2;

/// MariaDB commits with every statement, so that each is entered in the journal; it counts what a session sends.
void journal_mariadb(benchmark::State& state) {
  const auto set = line_of(kMigrations);
  for (auto _ : state) {
    test::ServerDatabase database("mariadb");
    auto& sql = database.session();
    const auto writes = [&] {
      double count = 0;
      sql << "SELECT CAST(SUM(variable_value) AS DOUBLE) FROM information_schema.session_status WHERE variable_name IN "
             "('COM_INSERT', 'COM_UPDATE', 'COM_DELETE', 'COM_REPLACE')",
          soci::into(count);
      return count;
    };
    const auto before = writes();
    Migrator(sql, set).upgrade();
    note_count("a statement on MariaDB, which commits with each", (writes() - before) / kMigrations - kOthers, 2);
  }
}

/// SQLite takes a migration back as a whole; it counts the rows that were changed.
void journal_sqlite(benchmark::State& state) {
  const auto set = line_of(kMigrations);
  for (auto _ : state) {
    soci::session sql(soci::sqlite3, ":memory:");
    auto* handle = static_cast<soci::sqlite3_session_backend*>(sql.get_backend())->conn_;
    const auto before = sqlite_api::sqlite3_total_changes(handle);
    Migrator(sql, set).upgrade();
    note_count("a statement in a transaction on SQLite",
               static_cast<double>(sqlite_api::sqlite3_total_changes(handle) - before) / kMigrations - kOthers, 0);
  }
}

BENCHMARK(journal_mariadb)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(journal_sqlite)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace retort::bench
