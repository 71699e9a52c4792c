// R2: SIGKILL at every boundary and at random moments. R6: the disk is full. What they have in common: nobody but the
// worker is disturbed.

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "reliability/bench.hpp"
#include "reliability/snapshot.hpp"

namespace retort::reliability {

namespace {

/// A run that is killed once, at one boundary, for as many boundaries as there are kills for, from the first to the
/// last at equal distances. How many were killed.
int sweep(Bench& bench, int kills) {
  const int all = bench.boundaries();
  if (all == 0 || kills <= 0) return 0;
  int killed = 0;
  const int wanted = std::min(all, kills);
  const int offset = bench.random(0, 1000);
  for (int i = 0; i < wanted; ++i) {
    // Where not all are visited, other ones each time.
    const auto at = 1 + (static_cast<long>(i) * all / wanted + (wanted < all ? offset : 0)) % all;
    const auto database = bench.place().make();
    auto start = bench.start();
    start.fault = std::to_string(at) + ":kill";
    const auto outcome = bench.run(database, start);
    if (outcome.killed()) {
      ++killed;
    } else {
      bench.check_refusal(outcome);
    }
    bench.check_claims(database);
    bench.finish(database, start);
    bench.judge(database);
  }
  return killed;
}

/// One database: start after start is killed, at a boundary or a moment of chance, until one comes to the end.
int chain(Bench& bench, int kills, bool at_boundaries) {
  const auto database = bench.place().make();
  const int span = std::max(2, bench.boundaries() / 12);
  const auto moment = static_cast<int>(bench.undisturbed_milliseconds() * 1000 / 3);
  int killed = 0;
  bool done = false;
  while (killed < kills && !done) {
    auto start = bench.start();
    if (at_boundaries) start.fault = std::to_string(bench.random(1, span)) + ":kill";
    Process process(bench.place(), database, start);
    if (!at_boundaries) {
      ::usleep(static_cast<::useconds_t>(bench.random(500, std::max(1000, moment))));
      process.kill();
    }
    const auto outcome = process.wait();
    done = outcome.done();
    if (outcome.killed()) ++killed;
    if (!done && !outcome.killed()) {
      // Nothing was in this one's way.
      ++bench.figures().failed_starts;
      bench.figures().remark("a start after a kill failed: " + outcome.text());
      break;
    }
    if (bench.chance(0.2)) bench.check_claims(database);
  }
  if (!done) bench.finish(database, bench.start());
  bench.judge(database);
  return killed;
}

}  // namespace

Figures kill_and_start_again(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R2");
  const int all = bench.boundaries();
  const int at_each = sweep(bench, std::min(all, counts.kills / 2));
  int at_random_ones = 0;
  int at_moments = 0;
  while (at_each + at_random_ones + at_moments < counts.kills) {
    const int left = counts.kills - at_each - at_random_ones - at_moments;
    const bool boundary = all > 0 && at_random_ones <= at_moments;
    const int killed = chain(bench, boundary ? (left + 1) / 2 : left, boundary);
    (boundary ? at_random_ones : at_moments) += killed;
    if (!bench.figures().fine() && killed == 0) break;
  }
  auto& figures = bench.figures();
  figures.done = thousands(at_each + at_random_ones + at_moments) + " kills";
  figures.extra = thousands(at_each) + " of " + thousands(all) + " boundaries each in a run of its own, " +
                  thousands(at_random_ones) + " at boundaries and " + thousands(at_moments) +
                  " at moments of chance, one after the other";
  return figures;
}

Figures fill_the_disk(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R6");
  auto& figures = bench.figures();
  int full = 0;
  int pages = 1;
  for (bool done = false; !done; ++pages) {
    const auto database = place.make();
    auto start = bench.start();
    start.max_page_count = pages;
    const auto outcome = bench.run(database, start);
    done = outcome.done();
    if (!done) {
      ++full;
      bench.check_refusal(outcome);
      if (outcome.errors.find("full") == std::string::npos) {
        ++figures.unclear;
        figures.remark("the error of a full disk does not say so: " + outcome.errors);
      }
    }
    std::string sound;
    *database.open() << "PRAGMA integrity_check", soci::into(sound);
    if (sound != "ok") {
      ++figures.wrong_end_states;
      figures.remark("integrity_check: " + sound);
    }
    bench.check_claims(database);
    start.max_page_count = 0;
    bench.finish(database, start);
    bench.judge(database);
  }
  figures.done = "full at " + thousands(full) + " page counts";
  figures.extra = "it fits into " + thousands(pages - 1);
  return figures;
}

}  // namespace retort::reliability
