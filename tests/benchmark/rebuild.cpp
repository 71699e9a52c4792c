#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <filesystem>

#include "benchmark/support.hpp"

/// A table of a million rows gets a CHECK, which SQLite can do only by rebuilding it.
namespace retort::bench {
namespace {

constexpr const char* kTable = "(id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, amount INTEGER NOT NULL, note TEXT";

const std::string& million_rows() {
  static const std::string file = [] {
    auto path = (scratch() / "million.db").string();
    auto* database = open_raw(path);
    exec_raw(database, "PRAGMA synchronous = OFF");
    exec_raw(database, std::string("CREATE TABLE big ") + kTable + ")");
    exec_raw(database,
             "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) "
             "INSERT INTO big SELECT i, 'name ' || i, i % 1000, 'a note of some length for row ' || i FROM n");
    exec_raw(database, "CREATE INDEX ix_big_amount ON big (amount)");
    sqlite_api::sqlite3_close(database);
    return path;
  }();
  return file;
}

/// A copy for each measurement; the copying is not measured.
std::string fresh_copy() {
  const auto path = scratch() / "rebuilt.db";
  std::filesystem::copy_file(million_rows(), path, std::filesystem::copy_options::overwrite_existing);
  return path.string();
}

class AddCheck final : public Migration {
 public:
  Revision revision() const override { return {.id = "add_check"}; }
  void upgrade() const override { op::create_check_constraint("ck_big_amount", "big", "amount >= 0"); }
};

void rebuild_ours(benchmark::State& state) {
  const auto set = MigrationSet::of<AddCheck>();
  for (auto _ : state) {
    state.PauseTiming();
    const auto file = fresh_copy();
    state.ResumeTiming();
    soci::session sql(soci::sqlite3, file);
    Migrator(sql, set).upgrade();
  }
}

void rebuild_raw(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    const auto file = fresh_copy();
    state.ResumeTiming();
    auto* database = open_raw(file);
    exec_raw(database, "PRAGMA foreign_keys = OFF");
    exec_raw(database, "BEGIN IMMEDIATE");
    exec_raw(database,
             std::string("CREATE TABLE new_big ") + kTable + ", CONSTRAINT ck_big_amount CHECK (amount >= 0))");
    exec_raw(database, "INSERT INTO new_big (id, name, amount, note) SELECT id, name, amount, note FROM big");
    exec_raw(database, "DROP TABLE big");
    exec_raw(database, "ALTER TABLE new_big RENAME TO big");
    exec_raw(database, "CREATE INDEX ix_big_amount ON big (amount)");
    exec_raw(database, "CREATE TABLE retort_version (version_num VARCHAR(255) NOT NULL PRIMARY KEY)");
    exec_raw(database, "INSERT INTO retort_version VALUES ('add_check')");
    exec_raw(database, "COMMIT");
    sqlite_api::sqlite3_close(database);
  }
}

BENCHMARK(rebuild_ours)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(rebuild_raw)->Iterations(1)->Unit(benchmark::kMillisecond);

const Compared kRebuild("rebuild of a table of 1,000,000 rows", "rebuild_ours", "rebuild_raw", 1.1);

}  // namespace
}  // namespace retort::bench
