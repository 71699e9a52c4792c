#include "dialect/sqlite/read_trigger.hpp"

#include <string>

#include "dialect/sqlite/object_text.hpp"
#include "dialect/sqlite/token_reader.hpp"

namespace retort::dialect::sqlite {

namespace {

using Timing = schema::Trigger::Timing;

Timing timing_of(TokenReader& reader) {
  if (reader.take("AFTER")) return Timing::after;
  if (reader.take("INSTEAD", "OF")) return Timing::instead_of;
  // Without a word it is BEFORE.
  reader.take("BEFORE");
  return Timing::before;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \n\r\t");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \n\r\t") + 1 - begin));
}

}  // namespace

schema::Trigger read_trigger(const NativeObject& object) {
  schema::Trigger trigger;
  trigger.name = object.name;
  trigger.table = {{}, object.table};
  TokenReader reader(object.sql, object.name);
  reader.expect("CREATE");
  if (!reader.take("TEMP")) reader.take("TEMPORARY");
  reader.expect("TRIGGER");
  if (reader.take("IF", "NOT")) reader.expect("EXISTS");
  reader.name();
  if (reader.take(".")) reader.name();
  trigger.timing = timing_of(reader);
  if (reader.take("INSERT")) {
    trigger.on_insert = true;
  } else if (reader.take("DELETE")) {
    trigger.on_delete = true;
  } else {
    reader.expect("UPDATE");
    trigger.on_update = true;
    if (reader.take("OF")) {
      do trigger.update_of.push_back(reader.name());
      while (reader.take(","));
    }
  }
  reader.expect("ON");
  reader.name();
  if (reader.take(".")) reader.name();
  if (reader.take("FOR", "EACH")) reader.expect("ROW");
  if (reader.take("WHEN")) {
    const auto begin = reader.begin();
    while (!reader.is("BEGIN")) reader.next();
    const auto condition = std::string_view(object.sql).substr(begin, reader.begin() - begin);
    trigger.when = trimmed(without_parentheses(trimmed(condition)));
  }
  reader.expect("BEGIN");
  const auto begin = reader.end();
  auto end = begin;
  while (!reader.at_end()) {
    end = reader.begin();
    reader.next();
  }
  trigger.body = SqlText(trimmed(std::string_view(object.sql).substr(begin, end - begin)));
  return trigger;
}

}  // namespace retort::dialect::sqlite
