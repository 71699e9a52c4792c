#include <retort/error.hpp>
#include <retort/testing/schema.hpp>

#include <algorithm>
#include <utility>

#include "core/sql_lexer.hpp"
#include "runtime/own_tables.hpp"
#include "testing/database_impl.hpp"
#include "testing/schema_data.hpp"
#include "testing/schema_lines.hpp"

namespace retort::testing {

namespace {

/// SQLite: what inspection does not read, in the words it was created with.
void add_native_objects(runtime::Connection& connection, SchemaData& data) {
  const auto rows = connection.rows(
      "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' "
      "ESCAPE '\\' ORDER BY type, name");
  for (const auto& row : rows) {
    const schema::QualifiedName name{{}, row[1].value_or("")};
    const bool trigger = row[0] == "trigger";
    if (!trigger && !(row[0] != "index" && data.schema.uncertain.contains(name))) continue;
    data.lines.push_back(row[0].value_or("") + " " + name.name + (trigger ? " on " + row[2].value_or("") : "") +
                         " as " + plain_sql(row[3].value_or(""), "sqlite"));
  }
}

const schema::Table* find_table(const SchemaData& data, std::string_view table) {
  const auto found = std::find_if(data.schema.tables.begin(), data.schema.tables.end(),
                                  [&](const auto& each) { return each.first.text() == table; });
  return found == data.schema.tables.end() ? nullptr : &found->second;
}

const schema::Column* find_column(const SchemaData& data, std::string_view table, std::string_view column) {
  const auto* found = find_table(data, table);
  if (found == nullptr) return nullptr;
  const auto each = std::find_if(found->columns.begin(), found->columns.end(),
                                 [&](const schema::Column& candidate) { return candidate.name == column; });
  return each == found->columns.end() ? nullptr : &*each;
}

}  // namespace

SchemaData read_schema(runtime::Connection& connection, std::string_view version_table,
                       std::string_view version_schema) {
  SchemaData data;
  data.dialect = &connection.dialect();
  data.schema = connection.inspect();
  const auto own = runtime::own_table_names(version_table);
  const auto is_own = [&](const schema::QualifiedName& name) {
    return std::any_of(own.begin(), own.end(), [&](const auto& each) { return equal_ignoring_case(name.name, each); });
  };
  std::erase_if(data.schema.tables, [&](const auto& each) { return is_own(each.first); });
  std::erase_if(data.schema.uncertain, is_own);
  std::string database;
  if (data.dialect->name() == "mysql") {
    for (auto& name : connection.query("SELECT DATABASE()")) database = std::move(name);
  }
  data.lines = schema_lines(data.schema, data.dialect->name(), database);
  if (data.dialect->name() == "sqlite") add_native_objects(connection, data);
  auto table = data.dialect->quote(version_table);
  if (!version_schema.empty()) table = data.dialect->quote(version_schema) + "." + table;
  data.revisions = connection.query_existing("SELECT version_num FROM " + table + " ORDER BY version_num", {})
                       .value_or(std::vector<std::string>());
  return data;
}

Schema::Schema(std::shared_ptr<const SchemaData> data) noexcept : data_(std::move(data)) {}

const std::vector<std::string>& Schema::lines() const noexcept { return data_->lines; }
const std::vector<std::string>& Schema::revisions() const noexcept { return data_->revisions; }
bool Schema::has_table(std::string_view table) const { return find_table(*data_, table) != nullptr; }

std::vector<std::string> Schema::tables() const {
  std::vector<std::string> names;
  for (const auto& [name, table] : data_->schema.tables) names.push_back(name.text());
  return names;
}

bool Schema::has_column(std::string_view table, std::string_view column) const {
  return find_column(*data_, table, column) != nullptr;
}

std::vector<std::string> Schema::columns(std::string_view table) const {
  std::vector<std::string> names;
  if (const auto* found = find_table(*data_, table)) {
    for (const auto& column : found->columns) names.push_back(column.name);
  }
  return names;
}

std::string Schema::column_type(std::string_view table, std::string_view column) const {
  const auto* found = find_column(*data_, table, column);
  return found == nullptr ? std::string() : found->type.text();
}

std::string Schema::spelled(const Type& type) const {
  const schema::Table table{{{}, "t"}, {{.name = "c", .type = type}}};
  const auto normal = data_->dialect->normalized(table);
  return normal.columns.empty() ? type.text() : normal.columns.front().type.text();
}

bool operator==(const Schema& a, const Schema& b) noexcept { return a.lines() == b.lines(); }

Schema schema_of(soci::session& session, std::string_view version_table) {
  const auto connection = runtime::connect(session);
  return Schema(std::make_shared<const SchemaData>(read_schema(*connection, version_table, {})));
}

Schema schema_of(const Database& database) {
  const auto& parts = *database.impl().parts;
  const auto connection = runtime::connect(*parts.session);
  return Schema(std::make_shared<const SchemaData>(
      read_schema(*connection, parts.options.version_table, parts.options.version_schema)));
}

}  // namespace retort::testing
