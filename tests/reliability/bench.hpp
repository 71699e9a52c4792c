#ifndef RETORT_TESTS_RELIABILITY_BENCH_HPP
#define RETORT_TESTS_RELIABILITY_BENCH_HPP

#include <map>
#include <random>
#include <string>
#include <vector>

#include "reliability/figures.hpp"
#include "reliability/place.hpp"
#include "reliability/process.hpp"

namespace retort::reliability {

/// The counts of an experiment.
struct Counts {
  int rounds = 2;
  int processes = 8;
  int kills = 40;
  int slow_rows = 200000;
  unsigned seed = 1;
};

/// What all experiments do: knows how an undisturbed run ends, and compares.
class Bench {
 public:
  Bench(Place& place, const Counts& counts, std::string experiment, int slow_rows = 0);

  Place& place() noexcept { return place_; }
  const Counts& counts() const noexcept { return counts_; }
  Figures& figures() noexcept { return figures_; }
  /// As every start here; with the bench's own revisions.
  Start start() const;
  /// Of an undisturbed run, from the start of the process to its end.
  double undisturbed_milliseconds() const noexcept { return milliseconds_; }
  /// How many boundaries an undisturbed run passes; 0 in a build without fault points.
  int boundaries();

  int random(int first, int last);
  bool chance(double probability);

  /// A client that waited for an answer which Firebird's server never gave, a defect of its own: told, not judged.
  bool is_server_deaf(const Outcome& outcome);

  /// Runs one worker to its end.
  Outcome run(const Database& database, const Start& start) { return Process(place_, database, start).wait(); }
  /// A start with nothing in its way: it must come to the end. If it does not, another one or two may.
  void finish(const Database& database, Start start);
  /// The state must be that of an undisturbed run.
  void judge(const Database& database);
  /// In the middle: the version row may not stand for more than the ledger tells of.
  void check_claims(const Database& database);
  /// A fault may end a worker with an error, never with a crash.
  void check_refusal(const Outcome& outcome);

 private:
  Place& place_;
  Counts counts_;
  int slow_rows_;
  Figures figures_;
  std::mt19937 random_;
  std::vector<std::string> expected_;
  std::map<std::string, int> expected_ledger_;
  double milliseconds_ = 0;
  int boundaries_ = -1;
};

/// The rows of the table in ../shared words: R1 to R7.
Figures start_together(Place& place, const Counts& counts);
Figures kill_and_start_again(Place& place, const Counts& counts);
Figures kill_a_client_that_alters(Place& place, const Counts& counts);
Figures cut_connections(Place& place, const Counts& counts);
Figures kill_the_server(Place& place, const Counts& counts);
Figures fill_the_disk(Place& place, const Counts& counts);
Figures take_rights_away(Place& place, const Counts& counts);

}  // namespace retort::reliability

#endif
