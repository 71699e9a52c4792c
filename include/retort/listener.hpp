#ifndef RETORT_LISTENER_HPP
#define RETORT_LISTENER_HPP

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <retort/export.hpp>
#include <retort/plan.hpp>

namespace retort {

/// The step that is about to run, or has run.
struct StepInfo {
  std::string_view revision;
  Direction direction = Direction::upgrade;
  const std::vector<std::string>* down_revision = nullptr;
  std::string_view message;
  /// From 1 to `total`.
  std::size_t index = 0;
  std::size_t total = 0;

  /// Alembic's line: `Running upgrade 361dae855898 -> 91381a2f4148, Renaming students to scholars`.
  RETORT_API std::string log_line() const;
};

/// The statement that is about to run, or has run.
struct StatementInfo {
  /// As it is sent; a comment for code given to `op::run`.
  std::string_view sql;
  /// The operation in words, and where it was recorded; empty for the library's own bookkeeping.
  std::string_view operation;
  std::string_view location;
};

/// Hears what a Migrator does, on the thread that runs it. Every function does nothing unless it is overridden. An
/// exception thrown from one stops the run as an error of the migration would.
class RETORT_API Listener {
 public:
  Listener() = default;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  virtual ~Listener();

  /// Once, when it is known what will run: never for nothing to do.
  virtual void on_begin(std::size_t steps, std::string_view dialect, bool transactional_ddl);
  virtual void on_step_begin(const StepInfo& step);
  virtual void on_step_end(const StepInfo& step, std::chrono::nanoseconds duration);
  virtual void on_statement_begin(const StatementInfo& statement);
  virtual void on_statement_end(const StatementInfo& statement, std::chrono::nanoseconds duration);
  /// Another session holds the database's lock; called at each try. `holder` is what the database tells of it: its
  /// process or connection, host and program; empty where it tells nothing (SQLite).
  virtual void on_lock_wait(std::chrono::milliseconds waited, std::string_view holder);
  /// The lock that keeps other migrators out was taken, or given back; SQLite has none beside its transactions.
  /// `problem` says why giving it back could not be confirmed, and is empty otherwise.
  virtual void on_lock_acquired(std::chrono::milliseconds waited);
  virtual void on_lock_released(std::string_view problem);
  /// A statement or transaction only met a lock (or a deadlock), nothing of it was kept, and it is tried again.
  virtual void on_retry(std::string_view reason, std::chrono::milliseconds pause);
  /// Something a person should read: a downgrade that does not bring rows back, a migration that was edited after it
  /// had been applied.
  virtual void on_note(std::string_view note);
};

}  // namespace retort

#endif
