#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "benchmark/raw_client.hpp"
#include "benchmark/support.hpp"
#include "live/shop.hpp"
#include "support/server.hpp"

/// The 15,607 rows of the Chinook shop by one migration of bulk_insert, beside multi-row INSERTs written by hand and
/// sent through the native client.
namespace retort::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Rows = std::vector<std::vector<Value>>;

/// Empty where the rows are not at hand.
std::string shop_file() {
  const char* folder = std::getenv("RETORT_TEST_DATA");
  return folder == nullptr ? std::string() : std::string(folder) + "/chinook.json";
}

/// The shop's empty tables on a server.
class Place {
 public:
  explicit Place(const std::string& server)
      : database_(server), set_(live::shop(shop_file(), false)), migrator_(database_.session(), set_) {
    migrator_.upgrade(live::kEmpty);
  }

  soci::session& session() { return database_.session(); }
  Migrator& migrator() { return migrator_; }

 private:
  test::ServerDatabase database_;
  MigrationSet set_;
  Migrator migrator_;
};

std::map<std::string, std::unique_ptr<Place>>& places() {
  static std::map<std::string, std::unique_ptr<Place>> all;
  return all;
}

Place& place(const std::string& server) {
  auto& found = places()[server];
  if (!found) found = std::make_unique<Place>(server);
  return *found;
}

void append_literal(std::string& sql, const Value& value, bool mysql) {
  switch (value.kind()) {
    case Value::Kind::null:
      sql += "NULL";
      break;
    case Value::Kind::integer:
      sql += std::to_string(value.integer());
      break;
    case Value::Kind::decimal:
      sql += value.text();
      break;
    default:
      sql += '\'';
      for (const char c : value.text()) {
        if (c == '\'' || (mysql && c == '\\')) sql += c;
        sql += c;
      }
      sql += '\'';
  }
}

/// INSERTs of so many rows each. Firebird has none; what comes next there is a block of statements.
std::vector<std::string> statements(const std::string& server, std::size_t batch) {
  static const auto all = live::shop_rows(shop_file());
  const auto tables = live::shop_tables();
  const bool mysql = server == "mariadb";
  const char quote = mysql ? '`' : '"';
  std::vector<std::string> result;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    std::string head = "INSERT INTO " + (quote + tables[t].name + quote) + " (";
    for (const auto& column : tables[t].columns) {
      head += (&column == &tables[t].columns.front() ? "" : ", ") + (quote + column + quote);
    }
    head += ") VALUES ";
    for (std::size_t first = 0; first < all[t].size(); first += batch) {
      const bool block = server == "firebird";
      std::string sql = block ? "EXECUTE BLOCK AS BEGIN\n" : head;
      const auto last = std::min(first + batch, all[t].size());
      for (std::size_t i = first; i < last; ++i) {
        if (block) sql += head;
        if (!block && i > first) sql += ", ";
        sql += '(';
        for (std::size_t c = 0; c < all[t][i].size(); ++c) {
          if (c > 0) sql += ", ";
          append_literal(sql, all[t][i][c], mysql);
        }
        sql += block ? ");\n" : ")";
      }
      if (block) sql += "END";
      result.push_back(std::move(sql));
    }
  }
  return result;
}

void empty_raw(const std::string& server) {
  auto& session = place(server).session();
  const char quote = server == "mariadb" ? '`' : '"';
  if (server != "firebird") send_raw(session, "BEGIN");
  const auto tables = live::shop_tables();
  send_raw(session,
           std::string("UPDATE ") + quote + "Employee" + quote + " SET " + quote + "ReportsTo" + quote + " = NULL");
  for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
    send_raw(session, std::string("DELETE FROM ") + quote + table->name + quote);
  }
  send_raw(session, "COMMIT");
}

double insert_raw(const std::string& server, std::size_t batch) {
  auto& session = place(server).session();
  const auto start = Clock::now();
  const auto all = statements(server, batch);
  if (server != "firebird") send_raw(session, "BEGIN");
  for (const auto& sql : all) send_raw(session, sql);
  send_raw(session, "COMMIT");
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The number of rows a statement that is the fastest there.
std::size_t fastest_batch(const std::string& server) {
  static std::map<std::string, std::size_t> known;
  auto& found = known[server];
  if (found != 0) return found;
  double best = 0;
  for (const std::size_t batch : server == "firebird" ? std::vector<std::size_t>{20, 50, 100, 150}
                                                      : std::vector<std::size_t>{100, 300, 1000, 3000}) {
    for (int again = 0; again < 2; ++again) {
      empty_raw(server);
      const auto seconds = insert_raw(server, batch);
      if (best == 0 || seconds < best) {
        best = seconds;
        found = batch;
      }
    }
  }
  return found;
}

void bulk_insert_ours(benchmark::State& state, const std::string& server) {
  if (shop_file().empty()) return state.SkipWithError("RETORT_TEST_DATA names no folder with chinook.json");
  auto& migrator = place(server).migrator();
  for (auto _ : state) {
    empty_raw(server);
    migrator.stamp(live::kEmpty);
    const auto start = Clock::now();
    migrator.upgrade(live::kFilled);
    state.SetIterationTime(std::chrono::duration<double>(Clock::now() - start).count());
  }
}

void bulk_insert_raw(benchmark::State& state, const std::string& server) {
  if (shop_file().empty()) return state.SkipWithError("RETORT_TEST_DATA names no folder with chinook.json");
  const auto batch = fastest_batch(server);
  for (auto _ : state) {
    empty_raw(server);
    state.SetIterationTime(insert_raw(server, batch));
  }
}

struct Registered {
  explicit Registered(const std::string& server) {
    for (auto* run : {&bulk_insert_ours, &bulk_insert_raw}) {
      const auto name = std::string(run == &bulk_insert_ours ? "bulk_insert_ours_" : "bulk_insert_raw_") + server;
      benchmark::RegisterBenchmark(name.c_str(), [run, server](benchmark::State& state) { run(state, server); })
          ->Unit(benchmark::kMillisecond)
          ->UseManualTime()
          ->Iterations(3);
    }
    Compared("bulk_insert of 15,607 rows on " + server, "bulk_insert_ours_" + server, "bulk_insert_raw_" + server, 1.3);
  }
};

const bool kEnding = (endings().push_back([] { places().clear(); }), true);

const Registered kSqlite("sqlite");
const Registered kPostgresql("postgresql");
const Registered kMariadb("mariadb");
const Registered kFirebird("firebird");

}  // namespace
}  // namespace retort::bench
