#ifndef RETORT_SRC_RUNTIME_STEP_JOURNAL_HPP
#define RETORT_SRC_RUNTIME_STEP_JOURNAL_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/journal.hpp"
#include "runtime/preparation.hpp"

namespace retort::runtime {

/// Where a step is: its group of operations, and the statement in it, both from 0.
struct Position {
  std::size_t group = 0;
  std::size_t statement = 0;
};

/// Keeps the journal of one step. Nothing is written as long as the step is one transaction: the first entry comes with
/// the first commit in the middle of it.
class StepJournal {
 public:
  StepJournal(Connection& connection, const Journal& journal) noexcept : connection_(connection), journal_(journal) {}

  /// A step that begins; `revision` is its id, `rows` are the version rows before it.
  void begin(const PreparedStep& step, std::string revision, const std::vector<std::string>& rows);
  /// A step that goes on where an entry says.
  void resume(const PreparedStep& step, JournalEntry entry);

  bool has_entry() const noexcept { return entry_.has_value(); }
  /// What would be found after a kill; nothing when nothing of the step is committed.
  const std::optional<JournalEntry>& committed_entry() const noexcept { return committed_; }

  /// Enters, in the open transaction, that all before the position is done, and whether the statement there is about to
  /// be sent.
  void enter(Position position, JournalEntry::State state, std::string pre_state,
             const dialect::Statements& statements);
  /// What was entered has been committed.
  void committed() { committed_ = entry_; }
  /// Enters that the step is complete.
  void finish();

  /// Keeps why the step stopped at a position, in a transaction of its own; best effort, as there is an error already.
  /// `is_whole` tells that what failed has done nothing then: one statement, and not code. True when that was the very
  /// first one: then nothing is left of the migration, its entry neither.
  bool note_failure(Position position, const std::string& message, bool is_whole) noexcept;

 private:
  void write();

  Connection& connection_;
  const Journal& journal_;
  const PreparedStep* step_ = nullptr;
  std::string revision_;
  std::vector<std::string> rows_;
  std::optional<JournalEntry> entry_;
  std::optional<JournalEntry> committed_;
  /// The entry is in the table, or was written in the open transaction.
  bool inserted_ = false;
};

/// The statements of a group as text, for an entry, and back. Code has no text: a group with code gives none.
std::string written(const dialect::Statements& statements);
dialect::Statements read_statements(const std::string& text);

}  // namespace retort::runtime

#endif
