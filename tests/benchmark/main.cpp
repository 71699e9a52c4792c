#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

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

  std::printf("\n| what | retort | raw | ratio | at most |\n|---|---:|---:|---:|---:|\n");
  for (const auto& each : retort::bench::comparisons()) {
    const auto ours = times.of(each.ours);
    const auto raw = times.of(each.raw);
    if (ours <= 0 || raw <= 0) continue;
    std::printf("| %s | %s | %s | %.2f | %.1f |\n", each.title.c_str(), readable(ours).c_str(), readable(raw).c_str(),
                ours / raw, each.limit);
  }
  std::fflush(stdout);
  // Alembic's figures for the same history, where it is installed. Debian's is known to Debian's Python only.
  return std::system(
             "python=/usr/bin/python3; $python -c 'import alembic' 2>/dev/null || python=python3; "
             "$python " RETORT_BENCHMARK_FOLDER "/alembic_times.py 1000") == 0
             ? 0
             : 1;
}
