#include <retort/testing.hpp>

#include <benchmark/benchmark.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <string>
#include <vector>

#include "benchmark/report.hpp"
#include "benchmark/starts.hpp"
#include "benchmark/support.hpp"

// Runs every benchmark several times, interleaved, and prints the best of each beside what it is compared with.

namespace {

/// Alembic's figures for the same, where it is installed. Debian's is known to Debian's Python only.
bool print_alembic(const retort::bench::BestTimes& times) {
  bool good = true;
  for (const auto& each : retort::bench::alembic_scripts()) {
    const auto ours = each.ours.empty() ? 0 : times.of(each.ours);
    if (!each.ours.empty() && ours <= 0) continue;
    const auto command =
        "python=/usr/bin/python3; $python -c 'import alembic' 2>/dev/null || python=python3; "
        "$python " RETORT_BENCHMARK_FOLDER "/" +
        each.command + (ours > 0 ? " " + std::to_string(ours * 1e3) : "");
    good = std::system(command.c_str()) == 0 && good;
  }
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string(argv[1]) == retort::bench::kOneStart) return retort::bench::one_start(argv[2], argv[3]);
  std::string json;
  std::string against;
  std::string plot;
  bool alembic = true;
  CLI::App app("Measures the library beside the raw drivers. Other options are Google Benchmark's.");
  app.add_option("--json", json, "Write every figure to this file");
  app.add_option("--against", against, "Compare with what --json wrote in an earlier run");
  app.add_option("--plot", plot, "Draw the cost against the number of revisions and of tables (SVG, by gnuplot)");
  app.add_flag("!--no-alembic", alembic, "Leave Alembic's figures out");
  app.allow_extras();
  CLI11_PARSE(app, argc, argv);

  std::vector<std::string> words = app.remaining();
  words.insert(words.begin(), {argv[0], "--benchmark_repetitions=5", "--benchmark_enable_random_interleaving=true"});
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  // The first one of a process turns off SQLite's memory statistics, as it does in a program of tests: for the raw
  // driver as well as for us.
  retort::testing::database_at(retort::MigrationSet(), "base");
  retort::bench::BestTimes times;
  benchmark::RunSpecifiedBenchmarks(&times);

  retort::bench::print_tables(times);
  if (!json.empty()) retort::bench::write_json(times, json);
  if (!against.empty()) retort::bench::print_against(times, against);
  bool good = plot.empty() || retort::bench::plot_curves(times, plot);
  if (alembic) good = print_alembic(times) && good;
  // The servers' databases are needed by what runs beside them.
  for (auto* end : retort::bench::endings()) end();
  return good ? 0 : 1;
}
