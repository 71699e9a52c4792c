#include "runtime/sqlite3/catalog.hpp"

#include <algorithm>
#include <utility>

#include "core/sql_lexer.hpp"
#include "dialect/dialect.hpp"
#include "dialect/sqlite/read_table.hpp"

namespace retort::runtime::sqlite3 {

std::vector<dialect::NativeObject> Catalog::objects(const std::string& schema) const {
  const auto* dialect = dialect::find_dialect("sqlite");
  const auto where = schema.empty() ? std::string("main") : schema;
  std::vector<dialect::NativeObject> result;
  for (auto& row : connection_.rows("SELECT type, name, tbl_name, sql FROM " + dialect->quote(where) +
                                    ".sqlite_master ORDER BY rowid")) {
    const auto text = [&row](std::size_t column) { return std::move(row.at(column)).value_or(std::string()); };
    result.push_back({text(0), text(1), text(2), text(3)});
  }
  return result;
}

std::optional<dialect::NativeTable> Catalog::native_table(const schema::QualifiedName& name) {
  dialect::NativeTable result;
  for (auto& object : objects(name.schema)) {
    const bool of_table = equal_ignoring_case(object.table, name.name);
    if (object.type == "view") {
      result.views.push_back(std::move(object));
    } else if (of_table && object.type == "table") {
      result.table = std::move(object);
    } else if (of_table) {
      result.dependents.push_back(std::move(object));
    }
  }
  if (result.table.type.empty()) return std::nullopt;
  const auto* dialect = dialect::find_dialect("sqlite");
  // A foreign key names its table without a schema: it is always in the child's own.
  result.children =
      connection_.query("SELECT DISTINCT m.name FROM " + dialect->quote(name.schema.empty() ? "main" : name.schema) +
                        ".sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table' AND "
                        "f.\"table\" = " +
                        dialect->literal(Value(name.name)) + " COLLATE NOCASE");
  return result;
}

bool Catalog::has_schema(std::string_view name) const {
  const auto names = connection_.query("SELECT name FROM pragma_database_list");
  return std::any_of(names.begin(), names.end(), [&](const auto& each) { return equal_ignoring_case(each, name); });
}

std::optional<schema::Table> Catalog::table(const schema::QualifiedName& name) {
  const auto native = native_table(name);
  if (!native) return std::nullopt;
  return dialect::sqlite::read_table(*native);
}

}  // namespace retort::runtime::sqlite3
