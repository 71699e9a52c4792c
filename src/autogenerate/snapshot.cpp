#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "autogenerate/filter.hpp"
#include "autogenerate/names.hpp"
#include "runtime/connection.hpp"
#include "runtime/inspect/unsaid.hpp"
#include "runtime/own_tables.hpp"
#include "runtime/preparation.hpp"

namespace retort {

namespace {

MetaData wrapped(schema::MetaData schema) { return MetaData(std::make_unique<schema::MetaData>(std::move(schema))); }

/// Takes out of a catalog what takes no part in comparisons either.
class Sieve {
 public:
  Sieve(const dialect::Dialect& dialect, const CompareOptions& options)
      : names_(dialect), filter_(options), own_(runtime::own_table_names(options.version_table)) {}

  void operator()(schema::MetaData& schema) const {
    std::erase_if(schema.tables, [&](const auto& each) { return !takes_table("table", each.first); });
    for (auto& [name, table] : schema.tables) sift(table);
    std::erase_if(schema.views, [&](const auto& each) { return !takes("view", each.first); });
    std::erase_if(schema.sequences, [&](const auto& each) { return !takes("sequence", each.first); });
    std::erase_if(schema.enums, [&](const auto& each) { return !takes("enum", each.first); });
    std::erase_if(schema.uncertain, [&](const auto& name) {
      return !takes_table(schema.tables.contains(name) ? "table" : "view", name);
    });
    std::erase_if(schema.triggers, [&](const schema::Trigger& trigger) {
      const bool there = schema.tables.contains(trigger.table) || schema.views.contains(trigger.table);
      return !there || !filter_({"trigger", trigger.name, trigger.table.name, trigger.table.schema, true, false});
    });
    schema.schemas.clear();
  }

 private:
  /// Other schemas belong to others.
  bool takes(std::string_view kind, const schema::QualifiedName& name) const {
    return name.schema.empty() && filter_({kind, name.name, {}, name.schema, true, false});
  }
  bool takes_table(std::string_view kind, const schema::QualifiedName& name) const {
    const bool is_own =
        std::any_of(own_.begin(), own_.end(), [&](const auto& each) { return names_.same_table(name.name, each); });
    return !is_own && takes(kind, name);
  }

  void sift(schema::Table& table) const {
    const auto sift_part = [&](auto& parts, const char* kind) {
      std::erase_if(parts, [&](const auto& each) {
        return !filter_({kind, each.name, table.name.name, table.name.schema, true, false});
      });
    };
    sift_part(table.columns, "column");
    sift_part(table.uniques, "constraint");
    sift_part(table.foreign_keys, "constraint");
    sift_part(table.checks, "constraint");
    sift_part(table.excludes, "constraint");
    sift_part(table.indexes, "index");
  }

  autogenerate::Names names_;
  autogenerate::Filter filter_;
  std::array<std::string, 3> own_;
};

}  // namespace

MetaData inspect(soci::session& session, const CompareOptions& options) {
  const auto connection = runtime::connect(session);
  auto schema = connection->inspect();
  schema.remarks = runtime::unsaid(*connection);
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
