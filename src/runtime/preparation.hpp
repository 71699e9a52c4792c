#ifndef RETORT_SRC_RUNTIME_PREPARATION_HPP
#define RETORT_SRC_RUNTIME_PREPARATION_HPP

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dialect/dialect.hpp"
#include "graph/plan.hpp"
#include "ops/operation.hpp"
#include "runtime/set_data.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime {

/// Operations that are compiled together.
struct Group {
  std::size_t first = 0;
  std::size_t count = 0;
  /// The statements, where they are the same whatever the database holds.
  dialect::Statements statements = {};
  /// They depend on the database as it will be then (a rebuild): compiled when their turn comes.
  bool needs_facts = false;
};

/// A step of a plan with all that its migration said, recorded and checked.
struct PreparedStep {
  graph::Node node;
  graph::Direction direction;
  graph::RowChanges changes;
  ops::Operations operations = {};
  std::vector<Group> groups = {};
  std::vector<std::string> notes = {};
};

struct Preparation {
  std::vector<PreparedStep> steps;
  /// The schema that the applied migrations add up to, before the first step.
  schema::MetaData schema;
  /// What the applied migrations say now: their fingerprints.
  std::vector<std::pair<graph::Node, std::string>> applied = {};
};

/// Records every step of a plan, derives the ways down that are not written, checks each operation against the schema
/// that the ancestors' operations add up to, and compiles what can be compiled. Nothing here touches a database: what
/// is wrong with any step is known before the first one runs.
///
/// Throws OperationError and its kin with the revision; whatever a migration throws is nested in an Error
/// `migration_failed`. The set and the plan must outlive the result.
Preparation prepare(const SetData& set, const graph::Plan& plan, const dialect::Dialect& dialect);

/// The fingerprints of the migrations that the rows stand for.
std::vector<std::pair<graph::Node, std::string>> applied_fingerprints(const SetData& set,
                                                                      const std::vector<std::string>& rows,
                                                                      const dialect::Dialect& dialect);

/// The schema that the migrations which rows stand for add up to.
schema::MetaData schema_at(const SetData& set, const std::vector<std::string>& rows, const ops::Naming& naming);

/// Refuses what a migration's own SQL may not be: several statements in one text, or one that ends the transaction it
/// runs in. Throws OperationError.
void check_user_sql(const dialect::Statement& statement, const ops::Operation& operation,
                    const dialect::Dialect& dialect);

/// The statements of a group that needs facts, as the database is now.
dialect::Statements compile_group(const PreparedStep& step, const Group& group, const schema::MetaData& schema,
                                  const dialect::Dialect& dialect, dialect::Facts* facts);

}  // namespace retort::runtime

#endif
