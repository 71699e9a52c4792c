#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdlib>
#include <exception>
#include <iostream>

#include <retort/migrator.hpp>
#include <shop/migrations.hpp>

int main() {
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
