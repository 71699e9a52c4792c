#ifndef RETORT_MIGRATOR_HPP
#define RETORT_MIGRATOR_HPP

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <retort/error.hpp>
#include <retort/export.hpp>
#include <retort/listener.hpp>
#include <retort/migration_set.hpp>
#include <retort/plan.hpp>

namespace soci {
class session;
}

namespace retort {

/// How much shares one transaction.
enum class TransactionMode : unsigned char {
  /// Each migration with its version row.
  per_migration,
  /// All migrations of the run: SQLite and PostgreSQL. MySQL and Firebird commit in the middle of a migration:
  /// there it is a UsageError `transaction_mode`, before anything runs.
  per_run
};

/// What to do when the database holds a revision that the set does not know: a newer program has migrated it.
enum class UnknownRevisionPolicy : unsigned char {
  /// StateError `unknown_database_revision`.
  refuse,
  /// upgrade() does nothing and reports `schema_ahead`.
  run_on
};

struct MigratorOptions {
  /// The table that holds the revisions the database is at. `alembic_version` shares a database with Alembic.
  std::string version_table = "retort_version";
  /// The schema of that table; empty for the connection's own. Firebird has no schemas.
  std::string version_schema = {};
  TransactionMode transaction_mode = TransactionMode::per_migration;
  UnknownRevisionPolicy unknown_revision = UnknownRevisionPolicy::refuse;
  /// How long to wait for another session that is migrating, or writing, before giving up with a StateError `locked`.
  /// On MySQL a statement that changes structure waits no longer for readers of its table, either.
  std::chrono::milliseconds lock_timeout{60000};
  /// Hears what happens; not owned, and must outlive the Migrator. May be null.
  Listener* listener = nullptr;
};

struct StampOptions {
  /// Removes every version row first, also those the set does not know.
  bool purge = false;
};

/// Brings one database to a revision of a set.
///
/// Belongs to the thread that uses its session. The session must be open, outlive the Migrator, and not be inside a
/// transaction when a function is called (StateError `transaction_open`). It is left outside of one, whatever happens.
///
/// A target is what `MigrationSet::find` takes: an id or the beginning of one, `head`, `heads`, `base`, `+1`, `-1`,
/// `361dae+2`, and with several branches `label@head`.
class RETORT_API Migrator {
 public:
  /// The database behind an open session; its kind is told by the session's backend. Throws UsageError for a backend
  /// this library does not support, or that cannot be migrated over safely (MySQL with reconnect=1).
  ///
  /// Reads nothing of the program's. MySQL is asked for its version and settings, and ODBC for what is behind it, so
  /// that DatabaseError and StateError are possible there.
  Migrator(soci::session& session, MigrationSet migrations, MigratorOptions options = {});
  /// A migrator without a database, for scripts: `sqlite`, `postgresql`, `mysql`, `mariadb` or `firebird`. Only the
  /// script functions can be called.
  static Migrator offline(std::string_view dialect, MigrationSet migrations, MigratorOptions options = {});

  Migrator(Migrator&&) noexcept;
  Migrator& operator=(Migrator&&) noexcept;
  ~Migrator();

  /// Runs what is missing up to the target; what an application calls on startup. Nothing to do costs one read.
  ///
  /// Each migration commits together with its version row. When one fails nothing of it remains, what was applied
  /// before it stays, and the error says so.
  ///
  /// Not all databases can do that: MySQL commits with each change of structure, Firebird between structure and rows,
  /// and what is in an op::autocommit_block runs by itself. What then remains of a migration that fails is to be
  /// finished or undone by hand, and `leaves_partial_change()` of the error tells of it.
  Report upgrade(std::string_view target = "head");
  /// Runs back down to the target: `base`, an id, `-1`.
  Report downgrade(std::string_view target);
  /// Sets the version rows as if the database had been migrated to the target, and runs nothing.
  Report stamp(std::string_view target, StampOptions options = {});
  Report stamp(const std::vector<std::string>& targets, StampOptions options = {});

  /// The ids in the version table. Never writes; an absent table is empty.
  std::vector<std::string> current();
  /// True if upgrade("heads") would do nothing.
  bool at_head();
  /// The ids that upgrade("heads") would run, in order.
  std::vector<std::string> pending();
  /// The heads of the set.
  std::vector<std::string> heads() const;
  /// Creates the version table if it is absent, and does nothing else. Returns whether it was created.
  bool ensure_version();

  /// What upgrade() and downgrade() would do, with the statements they would send. Writes nothing.
  ///
  /// SQLite takes a copy of the structure through the steps. Elsewhere the catalog as it is answers; a statement that
  /// depends on what only the steps will bring about, such as a name the server gives, is a comment in the plan.
  Plan plan_upgrade(std::string_view target = "head");
  Plan plan_downgrade(std::string_view target);

  /// The same as SQL text for the database's own client. `from:to` starts where the script's database will be; without
  /// `from:` an upgrade starts at base. A downgrade needs both. Uses no connection.
  std::string script_upgrade(std::string_view range = "head");
  std::string script_downgrade(std::string_view range);

  const MigrationSet& migrations() const noexcept;

 private:
  class Impl;
  explicit Migrator(std::unique_ptr<Impl> impl) noexcept;
  std::unique_ptr<Impl> impl_;
};

}  // namespace retort

#endif
