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

schema::MetaData Catalog::inspect() const {
  return read_catalog([this](const std::string& sql) { return connection_.rows(sql); }, server_, nullptr);
}

}  // namespace retort::runtime::mysql
