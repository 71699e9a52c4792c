#include "runtime/run.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include "runtime/rethrow.hpp"
#include "runtime/step_runner.hpp"

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

/// A transaction with what must be arranged around it. Ended by commit() or fail(); should neither be reached, the
/// destructor gives the connection back as it was.
class Transaction {
 public:
  Transaction(Connection& connection, const BeginOptions& options, bool foreign_keys_off) : connection_(connection) {
    // SQLite takes no notice of this inside of a transaction.
    if (foreign_keys_off && connection.foreign_keys_on()) {
      connection.set_foreign_keys(false);
      keys_switched_off_ = true;
    }
    try {
      connection.begin(options);
    } catch (...) {
      restore_keys();
      throw;
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { end(); }

  bool keys_switched_off() const noexcept { return keys_switched_off_; }

  void commit() {
    connection_.commit();
    restore_keys();
  }

  /// Ends it without its changes. What went wrong with that, or nothing.
  std::string end() noexcept {
    auto failure = connection_.rollback();
    restore_keys();
    return failure;
  }

 private:
  void restore_keys() noexcept {
    if (!std::exchange(keys_switched_off_, false)) return;
    try {
      connection_.set_foreign_keys(true);
    } catch (...) {
      // Only memory can be short here, and an exception already tells of it.
    }
  }

  Connection& connection_;
  bool keys_switched_off_ = false;
};

class Runner {
 public:
  Runner(const Workplace& place, const Planner& planner, Report& report)
      : place_(place),
        planner_(planner),
        report_(report),
        steps_(place.connection, place.versions, place.set, place.options) {
    lock_.lock_timeout = place.options.lock_timeout;
    if (auto* listener = place.options.listener) {
      lock_.on_wait = [listener](auto waited, auto holder) { listener->on_lock_wait(waited, holder); };
    }
  }

  void run(const Rows& rows) {
    plan_again(rows);
    if (plan_->empty()) return;
    tell_begin();
    const MigratorLock lock(place_.connection, place_.versions.name(), lock_);
    while (next_ < preparation_.steps.size()) run_transaction();
  }

 private:
  /// Makes the plan for these rows, and records, checks and compiles all of it.
  void plan_again(const Rows& rows) {
    rows_ = rows;
    if (report_.steps.empty()) report_.heads_before = rows;
    report_.heads_after = rows;
    preparation_ = {};
    plan_.emplace(planner_(rows));
    preparation_ = prepare(place_.set, *plan_, place_.connection.dialect());
    if (per_run()) {
      refuse_per_run(place_.connection.dialect());
      refuse_autocommit(place_.set, preparation_);
    }
    steps_.set_schema(std::move(preparation_.schema));
    steps_.set_total(report_.steps.size() + plan_->size());
    next_ = 0;
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
      transaction.emplace(place_.connection, lock_, keys_off);
      const auto found = place_.versions.read(place_.connection, lock_);
      if (!same_rows(found.value_or(Rows()), rows_)) {
        // Somebody else was faster. The new plan may need the transaction opened in another way.
        transaction.reset();
        plan_again(found.value_or(Rows()));
        return;
      }
      place_.connection.prove_lock();
      if (!found) create_version_table(place_.connection, place_.versions, lock_);
      do {
        run_step(*transaction);
      } while (per_run() && next_ < preparation_.steps.size());
      commit(*transaction, reported);
    } catch (const DatabaseError& error) {
      const bool adopted = began_empty && error.message().find("already exists") != std::string::npos;
      give_up(transaction, reported, adopted ? adoption_hint() : std::string());
    } catch (...) {
      give_up(transaction, reported, {});
    }
    for (auto i = reported; i < report_.steps.size(); ++i) tell_end(report_.steps[i], i);
  }

  /// Ends the transaction and throws what is being handled on, with the state of things. Only within a catch.
  [[noreturn]] void give_up(std::optional<Transaction>& transaction, std::size_t reported, const std::string& hint) {
    const auto rollback_failure = transaction ? transaction->end() : std::string();
    report_.steps.resize(reported);
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
    report_.steps.push_back(steps_.run(prepared));
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
    facts.retry_is_safe = !facts.leaves_partial_change;
    return facts;
  }

  std::string state(const std::string& rollback_failure) const {
    if (!rollback_failure.empty()) return "and the rollback failed: " + rollback_failure;
    if (steps_.leaves_partial_change()) {
      return "a part of this migration may be committed: finish or undo it by hand, stamp the revision the database "
             "then "
             "stands at, and run again";
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
  const Planner& planner_;
  Report& report_;
  StepRunner steps_;
  BeginOptions lock_;
  Rows rows_;
  std::optional<graph::Plan> plan_;
  Preparation preparation_{};
  std::size_t next_ = 0;
};

}  // namespace

void run(const Workplace& place, const Rows& rows, const Planner& planner, Report& report) {
  Runner(place, planner, report).run(rows);
}

}  // namespace retort::runtime
