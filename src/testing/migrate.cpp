#include "testing/migrate.hpp"

#include <retort/error.hpp>

#include <exception>

#include "runtime/connection.hpp"
#include "runtime/sqlite3/statistics.hpp"

namespace retort::testing {

namespace {

/// Refuses seeds in an order in which no database passes them.
void check_seeds(const MigrationSet& migrations, std::string_view revision, const std::vector<Seed>& seeds) {
  const auto session = open_memory();
  // A database that stands where the next one is has nothing left to do for the one before it.
  Migrator migrator(*session, migrations);
  for (std::size_t i = 0; i < seeds.size(); ++i) {
    const bool last = i + 1 == seeds.size();
    const std::string next(last ? revision : seeds[i + 1].revision());
    migrator.stamp(next, {.purge = true});
    if (migrator.plan_upgrade(seeds[i].revision()).empty()) continue;
    throw UsageError("the seed at " + seeds[i].revision() + " is not below " +
                         (last ? "the revision asked for, " + next : "the seed behind it, at " + next) +
                         "; a database does not pass it on its way there",
                     {.code = "seed_above_target", .revision = seeds[i].revision()});
  }
}

void plant(soci::session& session, const Seed& seed) {
  try {
    seed(session);
    // Firebird has one open after every statement.
    if (runtime::connect(session)->in_transaction()) session.commit();
  } catch (const std::exception& error) {
    std::throw_with_nested(Error("the seed at " + seed.revision() + " failed: " + error.what() +
                                     "; correct it, it is run against the schema of that revision",
                                 {.code = "seed_failed", .revision = seed.revision()}));
  }
}

}  // namespace

std::unique_ptr<soci::session> open_session(const std::string& backend, const std::string& parameters,
                                            const std::string& what) {
  try {
    return std::make_unique<soci::session>(backend, parameters);
  } catch (const std::exception& error) {
    std::throw_with_nested(UsageError("SOCI cannot open " + what + ": " + error.what() + "; install its " + backend +
                                          " backend, name its folder in SOCI_BACKENDS_PATH, or register a backend that "
                                          "is linked with soci::dynamic_backends::register_backend",
                                      {.code = "cannot_open"}));
  }
}

std::unique_ptr<soci::session> open_memory() {
  static const bool quiet = (runtime::sqlite3::turn_off_memory_statistics(), true);
  static_cast<void>(quiet);
  return open_session("sqlite3", ":memory:", "a SQLite database in memory");
}

void migrate(soci::session& session, const MigrationSet& migrations, std::string_view revision,
             const DatabaseOptions& options) {
  if (!options.seeds.empty()) check_seeds(migrations, revision, options.seeds);
  auto migrator_options = options.migrator;
  migrator_options.listener = nullptr;
  Migrator migrator(session, migrations, std::move(migrator_options));
  for (const auto& seed : options.seeds) {
    if (seed.revision() != "base") migrator.upgrade(seed.revision());
    plant(session, seed);
  }
  if (revision != "base") migrator.upgrade(revision);
}

std::string canonical_revision(const MigrationSet& migrations, std::string_view revision) {
  std::string ids;
  for (const auto& info : migrations.find(revision)) ids += info.revision.id + ",";
  return ids;
}

}  // namespace retort::testing
