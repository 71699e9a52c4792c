#ifndef RETORT_SRC_RUNTIME_STEP_RUNNER_HPP
#define RETORT_SRC_RUNTIME_STEP_RUNNER_HPP

#include <retort/function_ref.hpp>
#include <retort/listener.hpp>
#include <retort/migrator.hpp>
#include <retort/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/preparation.hpp"
#include "runtime/version_table.hpp"

namespace retort::runtime {

/// Sends the statements of prepared steps, in the transaction that the caller has opened.
class StepRunner {
 public:
  enum class Mode : unsigned char {
    run,
    /// The connection is a shadow: the statements are sent to it for what they change, code is not run, and what the
    /// program's own SQL does is of no interest.
    rehearse,
    /// Nothing is sent.
    list
  };

  StepRunner(Connection& connection, const VersionTable& versions, const SetData& set, const MigratorOptions& options,
             Mode mode = Mode::run);

  /// A rehearsal on a shadow that lacks something of the database.
  void set_opaque() noexcept { opaque_ = true; }
  /// The schema the groups that need facts are compiled against; it follows the steps.
  void set_schema(schema::MetaData schema) { schema_ = std::move(schema); }
  /// Told to the listener with each step.
  void set_total(std::size_t total) noexcept { total_ = total; }

  /// Runs one step and the change of its version rows. On an error it throws with the operation, its place and its
  /// statement; the transaction is the caller's to end.
  Step run(const PreparedStep& step);

  /// True if a part of the step now running was committed by itself, so that rolling back does not undo all of it.
  bool leaves_partial_change() const noexcept { return partial_; }
  /// The step is committed as a whole: what fails from here on leaves no part of it.
  void committed() noexcept { partial_ = false; }

 private:
  void run_group(const PreparedStep& step, const Group& group, Step& report);
  void follow_schema(const ops::Operation& operation);
  void run_statement(const dialect::Statement& statement, const ops::Operation& operation, const StepOperation& report);
  void send(const dialect::Statement& statement, const ops::Operation& operation);
  void run_code(const dialect::Statement& statement, const ops::Operation& operation);
  [[noreturn]] void fail_for_ended_transaction();
  void run_at_once(const ops::Operations& operations);
  /// Commits what came before, where the database wants that between structure and rows.
  void divide_before(const dialect::Statement& statement);
  void divide();
  /// Once a statement was sent: a transaction it has ended where DDL does that is opened again.
  void follow(const dialect::Statement& statement);
  /// False when the transaction that the savepoint was set in is no more.
  bool releases(std::string_view savepoint);
  /// The same after a failed statement, where a database takes nothing else then (PostgreSQL).
  bool returns_to(std::string_view savepoint);
  /// Commits what came before, and opens a new transaction behind.
  void outside_transaction(FunctionRef<void()> work);
  void change_rows(const PreparedStep& step, Step& report);
  std::int64_t count(const dialect::Statement& statement);

  Connection& connection_;
  const VersionTable& versions_;
  const SetData& set_;
  const MigratorOptions& options_;
  Mode mode_;
  bool partial_ = false;
  /// At work between two transactions, where nobody misses one.
  bool outside_ = false;
  /// In a rehearsal: something came up that only a real run can do. What follows is a guess, and if it fails that says
  /// nothing.
  bool opaque_ = false;
  /// What the open transaction holds already; nothing after a commit.
  std::optional<dialect::Statement::Effect> held_ = {};
  /// The open transaction has dropped what others are free of when it is committed.
  bool freed_ = false;
  bool in_code_ = false;
  std::size_t index_ = 0;
  std::size_t total_ = 0;
  schema::MetaData schema_;
  /// What was measured, by subject.
  std::map<std::string, std::int64_t> measured_;
};

}  // namespace retort::runtime

#endif
