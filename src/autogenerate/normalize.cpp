#include "autogenerate/normalize.hpp"

#include "dialect/failure.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/objects.hpp"
#include "runtime/inspect/sqlite.hpp"

namespace retort::autogenerate {

schema::Table normalized(const schema::Table& table, const dialect::Dialect& dialect) {
  const ops::Operation operation{ops::CreateTable{table}};
  return dialect::in_operation(operation, [&] {
    if (dialect.name() != "sqlite") {
      dialect::unsupported("models cannot be compared with databases of the dialect " + std::string(dialect.name()) +
                           "; sqlite can");
    }
    const auto& name = table.name.name;
    dialect::NativeTable native{{"table", name, name, dialect::sqlite::create_table_text(table)}};
    for (const auto& index : table.indexes) {
      native.dependents.push_back({"index", index.name, name, dialect::sqlite::create_index_text(index, table.name)});
    }
    return runtime::sqlite3::read_table(native);
  });
}

}  // namespace retort::autogenerate
