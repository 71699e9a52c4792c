#include "runtime/applied_table.hpp"

#include <utility>

#include "runtime/own_tables.hpp"

namespace retort::runtime {

AppliedTable::AppliedTable(const dialect::Dialect& dialect, const MigratorOptions& options)
    : dialect_(&dialect),
      place_{options.version_schema, applied_name(options.version_table)},
      name_(qualified(dialect, place_)) {}

std::string AppliedTable::create_sql() const {
  constexpr int kFingerprint = 40;
  schema::Table table{.name = place_};
  const auto column = [](const char* column_name, Type type) {
    return schema::Column{.name = column_name, .type = std::move(type), .nullable = false};
  };
  table.columns = {column("revision", op::native(std::string(dialect_->version_type()))),
                   column("fingerprint", op::string(kFingerprint))};
  table.primary_key = schema::PrimaryKey{place_.name + "_pkc", {"revision"}};
  return create_table_sql(*dialect_, std::move(table));
}

bool AppliedTable::is_kept(const MigratorOptions& options) {
  return options.edited_migrations != EditedMigrationPolicy::ignore && options.version_table != "alembic_version";
}

std::optional<AppliedTable::Fingerprints> AppliedTable::read(Connection& connection, const BeginOptions& lock) const {
  const auto found = connection.query_existing("SELECT " + dialect_->quote("revision") + " FROM " + name_, lock);
  if (!found) return std::nullopt;
  Fingerprints result;
  if (found->empty()) return result;
  for (auto& row : connection.rows("SELECT " + dialect_->quote("revision") + ", " + dialect_->quote("fingerprint") +
                                   " FROM " + name_)) {
    result.emplace(std::move(row[0]).value_or(std::string()), std::move(row[1]).value_or(std::string()));
  }
  return result;
}

std::string AppliedTable::keep_sql(std::string_view revision, std::string_view fingerprint, bool replaces) const {
  const auto id = dialect_->literal(Value(revision));
  const auto print = dialect_->literal(Value(fingerprint));
  if (replaces) {
    return "UPDATE " + name_ + " SET " + dialect_->quote("fingerprint") + " = " + print + " WHERE " +
           dialect_->quote("revision") + " = " + id;
  }
  return "INSERT INTO " + name_ + " (" + dialect_->quote("revision") + ", " + dialect_->quote("fingerprint") +
         ") VALUES (" + id + ", " + print + ")";
}

std::string AppliedTable::forget_sql(std::string_view revision) const {
  return "DELETE FROM " + name_ + " WHERE " + dialect_->quote("revision") + " = " + dialect_->literal(Value(revision));
}

}  // namespace retort::runtime
