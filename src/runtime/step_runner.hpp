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
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/bookkeeping.hpp"
#include "runtime/connection.hpp"
#include "runtime/preparation.hpp"
#include "runtime/step_journal.hpp"

namespace retort::runtime {

/// Sends the statements of prepared steps, in the transaction that the caller has opened.
///
/// Where a statement commits by itself, or a commit must come in the middle of a step, the journal is written first; so
/// at every moment it is known how far the step came. Then the step can be resumed.
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

  StepRunner(Connection& connection, const Bookkeeping& books, const SetData& set, const MigratorOptions& options,
             Mode mode = Mode::run);

  /// A rehearsal on a shadow that lacks something of the database.
  void set_opaque() noexcept { opaque_ = true; }
  /// The schema the groups that need facts are compiled against; it follows the steps.
  void set_schema(schema::MetaData schema) { schema_ = std::move(schema); }
  /// Told to the listener with each step.
  void set_total(std::size_t total) noexcept { total_ = total; }

  /// The fingerprints that the database holds; what the steps say is kept from here on. Without this nothing is kept.
  void set_kept(AppliedTable::Fingerprints kept) { kept_ = std::move(kept); }
  /// The next run() goes on where the entry says.
  void resume(JournalEntry entry, Resume how) { resumed_ = Resumed{std::move(entry), how}; }

  void forget_resumed() noexcept { resumed_.reset(); }

  /// Runs one step and the change of its version rows, which are `rows` before it. On an error it throws with the
  /// operation, its place and its statement; the transaction is the caller's to end.
  Step run(const PreparedStep& step, const std::vector<std::string>& rows = {});

  /// True if a part of the step now running was committed by itself, so that rolling back does not undo all of it.
  bool leaves_partial_change() const noexcept { return partial_; }
  /// True if the next start can go on by itself after an error, or has nothing to go on with.
  bool can_resume() const noexcept;
  /// The step is committed as a whole: what fails from here on leaves no part of it.
  void committed() noexcept { partial_ = false; }
  /// After an error, outside of a transaction: keeps what the database said with the step.
  void note_failure(const std::string& message) noexcept {
    if (journal_.note_failure(position_, message, is_whole_)) partial_ = false;
  }
  /// What the journal holds of the step; nothing when nothing of it is committed.
  const std::optional<JournalEntry>& entry() const noexcept { return journal_.committed_entry(); }

 private:
  static constexpr std::string_view kSavepoint = "retort_code";

  struct Resumed {
    JournalEntry entry;
    Resume how = Resume::automatic;
  };

  void run_group(const PreparedStep& step, std::size_t index, Step& report);
  dialect::Statements compile(const PreparedStep& step, const Group& group, StepOperation& report);
  /// Where in the group that was cut to go on, and with what statements.
  std::size_t resume_in(const PreparedStep& step, const Group& group, std::optional<dialect::Statements>& statements);
  [[noreturn]] void fail_for_unknown(const JournalEntry& entry, const ops::Operation& operation);
  void follow_schema(const ops::Operation& operation);
  void run_statement(const dialect::Statement& statement, const ops::Operation& operation, const StepOperation& report);
  void send(const dialect::Statement& statement, const ops::Operation& operation);
  void run_code(const dialect::Statement& statement, const ops::Operation& operation);
  [[noreturn]] void fail_for_ended_transaction();
  void run_at_once(const ops::Operations& operations);
  /// Commits what came before, where the database wants that between structure and rows.
  void divide_before(const dialect::Statement& statement);
  void divide();
  /// Enters in the journal, within the open transaction, how far the step is.
  void enter(JournalEntry::State state, std::string pre_state = {});
  /// The same for what is behind the statement, and commits.
  void enter_done();
  /// Before a statement that commits by itself, or may do so: enters it. True if it is to be sent outside of the
  /// transaction, which is committed then.
  bool enter_before(const dialect::Statement& statement, const ops::Operation& operation);
  std::string state_before(const dialect::Statement& statement, const ops::Operation& operation);
  [[noreturn]] void throw_from(const dialect::Statement& statement, const ops::Operation& operation);
  void send_now(const dialect::Statement& statement, const ops::Operation& operation);
  void begin();
  void give_up_version_row();
  /// Once a statement was sent: a transaction it has ended where DDL does that is opened again.
  void follow(const dialect::Statement& statement);
  /// False when the transaction that the savepoint was set in is no more.
  bool releases(std::string_view savepoint);
  /// The same after a failed statement, where a database takes nothing else then (PostgreSQL).
  bool returns_to(std::string_view savepoint);
  /// For what is sent when no transaction is open; opens one behind it.
  void outside_transaction(FunctionRef<void()> work);
  void change_rows(const PreparedStep& step, Step& report);
  std::int64_t count(const dialect::Statement& statement);

  Connection& connection_;
  const Bookkeeping& books_;
  const SetData& set_;
  const MigratorOptions& options_;
  Mode mode_;
  StepJournal journal_;
  std::optional<Resumed> resumed_ = {};
  std::optional<AppliedTable::Fingerprints> kept_ = {};
  /// The step and the statement at work.
  const PreparedStep* step_ = nullptr;
  Position position_ = {};
  const dialect::Statements* statements_ = nullptr;
  /// A downgrade gives its version row up with the first commit of a part of it.
  bool version_row_changed_ = false;
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
  /// What failed was one statement, which has done nothing then; code and procedures may have done a part.
  bool is_whole_ = false;
  /// The statement just sent was, between two transactions.
  bool was_outside_ = false;
  std::size_t index_ = 0;
  std::size_t total_ = 0;
  schema::MetaData schema_;
  /// What was measured, by subject.
  std::map<std::string, std::int64_t> measured_;
};

}  // namespace retort::runtime

#endif
