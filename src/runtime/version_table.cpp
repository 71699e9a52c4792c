#include "runtime/version_table.hpp"

#include <retort/error.hpp>

#include "core/text.hpp"
#include "runtime/rethrow.hpp"

namespace retort::runtime {

VersionTable::VersionTable(const dialect::Dialect& dialect, const MigratorOptions& options) : dialect_(&dialect) {
  for (const auto* name : {&options.version_table, &options.version_schema}) {
    if (!is_utf8(*name) || has_control_character(*name)) {
      throw UsageError("the version table's name must be valid UTF-8 without control characters",
                       {.code = "invalid_name"});
    }
  }
  if (options.version_table.empty()) {
    throw UsageError("version_table is empty; leave it at its default, retort_version, or give a name",
                     {.code = "invalid_name"});
  }
  if (!options.version_schema.empty() && !dialect.capabilities().schemas) {
    throw UsageError(std::string(dialect.name()) + " has no schemas; leave version_schema empty",
                     {.code = "version_schema"});
  }
  if (!options.version_schema.empty()) name_ = dialect.quote(options.version_schema) + ".";
  name_ += dialect.quote(options.version_table);
  select_ = "SELECT version_num FROM " + name_;
  primary_key_ = options.version_table + "_pkc";
}

std::string VersionTable::create_sql() const {
  // Alembic's table, but for the length: ids may be longer here.
  return "CREATE TABLE " + name_ + " (version_num " + std::string(dialect_->version_type()) + " NOT NULL, CONSTRAINT " +
         dialect_->quote(primary_key_) + " PRIMARY KEY (version_num))";
}

std::string VersionTable::change_sql(const graph::RowChange& change) const {
  const auto literal = [&](std::string_view id) { return dialect_->literal(Value(id)); };
  switch (change.kind()) {
    case graph::RowChange::Kind::insert:
      return "INSERT INTO " + name_ + " (version_num) VALUES (" + literal(change.to) + ")";
    case graph::RowChange::Kind::remove:
      return "DELETE FROM " + name_ + " WHERE version_num = " + literal(change.from);
    case graph::RowChange::Kind::update:
      break;
  }
  return "UPDATE " + name_ + " SET version_num = " + literal(change.to) +
         " WHERE version_num = " + literal(change.from);
}

std::optional<std::vector<std::string>> VersionTable::read(Connection& connection, const BeginOptions& lock) const {
  try {
    return connection.query_existing(select_, lock);
  } catch (const Error&) {
    rethrow_with({.sql = select_});
  }
}

void VersionTable::change(Connection& connection, const std::string& sql) const {
  std::int64_t touched = 0;
  try {
    touched = connection.execute(sql);
  } catch (const Error&) {
    rethrow_with({.sql = sql});
  }
  if (touched == 1) return;
  throw StateError("the version table changed while the migration ran: a change of one row touched " +
                       std::to_string(touched) + "; nothing of this step is kept; run it again",
                   {.code = "version_row_changed", .sql = sql});
}

void create_own_table(Connection& connection, const std::string& sql, const BeginOptions& options) {
  connection.execute(sql);
  if (connection.dialect().capabilities().commits_before_rows) connection.commit();
  if (!connection.in_transaction()) connection.begin(options);
}

}  // namespace retort::runtime
