// The school's migration tool: the whole command line, with the school's migrations in it.

#include <retort/cli.hpp>
#include <school/migrations.hpp>

int main(int argc, char** argv) {
  return retort::cli::main(argc, argv, school::migrations(), {.url = "sqlite3://school.db"});
}
