#include <retort/autogenerate.hpp>

#include <type_traits>
#include <variant>

#include "autogenerate/operations_data.hpp"

namespace retort {

namespace {

/// What an operation is about, beside its table. Asked in this order: an operation that alters a column has a name,
/// too, its new one.
const auto name_of_part = []<typename Action>(const Action& o) -> std::string {
  if constexpr (requires { o.column.name; }) {
    return o.column.name;
  } else if constexpr (requires { o.column; }) {
    return o.column;
  } else if constexpr (requires { o.key.name; }) {
    return o.key.name;
  } else if constexpr (requires { o.unique.name; }) {
    return o.unique.name;
  } else if constexpr (requires { o.check.name; }) {
    return o.check.name;
  } else if constexpr (requires { o.exclude.name; }) {
    return o.exclude.name;
  } else if constexpr (requires { o.index.name; }) {
    return o.index.name;
  } else if constexpr (requires { o.trigger.name; }) {
    return o.trigger.name;
  } else if constexpr (requires { o.view.name; }) {
    return o.view.name.text();
  } else if constexpr (requires { o.sequence.name; }) {
    return o.sequence.name.text();
  } else if constexpr (requires { o.type.name; }) {
    return o.type.name.text();
  } else if constexpr (requires { o.name.schema; }) {
    return o.name.text();
  } else if constexpr (requires { o.name; }) {
    return o.name;
  } else {
    return {};
  }
};

bool destroys(const ops::Action& action) {
  return std::holds_alternative<ops::DropTable>(action) || std::holds_alternative<ops::DropColumn>(action);
}

}  // namespace

std::vector<OperationSummary> Operations::summaries() const {
  std::vector<OperationSummary> result;
  result.reserve(size());
  for (const auto& operation : data_->operations) {
    auto& summary = result.emplace_back();
    summary.description = ops::describe(operation);
    summary.op = summary.description.substr(0, summary.description.find('('));
    if (const auto* table = ops::table_of(operation)) summary.table = table->text();
    summary.name = std::visit(name_of_part, operation.action);
    summary.destructive = destroys(operation.action);
  }
  return result;
}

}  // namespace retort
