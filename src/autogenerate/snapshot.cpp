#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "autogenerate/names.hpp"
#include "runtime/connection.hpp"
#include "runtime/own_tables.hpp"
#include "runtime/preparation.hpp"

namespace retort {

namespace {

MetaData wrapped(schema::MetaData schema) { return MetaData(std::make_unique<schema::MetaData>(std::move(schema))); }

/// Takes out of a catalog what takes no part in comparisons either.
class Sieve {
 public:
  Sieve(const dialect::Dialect& dialect, const CompareOptions& options)
      : names_(dialect), options_(options), own_(runtime::own_table_names(options.version_table)) {}

  void operator()(schema::MetaData& schema) const {
    std::erase_if(schema.tables, [&](const auto& each) { return !takes_table(each.first); });
    for (auto& [name, table] : schema.tables) sift(table);
    std::erase_if(schema.views, [&](const auto& each) { return !takes("view", each.first); });
    std::erase_if(schema.sequences, [&](const auto& each) { return !takes("sequence", each.first); });
    std::erase_if(schema.enums, [&](const auto& each) { return !takes("enum", each.first); });
    std::erase_if(schema.uncertain, [&](const auto& name) { return !takes_table(name); });
    std::erase_if(schema.triggers, [&](const schema::Trigger& trigger) {
      return !takes_table(trigger.table) || !includes("trigger", trigger.name);
    });
    schema.schemas.clear();
  }

 private:
  bool includes(std::string_view kind, const std::string& name) const {
    return !options_.include_name || options_.include_name(kind, name);
  }
  /// Other schemas belong to others.
  bool takes(std::string_view kind, const schema::QualifiedName& name) const {
    return name.schema.empty() && includes(kind, name.name);
  }
  bool takes_table(const schema::QualifiedName& name) const {
    const bool is_own =
        std::any_of(own_.begin(), own_.end(), [&](const auto& each) { return names_.same_table(name.name, each); });
    return !is_own && takes("table", name);
  }

  void sift(schema::Table& table) const {
    std::erase_if(table.columns, [&](const schema::Column& column) {
      return !includes("column", table.name.text() + "." + column.name);
    });
    const auto sift_named = [&](auto& objects, const char* kind) {
      std::erase_if(objects, [&](const auto& each) { return !each.name.empty() && !includes(kind, each.name); });
    };
    sift_named(table.uniques, "constraint");
    sift_named(table.foreign_keys, "constraint");
    sift_named(table.checks, "constraint");
    sift_named(table.excludes, "constraint");
    sift_named(table.indexes, "index");
  }

  autogenerate::Names names_;
  const CompareOptions& options_;
  std::array<std::string, 3> own_;
};

}  // namespace

MetaData inspect(soci::session& session, const CompareOptions& options) {
  const auto connection = runtime::connect(session);
  auto schema = connection->inspect();
  Sieve(connection->dialect(), options)(schema);
  return wrapped(std::move(schema));
}

MetaData schema_at(const MigrationSet& migrations, std::string_view revision, std::string_view dialect) {
  return schema_at(migrations, std::vector<std::string>{std::string(revision)}, dialect);
}

MetaData schema_at(const MigrationSet& migrations, const std::vector<std::string>& revisions,
                   std::string_view dialect) {
  const auto* spoken = dialect.empty() ? nullptr : dialect::find_dialect(dialect);
  if (spoken == nullptr && !dialect.empty()) {
    throw UsageError(
        "there is no dialect \"" + std::string(dialect) + "\"; the dialects are sqlite, postgresql, mysql and firebird",
        {.code = "unknown_dialect"});
  }
  std::vector<std::string> rows;
  for (const auto& revision : revisions) {
    for (const auto& info : migrations.find(revision)) rows.push_back(info.revision.id);
  }
  const auto& set = migrations.data();
  const auto naming = spoken != nullptr ? set.naming(*spoken) : ops::Naming{set.naming()};
  auto schema = runtime::schema_at(set, rows, naming);
  schema.naming = set.naming();
  return wrapped(std::move(schema));
}

}  // namespace retort
