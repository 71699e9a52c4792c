#ifndef RETORT_TESTS_BENCHMARK_REPORT_HPP
#define RETORT_TESTS_BENCHMARK_REPORT_HPP

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

/// What a run of all benchmarks has to say at its end.
namespace retort::bench {

/// Keeps the best time of each benchmark: the best is what the machine can do, and what a noisy neighbour disturbs
/// least.
class BestTimes final : public benchmark::ConsoleReporter {
 public:
  BestTimes();
  void ReportRuns(const std::vector<Run>& runs) override;

  /// Seconds; 0 for a benchmark that did not run. Of one that runs in several threads there is also `name:cpu`, the
  /// processors' time.
  double of(const std::string& name) const;
  /// Of a benchmark with a number behind its name: by the number.
  std::map<double, double> curve_of(const std::string& name) const;
  const std::map<std::string, double>& all() const noexcept { return best_; }

 private:
  void keep(const std::string& name, double seconds);

  std::map<std::string, double> best_;
};

/// The tables: comparisons, growths, memory.
void print_tables(const BestTimes& times);

/// The same figures and every time as a JSON document, which a later run is compared with.
void write_json(const BestTimes& times, const std::string& file);
/// How each time stands to that of an earlier run's document. Says so and ends the program for a file that is none.
void print_against(const BestTimes& times, const std::string& file);

/// The cost against the number of revisions and of tables, as a picture (SVG). Needs gnuplot; says so and gives false
/// where there is none.
bool plot_curves(const BestTimes& times, const std::string& file);

}  // namespace retort::bench

#endif
