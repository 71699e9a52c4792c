#include "ops/apply_sequence.hpp"

namespace retort::ops {

namespace {

bool counts_up(const schema::Sequence& sequence) noexcept { return sequence.increment.value_or(1) > 0; }

}  // namespace

void alter_sequence(schema::Sequence& sequence, const AlterSequence& change) {
  if (change.start) sequence.start = *change.start;
  if (change.increment) sequence.increment = *change.increment;
  if (change.min_value) sequence.min_value = *change.min_value;
  if (change.max_value) sequence.max_value = *change.max_value;
  if (change.cycle) sequence.cycle = *change.cycle;
}

std::int64_t first_number(const schema::Sequence& sequence) noexcept {
  if (sequence.start) return *sequence.start;
  return counts_up(sequence) ? sequence.min_value.value_or(1) : sequence.max_value.value_or(-1);
}

AlterSequence reverse(const AlterSequence& change, const schema::Sequence& before) {
  AlterSequence back{change.name};
  if (change.start) back.start = before.start;
  if (change.increment) back.increment = before.increment;
  if (change.min_value) back.min_value = before.min_value;
  if (change.max_value) back.max_value = before.max_value;
  if (change.cycle) back.cycle = before.cycle;
  return back;
}

AlterSequence sequence_change(const schema::Sequence& from, const schema::Sequence& to) {
  AlterSequence change{from.name};
  // What goes without saying is another thing for a sequence that counts the other way.
  const bool turns = counts_up(from) != counts_up(to);
  if (from.increment != to.increment) change.increment = to.increment;
  if (turns || from.min_value != to.min_value) change.min_value = to.min_value;
  if (turns || from.max_value != to.max_value) change.max_value = to.max_value;
  if (from.start != to.start || first_number(from) != first_number(to)) change.start = to.start;
  if (from.cycle != to.cycle) change.cycle = to.cycle;
  return change;
}

}  // namespace retort::ops
