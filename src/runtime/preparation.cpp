#include "runtime/preparation.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "core/sql_lexer.hpp"
#include "ops/apply.hpp"
#include "ops/fingerprint.hpp"
#include "ops/recorder.hpp"
#include "ops/reverse.hpp"
#include "runtime/rethrow.hpp"

namespace retort::runtime {

namespace {

using graph::Direction;
using graph::Node;

/// What a migration says about one direction.
ops::Recording record(const SetData& set, Node node, Direction direction, const ops::Naming& naming) {
  const auto& migration = set.migration(node);
  try {
    return ops::record([&] { direction == Direction::upgrade ? migration.upgrade() : migration.downgrade(); }, naming);
  } catch (...) {
    rethrow_with({.code = "migration_failed",
                  .revision = set.graph().id(node),
                  .operation = direction == Direction::upgrade ? "upgrade()" : "downgrade()",
                  .location = set.where(node).text()});
  }
}

/// The operations of a migration that was applied long ago. Should one contradict the others, it is the sum that is
/// wrong (the database was changed by hand, and the migrations stamped): then nothing is known of its table.
void apply_leniently(const ops::Operations& operations, schema::MetaData& schema) {
  for (const auto& operation : operations) {
    try {
      ops::apply(operation, schema);
    } catch (const OperationError&) {
      if (const auto* table = ops::table_of(operation); table != nullptr && schema.tables.contains(*table)) {
        schema.uncertain.insert(*table);
      }
    }
  }
}

/// What the way back of these operations does not bring back.
void note_losses(const ops::Operations& upgrade, std::vector<std::string>& notes) {
  for (const auto& operation : upgrade) {
    if (const auto* drop = std::get_if<ops::DropTable>(&operation.action)) {
      notes.push_back("the table \"" + drop->table.text() + "\" comes back empty: its rows went when it was dropped");
    } else if (const auto* column = std::get_if<ops::DropColumn>(&operation.action)) {
      notes.push_back("the column \"" + column->column + "\" of \"" + column->table.text() +
                      "\" comes back without its values: they went when it was dropped");
    }
  }
}

/// A way down that is written, and says that there is none.
void refuse_irreversible(const ops::Operations& downgrade, const std::string& revision) {
  for (const auto& operation : downgrade) {
    if (const auto* irreversible = std::get_if<ops::Irreversible>(&operation.action)) {
      auto facts = ops::facts_of(operation, "irreversible");
      facts.revision = revision;
      throw IrreversibleOperation("there is no way back: " + irreversible->reason, std::move(facts));
    }
  }
}

/// Answers no question: asking one says that the answer matters.
class NoFacts final : public dialect::Facts {
 public:
  struct Asked {};
  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName&) override { throw Asked{}; }
  std::optional<schema::Table> table(const schema::QualifiedName&) override { throw Asked{}; }
  std::optional<schema::Enum> enum_type(const schema::QualifiedName&) override { throw Asked{}; }
  bool has_invalid_index(const schema::QualifiedName&) override { throw Asked{}; }
};

/// Compiles a step group by group, and makes the schema what it is after it.
void compile_step(PreparedStep& step, schema::MetaData& schema, const dialect::Dialect& dialect) {
  const std::span<const ops::Operation> all(step.operations);
  for (std::size_t first = 0; first < all.size();) {
    Group group{first, dialect.group(all.subspan(first))};
    const auto operations = all.subspan(first, group.count);
    // Checked before it is compiled, as the fault of an operation should be told in its own words.
    schema::MetaData* target = &schema;
    NoFacts no_facts;
    try {
      group.statements = dialect.compile(operations, schema, &no_facts);
    } catch (const NoFacts::Asked&) {
      group.needs_facts = true;
    } catch (const UnsupportedOperation&) {
      throw;
    } catch (const OperationError&) {
      // An operation that contradicts the schema says so better in `apply`, below.
      for (const auto& operation : operations) ops::apply(operation, *target);
      throw;
    }
    if (group.needs_facts) {
      try {
        dialect.compile(operations, schema, nullptr);
      } catch (const UnsupportedOperation&) {
        throw;
      } catch (const OperationError& error) {
        // A table made by hand is not known here; when its turn comes the database will tell.
        if (error.code() != "unknown_table") {
          for (const auto& operation : operations) ops::apply(operation, *target);
          throw;
        }
      }
    }
    for (const auto& statement : group.statements) {
      if (statement.kind == dialect::Statement::Kind::user_sql) {
        check_user_sql(statement, operations[statement.operation], dialect);
      }
    }
    for (const auto& operation : operations) ops::apply(operation, *target);
    first += group.count;
    step.groups.push_back(std::move(group));
  }
}

/// The revisions that the rows stand for, in an order in which they could have been applied.
std::vector<Node> applied_nodes(const SetData& set, const std::vector<std::string>& rows) {
  std::vector<Node> nodes;
  if (rows.empty()) return nodes;
  const auto down = graph::plan_downgrade(set.graph(), rows, "base");
  nodes.assign(down.order().rbegin(), down.order().rend());
  return nodes;
}

}  // namespace

Preparation prepare(const SetData& set, const graph::Plan& plan, const dialect::Dialect& dialect) {
  Preparation result;
  result.steps.reserve(plan.size());
  const auto naming = set.naming(dialect);
  // The step that waits for its way down to be derived, by revision.
  std::vector<std::size_t> derived(set.size(), 0);
  for (const auto& step : plan) {
    auto recording = record(set, step.revision, step.direction, naming);
    if (step.direction == Direction::downgrade)
      refuse_irreversible(recording.operations, set.graph().id(step.revision));
    result.steps.push_back({step.revision, step.direction, step.changes, std::move(recording.operations), {}, {}});
    if (recording.derived) derived[step.revision] = result.steps.size();
  }
  for (const auto node : applied_nodes(set, set.graph().ids(plan.rows_before()))) {
    auto upgrade = record(set, node, Direction::upgrade, naming);
    result.applied.emplace_back(node, ops::fingerprint(upgrade.operations));
    if (derived[node] == 0) {
      apply_leniently(upgrade.operations, result.schema);
      continue;
    }
    auto& step = result.steps[derived[node] - 1];
    try {
      step.operations = ops::apply_reversing(upgrade.operations, result.schema);
    } catch (...) {
      rethrow_with({.revision = set.graph().id(node)});
    }
    note_losses(upgrade.operations, step.notes);
  }
  schema::MetaData schema = result.schema;
  for (auto& step : result.steps) {
    try {
      compile_step(step, schema, dialect);
    } catch (...) {
      rethrow_with({.revision = set.graph().id(step.node)});
    }
  }
  return result;
}

std::vector<std::pair<Node, std::string>> applied_fingerprints(const SetData& set, const std::vector<std::string>& rows,
                                                               const dialect::Dialect& dialect) {
  const auto naming = set.naming(dialect);
  std::vector<std::pair<Node, std::string>> result;
  for (const auto node : applied_nodes(set, rows)) {
    result.emplace_back(node, ops::fingerprint(record(set, node, Direction::upgrade, naming).operations));
  }
  return result;
}

schema::MetaData schema_at(const SetData& set, const std::vector<std::string>& rows, const ops::Naming& naming) {
  schema::MetaData schema;
  for (const auto node : applied_nodes(set, rows)) {
    apply_leniently(record(set, node, Direction::upgrade, naming).operations, schema);
  }
  return schema;
}

void check_user_sql(const dialect::Statement& statement, const ops::Operation& operation,
                    const dialect::Dialect& dialect) {
  const auto syntax = SqlSyntax::of(dialect.name());
  auto facts = [&](const char* code) {
    auto result = ops::facts_of(operation, code);
    result.sql = statement.sql;
    return result;
  };
  const auto statements = split_statements(statement.sql, syntax);
  if (statements.empty()) {
    throw OperationError("there is no statement in this text; remove the call", facts("empty_statement"));
  }
  if (statements.size() > 1) {
    throw OperationError("this is " + std::to_string(statements.size()) +
                             " statements, and a call takes one; give each an execute of its own",
                         facts("several_statements"));
  }
  if (const auto word = transaction_control(statement.sql, syntax); !word.empty()) {
    throw OperationError(word +
                             " would end or divide the transaction that the migration runs in; leave it out: each "
                             "migration is a transaction of its own",
                         facts("transaction_control"));
  }
}

dialect::Statements compile_group(const PreparedStep& step, const Group& group, const schema::MetaData& schema,
                                  const dialect::Dialect& dialect, dialect::Facts* facts) {
  return dialect.compile(std::span(step.operations).subspan(group.first, group.count), schema, facts);
}

}  // namespace retort::runtime
