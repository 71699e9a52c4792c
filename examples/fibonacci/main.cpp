// A service and its migration tool in one binary: `fibonacci add 5` works with the table, everything else is the
// command line of the migrations.

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdlib>
#include <exception>
#include <fibonacci/migrations.hpp>
#include <iostream>
#include <retort/cli.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace {

/// As many as fit into fib_value, with room for the sum that comes next.
constexpr int kMostNumbers = 91;

/// Goes on with the numbers from where the table ends. It names only columns that every revision has.
void add_numbers(soci::session& sql, int count) {
  int first = 0;
  sql << "SELECT count(*) FROM fibtable", soci::into(first);
  if (count < 0 || count > kMostNumbers - first) throw std::out_of_range("no more than 91 numbers fit into the table");

  soci::transaction transaction(sql);
  long long value = 0;
  long long next = 1;
  for (int index = 0; index < first + count; ++index) {
    if (index >= first) {
      sql << "INSERT INTO fibtable (fib_index, fib_value) VALUES (:index, :value)", soci::use(index), soci::use(value);
    }
    value = std::exchange(next, value + next);
  }
  transaction.commit();
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc == 3 && std::string(argv[1]) == "add") {
    soci::session sql(soci::sqlite3, "fibonacci.db");
    add_numbers(sql, std::stoi(argv[2]));
    return EXIT_SUCCESS;
  }
  return retort::cli::main(argc, argv, fibonacci::migrations(), {.url = "sqlite3://fibonacci.db"});
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return EXIT_FAILURE;
}
