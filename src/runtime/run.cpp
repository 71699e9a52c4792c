#include "runtime/run.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "ops/fingerprint.hpp"
#include "runtime/edited.hpp"
#include "runtime/in_flight.hpp"
#include "runtime/journal_owner.hpp"
#include "runtime/migrator_lock.hpp"
#include "runtime/polling.hpp"
#include "runtime/probe.hpp"
#include "runtime/rethrow.hpp"
#include "runtime/transaction.hpp"

namespace retort::runtime {

namespace {

using Rows = std::vector<std::string>;

bool same_rows(Rows a, Rows b) {
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

/// Operations of which foreign keys are part of the meaning: they fire ON DELETE actions and are checked by them.
bool changes_rows(const ops::Operation& operation) {
  return std::holds_alternative<ops::BulkInsert>(operation.action) ||
         std::holds_alternative<ops::Execute>(operation.action) || std::holds_alternative<ops::Run>(operation.action) ||
         std::holds_alternative<ops::Invoke>(operation.action) ||
         std::holds_alternative<ops::DropTable>(operation.action);
}

/// Where structure cannot be part of a transaction, a run cannot be one.
void refuse_per_run(const dialect::Dialect& dialect) {
  const auto& capabilities = dialect.capabilities();
  if (capabilities.transactional_ddl && !capabilities.commits_before_rows) return;
  throw UsageError("a run cannot be one transaction on " + std::string(dialect.name()) +
                       ", which commits in the middle of it; use TransactionMode::per_migration",
                   {.code = "transaction_mode"});
}

/// One transaction cannot hold what runs outside of any.
void refuse_autocommit(const SetData& set, const Preparation& preparation) {
  for (const auto& step : preparation.steps) {
    for (const auto& operation : step.operations) {
      if (!operation.autocommit) continue;
      auto facts = ops::facts_of(operation, "autocommit_in_one_transaction");
      facts.revision = set.graph().id(step.node);
      throw OperationError(
          "an autocommit_block cannot be part of a run that is one transaction; use TransactionMode::per_migration",
          std::move(facts));
    }
  }
}

/// Only waited: the database has undone it, and the same again may succeed.
bool is_passing(const Error& error) {
  return error.code() == "locked" || error.code() == "deadlock" || error.code() == "serialization";
}

class Runner {
 public:
  Runner(const Workplace& place, const Task& task, Report& report)
      : place_(place),
        task_(task),
        report_(report),
        steps_(place.connection, place.books, place.set, place.options),
        lock_(begin_options(place.options)) {}

  void run(const Rows& rows) {
    plan_again(rows);
    if (plan_->empty() && !in_flight()) return;
    tell_begin();
    const MigratorLock lock(place_.connection, place_.books.versions.name(), place_.options,
                            [this] { return others_have_done_it(); });
    if (!lock.is_held()) return;
    if (auto entry = in_flight()) take_up(std::move(*entry), Resume::automatic);
    while (next_ < preparation_.steps.size()) {
      run_transaction();
      if (next_ == preparation_.steps.size() && std::exchange(resuming_, false)) start_over();
    }
  }

  void resume(const Rows& rows, Resume how) {
    report_.heads_before = report_.heads_after = rows_ = rows;
    if (!in_flight()) return;
    only_resumes_ = true;
    tell_begin();
    const MigratorLock lock(place_.connection, place_.books.versions.name(), place_.options);
    auto entry = in_flight();
    if (!entry) return;
    if (how == Resume::abandon) {
      forget(*entry);
      return;
    }
    take_up(std::move(*entry), how);
    while (next_ < preparation_.steps.size()) run_transaction();
  }

 private:
  std::optional<JournalEntry> in_flight() { return place_.books.journal.in_flight(place_.connection, lock_); }

  /// For one that waits: instances that start together need not take the lock one after the other to see that the first
  /// of them has done everything. Nothing else than what the fast path asks.
  bool others_have_done_it() {
    if (task_.decided) return false;
    const auto rows = place_.books.versions.read(place_.connection, lock_).value_or(Rows());
    if (same_rows(rows, seen_)) return false;
    seen_ = rows;
    if (!task_.planner(rows).empty() || in_flight()) return false;
    report_.heads_after = rows;
    return true;
  }

  /// Makes the plan for these rows, and records, checks and compiles all of it.
  void plan_again(const Rows& rows) {
    rows_ = rows;
    if (report_.steps.empty()) report_.heads_before = rows;
    report_.heads_after = rows;
    preparation_ = {};
    plan_.emplace(task_.planner(rows));
    set_preparation(prepare(place_.set, *plan_, place_.connection.dialect()));
    if (per_run()) {
      refuse_per_run(place_.connection.dialect());
      refuse_autocommit(place_.set, preparation_);
    }
  }

  void set_preparation(Preparation preparation) {
    preparation_ = std::move(preparation);
    steps_.set_schema(std::move(preparation_.schema));
    steps_.set_total(report_.steps.size() + plan_->size());
    next_ = 0;
  }

  /// Looks at the database again and goes on from there.
  void start_over() {
    steps_.forget_resumed();
    resuming_ = false;
    if (auto entry = in_flight()) {
      take_up(std::move(*entry), Resume::automatic);
      return;
    }
    if (only_resumes_) {
      preparation_.steps.clear();
      next_ = 0;
      return;
    }
    const auto rows = place_.books.versions.read(place_.connection, lock_).value_or(Rows());
    if (task_.decided && !same_rows(rows, rows_)) {
      throw StateError(
          "another process changed the version rows while this downgrade waited for its lock; look at current and "
          "decide again",
          {.code = "version_row_changed"});
    }
    plan_again(rows);
  }

  /// Plans the one step that the entry is about, from where it stopped.
  void take_up(JournalEntry entry, Resume how) {
    wait_for_owner(entry);
    const auto& graph = place_.set.graph();
    if (!graph.find(entry.revision)) {
      throw StateError("the migration of revision " + entry.revision + " was begun by " + entry.owner +
                           " and is not finished, and this program does not know it; finish it with the program that "
                           "has it, or undo it by hand and give it up with resume --abandon",
                       {.code = "unfinished_step", .revision = entry.revision, .retry_is_safe = false});
    }
    rows_ = place_.books.versions.read(place_.connection, lock_).value_or(Rows());
    preparation_ = {};
    set_preparation(prepare_in_flight(place_.set, entry, rows_, place_.connection.dialect(), plan_));
    refuse_edited(entry);
    entry_ = entry;
    resuming_ = true;
    steps_.resume(std::move(entry), how);
  }

  /// A database whose lock lasts a transaction lets others in between two of them: then an entry may be somebody's who
  /// is at work.
  void wait_for_owner(JournalEntry& entry) {
    if (place_.connection.locks_runs()) return;
    const auto try_once = [&] {
      auto now = in_flight();
      const bool changed = !now || now->run != entry.run;
      if (now) entry = std::move(*now);
      return changed || !may_be_alive(entry.owner, entry.run);
    };
    // One that nothing is heard of for so long is taken for dead: it may have run on a host that is no more.
    poll(lock_, try_once, [&] { return entry.owner; });
  }

  /// What is done of the migration must be what this program would have done.
  void refuse_edited(const JournalEntry& entry) {
    const auto& step = preparation_.steps.front();
    const std::span<const ops::Operation> all(step.operations);
    if (!ops::fingerprints_differ(entry.plan_hash, ops::fingerprint(all))) return;
    const auto at = entry.step - 1;
    const auto done = at < step.groups.size() ? step.groups[at].first : all.size();
    const bool same_before =
        at <= step.groups.size() && !ops::fingerprints_differ(entry.done_hash, ops::fingerprint(all.first(done)));
    const bool same_here =
        at < step.groups.size() &&
        !ops::fingerprints_differ(entry.step_hash, ops::fingerprint(all.subspan(done, step.groups[at].count)));
    const bool nothing_here = entry.statement == 0 && is_untouched(place_.connection, entry);
    if (same_before && (same_here || nothing_here)) return;
    throw StateError(
        "the migration was begun by " + entry.owner + " and stopped at step " + std::to_string(entry.step) + " of " +
            std::to_string(entry.total) +
            ", and what was done then is not what this program says: it was edited meanwhile. Put the part back that "
            "was applied (what comes after it may change), or undo it by hand and give it up with resume --abandon",
        {.code = "edited_in_flight",
         .revision = entry.revision,
         .leaves_partial_change = true,
         .retry_is_safe = false});
  }

  void forget(const JournalEntry& entry) {
    try {
      place_.connection.begin(lock_);
      place_.books.journal.remove(place_.connection, entry);
      place_.connection.commit();
    } catch (...) {
      place_.connection.rollback();
      rethrow_with({.revision = entry.revision});
    }
  }

  bool per_run() const { return place_.options.transaction_mode == TransactionMode::per_run; }

  bool needs_foreign_keys_off() const {
    const auto last = per_run() ? preparation_.steps.size() : next_ + 1;
    for (auto i = next_; i < last; ++i) {
      if (place_.connection.dialect().needs_foreign_keys_off(preparation_.steps[i].operations)) return true;
    }
    return false;
  }

  void run_transaction() {
    const bool keys_off = needs_foreign_keys_off();
    const auto reported = report_.steps.size();
    const bool began_empty = rows_.empty();
    std::optional<Transaction> transaction;
    try {
      // Once this run has seen the table, it is there, and its rows are asked for with the beginning.
      transaction.emplace(place_.connection, lock_, keys_off,
                          has_tables_ ? place_.books.versions.select_sql() : std::string());
      const auto found = has_tables_ ? transaction->answer() : place_.books.versions.read(place_.connection, lock_);
      if (!same_rows(found.value_or(Rows()), rows_) || somebody_came_between()) {
        // Somebody else was faster. The new plan may need the transaction opened in another way.
        transaction.reset();
        start_over_with(found.value_or(Rows()));
        return;
      }
      place_.connection.prove_lock();
      make_tables(found.has_value());
      do {
        run_step(*transaction);
      } while (per_run() && next_ < preparation_.steps.size());
      commit(*transaction, reported);
    } catch (const Error& error) {
      if (transaction && is_passing(error) && may_try_again()) {
        const auto rollback_failure = transaction->end();
        report_.steps.resize(reported);
        if (rollback_failure.empty()) {
          steps_.note_failure(error.message());
          pause(error);
          start_over();
          return;
        }
      }
      const bool adopted = began_empty && dynamic_cast<const DatabaseError*>(&error) != nullptr &&
                           error.message().find("already exists") != std::string::npos;
      // What stops before anything is sent is no failure of the step.
      const bool is_state = dynamic_cast<const StateError*>(&error) != nullptr;
      give_up(transaction, reported, adopted ? adoption_hint() : std::string(),
              is_state ? std::string() : error.message());
    } catch (...) {
      give_up(transaction, reported, {}, {});
    }
    for (auto i = reported; i < report_.steps.size(); ++i) tell_end(report_.steps[i], i);
  }

  /// True when the journal is not what the plan was made for; only where others can come in between.
  bool somebody_came_between() {
    if (place_.connection.locks_runs()) return false;
    const auto now = in_flight();
    if (!resuming_) return now.has_value();
    return !now || now->run != entry_.run || now->step != entry_.step || now->statement != entry_.statement ||
           now->state != entry_.state;
  }

  void start_over_with(const Rows& rows) {
    if (resuming_ || !place_.connection.locks_runs() || task_.decided) {
      start_over();
    } else {
      plan_again(rows);
    }
  }

  /// The library's own tables, where they are missing. What cannot be created in the middle of a transaction is created
  /// before it is needed.
  void make_tables(bool has_version_table) {
    auto& connection = place_.connection;
    const auto& books = place_.books;
    if (!has_version_table) create_own_table(connection, books.versions.create_sql(), lock_);
    if (std::exchange(has_tables_, true)) return;
    if (!creates_journal_late(connection.dialect()) && !books.journal.exists(connection, lock_)) {
      create_own_table(connection, books.journal.create_sql(), lock_);
    }
    if (!books.keeps_applied) return;
    auto kept = books.applied.read(connection, lock_);
    if (!kept) {
      create_own_table(connection, books.applied.create_sql(), lock_);
    } else if (!std::exchange(looked_for_edited_, true)) {
      tell_edited(place_.options, edited_revisions(place_.set, preparation_.applied, *kept), report_);
    }
    steps_.set_kept(std::move(kept).value_or(AppliedTable::Fingerprints()));
  }

  /// A statement that only waited too long is tried again until the time for locks is over; code of the program's own
  /// is not run twice for that.
  bool may_try_again() {
    const auto now = std::chrono::steady_clock::now();
    if (!first_failure_) first_failure_ = now;
    if (now - *first_failure_ >= place_.options.lock_timeout || !steps_.can_resume()) return false;
    const auto& operations = preparation_.steps[next_].operations;
    return std::none_of(operations.begin(), operations.end(),
                        [](const auto& operation) { return std::holds_alternative<ops::Run>(operation.action); });
  }

  void pause(const Error& error) {
    using std::chrono::milliseconds;
    constexpr milliseconds kLongest{2000};
    pause_ = std::min(pause_ * 2, kLongest);
    if (auto* listener = place_.options.listener) listener->on_retry(error.message(), pause_);
    std::this_thread::sleep_for(pause_);
  }

  /// Ends the transaction and throws what is being handled on, with the state of things. Only within a catch.
  /// `failure` is kept with a step that is committed in part.
  [[noreturn]] void give_up(std::optional<Transaction>& transaction, std::size_t reported, const std::string& hint,
                            const std::string& failure) {
    const auto rollback_failure = transaction ? transaction->end() : std::string();
    report_.steps.resize(reported);
    if (transaction && rollback_failure.empty() && !failure.empty()) steps_.note_failure(failure);
    rethrow_with(facts(), transaction ? hint + state(rollback_failure) : hint);
  }

  /// Constraints that are deferred are checked here: what is refused belongs to the steps of this transaction.
  void commit(Transaction& transaction, std::size_t reported) {
    try {
      transaction.commit();
    } catch (...) {
      rethrow_with({.revision = report_.steps[reported].revision, .sql = "COMMIT"},
                   "deferred constraints are checked at the end of the transaction");
    }
    steps_.committed();
  }

  /// For the first time that somebody points the migrations at a database that has its tables already.
  std::string adoption_hint() const {
    return "no migration was applied to this database, and it is not empty: one that was made by other means is "
           "adopted "
           "with stamp, at the revision that it stands at (such as stamp " +
           place_.set.graph().id(preparation_.steps[next_].node) + "); ";
  }

  void run_step(const Transaction& transaction) {
    const auto& prepared = preparation_.steps[next_];
    const bool check_keys = transaction.keys_switched_off() &&
                            std::any_of(prepared.operations.begin(), prepared.operations.end(), changes_rows);
    const auto wrong_before = check_keys ? wrong_keys() : std::nullopt;
    report_.steps.push_back(steps_.run(prepared, rows_));
    if (wrong_before && has_new(*wrong_before, wrong_keys())) {
      throw DatabaseError(
          "rows that the migration changed refer to rows that do not exist (PRAGMA foreign_key_check lists them); "
          "foreign keys are off while a table is rebuilt, so changes to rows are checked at the end of the migration",
          {.code = "foreign_keys", .revision = report_.steps.back().revision});
    }
    follow_rows(prepared);
    ++next_;
  }

  void follow_rows(const PreparedStep& prepared) {
    graph::VersionRows rows(rows_);
    for (const auto& change : prepared.changes) rows.apply(change);
    rows_ = rows.ids();
    report_.steps.back().heads_after = rows_;
  }

  /// The references to nothing, each as a text; nothing at all where the keys themselves make no sense to SQLite.
  std::optional<Rows> wrong_keys() {
    try {
      return place_.connection.query(
          "SELECT quote(\"table\") || quote(rowid) || quote(parent) || fkid FROM pragma_foreign_key_check");
    } catch (const DatabaseError&) {
      return std::nullopt;
    }
  }

  static bool has_new(Rows before, std::optional<Rows> after) {
    if (!after) return false;
    std::sort(before.begin(), before.end());
    std::sort(after->begin(), after->end());
    return !std::includes(before.begin(), before.end(), after->begin(), after->end());
  }

  ErrorFacts facts() const {
    ErrorFacts facts;
    for (const auto& step : report_.steps) facts.applied.push_back(step.revision);
    if (next_ < preparation_.steps.size()) facts.revision = place_.set.graph().id(preparation_.steps[next_].node);
    facts.leaves_partial_change = steps_.leaves_partial_change();
    facts.retry_is_safe = steps_.can_resume();
    return facts;
  }

  std::string state(const std::string& rollback_failure) const {
    if (!rollback_failure.empty()) return "and the rollback failed: " + rollback_failure;
    if (const auto& entry = steps_.entry()) {
      const auto at = "step " + std::to_string(entry->step) + " of " + std::to_string(entry->total);
      if (steps_.can_resume()) {
        return "a part of this migration is committed, and the journal has it at " + at +
               ": put right what is said above and run it again, and it goes on from there; status shows where it "
               "is, resume --abandon gives it up";
      }
      return "this migration is committed in part, and nobody but you can tell whether " + at +
             " was applied: look at the database, then use resume --mark-done, --run-again or --abandon";
    }
    if (steps_.leaves_partial_change()) {
      return "a part of this migration may be committed: finish or undo it by hand, stamp the revision the database "
             "then stands at, and run again";
    }
    return per_run() ? "nothing of this run was kept" : "nothing of this migration was kept";
  }

  void tell_begin() {
    auto* listener = place_.options.listener;
    if (listener == nullptr) return;
    const auto& dialect = place_.connection.dialect();
    try {
      listener->on_begin(plan_->size(), dialect.name(), dialect.capabilities().transactional_ddl);
    } catch (...) {
      rethrow_with(facts());
    }
  }

  void tell_end(const Step& step, std::size_t index) {
    auto* listener = place_.options.listener;
    if (listener == nullptr) return;
    const StepInfo info{step.revision, step.direction, &step.down_revision,
                        step.message,  index + 1,      report_.steps.size() + preparation_.steps.size() - next_};
    try {
      listener->on_step_end(info, step.duration);
    } catch (...) {
      auto facts = this->facts();
      facts.revision = step.revision;
      rethrow_with(std::move(facts), "the step itself is committed");
    }
  }

  const Workplace& place_;
  const Task& task_;
  Report& report_;
  StepRunner steps_;
  BeginOptions lock_;
  Rows rows_;
  Rows seen_;
  std::optional<graph::Plan> plan_;
  Preparation preparation_{};
  std::size_t next_ = 0;
  /// The step at work is one that an earlier run was cut in.
  bool resuming_ = false;
  JournalEntry entry_;
  bool only_resumes_ = false;
  bool has_tables_ = false;
  bool looked_for_edited_ = false;
  std::optional<std::chrono::steady_clock::time_point> first_failure_;
  std::chrono::milliseconds pause_{25};
};

}  // namespace

void run(const Workplace& place, const Rows& rows, const Task& task, Report& report) {
  Runner(place, task, report).run(rows);
}

void resume(const Workplace& place, const Rows& rows, Resume how, Report& report) {
  const Task nothing;
  Runner(place, nothing, report).resume(rows, how);
}

}  // namespace retort::runtime
