#include "autogenerate/render_objects.hpp"

#include "autogenerate/render_table.hpp"

#include <optional>
#include <vector>

namespace retort::autogenerate {

void add_options(Code& code, const schema::Sequence& sequence) {
  const auto number = [&](const char* setter, const std::optional<std::int64_t>& value) {
    if (value) code.then(setter, {Code::number(*value)});
  };
  number("start", sequence.start);
  number("increment", sequence.increment);
  number("min_value", sequence.min_value);
  number("max_value", sequence.max_value);
  if (sequence.cycle) code.then("cycle");
}

void add_options(Code& code, const ops::AlterSequence& change) {
  const auto number = [&](const char* setter, const char* without, const ops::AlterSequence::Number& value) {
    if (!value) return;
    if (*value) {
      code.then(setter, {Code::number(**value)});
    } else {
      code.then(without);
    }
  };
  number("start", "default_start", change.start);
  if (change.increment) code.then("increment", {Code::number(change.increment->value_or(1))});
  number("min_value", "no_min_value", change.min_value);
  number("max_value", "no_max_value", change.max_value);
  if (change.cycle) code.then("cycle", *change.cycle ? std::vector<Code>() : std::vector{Code::word("false")});
}

void add_options(Code& code, const schema::View& view) {
  if (view.materialized) code.then("materialized");
  if (!view.native.empty()) code.then("native", {sql_text_code(view.native)});
}

void add_options(Code& code, const schema::Trigger& trigger) {
  using Timing = schema::Trigger::Timing;
  code.then(trigger.timing == Timing::before ? "before" : trigger.timing == Timing::after ? "after" : "instead_of");
  if (trigger.on_insert) code.then("on_insert");
  if (trigger.on_update && trigger.update_of.empty()) code.then("on_update");
  if (trigger.on_update && !trigger.update_of.empty()) code.then("on_update_of", {Code::texts(trigger.update_of)});
  if (trigger.on_delete) code.then("on_delete");
  if (trigger.for_each_statement) code.then("for_each_statement");
  if (!trigger.when.empty()) code.then("when", {Code::text(trigger.when)});
}

}  // namespace retort::autogenerate
