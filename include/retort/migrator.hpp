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
#include <retort/status.hpp>

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

/// What to do about a migration that says something else now than when it was applied to the database. A fingerprint of
/// its operations is kept with each revision that is applied; comments, formatting and the code of op::run do not
/// count.
enum class EditedMigrationPolicy : unsigned char {
  /// Nothing is kept, and nothing is looked for.
  ignore,
  /// Told to the listener as a note, and in the Report. Looked for whenever something is to be run, and with a listener
  /// also when there is nothing to do: that takes a second read, and a call of each migration's upgrade().
  warn,
  /// StateError `edited_migration`, before anything is changed. Looked for at every upgrade().
  refuse
};

struct MigratorOptions {
  /// The table that holds the revisions the database is at. `alembic_version` shares a database with Alembic.
  std::string version_table = "retort_version";
  /// The schema of that table; empty for the connection's own. Firebird has no schemas.
  std::string version_schema = {};
  TransactionMode transaction_mode = TransactionMode::per_migration;
  UnknownRevisionPolicy unknown_revision = UnknownRevisionPolicy::refuse;
  EditedMigrationPolicy edited_migrations = EditedMigrationPolicy::warn;
  /// upgrade() writes nothing and takes no lock: it is a StateError `behind`, naming what is missing, when the database
  /// is not where it should be, so that a service without the right to change structure refuses to start. downgrade(),
  /// stamp(), resume() and ensure_version() are a UsageError.
  bool verify_only = false;
  /// How long to wait for another session that is migrating, or writing, before giving up with a StateError `locked`.
  std::chrono::milliseconds lock_timeout{60000};
  /// How long one statement may wait for the sessions that use what it changes (PostgreSQL, MySQL). While it waits, all
  /// others queue up behind it, so this is short: what was done of the transaction is rolled back, and after a pause it
  /// is tried again, until `lock_timeout` is over.
  std::chrono::milliseconds ddl_lock_timeout{5000};
  /// Hears what happens; not owned, and must outlive the Migrator. May be null.
  Listener* listener = nullptr;
};

struct StampOptions {
  /// Removes every version row first, also those the set does not know.
  bool purge = false;
};

/// What to do with a migration that a run was cut in.
enum class Resume : unsigned char {
  /// What upgrade() does by itself: ask the catalog how far it came, and go on from there.
  automatic,
  /// The step that it stands at has been applied: go on behind it.
  mark_done,
  /// Nothing of the step that it stands at has been applied: run it, and go on.
  run_again,
  /// Forget that it was begun. The version rows stay as they are, without the revision: for a database in which
  /// somebody has undone the rest by hand.
  abandon
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
  /// and what is in an op::autocommit_block runs by itself. There each step is entered in a journal (the table
  /// `retort_journal`, made when it is first needed), and the next call of any process finishes what was begun, asking
  /// the catalog how far it came. Where only a person can tell, it stops with a StateError `unfinished_step` before
  /// anything is done; see resume(). A revision is among the version rows only when all of it is there.
  Report upgrade(std::string_view target = "head");
  /// Runs back down to the target: `base`, an id, `-1`.
  Report downgrade(std::string_view target);
  /// Sets the version rows as if the database had been migrated to the target, and runs nothing.
  Report stamp(std::string_view target, StampOptions options = {});
  Report stamp(const std::vector<std::string>& targets, StampOptions options = {});

  /// Finishes the migration that a run was cut in, if there is one, and runs nothing else. With nothing in flight it is
  /// an empty report. StateError `unfinished_step` where it cannot tell how far it came and is not told;
  /// `edited_in_flight` when this program's migration is not the one that was begun.
  Report resume(Resume how = Resume::automatic);

  /// Where the database is, what is missing, what is in flight, and which migrations were edited. Writes nothing.
  Status status();
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
