#include "runtime/step_runner.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "ops/apply.hpp"
#include "ops/recorder.hpp"
#include "runtime/rethrow.hpp"

namespace retort::runtime {

namespace {

using dialect::Statement;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kSavepoint = "retort_code";

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

StepRunner::StepRunner(Connection& connection, const VersionTable& versions, const SetData& set,
                       const MigratorOptions& options, Mode mode)
    : connection_(connection), versions_(versions), set_(set), options_(options), mode_(mode) {}

Step StepRunner::run(const PreparedStep& prepared) {
  const auto& id = set_.graph().id(prepared.node);
  auto said = set_.revision(prepared.node);
  const auto direction = prepared.direction == graph::Direction::upgrade ? Direction::upgrade : Direction::downgrade;
  Step step{.revision = id,
            .direction = direction,
            .down_revision = std::move(said.down_revision),
            .message = std::move(said.message),
            .notes = prepared.notes};
  const StepInfo info{step.revision, direction, &step.down_revision, step.message, ++index_, total_};
  partial_ = false;
  held_.reset();
  freed_ = false;
  measured_.clear();
  const auto start = Clock::now();
  try {
    if (mode_ == Mode::run && options_.listener != nullptr) {
      options_.listener->on_step_begin(info);
      for (const auto& note : prepared.notes) options_.listener->on_note(note);
    }
    step.operations.reserve(prepared.operations.size() + 1);
    for (const auto& group : prepared.groups) run_group(prepared, group, step);
    change_rows(prepared, step);
    step.duration = Clock::now() - start;
  } catch (...) {
    rethrow_with({.revision = id});
  }
  return step;
}

void StepRunner::run_group(const PreparedStep& step, const Group& group, Step& report) {
  const auto first = step.operations.begin() + static_cast<std::ptrdiff_t>(group.first);
  const auto last = first + static_cast<std::ptrdiff_t>(group.count);
  const auto reported = report.operations.size();
  for (auto operation = first; operation != last; ++operation) {
    report.operations.push_back({ops::describe(*operation), operation->where.text(), {}});
  }
  dialect::Statements now;
  if (group.needs_facts) {
    try {
      now = compile_group(step, group, schema_, connection_.dialect(),
                          mode_ == Mode::list ? nullptr : &connection_.facts());
    } catch (const Error& error) {
      const bool unknown = mode_ == Mode::list && only_the_catalog_knows(error);
      if (!opaque_ && !unknown) rethrow_with(ops::facts_of(*first, {}));
      report.operations.back().statements = {
          unknown ? "-- the statement depends on the database as it will be then, such as on a name that it gives"
                  : "-- depends on what the code before it does"};
    } catch (...) {
      rethrow_with(ops::facts_of(*first, {}));
    }
  }
  // Operations that make one rebuild have their statements mixed. Each is listed with its operation or, to keep the
  // order in which they are sent, with a later one.
  std::size_t listed_with = 0;
  for (const auto& statement : group.needs_facts ? now : group.statements) {
    listed_with = std::max(listed_with, statement.operation);
    report.operations[reported + listed_with].statements.push_back(listed(statement));
    run_statement(statement, *(first + static_cast<std::ptrdiff_t>(statement.operation)),
                  report.operations[reported + statement.operation]);
  }
  for (auto operation = first; operation != last; ++operation) follow_schema(*operation);
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
  if (mode_ == Mode::run) divide_before(statement);
  try {
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
        if (mode_ == Mode::rehearse && (statement.kind == Statement::Kind::user_sql ||
                                        std::holds_alternative<ops::BulkInsert>(operation.action))) {
          try {
            connection_.execute(statement.sql);
          } catch (const DatabaseError&) {
            opaque_ = true;  // it may need rows, functions or files that only the real database has
          }
        } else if (statement.outside_transaction) {
          if (options_.transaction_mode == TransactionMode::per_run) {
            throw OperationError(
                "this cannot run in a transaction, so it cannot be part of a run that is one; use "
                "TransactionMode::per_migration",
                {.code = "autocommit_in_one_transaction"});
          }
          outside_transaction([&] { connection_.execute(statement.sql); });
        } else {
          connection_.execute(statement.sql);
        }
        break;
    }
    if (mode_ == Mode::run) follow(statement);
  } catch (...) {
    // In a rehearsal a failure behind something opaque says nothing.
    if (opaque_) return;
    auto facts = ops::facts_of(operation, {});
    const bool is_code = statement.kind == Statement::Kind::code;
    // What a check asked is of no help to somebody who reads that it failed.
    if (!is_code && statement.kind != Statement::Kind::verify) facts.sql = shown(statement, operation);
    facts.leaves_partial_change = partial_;
    facts.retry_is_safe = !partial_;
    const bool explained = statement.kind == Statement::Kind::sql || statement.kind == Statement::Kind::measure;
    rethrow_with(std::move(facts), explained ? statement.failure : std::string());
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
  if (statement.outside_transaction) {
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
  partial_ = true;
}

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
    connection_.commit();
  } catch (...) {
    // Indexes and NOT NULL are checked here: the statement that comes next has no part in it.
    rethrow_with({.sql = "COMMIT", .leaves_partial_change = partial_, .retry_is_safe = !partial_},
                 "what the statements before made is checked when it is committed");
  }
  partial_ = true;
  held_.reset();
  freed_ = false;
  connection_.begin({options_.lock_timeout, {}});
  if (in_code_) connection_.execute("SAVEPOINT " + std::string(kSavepoint));
}

void StepRunner::follow(const Statement& statement) {
  if (outside_ || connection_.in_transaction()) return;
  if (!connection_.dialect().capabilities().ddl_commits) fail_for_ended_transaction();
  // The code or statement of a program that contains no DDL has committed by itself, which comes to the same.
  partial_ = partial_ || statement.kind != Statement::Kind::measure;
  connection_.begin({options_.lock_timeout, {}});
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

void StepRunner::fail_for_ended_transaction() {
  partial_ = true;
  throw StateError("it ended the transaction that the migration runs in; take COMMIT and ROLLBACK out of it",
                   {.code = "transaction_ended", .retry_is_safe = false});
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

void StepRunner::outside_transaction(FunctionRef<void()> work) {
  if (mode_ == Mode::rehearse) return;
  connection_.commit();
  partial_ = true;
  outside_ = true;
  try {
    work();
  } catch (...) {
    outside_ = false;
    throw;
  }
  outside_ = false;
  held_.reset();
  freed_ = false;
  connection_.begin({options_.lock_timeout, {}});
  connection_.prove_lock();
}

std::int64_t StepRunner::count(const Statement& statement) {
  const auto rows = connection_.query(statement.sql);
  std::int64_t number = 0;
  if (!rows.empty()) std::from_chars(rows.front().data(), rows.front().data() + rows.front().size(), number);
  return number;
}

void StepRunner::change_rows(const PreparedStep& step, Step& report) {
  StepOperation operation;
  for (const auto& change : step.changes) {
    operation.statements.push_back(versions_.change_sql(change));
    if (mode_ == Mode::run) versions_.change(connection_, operation.statements.back());
  }
  report.operations.push_back(std::move(operation));
}

}  // namespace retort::runtime
