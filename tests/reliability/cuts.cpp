// R4: the connection is cut, by the socket and by the server. R5: the server itself is killed.

#include <unistd.h>

#include <algorithm>

#include "reliability/bench.hpp"

namespace retort::reliability {

namespace {

/// A run whose connection is cut once, at one boundary: so that nothing arrives any more, or so that the next statement
/// arrives and its answer does not. Statements, BEGIN and COMMIT alike.
int cut_at_boundaries(Bench& bench, int cuts) {
  const int all = bench.boundaries();
  if (all == 0) return 0;
  const int wanted = std::min(2 * all, cuts);
  const int offset = bench.random(0, 1000);
  for (int i = 0; i < wanted; ++i) {
    const auto at = 1 + (static_cast<long>(i / 2) * all / ((wanted + 1) / 2) + (wanted < 2 * all ? offset : 0)) % all;
    const auto database = bench.place().make();
    auto start = bench.start();
    start.fault = std::to_string(at) + (i % 2 == 0 ? ":deaf" : ":cut");
    bench.check_refusal(bench.run(database, start));
    bench.check_claims(database);
    bench.finish(database, start);
    bench.judge(database);
  }
  return wanted;
}

/// One database; at moments of chance `disturb` makes an end of a worker's connection, until one start comes through.
template <typename Disturb>
int disturb_again_and_again(Bench& bench, int most, Disturb disturb) {
  const auto database = bench.place().make();
  const auto moment = static_cast<int>(bench.undisturbed_milliseconds() * 1000 / 2);
  int times = 0;
  bool done = false;
  while (times < most && !done) {
    Process process(bench.place(), database, bench.start());
    ::usleep(static_cast<::useconds_t>(bench.random(1000, std::max(2000, moment))));
    disturb(database);
    ++times;
    const auto outcome = process.wait();
    done = outcome.done();
    bench.check_refusal(outcome);
    if (bench.chance(0.3)) bench.check_claims(database);
  }
  bench.finish(database, bench.start());
  bench.judge(database);
  return times;
}

}  // namespace

Figures cut_connections(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R4");
  const int sockets = cut_at_boundaries(bench, counts.kills / 2);
  int ended = 0;
  while (sockets + ended < counts.kills) {
    ended += disturb_again_and_again(bench, counts.kills - sockets - ended,
                                     [&](const Database& database) { place.end_connections(database); });
  }
  bench.figures().done = thousands(sockets + ended) + " cuts";
  bench.figures().extra = thousands(sockets) + " of the socket at " + thousands(bench.boundaries()) +
                          " boundaries, half of them between a statement and its answer; " + thousands(ended) +
                          " by the server at moments of chance";
  return bench.figures();
}

Figures kill_the_server(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R5");
  int killed = 0;
  while (killed < counts.rounds) {
    killed += disturb_again_and_again(bench, counts.rounds - killed, [&](const Database&) {
      place.kill_server();
      place.start_server_again();
    });
  }
  bench.figures().done = thousands(killed) + " kills of the server";
  return bench.figures();
}

}  // namespace retort::reliability
