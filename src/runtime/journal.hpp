#ifndef RETORT_SRC_RUNTIME_JOURNAL_HPP
#define RETORT_SRC_RUNTIME_JOURNAL_HPP

#include <retort/migrator.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/plan.hpp"
#include "runtime/connection.hpp"
#include "schema/qualified_name.hpp"

namespace retort::runtime {

/// What the journal holds of one migration that is not one transaction.
struct JournalEntry {
  enum class State : unsigned char {
    /// All before the statement is done, and nothing of it.
    ready,
    /// All before it is done; of the statement itself nothing is known.
    started,
    /// As started, and the database refused it.
    failed,
    /// The migration is complete, and its version row says so.
    finished
  };

  /// The same for no two entries.
  std::string run = {};
  std::string revision = {};
  graph::Direction direction = graph::Direction::upgrade;
  /// The group of operations it stands at, from 1, and the statement in it, from 0.
  std::size_t step = 1;
  std::size_t total = 0;
  std::size_t statement = 0;
  State state = State::ready;
  /// Fingerprints: of the whole migration, of the operations before the step, and of the step.
  std::string plan_hash = {};
  std::string done_hash = {};
  std::string step_hash = {};
  /// What the catalog showed of what the statement changes, before it.
  std::string pre_state = {};
  /// The statements of the step as they were compiled, where a part of them is done and they could not be compiled
  /// again: see StepStatements.
  std::string statements = {};
  /// The version rows before a downgrade, which gives its row up first: one to a line.
  std::string rows_before = {};
  std::string owner = {};
  std::string started = {};
  std::string error = {};
};

/// The table that remembers how far a migration came which the database cannot undo. Written in the transactions of the
/// migration itself, so that what it says and what is there cannot differ.
class Journal {
 public:
  Journal(const dialect::Dialect& dialect, const MigratorOptions& options);

  std::string create_sql() const;

  /// True if the table is there.
  bool exists(Connection& connection, const BeginOptions& lock) const;
  /// The entry that is not finished, if there is one. Throws StateError `newer_journal` for a journal that a newer
  /// version of this library has written, and `journal_damaged` for what nobody could have written.
  std::optional<JournalEntry> in_flight(Connection& connection, const BeginOptions& lock) const;

  /// A new entry, and a change of one. StateError `journal_changed` when somebody else has changed or removed it.
  void insert(Connection& connection, const JournalEntry& entry) const;
  void update(Connection& connection, const JournalEntry& entry) const;
  /// Removes an entry, as if the migration had never been begun.
  void remove(Connection& connection, const JournalEntry& entry) const;

 private:
  std::string literal(std::string_view text) const;

  const dialect::Dialect* dialect_;
  schema::QualifiedName place_;
  std::string name_;
};

std::string_view word_of(JournalEntry::State state) noexcept;

}  // namespace retort::runtime

#endif
