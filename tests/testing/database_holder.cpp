#include <retort/testing.hpp>

#include <soci/soci.h>
#include <unistd.h>

#include <cstdio>
#include <exception>

#include "testing/school.hpp"

// A program that tests kill: `testing_database_holder URL [hold]` makes a database on a server, says "ready", and waits
// with "hold" until it is killed; else it ends as programs do.
int main(int argc, char** argv) {
  using namespace retort;
  if (argc < 2) return 2;
  try {
    const auto set = testing_support::set_of(
        {{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
    auto database = testing::database_at(set, "heads", argv[1]);
    // A transaction that is open when the end comes.
    database.session().begin();
    database.session() << "INSERT INTO a VALUES (1)";
    std::puts("ready");
    std::fflush(stdout);
    while (argc > 2) pause();
    database.session().rollback();
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
