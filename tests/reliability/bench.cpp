#include "reliability/bench.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <stdexcept>
#include <utility>

#include "reliability/snapshot.hpp"

namespace retort::reliability {

Bench::Bench(Place& place, const Counts& counts, std::string experiment, int slow_rows)
    : place_(place), counts_(counts), slow_rows_(slow_rows), random_(counts.seed) {
  figures_.experiment = std::move(experiment);
  figures_.database = place.database();
  const auto database = place.make();
  const auto began = std::chrono::steady_clock::now();
  const auto outcome = run(database, start());
  milliseconds_ = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
  if (!outcome.done()) throw std::runtime_error("an undisturbed run failed: " + outcome.text());
  expected_ = snapshot(place, database);
  expected_ledger_ = ledger(database);
}

Start Bench::start() const { return Start{.slow_rows = slow_rows_}; }

int Bench::boundaries() {
  if (boundaries_ >= 0) return boundaries_;
  const auto trace = place_.folder() + "/trace";
  const auto database = place_.make();
  auto traced = start();
  traced.fault = "trace:" + trace;
  const auto outcome = run(database, traced);
  if (!outcome.done()) throw std::runtime_error("a traced run failed: " + outcome.text());
  std::ifstream file(trace);
  boundaries_ = 0;
  for (std::string line; std::getline(file, line);) ++boundaries_;
  return boundaries_;
}

int Bench::random(int first, int last) { return std::uniform_int_distribution<int>(first, last)(random_); }

bool Bench::chance(double probability) { return std::bernoulli_distribution(probability)(random_); }

bool Bench::is_server_deaf(const Outcome& outcome) {
  if (!outcome.hung || place_.database() != "firebird") return false;
  figures_.remark("Firebird's server left a question unread, and the client was killed for it");
  return true;
}

void Bench::finish(const Database& database, Start start) {
  constexpr int kTries = 3;
  start.fault.clear();
  start.pause = 0;
  for (int i = 0; i < kTries; ++i) {
    const auto outcome = run(database, start);
    if (outcome.done()) return;
    if (is_server_deaf(outcome)) continue;
    ++figures_.failed_starts;
    figures_.remark("a start with nothing in its way failed: " + outcome.text());
  }
  ++figures_.helped;
}

void Bench::judge(const Database& database) {
  try {
    const auto found = difference(expected_, snapshot(place_, database));
    if (!found.empty()) {
      ++figures_.wrong_end_states;
      figures_.remark("the database is not as after an undisturbed run:" + found);
    }
    const auto written = ledger(database);
    std::set<std::string> ids;
    for (const auto& [id, times] : expected_ledger_) ids.insert(id);
    for (const auto& [id, times] : written) ids.insert(id);
    for (const auto& id : ids) {
      const auto wanted = expected_ledger_.find(id);
      const auto there = written.find(id);
      const bool same = wanted != expected_ledger_.end() && there != written.end() && wanted->second == there->second;
      if (!same) ++figures_.not_once;
    }
  } catch (const std::exception& error) {
    ++figures_.wrong_end_states;
    figures_.remark(std::string("the database cannot be read: ") + error.what());
  }
}

void Bench::check_claims(const Database& database) {
  // First the claim, then what it is about, so that somebody who is still at work does no harm.
  const auto rows = version_rows(database);
  const auto written = ledger(database);
  for (const auto& [entry, times] : expected_ledger_) {
    const auto id = entry.substr(0, 3);
    for (const auto& claimed : rows) {
      if (id <= claimed && !written.contains(entry)) {
        ++figures_.claimed_too_much;
        figures_.remark("the version row says " + claimed + ", and the ledger lacks " + entry);
        return;
      }
    }
  }
}

void Bench::check_refusal(const Outcome& outcome) {
  if (is_server_deaf(outcome)) return;
  if (outcome.done() || outcome.refused()) return;
  ++figures_.unclear;
  figures_.remark("a fault ended a worker with " + outcome.text());
}

}  // namespace retort::reliability
