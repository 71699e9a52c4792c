#ifndef RETORT_TESTING_HPP
#define RETORT_TESTING_HPP

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <retort/export.hpp>
#include <retort/migration_set.hpp>
#include <retort/migrator.hpp>

namespace soci {
class session;
}

/// Databases for tests, each at the revision that the test is about. <retort/testing/checks.hpp> has checks of
/// migrations, <retort/testing/schema.hpp> what a catalog says, <retort/testing/gtest.hpp> all of it for GoogleTest.
namespace retort::testing {

/// Rows that are put in at a revision on the way to the one asked for, and carried along by the migrations after it.
///
/// Two seeds are the same one, and share a snapshot, when they are copies of each other or have the same revision and
/// the same function or lambda without captures. The code of others is told apart by where it is kept: keep such a seed
/// (in a static, say), or every database is migrated anew.
class RETORT_API Seed {
 public:
  using Function = void (*)(soci::session&);

  /// `code` is called with a session at `revision`, which is what `MigrationSet::find` takes. Foreign keys are on. It
  /// may open and commit transactions; one that it leaves open is committed.
  template <typename Code>
  requires std::is_invocable_v<Code&, soci::session&> Seed(std::string revision, Code code)
      : revision_(std::move(revision)) {
    if constexpr (std::is_convertible_v<Code, Function>) {
      function_ = code;
    } else {
      code_ = std::make_shared<const std::function<void(soci::session&)>>(std::move(code));
    }
  }

  const std::string& revision() const noexcept { return revision_; }
  void operator()(soci::session& session) const { function_ != nullptr ? function_(session) : (*code_)(session); }

  friend bool operator==(const Seed&, const Seed&) = default;

 private:
  std::string revision_;
  Function function_ = nullptr;
  std::shared_ptr<const std::function<void(soci::session&)>> code_;
};

struct DatabaseOptions {
  /// In the order in which they are put in; each at the revision of the one before it, or above.
  std::vector<Seed> seeds = {};
  /// The server that the database is made on, `backend://parameters` as for the overload of database_at below; empty
  /// for SQLite in memory.
  std::string url = {};
  /// SQLite: foreign keys are checked, as they are in every other database.
  bool foreign_keys = true;
  /// For `Database::migrator()`. The version table is made as it says, too.
  MigratorOptions migrator = {};
};

/// A fresh, private database for one test. It is gone when this object is.
///
/// Belongs to the thread that uses it. Any number of them may exist at a time, in as many threads and processes; none
/// sees another.
class RETORT_API Database {
 public:
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  /// The open session.
  soci::session& session() noexcept;
  /// A migrator on this session, for going further up or down. It holds the set: the one that was given may go.
  /// It is made when it is first asked for, and throws then what Migrator's constructor throws.
  Migrator& migrator();
  /// What `migrator()` is made with.
  const MigratorOptions& migrator_options() const noexcept;

  struct Impl;
  /// For the library's own use.
  explicit Database(std::unique_ptr<Impl> impl) noexcept;
  Impl& impl() const noexcept { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// A SQLite database in memory at a revision: what upgrade(revision) makes of an empty one. `base` gives an empty
/// database.
///
/// The first call in a process migrates; later ones copy a snapshot, which costs about as much as copying its bytes.
/// Snapshots are told apart by the set, the revision, the seeds and the version table. Copies of a set are the same
/// set, and so are all that `MigrationSet::of` or the function of retort_add_migrations return; a set that is put
/// together by hand should be kept, for another one with the same migrations is another set. The migrations of a
/// revision are thus run once: what their code (`op::run`) does must not depend on when that is.
///
/// Threads that ask for a new revision at once wait for one of them to migrate. What that throws is thrown to all of
/// them, and nothing is kept: the next call tries again.
///
/// After fork() a child may call this as its parent may, provided that fork() was called while no other thread was
/// inside of SQLite. Databases that were made before stay the parent's: a child may let go of them, which does
/// nothing to the parent's.
///
/// SQLite counts the memory it uses under one lock, which makes threads with a database each wait for one another. The
/// first call of a process turns that off (SQLITE_CONFIG_MEMSTATUS), for all that use SQLite in it: sqlite3_memory_used
/// gives 0 then, and heap limits do nothing. Call sqlite3_initialize() before to keep the count; it stays on as well
/// where SQLite was used before, for SQLite takes no settings then.
///
/// SOCI loads its sqlite3 backend by name. Throws what Migrator::upgrade throws; UsageError where SOCI cannot load the
/// backend, or where a seed stands above the revision (`seed_above_target`); Error `seed_failed` with what a seed threw
/// nested in it.
RETORT_API Database database_at(const MigrationSet& migrations, std::string_view revision = "heads",
                                const DatabaseOptions& options = {});

/// A database of its own on a server, which is dropped when the object goes.
///
/// `url` is SOCI's, with the parameters that connect to the server; the user must be allowed to create databases:
///
///     postgresql://host=127.0.0.1 user=tester         the first connection goes to its `dbname`, or to `postgres`
///     mysql://host=127.0.0.1 user=tester              MySQL and MariaDB
///     firebird://service=/folder/ user=SYSDBA ...     a folder for the files; of a server, `service=host:/folder/`
///
/// PostgreSQL copies a template that the first call has migrated, and Firebird the file where it lies on this machine;
/// the templates, 16 at most, go when the program ends. Elsewhere each database is migrated. SOCI loads the backend by
/// its name, unless soci::dynamic_backends::register_backend was told of one that is linked.
///
/// The names begin with `retort_test_` and say which process of which machine made them. What a crashed program left is
/// dropped by the next one of that machine that uses the server; on Firebird only in a folder that this machine has.
/// In a child of fork() nothing of the parent's is closed or dropped, and it makes templates of its own; Firebird's
/// client is no use in a child when its parent has used it.
///
/// Throws what the other one throws; UsageError for a URL that is no server's (`invalid_url`, `unsupported_backend`)
/// and for one that cannot be connected to; DatabaseError where the server refuses.
RETORT_API Database database_at(const MigrationSet& migrations, std::string_view revision, std::string_view url,
                                const DatabaseOptions& options = {});

/// What snapshots cost and what they saved, since the program began.
struct SnapshotStatistics {
  /// Kept now, and their bytes.
  std::size_t kept = 0;
  std::size_t bytes = 0;
  /// Databases that were migrated, and those that were copied from a snapshot.
  std::size_t migrated = 0;
  std::size_t copied = 0;
};

/// For any thread, like the functions below.
RETORT_API SnapshotStatistics snapshot_statistics();
/// The most bytes that are kept: 64 MiB unless this says otherwise. What was not used for longest goes first, and a
/// snapshot that alone is larger is not kept; its databases are migrated each time.
RETORT_API void set_snapshot_limit(std::size_t bytes);
/// Forgets all of them. Each holds the set it was made of: call this before a library is unloaded that has migrations.
RETORT_API void drop_snapshots();

}  // namespace retort::testing

#endif
