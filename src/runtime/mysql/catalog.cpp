#include "runtime/mysql/catalog.hpp"

#include <retort/error.hpp>

#include <utility>
#include <vector>

#include "dialect/mysql/quoting.hpp"
#include "runtime/inspect/mysql.hpp"

namespace retort::runtime::mysql {

std::optional<dialect::NativeTable> Catalog::native_table(const schema::QualifiedName& name) {
  auto sql = dialect::mysql::builder();
  sql.raw("SHOW CREATE TABLE ").name(name);
  std::vector<TextRow> rows;
  try {
    rows = connection_.rows(sql.take());
  } catch (const DatabaseError& error) {
    if (error.code() == "undefined_table" || error.code() == "undefined_schema") return std::nullopt;
    throw;
  }
  if (rows.empty() || rows.front().size() < 2) return std::nullopt;
  auto text = rows.front()[1].value_or(std::string());
  // A view answers, too.
  if (!text.starts_with("CREATE TABLE") && !text.starts_with("CREATE TEMPORARY TABLE")) return std::nullopt;
  return dialect::NativeTable{{"table", name.name, name.name, std::move(text)}};
}

std::optional<schema::Table> Catalog::table(const schema::QualifiedName& name) {
  auto schema = read_catalog([this](const std::string& sql) { return connection_.rows(sql); }, server_, &name);
  const auto found = schema.tables.find(name);
  if (found != schema.tables.end()) return std::move(found->second);
  // Where the server does not tell letters of different case apart.
  if (schema.tables.size() == 1) return std::move(schema.tables.begin()->second);
  return std::nullopt;
}

std::optional<std::string> spell_query(Connection& connection, std::string_view query) {
  if (connection.in_transaction()) return std::nullopt;
  // Another connection may be asking, too.
  const auto name = std::string(kLookingView) + connection.query("SELECT CONNECTION_ID()").at(0);
  const auto view = dialect::mysql::quote(name);
  try {
    // One that a killed process left behind, with a number that is given again, is in nobody's way.
    connection.execute("CREATE OR REPLACE VIEW " + view + " AS " + std::string(query));
  } catch (const Error&) {
    return std::nullopt;  // it speaks of what is not there yet, or nothing may be made here
  }
  std::vector<std::string> spelled;
  try {
    spelled = connection.query(
        "SELECT VIEW_DEFINITION FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = " +
        dialect::mysql::literal(Value(name)));
  } catch (const Error&) {
    spelled.clear();
  }
  connection.execute("DROP VIEW " + view);
  if (spelled.empty() || spelled.front().empty()) return std::nullopt;
  return std::move(spelled.front());
}

schema::MetaData Catalog::inspect() const {
  return read_catalog([this](const std::string& sql) { return connection_.rows(sql); }, server_, nullptr);
}

}  // namespace retort::runtime::mysql
