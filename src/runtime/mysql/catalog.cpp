#include "runtime/mysql/catalog.hpp"

#include <utility>

#include "dialect/mysql/quoting.hpp"
#include "runtime/inspect/mysql.hpp"

namespace retort::runtime::mysql {

std::optional<dialect::NativeTable> Catalog::native_table(const schema::QualifiedName& name) {
  auto sql = dialect::mysql::builder();
  sql.raw("SHOW CREATE TABLE ").name(name);
  Database::Answer answer;
  if (const auto refused = database_.try_run(sql.take(), answer)) {
    if (is_no_table(refused->number)) return std::nullopt;
    fail(*refused);
  }
  if (answer.rows.empty() || answer.rows.front().size() < 2) return std::nullopt;
  auto text = answer.rows.front()[1].value_or(std::string());
  // A view answers, too.
  if (!text.starts_with("CREATE TABLE") && !text.starts_with("CREATE TEMPORARY TABLE")) return std::nullopt;
  return dialect::NativeTable{{"table", name.name, name.name, std::move(text)}};
}

std::optional<schema::Table> Catalog::table(const schema::QualifiedName& name) {
  auto schema = read_catalog([this](const std::string& sql) { return database_.run(sql).rows; }, server_, &name);
  const auto found = schema.tables.find(name);
  if (found != schema.tables.end()) return std::move(found->second);
  // Where the server does not tell letters of different case apart.
  if (schema.tables.size() == 1) return std::move(schema.tables.begin()->second);
  return std::nullopt;
}

schema::MetaData Catalog::inspect() const {
  return read_catalog([this](const std::string& sql) { return database_.run(sql).rows; }, server_, nullptr);
}

}  // namespace retort::runtime::mysql
