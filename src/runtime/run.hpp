#ifndef RETORT_SRC_RUNTIME_RUN_HPP
#define RETORT_SRC_RUNTIME_RUN_HPP

#include <retort/migrator.hpp>
#include <retort/plan.hpp>

#include <functional>
#include <string>
#include <vector>

#include "graph/plan.hpp"
#include "runtime/connection.hpp"
#include "runtime/preparation.hpp"
#include "runtime/step_runner.hpp"

namespace retort::runtime {

/// What a run works on.
struct Workplace {
  Connection& connection;
  const Bookkeeping& books;
  const SetData& set;
  const MigratorOptions& options;
};

/// Makes the plan for the version rows as they are.
using Planner = std::function<graph::Plan(const std::vector<std::string>& rows)>;

/// What is asked for.
struct Task {
  Planner planner;
  /// The plan was decided upon for the rows as they were (a downgrade destroys): when another process has changed them
  /// meanwhile, it is not made anew.
  bool decided = false;
};

/// Finishes what an earlier run was cut in, and runs what the planner wants, each migration in a transaction with its
/// version row (or all in one).
///
/// The rows are read again inside of every transaction: another process may have run a part of the plan meanwhile, and
/// then it is made anew. So processes that start together all succeed and each revision runs once.
void run(const Workplace& place, const std::vector<std::string>& rows, const Task& task, Report& report);

/// Finishes what an earlier run was cut in, or forgets it, and does nothing else.
void resume(const Workplace& place, const std::vector<std::string>& rows, Resume how, Report& report);

}  // namespace retort::runtime

#endif
