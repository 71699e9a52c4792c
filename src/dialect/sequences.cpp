#include "dialect/sequences.hpp"

#include "dialect/failure.hpp"
#include "ops/apply_sequence.hpp"

namespace retort::dialect {

std::string alter_sequence_options(const ops::AlterSequence& change, const schema::Sequence* known,
                                   const SequenceForm& form) {
  schema::Sequence after = known != nullptr ? *known : schema::Sequence{};
  ops::alter_sequence(after, change);
  const bool up = after.increment.value_or(1) > 0;
  std::string text;
  const auto bound = [&](const std::string& word, const ops::AlterSequence::Number& value,
                         std::optional<std::int64_t> none) {
    if (!value) return;
    const auto number = *value ? *value : none;
    text += number ? " " + word + " " + std::to_string(*number) : " NO " + word;
  };
  if (change.increment) text += " INCREMENT BY " + std::to_string(change.increment->value_or(1));
  bound("MINVALUE", change.min_value, form.least && up ? 1 : form.least);
  bound("MAXVALUE", change.max_value, form.most && !up ? -1 : form.most);
  if (change.start) {
    if (known == nullptr && !*change.start) unknown_start(change);
    text += " START WITH " + std::to_string(ops::first_number(after));
  }
  if (change.cycle) text += *change.cycle ? std::string_view(" CYCLE") : form.no_cycle;
  // What it has reached lies at the wrong end of its bounds when it turns.
  const bool turns = known != nullptr && (known->increment.value_or(1) > 0) != up;
  return turns ? text + " RESTART" : text;
}

const schema::Sequence* find_sequence(const schema::MetaData& schema, const schema::QualifiedName& name) {
  const auto found = schema.sequences.find(name);
  return found == schema.sequences.end() ? nullptr : &found->second;
}

void unknown_start(const ops::AlterSequence& change) {
  refuse("unknown_sequence", "nothing is known of the sequence \"" + change.name.text() +
                                 "\", so that where it begins by itself is not known; say start(...), or create the "
                                 "sequence in a migration before this one");
}

}  // namespace retort::dialect
