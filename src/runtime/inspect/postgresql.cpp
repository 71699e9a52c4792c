#include "runtime/inspect/postgresql.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "dialect/postgresql/byte_limit.hpp"
#include "dialect/postgresql/names.hpp"
#include "dialect/postgresql/normalize.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "runtime/inspect/postgresql_objects.hpp"
#include "runtime/inspect/postgresql_tables.hpp"
#include "runtime/inspect/unspeakable.hpp"

namespace retort::runtime {

namespace {

using dialect::postgresql::literal;
using dialect::postgresql::quote;

std::string regclass(const schema::QualifiedName& name) { return "to_regclass(" + literal(Value(quote(name))) + ")"; }

}  // namespace

schema::MetaData inspect_database(Connection& connection) {
  schema::MetaData schema;
  schema.complete = true;
  for (auto& found : postgresql::read_tables(connection, {})) {
    auto& table = found.table;
    dialect::postgresql::read_byte_limits(table);
    dialect::postgresql::canonicalize(table);
    dialect::postgresql::drop_generated_names(table);
    // There are tables without any column, which nothing can say.
    const bool empty = table.columns.empty() && table.options.postgresql_inherits.empty();
    if (found.opaque || empty || is_unspeakable(table)) schema.uncertain.insert(table.name);
    schema.tables.emplace(table.name, std::move(table));
  }
  postgresql::read_objects(connection, schema);
  return schema;
}

std::optional<schema::Table> inspect_table(Connection& connection, const schema::QualifiedName& name) {
  auto found = postgresql::read_tables(connection, "c.oid = " + regclass(name));
  if (found.empty()) return std::nullopt;
  auto table = std::move(found.front().table);
  table.name = name;
  dialect::postgresql::read_byte_limits(table);
  dialect::postgresql::canonicalize(table);
  return table;
}

std::optional<schema::Enum> inspect_enum(Connection& connection, const schema::QualifiedName& name) {
  const auto values = connection.query("SELECT enumlabel::text FROM pg_enum WHERE enumtypid = to_regtype(" +
                                       literal(Value(quote(name))) + ") ORDER BY enumsortorder");
  if (values.empty()) return std::nullopt;
  return schema::Enum{name, values};
}

bool is_invalid_index(Connection& connection, const schema::QualifiedName& name) {
  return !connection.query("SELECT 1 FROM pg_index WHERE indexrelid = " + regclass(name) + " AND NOT indisvalid")
              .empty();
}

}  // namespace retort::runtime
