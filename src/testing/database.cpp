#include "testing/database_impl.hpp"

#include <utility>

#include "testing/migrate.hpp"
#include "testing/snapshot_cache.hpp"

namespace retort::testing {

namespace {

using runtime::sqlite3::Snapshot;

void set_foreign_keys(soci::session& session, bool on) {
  session << (on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF");
}

std::unique_ptr<soci::session> migrated(const MigrationSet& migrations, std::string_view revision,
                                        const DatabaseOptions& options) {
  auto session = open_memory();
  set_foreign_keys(*session, options.foreign_keys);
  migrate(*session, migrations, revision, options);
  return session;
}

std::unique_ptr<soci::session> in_memory(const MigrationSet& migrations, std::string_view revision,
                                         const DatabaseOptions& options) {
  const SnapshotKey key{migrations,           std::string(revision),          options.seeds,
                        options.foreign_keys, options.migrator.version_table, options.migrator.version_schema};
  auto& cache = SnapshotCache::instance();
  const auto snapshot = cache.get(
      key, [&] { return canonical_revision(migrations, revision); },
      [&] { return Snapshot::take(*migrated(migrations, revision, options)); });
  if (!snapshot) return migrated(migrations, revision, options);
  auto session = open_memory();
  snapshot->restore(*session);
  set_foreign_keys(*session, options.foreign_keys);
  cache.count_copy();
  return session;
}

}  // namespace

Database::Database(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

soci::session& Database::session() noexcept { return *impl_->session; }
Migrator& Database::migrator() noexcept { return impl_->migrator; }

Database database_at(const MigrationSet& migrations, std::string_view revision, const DatabaseOptions& options) {
  return Database(
      std::make_unique<Database::Impl>(in_memory(migrations, revision, options), migrations, options.migrator));
}

SnapshotStatistics snapshot_statistics() { return SnapshotCache::instance().statistics(); }
void set_snapshot_limit(std::size_t bytes) { SnapshotCache::instance().set_limit(bytes); }
void drop_snapshots() { SnapshotCache::instance().clear(); }

}  // namespace retort::testing
