#include "testing/database_impl.hpp"

#include <pthread.h>

#include <utility>

#include "runtime/sqlite3/snapshot.hpp"
#include "testing/migrate.hpp"
#include "testing/once_cache.hpp"

namespace retort::testing {

namespace {

using runtime::sqlite3::Snapshot;
using Snapshots = OnceCache<Snapshot>;

constexpr std::size_t kSnapshotLimit = std::size_t{64} << 20U;

Snapshots& snapshots() {
  // Never destroyed: databases may be made by what runs at the end of the program.
  static Snapshots* const cache = [] {
    auto* made = new Snapshots(kSnapshotLimit);
    pthread_atfork([] { snapshots().before_fork(); }, [] { snapshots().after_fork_in_parent(); },
                   [] { snapshots().after_fork_in_child(); });
    return made;
  }();
  return *cache;
}

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
  const DatabaseKey key{migrations,
                        std::string(revision),
                        options.seeds,
                        options.foreign_keys,
                        options.migrator.version_table,
                        options.migrator.version_schema,
                        options.migrator.edited_migrations};
  auto& cache = snapshots();
  std::unique_ptr<soci::session> session;
  const auto snapshot = cache.get(
      key, [&] { return canonical_revision(migrations, revision); },
      [&] {
        session = migrated(migrations, revision, options);
        return Snapshot::take(*session);
      });
  // A SQLite of which no snapshot can be taken.
  if (!snapshot) return session ? std::move(session) : migrated(migrations, revision, options);
  session = open_memory();
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

soci::session& Database::session() noexcept { return *impl_->parts->session; }
Migrator& Database::migrator() {
  auto& parts = *impl_->parts;
  if (!parts.migrator) parts.migrator = std::make_unique<Migrator>(*parts.session, parts.migrations, parts.options);
  return *parts.migrator;
}
const MigratorOptions& Database::migrator_options() const noexcept { return impl_->parts->options; }

Database database_at(const MigrationSet& migrations, std::string_view revision, const DatabaseOptions& options) {
  auto parts = std::make_unique<Database::Impl::Parts>();
  if (options.url.empty()) {
    parts->session = in_memory(migrations, revision, options);
  } else {
    *parts = on_server(migrations, revision, options);
  }
  parts->migrations = migrations;
  parts->options = options.migrator;
  return Database(std::make_unique<Database::Impl>(std::move(parts)));
}

Database database_at(const MigrationSet& migrations, std::string_view revision, std::string_view url,
                     const DatabaseOptions& options) {
  auto with_url = options;
  with_url.url = url;
  return database_at(migrations, revision, with_url);
}

SnapshotStatistics snapshot_statistics() { return snapshots().statistics(); }
void set_snapshot_limit(std::size_t bytes) { snapshots().set_limit(bytes); }
void drop_snapshots() { snapshots().clear(); }

}  // namespace retort::testing
