#include "runtime/inspect/sqlite.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/text.hpp"
#include "dialect/sqlite/normalize.hpp"
#include "dialect/sqlite/read_trigger.hpp"
#include "runtime/inspect/unspeakable.hpp"

namespace retort::runtime::sqlite3 {

namespace {

using dialect::NativeObject;

/// The key under which SQLite finds a name.
std::string lower(std::string_view name) {
  std::string key(name);
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

bool begins_with(std::string_view text, std::string_view prefix) noexcept {
  return equal_ignoring_case(text.substr(0, prefix.size()), prefix);
}

bool is_virtual(const NativeObject& object) {
  const auto tokens = significant_tokens(object.sql);
  return tokens.size() > 1 && equal_ignoring_case(tokens[1].in(object.sql), "VIRTUAL");
}

/// The tables in which FTS3 to FTS5 and R*Tree keep what a virtual table shows.
bool is_shadow_of(std::string_view name, std::string_view virtual_table) {
  static constexpr std::string_view kParts[] = {"content", "segdir", "segments", "docsize", "stat",  "data",
                                                "idx",     "config", "node",     "parent",  "rowid", "vocab"};
  if (!begins_with(name, virtual_table) || name.size() <= virtual_table.size() || name[virtual_table.size()] != '_') {
    return false;
  }
  const auto part = name.substr(virtual_table.size() + 1);
  return std::any_of(std::begin(kParts), std::end(kParts),
                     [&](std::string_view each) { return equal_ignoring_case(part, each); });
}

/// One whose text is not understood is kept by its text, as a trigger without events.
schema::Trigger trigger_of(const NativeObject& object) {
  try {
    return dialect::sqlite::read_trigger(object);
  } catch (const OperationError&) {
    return {object.name, {{}, object.table}, SqlText(object.sql)};
  }
}

}  // namespace

std::optional<std::string> view_query(const std::string& sql) {
  const auto tokens = significant_tokens(sql);
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && equal_ignoring_case(tokens[i].in(sql), word);
  };
  std::size_t i = 1;  // behind CREATE
  if (is(i, "TEMP") || is(i, "TEMPORARY")) ++i;
  if (!is(i++, "VIEW")) return std::nullopt;
  if (is(i, "IF") && is(i + 1, "NOT")) i += 3;
  ++i;
  if (is(i, ".")) i += 2;
  if (!is(i, "AS") || i + 1 >= tokens.size()) return std::nullopt;
  return sql.substr(tokens[i + 1].begin, tokens.back().end - tokens[i + 1].begin);
}

schema::MetaData read_objects(std::vector<NativeObject> objects) {
  schema::MetaData schema;
  schema.complete = true;
  std::map<std::string, dialect::NativeTable> tables;
  std::vector<std::string> virtual_tables;
  for (auto& object : objects) {
    if (begins_with(object.name, "sqlite_")) continue;
    if (object.type == "view") {
      const schema::QualifiedName name{{}, object.name};
      if (auto query = view_query(object.sql)) {
        schema.views.emplace(name, schema::View{name, std::move(*query)});
      } else {
        schema.uncertain.insert(name);
      }
    } else if (object.type == "table") {
      if (is_virtual(object)) virtual_tables.push_back(object.name);
      auto key = lower(object.name);
      tables[std::move(key)].table = std::move(object);
    } else {
      auto key = lower(object.table);
      tables[std::move(key)].dependents.push_back(std::move(object));
    }
  }
  for (const auto& [key, native] : tables) {
    const auto& name = native.table.name;
    for (const auto& object : native.dependents) {
      if (object.type == "trigger") schema.triggers.push_back(trigger_of(object));
    }
    if (name.empty()) continue;  // triggers of a view
    const schema::QualifiedName qualified{{}, name};
    const bool shadow = std::any_of(virtual_tables.begin(), virtual_tables.end(),
                                    [&](const std::string& each) { return is_shadow_of(name, each); });
    schema::Table table{qualified};
    try {
      if (shadow || is_virtual(native.table)) {
        schema.uncertain.insert(qualified);
      } else {
        table = dialect::sqlite::read_creatable_table(native);
        if (is_unspeakable(table)) schema.uncertain.insert(qualified);
      }
    } catch (const OperationError&) {
      schema.uncertain.insert(qualified);
    }
    schema.tables.emplace(qualified, std::move(table));
  }
  return schema;
}

}  // namespace retort::runtime::sqlite3
