#include "runtime/postgresql/catalog.hpp"

#include "runtime/inspect/postgresql.hpp"

namespace retort::runtime::postgresql {

std::optional<schema::Table> Catalog::table(const schema::QualifiedName& name) {
  return inspect_table(connection_, name);
}

std::optional<schema::Enum> Catalog::enum_type(const schema::QualifiedName& name) {
  return inspect_enum(connection_, name);
}

bool Catalog::has_invalid_index(const schema::QualifiedName& name) { return is_invalid_index(connection_, name); }

}  // namespace retort::runtime::postgresql
