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

  /// Seconds; 0 for a benchmark that did not run. With `name:cpu` those of the processors, of all threads, in user and
  /// in kernel mode: what others do on the machine does not count.
  double of(const std::string& name) const;
  /// Of a benchmark with a number behind its name: by the number.
  std::map<double, double> curve_of(const std::string& name) const;
  using Seconds = std::map<std::string, double>;
  const Seconds& all() const noexcept { return best_; }

 private:
  static void keep(Seconds& kept, const std::string& name, double seconds);

  Seconds best_;
  Seconds computed_;
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
