#ifndef RETORT_TESTING_HPP
#define RETORT_TESTING_HPP

#include <memory>
#include <string_view>

#include <retort/export.hpp>
#include <retort/migration_set.hpp>
#include <retort/migrator.hpp>

namespace soci {
class session;
}

namespace retort::testing {

/// A fresh, private database for one test: SQLite in memory. It is gone when this object is.
///
/// Belongs to the thread that uses it. Any number of them may exist at a time, in as many threads; none sees another.
class RETORT_API Database {
 public:
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// The open session. Foreign keys are on, as they are in every other database.
  soci::session& session() noexcept;
  /// A migrator on this session, for going further up or down.
  Migrator& migrator() noexcept;

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl) noexcept;
  friend RETORT_API Database database_at(const MigrationSet& migrations, std::string_view revision);

  std::unique_ptr<Impl> impl_;
};

/// A database at a revision: what upgrade(revision) makes of an empty one. `base` gives an empty database.
///
/// SOCI loads its sqlite3 backend by name. Throws what Migrator::upgrade throws, and UsageError where SOCI cannot load
/// the backend.
RETORT_API Database database_at(const MigrationSet& migrations, std::string_view revision = "heads");

}  // namespace retort::testing

#endif
