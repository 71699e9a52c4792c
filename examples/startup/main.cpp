// A service that brings its own database up to date whenever it starts.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <app/migrations.hpp>  // generated from the files in migrations/
#include <cstdlib>
#include <exception>
#include <iostream>
#include <retort/migrator.hpp>

namespace {

/// Hears each migration as it begins. An application would hand the line to its own logger.
class Log final : public retort::Listener {
 public:
  void on_step_begin(const retort::StepInfo& step) override { std::cout << "INFO  " << step.log_line() << '\n'; }
};

/// What the service is there for: it may rely on the newest tables.
void welcome(soci::session& sql) {
  int visits = 0;
  sql << "INSERT INTO visits (guest_id) SELECT id FROM guests WHERE email = 'ada@example.org'";
  sql << "SELECT count(*) FROM visits JOIN guests ON guests.id = guest_id WHERE name = 'Ada'", soci::into(visits);
  std::cout << "Welcome, Ada. This is visit " << visits << ".\n";
}

}  // namespace

int main(int argc, char** argv) try {
  soci::session sql(soci::sqlite3, argc > 1 ? argv[1] : "guestbook.db");

  Log log;
  retort::Migrator migrator(sql, app::migrations(), {.listener = &log});
  const retort::Report report = migrator.upgrade();

  if (report.empty()) {
    std::cout << "The database is up to date.\n";
  } else {
    std::cout << report.steps.size() << " migrations applied.\n";
  }
  welcome(sql);
  return EXIT_SUCCESS;
} catch (const std::exception& error) {
  // A retort::Error says what happened, where, and what to do about it.
  std::cerr << error.what() << '\n';
  return EXIT_FAILURE;
}
