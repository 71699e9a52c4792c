#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include <retort/cli.hpp>
#include <retort/migrator.hpp>
#include <shop/migrations.hpp>

// With arguments the program is its own migration tool; without, it brings its database up to date.
int main(int argc, char** argv) {
  if (argc > 1) return retort::cli::main(argc, argv, shop::migrations());
  try {
    soci::session sql(soci::sqlite3, ":memory:");
    retort::Migrator migrator(sql, shop::migrations());
    for (const auto& revision : migrator.pending()) std::cout << "applied " << revision << '\n';
    migrator.upgrade();
    for (const auto& revision : migrator.current()) std::cout << "at " << revision << '\n';
    sql << "insert into orders(product_id) select id from products";
    return migrator.at_head() ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
