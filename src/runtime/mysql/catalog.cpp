#include "runtime/mysql/catalog.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "dialect/mysql/quoting.hpp"
#include "runtime/inspect/looking_table.hpp"
#include "runtime/inspect/mysql.hpp"

namespace retort::runtime::mysql {

namespace {

std::string_view word_of(dialect::Facts::Kind kind) {
  switch (kind) {
    case dialect::Facts::Kind::view:
      return "VIEW ";
    case dialect::Facts::Kind::trigger:
      return "TRIGGER ";
    case dialect::Facts::Kind::sequence:
      return "SEQUENCE ";
    case dialect::Facts::Kind::schema:
      break;
  }
  return "DATABASE ";
}

}  // namespace

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

std::optional<std::string> Catalog::definition(Kind kind, const schema::QualifiedName& name) {
  auto sql = dialect::mysql::builder();
  sql.raw("SHOW CREATE ").raw(word_of(kind)).name(name);
  try {
    const auto rows = connection_.rows(sql.take());
    // Behind the name; a trigger has the modes it runs in between.
    const std::size_t column = kind == Kind::trigger ? 2 : 1;
    if (rows.empty() || rows.front().size() <= column) return std::string();
    return rows.front()[column].value_or(std::string());
  } catch (const DatabaseError& error) {
    // No such table, not such an object, no such database, trigger or sequence.
    static constexpr std::array<std::string_view, 6> kNone = {"1146", "1051", "1347", "1049", "1360", "4091"};
    if (std::find(kNone.begin(), kNone.end(), error.backend_code()) != kNone.end()) return std::string();
    throw;
  }
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
  const auto name = std::string(kLookingName) + connection.query("SELECT CONNECTION_ID()").at(0);
  const auto view = dialect::mysql::quote(name);
  try {
    // One that a killed process left behind, with a number that is given again, is in nobody's way.
    connection.execute("CREATE OR REPLACE VIEW " + view + " AS " + std::string(query));
  } catch (const Error&) {
    return std::nullopt;  // it speaks of what is not there yet, or nothing may be made here
  }
  std::vector<TextRow> spelled;
  try {
    spelled = connection.rows("SELECT " + view_columns() +
                              " FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = " +
                              dialect::mysql::literal(Value(name)));
  } catch (const Error&) {
    spelled.clear();
  }
  connection.execute("DROP VIEW " + view);
  if (spelled.empty() || spelled.front().front().value_or("").empty()) return std::nullopt;
  return view_query(spelled.front(), 0);
}

std::optional<schema::Table> spell_table(Connection& connection, const schema::Table& table) {
  if (connection.in_transaction()) return std::nullopt;
  const schema::QualifiedName name{{}, std::string(kLookingName) + connection.query("SELECT CONNECTION_ID()").at(0)};
  const auto drop = "DROP TABLE IF EXISTS " + dialect::mysql::quote(name.name);
  std::optional<schema::Table> spelled;
  try {
    connection.execute(drop);  // one that a killed process left behind
    create_looking_table(connection, table, name);
    spelled = connection.facts().table(name);
  } catch (const Error&) {
    spelled.reset();  // it speaks of what is not there yet, or nothing may be made here
  }
  try {
    connection.execute(drop);
  } catch (const Error&) {
    // Who may not drop it may not have made it.
  }
  return spelled;
}

schema::MetaData Catalog::inspect() const {
  return read_catalog([this](const std::string& sql) { return connection_.rows(sql); }, server_, nullptr);
}

}  // namespace retort::runtime::mysql
