#include <retort/autogenerate.hpp>

#include <benchmark/benchmark.h>
#include <soci/postgresql/soci-postgresql.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "autogenerate/operations_data.hpp"
#include "benchmark/raw_client.hpp"
#include "benchmark/support.hpp"
#include "runtime/connection.hpp"
#include "runtime/inspect/postgresql.hpp"
#include "support/server.hpp"

/// A database of PostgreSQL with many tables is read, and held against the model it was made from.
namespace retort::bench {
namespace {

constexpr std::size_t kTables = 1000;
constexpr std::size_t kFewTables = 100;

std::string name_of(std::size_t table) { return "table_" + std::to_string(table); }

/// Twelve columns, three indexes and two foreign keys; `alembic_check.py` describes the same.
void describe(op::Table& t, std::size_t table) {
  t.big_integer("id").primary_key().autoincrement();
  t.string("name", 80).not_null();
  t.string("code", 20).not_null().server_default("none");
  t.text("remark");
  t.integer("size").not_null().server_default(0);
  t.numeric("price", 12, 2);
  t.boolean("active").not_null().server_default(true);
  t.date("day");
  t.timestamp("created_at").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
  t.double_("weight");
  t.big_integer("parent_id");
  t.big_integer("other_id");
  const auto name = name_of(table);
  // Not each to the one before: Alembic reads along the keys, and Python's stack ends in a chain of 1,000 tables.
  t.foreign_key({"parent_id"}, name_of(table / 10), {"id"}).name("fk_" + name + "_parent");
  t.foreign_key({"other_id"}, name_of(table / 2), {"id"}).name("fk_" + name + "_other");
  t.index({"name"}).name("ix_" + name + "_name");
  t.index({"code", "size"}).name("ix_" + name + "_code_size").unique();
  t.index({"created_at"}).name("ix_" + name + "_created_at");
}

/// A database with the tables, a session that reaches it as local programs do, and the model.
struct Made {
  test::ServerDatabase database{"postgresql"};
  soci::session session;
  MetaData model;

  explicit Made(std::size_t tables) {
    std::string place;
    std::getline(std::ifstream(RETORT_BENCHMARK_SERVERS "/postgresql/place"), place);
    const auto port = database.parameter("port");
    const auto local = place.empty()
                           ? database.parameters()
                           : "host=" + place + "/postgresql port=" + port + " user=postgres dbname=" + database.name();
    session.open(soci::postgresql, local);
    for (std::size_t i = 0; i < tables; ++i) {
      model.table(name_of(i), [&](op::Table& t) { describe(t, i); });
    }
    const auto connection = runtime::connect(session);
    const auto operations = compare(session, model);
    connection->begin({});
    for (const auto& operation : operations.data().operations) {
      for (const auto& each : connection->dialect().compile({&operation, 1}, {}, nullptr))
        connection->execute(each.sql);
    }
    connection->commit();
    // As on a server that has been running for a while.
    connection->execute("ANALYZE");
    if (tables == kTables) ::setenv("RETORT_BENCHMARK_DATABASE", local.c_str(), 1);
  }
};

Made& made(std::size_t tables) {
  static std::optional<Made> many;
  static std::optional<Made> few;
  auto& place = tables == kTables ? many : few;
  if (!place) place.emplace(tables);
  return *place;
}

/// Keeps the queries that go through it.
class Recording final : public runtime::Connection {
 public:
  explicit Recording(runtime::Connection& inner) noexcept : inner_(inner) {}

  const dialect::Dialect& dialect() const noexcept override { return inner_.dialect(); }
  dialect::Facts& facts() noexcept override { return inner_.facts(); }
  schema::MetaData inspect() override { return runtime::inspect_database(*this); }
  soci::session& session() noexcept override { return inner_.session(); }
  std::int64_t execute(std::string_view sql) override { return inner_.execute(sql); }
  std::vector<runtime::TextRow> rows(std::string_view sql) override {
    queries.emplace_back(sql);
    return inner_.rows(sql);
  }
  std::vector<std::string> query(std::string_view sql) override {
    queries.emplace_back(sql);
    return inner_.query(sql);
  }
  std::optional<std::vector<std::string>> query_existing(std::string_view sql,
                                                         const runtime::BeginOptions& lock) override {
    return inner_.query_existing(sql, lock);
  }
  bool in_transaction() noexcept override { return inner_.in_transaction(); }
  void begin(const runtime::BeginOptions& options) override { inner_.begin(options); }
  void commit() override { inner_.commit(); }
  std::string rollback() noexcept override { return inner_.rollback(); }

  std::vector<std::string> queries;

 private:
  runtime::Connection& inner_;
};

void autogenerate_inspect_ours(benchmark::State& state) {
  auto& database = made(kTables);
  const auto connection = runtime::connect(database.session);
  for (auto _ : state) benchmark::DoNotOptimize(connection->inspect().tables.size());
}

void autogenerate_inspect_raw(benchmark::State& state) {
  auto& database = made(kTables);
  const auto connection = runtime::connect(database.session);
  Recording recording(*connection);
  recording.inspect();
  for (auto _ : state) {
    for (const auto& sql : recording.queries) send_raw(database.session, sql);
  }
}

void autogenerate_check(benchmark::State& state) {
  auto& database = made(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    if (!compare(database.session, database.model).empty()) state.SkipWithError("there is a difference");
  }
}

BENCHMARK(autogenerate_inspect_ours)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(autogenerate_inspect_raw)->Unit(benchmark::kMillisecond)->Iterations(3);
BENCHMARK(autogenerate_check)->Arg(kFewTables)->Arg(kTables)->Unit(benchmark::kMillisecond)->Iterations(3);

const Compared kInspection("reading 1,000 tables of PostgreSQL's catalog, by its queries alone",
                           "autogenerate_inspect_ours", "autogenerate_inspect_raw", 1.5);
const Grown kCheck("comparing 100 and 1,000 tables of PostgreSQL with their model", "autogenerate_check/100",
                   "autogenerate_check/1000", 12);
const Drawn kDrawn(Axis::tables, "comparing PostgreSQL's catalog with a model", "autogenerate_check", "");
const BesideAlembic kAlembic("alembic_check.py 1000", "autogenerate_check/1000");

}  // namespace
}  // namespace retort::bench
