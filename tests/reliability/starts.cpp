// R1: many processes start at once on an empty database.

#include <algorithm>
#include <cstdio>
#include <vector>

#include "reliability/bench.hpp"

namespace retort::reliability {

namespace {

struct Race {
  int failed = 0;
  /// How many ran a revision.
  int took_part = 0;
  /// From the gate to the last one that was ready.
  double all_ready = 0;
};

Race race(Bench& bench, const Database& database, int processes, int pause) {
  Race result;
  Gate gate;
  std::vector<Process> workers;
  auto start = bench.start();
  start.gate = &gate;
  start.pause = pause;
  // Waiting is what is asked of them, however slow the machine is.
  start.lock_timeout = 600000;
  for (int i = 0; i < processes; ++i) workers.emplace_back(bench.place(), database, start);
  gate.wait_for(processes);
  gate.open();
  for (auto& worker : workers) {
    const auto outcome = worker.wait();
    if (!outcome.done() && !bench.is_server_deaf(outcome)) {
      ++result.failed;
      bench.figures().remark("one of " + std::to_string(processes) + " starts failed: " + outcome.text());
    }
    if (outcome.steps > 0) ++result.took_part;
    result.all_ready = std::max(result.all_ready, outcome.milliseconds);
  }
  return result;
}

/// The time of one alone: the middle of several.
double alone(Bench& bench) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const auto database = bench.place().make();
    times.push_back(race(bench, database, 1, 0).all_ready);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

/// How long twenty take together, against one alone. It is printed, not judged: a busy machine is no fault.
std::string twenty_together(Bench& bench) {
  constexpr int kInstances = 20;
  // What two pauses of a waiter are at most: see runtime/polling.hpp.
  constexpr double kPoll = 100;
  const double one = alone(bench);
  std::vector<double> times;
  for (int i = 0; i < 3; ++i) {
    const auto database = bench.place().make();
    const auto result = race(bench, database, kInstances, 0);
    bench.figures().failed_starts += result.failed;
    times.push_back(result.all_ready);
  }
  std::sort(times.begin(), times.end());
  char text[160];
  std::snprintf(text, sizeof text, "20 are ready in %.0f ms, one alone in %.0f ms: %.2f times (one + a poll)", times[1],
                one, times[1] / (one + kPoll));
  return text;
}

}  // namespace

Figures start_together(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R1");
  auto& figures = bench.figures();
  long starts = 0;
  long took_part = 0;
  for (int round = 0; round < counts.rounds; ++round) {
    const auto database = place.make();
    // In every second round they leave each other time between two revisions.
    const auto result = race(bench, database, counts.processes, round % 2 == 1 ? 2000 : 0);
    starts += counts.processes;
    took_part += result.took_part;
    figures.failed_starts += result.failed;
    bench.judge(database);
  }
  char average[32];
  std::snprintf(average, sizeof average, "%.1f", static_cast<double>(took_part) / std::max(1, counts.rounds));
  figures.done = thousands(counts.rounds) + " rounds, " + thousands(starts) + " starts, " +
                 std::to_string(counts.processes) + " at once";
  figures.extra = std::string(average) + " of them ran revisions; " + twenty_together(bench);
  return figures;
}

}  // namespace retort::reliability
