#include "benchmark/starts.hpp"

#include <retort/migrator.hpp>

#include <benchmark/benchmark.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "benchmark/support.hpp"
#include "support/server.hpp"

// Many instances of a service start at once on an empty database: processes, each with the whole history.
namespace retort::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kRevisions = 50;
constexpr int kTogether = 20;
/// The longest pause of one that waits for the others: see runtime/polling.hpp.
constexpr double kPoll = 0.1;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "benchmark: %s\n", what.c_str());
  std::exit(2);
}

struct Pipe {
  std::array<int, 2> ends{};
  Pipe() {
    if (pipe(ends.data()) != 0) give_up("no pipe");
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends) close_end(end);
  }
  static void close_end(int end) {
    if (end >= 0) close(end);
  }
  void close_writing() {
    close_end(ends[1]);
    ends[1] = -1;
  }
};

/// So many bytes of a pipe.
void await(int end, int bytes) {
  char byte = 0;
  for (int i = 0; i < bytes; ++i) {
    if (read(end, &byte, 1) != 1) give_up("a process that started ended before it was ready");
  }
}

/// From the moment at which all of them are let go to that at which the last one is ready.
double seconds_together(const std::string& backend, const std::string& parameters, int processes) {
  // What they say, and what they wait for: the end of what nobody writes.
  Pipe said;
  Pipe gate;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, gate.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, said.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, gate.ends[1]);
  posix_spawn_file_actions_addclose(&actions, said.ends[0]);
  std::vector<std::string> words = {"retort_benchmark", kOneStart, backend, parameters};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<pid_t> children(static_cast<std::size_t>(processes));
  for (auto& child : children) {
    if (posix_spawn(&child, "/proc/self/exe", &actions, nullptr, arguments.data(), environ) != 0) {
      give_up("cannot start a process");
    }
  }
  posix_spawn_file_actions_destroy(&actions);
  said.close_writing();
  await(said.ends[0], processes);
  const auto start = Clock::now();
  gate.close_writing();
  await(said.ends[0], processes);
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  for (const auto child : children) waitpid(child, nullptr, 0);
  return seconds;
}

double seconds_of(const std::string& server, int processes) {
  if (server == "sqlite") {
    static int number = 0;
    const auto file = (scratch() / ("starts_" + std::to_string(++number) + ".db")).string();
    return seconds_together("sqlite3", file, processes);
  }
  const test::ServerDatabase database(server);
  return seconds_together(server == "mariadb" ? "mysql" : server, database.parameters(), processes);
}

void together(benchmark::State& state, const char* server) {
  for (auto _ : state) state.SetIterationTime(seconds_of(server, kTogether));
}
void alone_and_poll(benchmark::State& state, const char* server) {
  for (auto _ : state) state.SetIterationTime(seconds_of(server, 1) + kPoll);
}

void starts_sqlite(benchmark::State& state) { together(state, "sqlite"); }
void starts_sqlite_alone(benchmark::State& state) { alone_and_poll(state, "sqlite"); }
void starts_postgresql(benchmark::State& state) { together(state, "postgresql"); }
void starts_postgresql_alone(benchmark::State& state) { alone_and_poll(state, "postgresql"); }
void starts_mariadb(benchmark::State& state) { together(state, "mariadb"); }
void starts_mariadb_alone(benchmark::State& state) { alone_and_poll(state, "mariadb"); }

BENCHMARK(starts_sqlite)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
BENCHMARK(starts_sqlite_alone)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
BENCHMARK(starts_postgresql)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
BENCHMARK(starts_postgresql_alone)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
BENCHMARK(starts_mariadb)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);
BENCHMARK(starts_mariadb_alone)->Unit(benchmark::kMillisecond)->UseManualTime()->Iterations(1);

const Compared kSqlite("20 processes start on an empty SQLite file, 50 revisions; one alone and a poll interval",
                       "starts_sqlite", "starts_sqlite_alone", 1.5);
const Compared kPostgresql("the same on PostgreSQL", "starts_postgresql", "starts_postgresql_alone", 1.5);
const Compared kMariadb("the same on MariaDB", "starts_mariadb", "starts_mariadb_alone", 1.5);

}  // namespace

int one_start(const std::string& backend, const std::string& parameters) {
  try {
    const auto set = line_of(kRevisions);
    std::fputs("s", stdout);
    std::fflush(stdout);
    char byte = 0;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    soci::session session(backend, parameters);
    MigratorOptions options;
    options.lock_timeout = std::chrono::minutes(5);
    Migrator(session, set, options).upgrade();
    std::fputs("r", stdout);
    std::fflush(stdout);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "benchmark: %s\n", error.what());
    return 1;
  }
}

}  // namespace retort::bench
