#include "runtime/in_flight.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

#include "ops/fingerprint.hpp"
#include "runtime/probe.hpp"
#include "runtime/step_journal.hpp"

namespace retort::runtime {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    lines.emplace_back(line);
  }
  return lines;
}

}  // namespace

Preparation prepare_in_flight(const SetData& set, const JournalEntry& entry, const std::vector<std::string>& rows,
                              const dialect::Dialect& dialect, std::optional<graph::Plan>& plan) {
  const auto& graph = set.graph();
  const bool down = entry.direction == graph::Direction::downgrade;
  plan.emplace(graph::plan_step(graph, down ? lines_of(entry.rows_before) : rows, entry.revision, entry.direction));
  auto preparation = prepare(set, *plan, dialect);
  // A downgrade has given up its row already.
  if (down) preparation.steps.front().changes = graph::RowChanges(graph, {});
  return preparation;
}

InFlight describe_in_flight(Connection& connection, const SetData& set, const JournalEntry& entry,
                            const std::vector<std::string>& rows) {
  InFlight result{.revision = entry.revision,
                  .direction = entry.direction == graph::Direction::upgrade ? Direction::upgrade : Direction::downgrade,
                  .step = entry.step,
                  .total = entry.total,
                  .state = std::string(word_of(entry.state)),
                  .error = entry.error,
                  .owner = entry.owner,
                  .started = entry.started};
  if (is_untouched(connection, entry)) result.probe = Probe::not_applied;
  if (!set.graph().find(entry.revision)) return result;
  try {
    std::optional<graph::Plan> plan;
    const auto preparation = prepare_in_flight(set, entry, rows, connection.dialect(), plan);
    const auto& step = preparation.steps.front();
    if (entry.step > step.groups.size()) {
      result.probe = Probe::not_applied;
      result.operation = "the change of the version row";
      return result;
    }
    const auto& group = step.groups[entry.step - 1];
    const auto operations = std::span(step.operations).subspan(group.first, group.count);
    if (ops::fingerprints_differ(entry.plan_hash, ops::fingerprint(step.operations)) &&
        ops::fingerprints_differ(entry.step_hash, ops::fingerprint(operations))) {
      return result;
    }
    const auto statements = entry.statements.empty() ? group.statements : read_statements(entry.statements);
    const auto at = entry.statement < statements.size() ? statements[entry.statement].operation : 0;
    const auto& operation = operations[std::min(at, operations.size() - 1)];
    result.operation = ops::describe(operation);
    result.location = operation.where.text();
    result.probe = probe(connection, entry, operation, operations,
                         entry.statement + 1 >= std::max<std::size_t>(statements.size(), 1));
  } catch (const Error&) {
    // The migration is another one by now; what is known of it stands in the entry.
  }
  return result;
}

}  // namespace retort::runtime
