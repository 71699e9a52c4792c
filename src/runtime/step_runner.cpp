#include "runtime/step_runner.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "core/sql_lexer.hpp"
#include "ops/apply.hpp"
#include "ops/fingerprint.hpp"
#include "ops/recorder.hpp"
#include "runtime/probe.hpp"
#include "runtime/rethrow.hpp"

namespace retort::runtime {

namespace {

using dialect::Statement;
using Clock = std::chrono::steady_clock;

/// What is shown of a statement in an error: never the values of rows.
std::string shown(const Statement& statement, const ops::Operation& operation) {
  if (!std::holds_alternative<ops::BulkInsert>(operation.action)) return statement.sql;
  const auto values = statement.sql.find(" VALUES");
  return statement.sql.substr(0, values) + " VALUES (...)";
}

/// A list knows the catalog as it is now: names that the server will give, and what code will make, are not in it.
bool only_the_catalog_knows(const Error& error) {
  return error.code() == "unknown_table" || error.code() == "unknown_constraint";
}

/// What is shown of a statement in a plan.
std::string listed(const Statement& statement) {
  return statement.kind == Statement::Kind::code ? "-- " + statement.sql : statement.sql;
}

}  // namespace

StepRunner::StepRunner(Connection& connection, const Bookkeeping& books, const SetData& set,
                       const MigratorOptions& options, Mode mode)
    : connection_(connection),
      books_(books),
      set_(set),
      options_(options),
      mode_(mode),
      journal_(connection, books.journal) {}

Step StepRunner::run(const PreparedStep& prepared, const std::vector<std::string>& rows) {
  const auto& id = set_.graph().id(prepared.node);
  auto said = set_.revision(prepared.node);
  const auto direction = prepared.direction == graph::Direction::upgrade ? Direction::upgrade : Direction::downgrade;
  Step step{.revision = id,
            .direction = direction,
            .down_revision = std::move(said.down_revision),
            .message = std::move(said.message),
            .notes = prepared.notes};
  const StepInfo info{step.revision, direction, &step.down_revision, step.message, ++index_, total_};
  step_ = &prepared;
  partial_ = resumed_.has_value();
  version_row_changed_ = partial_ && direction == Direction::downgrade;
  is_whole_ = false;
  held_.reset();
  freed_ = false;
  measured_.clear();
  if (resumed_) {
    journal_.resume(prepared, resumed_->entry);
    step.notes.push_back("continued at step " + std::to_string(resumed_->entry.step) + " of " +
                         std::to_string(prepared.groups.size()) + ", where " + resumed_->entry.owner + " had stopped");
  } else {
    journal_.begin(prepared, id, rows);
  }
  const auto start = Clock::now();
  try {
    if (mode_ == Mode::run && options_.listener != nullptr) {
      options_.listener->on_step_begin(info);
      for (const auto& note : step.notes) options_.listener->on_note(note);
    }
    step.operations.reserve(prepared.operations.size() + 1);
    for (std::size_t index = 0; index < prepared.groups.size(); ++index) run_group(prepared, index, step);
    change_rows(prepared, step);
    step.duration = Clock::now() - start;
  } catch (...) {
    resumed_.reset();
    rethrow_with({.revision = id});
  }
  resumed_.reset();
  return step;
}

void StepRunner::run_group(const PreparedStep& step, std::size_t index, Step& report) {
  const auto& group = step.groups[index];
  const auto first = step.operations.begin() + static_cast<std::ptrdiff_t>(group.first);
  const auto last = first + static_cast<std::ptrdiff_t>(group.count);
  const auto reported = report.operations.size();
  for (auto operation = first; operation != last; ++operation) {
    report.operations.push_back({ops::describe(*operation), operation->where.text(), {}});
  }
  const auto at = resumed_ ? resumed_->entry.step - 1 : 0;
  if (!resumed_ || index >= at) {
    std::optional<dialect::Statements> now;
    const std::size_t begin = resumed_ && index == at ? resume_in(step, group, now) : 0;
    if (!now && group.needs_facts) now = compile(step, group, report.operations.back());
    const auto& statements = now ? *now : group.statements;
    statements_ = &statements;
    // Operations that make one rebuild have their statements mixed. Each is listed with its operation or, to keep the
    // order in which they are sent, with a later one.
    std::size_t listed_with = 0;
    for (std::size_t i = begin; i < statements.size(); ++i) {
      const auto& statement = statements[i];
      position_ = {index, i};
      listed_with = std::max(listed_with, statement.operation);
      report.operations[reported + listed_with].statements.push_back(listed(statement));
      run_statement(statement, *(first + static_cast<std::ptrdiff_t>(statement.operation)),
                    report.operations[reported + statement.operation]);
    }
  }
  for (auto operation = first; operation != last; ++operation) follow_schema(*operation);
}

/// As the database is now.
dialect::Statements StepRunner::compile(const PreparedStep& step, const Group& group, StepOperation& report) {
  const auto& operation = step.operations[group.first];
  try {
    return compile_group(step, group, schema_, connection_.dialect(),
                         mode_ == Mode::list ? nullptr : &connection_.facts());
  } catch (const Error& error) {
    const bool unknown = mode_ == Mode::list && only_the_catalog_knows(error);
    if (!opaque_ && !unknown) rethrow_with(ops::facts_of(operation, {}));
    report.statements = {
        unknown ? "-- the statement depends on the database as it will be then, such as on a name that it gives"
                : "-- depends on what the code before it does"};
  } catch (...) {
    rethrow_with(ops::facts_of(operation, {}));
  }
  return {};
}

std::size_t StepRunner::resume_in(const PreparedStep& step, const Group& group,
                                  std::optional<dialect::Statements>& statements) {
  const auto& entry = resumed_->entry;
  const auto operations = std::span(step.operations).subspan(group.first, group.count);
  if (!entry.statements.empty() && group.needs_facts) statements = read_statements(entry.statements);
  // A group that is compiled by what the catalog says has one statement unless more were kept.
  const auto& known = statements ? *statements : group.statements;
  const auto count = known.empty() ? std::size_t{1} : known.size();
  dialect::Statement only;
  const auto& statement = entry.statement < known.size() ? known[entry.statement] : only;
  const auto& operation = operations[std::min(statement.operation, operations.size() - 1)];
  auto found = Probe::unknown;
  switch (resumed_->how) {
    case Resume::mark_done:
      found = Probe::applied;
      break;
    case Resume::run_again:
    case Resume::abandon:
      found = Probe::not_applied;
      break;
    case Resume::automatic:
      found = probe(connection_, entry, operation, operations, entry.statement + 1 == count);
      break;
  }
  if (found == Probe::unknown) fail_for_unknown(entry, operation);
  if (found == Probe::partial) {
    // What is left of an index is dropped with the statement that makes it anew.
    statements.reset();
    return 0;
  }
  const auto begin = entry.statement + (found == Probe::applied ? 1 : 0);
  if (begin == 0) statements.reset();
  if (begin >= count) statements = dialect::Statements();
  return begin >= count ? 0 : begin;
}

void StepRunner::fail_for_unknown(const JournalEntry& entry, const ops::Operation& operation) {
  auto facts = ops::facts_of(operation, "unfinished_step");
  facts.leaves_partial_change = true;
  facts.retry_is_safe = false;
  throw StateError(entry.owner + " began this at " + entry.started +
                       " UTC and did not finish, and the catalog does not tell whether it was applied. Look at the "
                       "database; then go on with resume --mark-done (it was applied) or resume --run-again (nothing "
                       "of it was), or give the migration up with resume --abandon (you have undone all of it). A "
                       "probe in the migration lets the next one tell by itself",
                   std::move(facts));
}

void StepRunner::follow_schema(const ops::Operation& operation) {
  try {
    ops::apply(operation, schema_);
  } catch (const OperationError& error) {
    if (mode_ != Mode::list || !only_the_catalog_knows(error)) throw;
    // The server keeps a constraint under another name, or in other words, than the migrations do.
    if (const auto* table = ops::table_of(operation)) schema_.uncertain.insert(*table);
  }
}

void StepRunner::run_statement(const Statement& statement, const ops::Operation& operation,
                               const StepOperation& report) {
  if (mode_ == Mode::list) return;
  auto* listener = mode_ == Mode::run ? options_.listener : nullptr;
  if (listener == nullptr) {
    send(statement, operation);
    return;
  }
  const auto sql =
      std::holds_alternative<ops::BulkInsert>(operation.action) ? shown(statement, operation) : listed(statement);
  const StatementInfo info{sql, report.description, report.location};
  listener->on_statement_begin(info);
  const auto start = Clock::now();
  send(statement, operation);
  listener->on_statement_end(info, Clock::now() - start);
}

void StepRunner::send(const Statement& statement, const ops::Operation& operation) {
  try {
    if (mode_ == Mode::run) divide_before(statement);
    send_now(statement, operation);
    if (mode_ == Mode::run) follow(statement);
  } catch (...) {
    // In a rehearsal a failure behind something opaque says nothing.
    if (opaque_) return;
    throw_from(statement, operation);
  }
}

void StepRunner::throw_from(const Statement& statement, const ops::Operation& operation) {
  auto facts = ops::facts_of(operation, {});
  const bool is_code = statement.kind == Statement::Kind::code;
  is_whole_ = !is_code && !in_code_ &&
              !equal_ignoring_case(first_word(statement.sql, SqlSyntax::of(connection_.dialect().name())), "CALL");
  // What a check asked is of no help to somebody who reads that it failed.
  if (!is_code && statement.kind != Statement::Kind::verify) facts.sql = shown(statement, operation);
  const bool explained = statement.kind == Statement::Kind::sql || statement.kind == Statement::Kind::measure;
  rethrow_with(std::move(facts), explained ? statement.failure : std::string());
}

void StepRunner::send_now(const Statement& statement, const ops::Operation& operation) {
  switch (statement.kind) {
    case Statement::Kind::code:
      run_code(statement, operation);
      break;
    case Statement::Kind::measure:
      measured_[statement.subject] = count(statement);
      break;
    case Statement::Kind::verify:
      if (count(statement) > measured_[statement.subject]) {
        throw DatabaseError(statement.failure, {.code = "verification_failed"});
      }
      break;
    case Statement::Kind::user_sql:
      check_user_sql(statement, operation, connection_.dialect());
      [[fallthrough]];
    case Statement::Kind::sql:
      if (mode_ == Mode::rehearse &&
          (statement.kind == Statement::Kind::user_sql || std::holds_alternative<ops::BulkInsert>(operation.action))) {
        try {
          connection_.execute(statement.sql);
        } catch (const DatabaseError&) {
          opaque_ = true;  // it may need rows, functions or files that only the real database has
        }
      } else if (mode_ == Mode::run && enter_before(statement, operation)) {
        outside_transaction([&] { connection_.execute(statement.sql); });
      } else if (mode_ == Mode::run || !statement.outside_transaction) {
        connection_.execute(statement.sql);
      }
      break;
  }
}

void StepRunner::run_code(const Statement& statement, const ops::Operation& operation) {
  if (mode_ == Mode::rehearse) {
    const auto* run = std::get_if<ops::Run>(&operation.action);
    const bool rows_only = run != nullptr && run->touches && run->touches->empty();
    opaque_ = opaque_ || !rows_only;
    return;
  }
  ops::Recorder recorder([this](const ops::Operations& operations) { run_at_once(operations); },
                         set_.naming(connection_.dialect()));
  const ops::RecorderScope scope(recorder);
  // A transaction that the code ends, and one that it begins instead, does not know the savepoint.
  if (enter_before(statement, operation)) {
    outside_transaction([&] { (*statement.code)(connection_.session()); });
    return;
  }
  connection_.execute("SAVEPOINT " + std::string(kSavepoint));
  in_code_ = true;
  try {
    (*statement.code)(connection_.session());
  } catch (...) {
    in_code_ = false;
    partial_ = partial_ || !connection_.in_transaction() || !returns_to(kSavepoint);
    throw;
  }
  in_code_ = false;
  if (!connection_.in_transaction()) return;  // told by the caller
  if (releases(kSavepoint)) return;
  if (returns_to(kSavepoint)) {
    throw StateError(
        "a statement in it failed, its error was kept, and the database takes no other in this transaction; let the "
        "error out, or set a savepoint before such a statement and go back to it",
        {.code = "failed_transaction"});
  }
  if (!connection_.dialect().capabilities().ddl_commits) fail_for_ended_transaction();
  // It has committed in its middle, and what it did since waits in another transaction.
  journal_.committed();
  partial_ = true;
  enter_done();
}

bool StepRunner::releases(std::string_view savepoint) {
  try {
    connection_.execute("RELEASE SAVEPOINT " + std::string(savepoint));
    return true;
  } catch (const DatabaseError&) {
    return false;
  }
}

bool StepRunner::returns_to(std::string_view savepoint) {
  try {
    connection_.execute("ROLLBACK TO SAVEPOINT " + std::string(savepoint));
    return true;
  } catch (const DatabaseError&) {
    return false;
  }
}

void StepRunner::run_at_once(const ops::Operations& operations) {
  const auto& dialect = connection_.dialect();
  const std::span<const ops::Operation> all(operations);
  for (std::size_t first = 0; first < all.size();) {
    const auto group = all.subspan(first, dialect.group(all.subspan(first)));
    for (const auto& statement : dialect.compile(group, schema_, &connection_.facts())) {
      send(statement, group[statement.operation]);
    }
    for (const auto& operation : group) ops::apply(operation, schema_);
    first += group.size();
  }
  // The code goes on with what it has made.
  if (held_ == dialect::Statement::Effect::structure && dialect.capabilities().commits_before_rows && !outside_) {
    divide();
  }
}

std::int64_t StepRunner::count(const Statement& statement) {
  const auto rows = connection_.query(statement.sql);
  std::int64_t number = 0;
  if (!rows.empty()) std::from_chars(rows.front().data(), rows.front().data() + rows.front().size(), number);
  return number;
}

void StepRunner::change_rows(const PreparedStep& step, Step& report) {
  StepOperation operation;
  const bool upgrade = step.direction == graph::Direction::upgrade;
  for (const auto& change : step.changes) {
    operation.statements.push_back(books_.versions.change_sql(change));
    if (mode_ == Mode::run && !version_row_changed_) books_.versions.change(connection_, operation.statements.back());
  }
  report.operations.push_back(std::move(operation));
  if (mode_ != Mode::run) return;
  journal_.finish();
  if (!kept_) return;
  const auto kept = kept_->find(report.revision);
  if (upgrade) {
    const auto print = ops::fingerprint(step.operations);
    connection_.execute(books_.applied.keep_sql(report.revision, print, kept != kept_->end()));
    kept_->insert_or_assign(report.revision, print);
  } else if (kept != kept_->end()) {
    connection_.execute(books_.applied.forget_sql(report.revision));
    kept_->erase(kept);
  }
}

}  // namespace retort::runtime
