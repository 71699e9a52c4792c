// The inventory's migration tool: it knows the migrations there are, and the model that they should lead to.

#include <inventory/migrations.hpp>
#include <retort/cli.hpp>

#include "model.hpp"

int main(int argc, char** argv) {
  return retort::cli::main(argc, argv, inventory::migrations(),
                           {.url = "sqlite3://inventory.db", .migrations_folder = "migrations", .model = model()});
}
