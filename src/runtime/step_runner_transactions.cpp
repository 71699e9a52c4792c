// How a step lies in transactions, and what the journal is told of it.

#include <retort/error.hpp>

#include <span>
#include <string>
#include <utility>

#include "runtime/probe.hpp"
#include "runtime/rethrow.hpp"
#include "runtime/step_runner.hpp"

namespace retort::runtime {

using dialect::Statement;

void StepRunner::divide_before(const Statement& statement) {
  using Effect = Statement::Effect;
  if (!connection_.dialect().capabilities().commits_before_rows || outside_) return;
  // A question touches nothing, but it is asked of what is there.
  const bool asks = statement.kind == Statement::Kind::measure || statement.kind == Statement::Kind::verify;
  const bool differs =
      held_ && (asks ? *held_ == Effect::structure : *held_ != statement.effect || statement.effect == Effect::any);
  if (differs || (statement.needs_freed && freed_)) divide();
  if (!asks) held_ = statement.effect;
  freed_ = freed_ || statement.frees;
}

void StepRunner::divide() {
  try {
    enter(in_code_ ? JournalEntry::State::started : JournalEntry::State::ready);
    connection_.commit();
  } catch (...) {
    // Indexes and NOT NULL are checked here: the statement that comes next has no part in it.
    rethrow_with({.sql = "COMMIT"}, "what the statements before made is checked when it is committed");
  }
  journal_.committed();
  partial_ = true;
  held_.reset();
  freed_ = false;
  begin();
  if (in_code_) connection_.execute("SAVEPOINT " + std::string(kSavepoint));
}

void StepRunner::follow(const Statement& statement) {
  if (outside_) return;
  if (!connection_.in_transaction()) {
    if (!connection_.dialect().capabilities().ddl_commits) fail_for_ended_transaction();
    // The code or statement of a program that changes structure has committed what came before, and its entry.
    const bool asks = statement.kind == Statement::Kind::measure || statement.kind == Statement::Kind::verify;
    partial_ = partial_ || !asks;
    journal_.committed();
    begin();
    if (!asks && !in_code_) enter_done();
    return;
  }
  // The rows of an autocommit_block.
  if (statement.outside_transaction && !was_outside_) {
    partial_ = true;
    enter_done();
  }
  // Where the catalog does not tell, nobody should have to be asked whether it was done.
  if (std::exchange(was_outside_, false) && journal_.committed_entry()->pre_state.empty()) enter_done();
}

void StepRunner::outside_transaction(FunctionRef<void()> work) {
  outside_ = true;
  try {
    connection_.set_patient(true);
    work();
  } catch (...) {
    outside_ = false;
    try {
      connection_.set_patient(false);
    } catch (const Error&) {
      // The session is lost, and what it waits for with it.
    }
    throw;
  }
  outside_ = false;
  connection_.set_patient(false);
  was_outside_ = true;
  held_.reset();
  freed_ = false;
  if (!connection_.in_transaction()) begin();
  connection_.prove_lock();
}

bool StepRunner::enter_before(const Statement& statement, const ops::Operation& operation) {
  // What code sends is a part of the code's own entry.
  if (in_code_ || outside_) return false;
  const bool is_code = statement.kind == Statement::Kind::code;
  const bool rows_only =
      !is_code &&
      (statement.effect == Statement::Effect::rows ||
       (statement.kind == Statement::Kind::user_sql && changes_rows_only(statement.sql, connection_.dialect())));
  const bool commits = connection_.dialect().capabilities().ddl_commits;
  if (statement.outside_transaction && options_.transaction_mode == TransactionMode::per_run) {
    throw OperationError(
        "this cannot run in a transaction, so it cannot be part of a run that is one; use "
        "TransactionMode::per_migration",
        {.code = "autocommit_in_one_transaction"});
  }
  // Rows that are to be committed at once are so together with the entry that says it.
  if (rows_only) return false;
  if (statement.outside_transaction || (commits && statement.kind == Statement::Kind::sql)) {
    enter(JournalEntry::State::started, is_code ? std::string() : state_before(statement, operation));
    connection_.commit();
    journal_.committed();
    partial_ = true;
    return true;
  }
  // It may contain a change of structure, which would commit this with all that came before; else it is undone with it.
  if (commits) enter(JournalEntry::State::started);
  return false;
}

std::string StepRunner::state_before(const Statement& statement, const ops::Operation& operation) {
  if (statement.kind == Statement::Kind::user_sql) return {};
  const auto& group = step_->groups[position_.group];
  // Of several statements each belongs to an operation; one statement does the work of all.
  if (statements_->size() > 1) return catalog_state(connection_, std::span(&operation, 1), schema_);
  return catalog_state(connection_, std::span(step_->operations).subspan(group.first, group.count), schema_);
}

void StepRunner::enter(JournalEntry::State state, std::string pre_state) {
  if (step_->direction == graph::Direction::downgrade) give_up_version_row();
  journal_.enter(position_, state, std::move(pre_state), *statements_);
}

void StepRunner::enter_done() {
  ++position_.statement;
  if (position_.statement >= statements_->size()) position_ = {position_.group + 1, 0};
  enter(JournalEntry::State::ready);
  connection_.commit();
  journal_.committed();
  held_.reset();
  freed_ = false;
  begin();
}

void StepRunner::give_up_version_row() {
  if (std::exchange(version_row_changed_, true)) return;
  for (const auto& change : step_->changes) books_.versions.change(connection_, books_.versions.change_sql(change));
}

void StepRunner::fail_for_ended_transaction() {
  partial_ = true;
  // What it has committed of the migration is there, and nobody knows how much.
  try {
    if (!connection_.in_transaction()) connection_.begin({options_.lock_timeout, {}, {}});
    enter(JournalEntry::State::started);
    connection_.commit();
    journal_.committed();
  } catch (const Error&) {
    connection_.rollback();
  }
  throw StateError("it ended the transaction that the migration runs in; take COMMIT and ROLLBACK out of it",
                   {.code = "transaction_ended", .retry_is_safe = false});
}

bool StepRunner::can_resume() const noexcept {
  const auto& entry = journal_.committed_entry();
  if (!entry) return !partial_;
  using State = JournalEntry::State;
  return entry->state == State::ready || entry->state == State::failed || !entry->pre_state.empty();
}

void StepRunner::begin() { connection_.begin({options_.lock_timeout, options_.ddl_lock_timeout, {}}); }

}  // namespace retort::runtime
