#ifndef RETORT_TESTING_CHECKS_HPP
#define RETORT_TESTING_CHECKS_HPP

#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <retort/autogenerate.hpp>
#include <retort/export.hpp>
#include <retort/metadata.hpp>
#include <retort/migration_set.hpp>
#include <retort/testing.hpp>

/// Checks of a program's own migrations, for its tests: each looks for one kind of fault that migrations really have.
/// They throw nothing: what goes wrong is in the result.
namespace retort::testing {

/// Whether a check found its fault, and where. In GoogleTest: `EXPECT_TRUE(check_single_head(app::migrations()))`.
class CheckResult {
 public:
  static CheckResult passed(std::string notes = {}) { return {true, std::move(notes)}; }
  static CheckResult failed(std::string text) { return {false, std::move(text)}; }

  bool ok() const noexcept { return ok_; }
  explicit operator bool() const noexcept { return ok_; }
  /// Of a failure: the revision, what is wrong, the difference as `diff -u` shows it, and the way out. Of what passed:
  /// what could not be checked, and why; mostly empty.
  const std::string& text() const noexcept { return text_; }

  /// What GoogleTest asks for: an assertion that shows the text. It is no part of this header.
  template <typename Assertion>
  requires(std::is_class_v<Assertion>&& std::constructible_from<Assertion, bool>&& requires(Assertion assertion,
                                                                                            const std::string& text) {
    assertion << text;
  })
  operator Assertion() const {  // NOLINT(google-explicit-constructor)
    auto assertion = Assertion(ok_);
    assertion << text_;
    return assertion;
  }

 private:
  CheckResult(bool ok, std::string text) : ok_(ok), text_(std::move(text)) {}

  bool ok_;
  std::string text_;
};

struct CheckOptions {
  /// The server to check on, as database_at takes it; empty for SQLite in memory.
  std::string url = {};
  /// The version table, and what else the program gives its Migrator. Its listener hears nothing of it.
  MigratorOptions migrator = {};
  /// Revisions that are meant to change rows in a way that their downgrade does not undo, so that rows are not held
  /// against what they were before. What op::drop_column and op::drop_table take away is never expected back.
  std::vector<std::string> rows_may_change = {};
  /// Whether columns must stand in their old order after a downgrade. PostgreSQL puts each new one at the end; say
  /// false there when a migration drops one from the middle.
  bool column_order = true;
  /// How many rows each table is given for the checks that need some, and where their values begin: the same seed
  /// makes the same rows.
  std::size_t rows = 4;
  unsigned row_seed = 1;
  /// For check_released, among all checks: its file.
  std::string released = {};
  /// For check_model: what takes part.
  CompareOptions compare = {};
};

/// Two branches were not merged: a program cannot upgrade to `head`.
RETORT_API CheckResult check_single_head(const MigrationSet& migrations);

/// An empty database cannot be brought to the heads.
RETORT_API CheckResult check_upgrade(const MigrationSet& migrations, const CheckOptions& options = {});

/// A downgrade that leaves something behind or takes away too much: each revision goes up and down again, and the
/// whole catalog and the rows that migrations have put in must be what they were before. A revision that says
/// op::irreversible is not taken down; one that has no way back and does not say so has failed.
RETORT_API CheckResult check_downgrade(const MigrationSet& migrations, const CheckOptions& options = {});

/// The staircase: up, down and up again at every revision must lead to the catalog that one way up has led to.
RETORT_API CheckResult check_staircase(const MigrationSet& migrations, const CheckOptions& options = {});

/// Rows do not survive: before each revision every table is given rows that satisfy its constraints (types, NOT NULL,
/// keys, checks), which must be the same after the way up and down, but for what the migration drops.
RETORT_API CheckResult check_rows(const MigrationSet& migrations, const CheckOptions& options = {});

/// The migrations do not lead to the model that the program works with; see retort::compare.
RETORT_API CheckResult check_model(const MigrationSet& migrations, const MetaData& model,
                                   const CheckOptions& options = {});

/// A plan depends on when or where it is made: asked twice, a migration says two things.
RETORT_API CheckResult check_deterministic(const MigrationSet& migrations, const CheckOptions& options = {});

/// A migration that was released was edited, or is gone: databases that have it are not changed by that.
///
/// `file` holds a line for each released migration, its id and a fingerprint of what upgrade() says; the code of
/// op::run does not count. Where there is no file it is written, with all that there are; it belongs into version
/// control. Newer migrations may be edited until they are released: with the environment variable RETORT_RELEASE set to
/// anything, they are added to the file.
RETORT_API CheckResult check_released(const MigrationSet& migrations, const std::string& file);

/// A migration that is cut short cannot be run again: each is stopped before and after every one of its statements, as
/// by a kill, and then run to its end, which must leave the catalog and the rows that it leaves undisturbed.
///
/// Takes a copy of the database for every statement: on a server that copies nothing (MySQL) all earlier migrations
/// are run each time.
RETORT_API CheckResult check_resume(const MigrationSet& migrations, const CheckOptions& options = {});

/// One of the checks above, with its name in one word: `single_head`.
struct Check {
  std::string name;
  std::function<CheckResult()> run;
};

/// The names alone, in the same order.
RETORT_API std::vector<std::string> check_names();

/// All of them, in the order of this header.
RETORT_API std::vector<Check> checks_of(const MigrationSet& migrations, const MetaData& model,
                                        const CheckOptions& options = {});

}  // namespace retort::testing

#endif
