// One start of an application: it opens its database, runs the migrations of history.hpp, and ends. The experiments
// start many of these, and kill them.
//
// Its exit status: 0 when the database is at the target, 3 for an error of the library, 4 when no connection could be
// opened, 5 for anything else. The words of the error are on the standard error.

#include <soci/firebird/soci-firebird.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>
#include <retort/error.hpp>
#include <retort/migrator.hpp>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>
#include <string>

#include "reliability/history.hpp"

namespace {

using namespace retort;

struct Arguments {
  reliability::HistoryOptions history;
  std::string parameters;
  std::string target = "head";
  int lock_timeout = 60000;
  int pause = 0;
  int max_page_count = 0;
  int bell = -1;
  int door = -1;
};

/// Gives the others a chance between two migrations; otherwise the first to come runs them all, and nobody races.
class Courteous final : public Listener {
 public:
  explicit Courteous(int microseconds) : pause_(microseconds) {}
  void on_step_end(const StepInfo&, std::chrono::nanoseconds) override {
    if (pause_ > 0) ::usleep(static_cast<::useconds_t>(pause_ / 2 + ::getpid() % 7 * pause_ / 7));
  }

 private:
  int pause_;
};

const soci::backend_factory& factory(const std::string& database) {
  if (database == "sqlite") return *soci::factory_sqlite3();
  if (database == "postgresql") return *soci::factory_postgresql();
  if (database == "mariadb") return *soci::factory_mysql();
  return *soci::factory_firebird();
}

/// Until everybody is there: the door is a pipe that opens when nobody can write to it any more.
void wait_for_the_others(const Arguments& arguments) {
  char byte = 0;
  if (::write(arguments.bell, &byte, 1) != 1) return;
  while (::read(arguments.door, &byte, 1) > 0) continue;
}

int start(const Arguments& arguments) {
  const auto set = reliability::history(arguments.history);
  if (arguments.door >= 0) wait_for_the_others(arguments);
  const auto began = std::chrono::steady_clock::now();
  std::optional<soci::session> session;
  try {
    session.emplace(factory(arguments.history.database), arguments.parameters);
    if (arguments.history.database == "sqlite") *session << "PRAGMA foreign_keys = ON";
    if (arguments.max_page_count > 0) {
      *session << "PRAGMA max_page_count = " + std::to_string(arguments.max_page_count);
    }
  } catch (const std::exception& error) {
    std::cerr << "no connection: " << error.what() << std::endl;
    return 4;
  }
  try {
    Courteous listener(arguments.pause);
    MigratorOptions options;
    options.lock_timeout = std::chrono::milliseconds(arguments.lock_timeout);
    if (arguments.pause > 0) options.listener = &listener;
    const auto report = Migrator(*session, set, options).upgrade(arguments.target);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
    std::cout << report.steps.size() << ' ' << took.count() << std::endl;
    return 0;
  } catch (const Error& error) {
    std::cerr << error.code() << ": " << error.what() << std::endl;
    return 3;
  } catch (const std::exception& error) {
    std::cerr << "not an error of retort: " << error.what() << std::endl;
    return 5;
  }
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  CLI::App app("Migrates one database as an application does when it starts.");
  app.add_option("--database", arguments.history.database)->required();
  app.add_option("--parameters", arguments.parameters, "What SOCI connects with")->required();
  app.add_option("--target", arguments.target);
  app.add_option("--revisions", arguments.history.revisions);
  app.add_option("--slow-rows", arguments.history.slow_rows, "Two more revisions, over a table of so many rows");
  app.add_option("--lock-timeout", arguments.lock_timeout, "Milliseconds");
  app.add_option("--pause", arguments.pause, "Microseconds between two revisions, about");
  app.add_option("--max-page-count", arguments.max_page_count, "SQLite: the file is full when it has so many pages");
  app.add_option("--bell", arguments.bell, "A descriptor to write to when it is ready to begin");
  app.add_option("--door", arguments.door, "A descriptor at whose end it begins");
  CLI11_PARSE(app, argc, argv);
  return start(arguments);
}
