#include "runtime/inspect/inspect.hpp"

#include <retort/error.hpp>

#include "runtime/inspect/sqlite.hpp"
#include "runtime/sqlite3/catalog.hpp"

namespace retort::runtime {

schema::MetaData inspect(Connection& connection) {
  if (auto* catalog = dynamic_cast<sqlite3::Catalog*>(&connection.facts())) {
    return sqlite3::read_objects(catalog->objects({}));
  }
  throw UsageError(
      "databases of the dialect \"" + std::string(connection.dialect().name()) + "\" cannot be inspected; sqlite can",
      {.code = "unsupported_backend"});
}

}  // namespace retort::runtime
