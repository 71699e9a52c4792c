#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "benchmark/memory.hpp"
#include "benchmark/support.hpp"

// Runs every benchmark several times, interleaved, and prints the best of each beside what it is compared with: the
// best is what the machine can do, and what a noisy neighbour disturbs least.

namespace {

class BestTimes final : public benchmark::ConsoleReporter {
 public:
  BestTimes() : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_Tabular) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    for (const auto& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      const auto seconds = run.real_accumulated_time / static_cast<double>(run.iterations);
      const auto name = run.run_name.function_name + (run.run_name.args.empty() ? "" : "/" + run.run_name.args);
      const auto [best, fresh] = best_.emplace(name, seconds);
      if (!fresh) best->second = std::min(best->second, seconds);
    }
    ConsoleReporter::ReportRuns(runs);
  }

  double of(const std::string& name) const {
    const auto found = best_.find(name);
    return found == best_.end() ? 0 : found->second;
  }

 private:
  std::map<std::string, double> best_;
};

std::string readable(double seconds) {
  char text[32];
  if (seconds < 1e-3) {
    std::snprintf(text, sizeof text, "%.1f us", seconds * 1e6);
  } else {
    std::snprintf(text, sizeof text, "%.2f ms", seconds * 1e3);
  }
  return text;
}

void print_comparisons(const BestTimes& times) {
  std::printf("\n| what | retort | raw | ratio | at most |\n|---|---:|---:|---:|---:|\n");
  for (const auto& each : retort::bench::comparisons()) {
    const auto ours = times.of(each.ours);
    const auto raw = times.of(each.raw);
    if (ours <= 0 || raw <= 0) continue;
    std::printf("| %s | %s | %s | %.2f | %.1f |\n", each.title.c_str(), readable(ours).c_str(), readable(raw).c_str(),
                ours / raw, each.limit);
  }
}

void print_growths(const BestTimes& times) {
  bool first = true;
  for (const auto& each : retort::bench::growths()) {
    const auto small = times.of(each.small);
    const auto large = times.of(each.large);
    if (small <= 0 || large <= 0) continue;
    if (first) std::printf("\n| what | small | ten times as large | growth | at most |\n|---|---:|---:|---:|---:|\n");
    first = false;
    std::printf("| %s | %s | %s | %.2f |", each.title.c_str(), readable(small).c_str(), readable(large).c_str(),
                large / small);
    each.limit > 0 ? std::printf(" %.1f |\n", each.limit) : std::printf(" |\n");
  }
}

void print_footprints() {
  std::printf("\n| memory, 100,000 revisions | bytes a revision |\n|---|---:|\n");
  for (const auto& each : retort::bench::footprints())
    std::printf("| %s | %.0f |\n", each.title.c_str(), each.bytes_per_revision());
}

/// Alembic's figures for the same, where it is installed. Debian's is known to Debian's Python only.
bool print_alembic(const BestTimes& times) {
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
  std::vector<char*> arguments(argv, argv + argc);
  char repetitions[] = "--benchmark_repetitions=5";
  char interleaved[] = "--benchmark_enable_random_interleaving=true";
  arguments.insert(arguments.begin() + 1, {repetitions, interleaved});
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 2;
  BestTimes times;
  benchmark::RunSpecifiedBenchmarks(&times);

  for (auto* end : retort::bench::endings()) end();

  print_comparisons(times);
  print_growths(times);
  print_footprints();
  std::fflush(stdout);
  return print_alembic(times) ? 0 : 1;
}
