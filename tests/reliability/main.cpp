// The reliability table: real processes on real databases, killed, cut, starved and locked out, and compared with a run
// that nobody disturbed. Ends with 1 when anything was not as it must be.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "reliability/bench.hpp"

namespace {

using namespace retort::reliability;

struct Experiment {
  const char* name;
  std::vector<std::string> databases;
  std::function<Figures(Place&, const Counts&)> run;
};

const std::vector<Experiment>& experiments() {
  static const std::vector<std::string> all = {"sqlite", "postgresql", "mariadb", "firebird"};
  static const std::vector<std::string> servers = {"postgresql", "mariadb", "firebird"};
  static const std::vector<Experiment> list = {
      {"R1", all, start_together},      {"R2", all, kill_and_start_again}, {"R3", servers, kill_a_client_that_alters},
      {"R4", servers, cut_connections}, {"R5", servers, kill_the_server},  {"R6", {"sqlite"}, fill_the_disk},
      {"R7", all, take_rights_away},
  };
  return list;
}

bool wanted(const std::vector<std::string>& asked, const std::string& name) {
  return asked.empty() || std::find(asked.begin(), asked.end(), name) != asked.end();
}

Figures run(const Experiment& experiment, Place& place, const Counts& counts) {
  const auto began = std::chrono::steady_clock::now();
  Figures figures;
  try {
    figures = experiment.run(place, counts);
  } catch (const std::exception& error) {
    figures.experiment = experiment.name;
    figures.database = place.database();
    figures.done = "stopped";
    figures.unclear = 1;
    figures.remark(error.what());
  }
  figures.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  std::cerr << experiment.name << " on " << place.database() << ": " << figures.done << " in "
            << static_cast<long>(figures.seconds) << " s" << (figures.fine() ? "" : ", NOT AS IT MUST BE") << std::endl;
  return figures;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Counts counts;
  std::vector<std::string> names;
  std::vector<std::string> databases;
  std::string json;
  CLI::App app("Runs the experiments R1 to R7 of the reliability table and prints it.");
  app.add_option("--experiment", names, "R1 to R7; all without it")->delimiter(',');
  app.add_option("--database", databases, "sqlite, postgresql, mariadb, firebird; all without it")->delimiter(',');
  app.add_option("--rounds", counts.rounds, "How often processes start together, and servers are killed");
  app.add_option("--processes", counts.processes, "How many start together");
  app.add_option("--kills", counts.kills, "How many kills, cuts and so on on each database");
  app.add_option("--slow-rows", counts.slow_rows, "R3: the rows of the table whose ALTER takes long");
  app.add_option("--seed", counts.seed, "For everything that is left to chance");
  app.add_option("--json", json, "The figures as a file, too");
  CLI11_PARSE(app, argc, argv);

  std::vector<Figures> all;
  for (const auto* database : {"sqlite", "postgresql", "mariadb", "firebird"}) {
    if (!wanted(databases, database)) continue;
    for (const auto& experiment : experiments()) {
      const auto& its = experiment.databases;
      if (!wanted(names, experiment.name) || std::find(its.begin(), its.end(), database) == its.end()) continue;
      // A server of its own for each, so that none inherits what another one left.
      Place place(database);
      all.push_back(run(experiment, place, counts));
    }
  }
  print_table(std::cout, all);
  if (!json.empty()) std::ofstream(json) << json_text(all) << "\n";
  return !all.empty() && std::all_of(all.begin(), all.end(), [](const auto& each) { return each.fine(); }) ? 0 : 1;
}
