#include "ops/check_table.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <set>

#include "core/text.hpp"

namespace retort::ops {

namespace {

std::vector<std::string> names_of(const std::vector<schema::Column>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

std::string constraint_words(const char* kind, const std::string& name) {
  return name.empty() ? std::string("the ") + kind : std::string("the ") + kind + " \"" + name + "\"";
}

}  // namespace

void refuse(const Operation& operation, std::string code, const std::string& message) {
  throw OperationError(message, facts_of(operation, std::move(code)));
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const auto near = nearest(name, std::vector<std::string_view>(candidates.begin(), candidates.end()));
  return near.empty() ? std::string() : "; did you mean \"" + join(near, "\", \"") + "\"?";
}

void check_name(const Operation& operation, std::string_view name, const char* what) {
  if (name.empty()) refuse(operation, "invalid_name", std::string(what) + " has an empty name; give it one");
  if (!is_utf8(name)) {
    refuse(operation, "invalid_name",
           std::string("the name of ") + what + " is not valid UTF-8; databases take no other");
  }
  // All else can be quoted.
  if (name.find('\0') != std::string_view::npos) {
    refuse(operation, "invalid_name",
           std::string("the name of ") + what + " holds NUL, which no database takes; remove it");
  }
}

void check_type(const Operation& operation, const std::string& column, const Type& type) {
  const auto wrong = [&](const std::string& message) {
    refuse(operation, "invalid_type", "column \"" + column + "\": " + type.text() + ": " + message);
  };
  using Kind = Type::Kind;
  switch (type.kind()) {
    case Kind::string:
    case Kind::char_:
    case Kind::binary:
      if (type.length() <= 0) wrong("the length must be 1 or more; use text() or blob() for no limit");
      break;
    case Kind::numeric:
      if (type.length() <= 0) wrong("the precision must be 1 or more");
      if (type.scale() < 0 || type.scale() > type.length()) wrong("the scale must be from 0 to the precision");
      break;
    case Kind::enum_: {
      if (type.values().empty()) wrong("an enum needs at least one value");
      const std::set<std::string> distinct(type.values().begin(), type.values().end());
      if (distinct.size() != type.values().size()) wrong("a value stands there twice");
      break;
    }
    case Kind::native:
      if (type.name().empty()) wrong("a native type needs a text");
      break;
    default:
      break;
  }
  const bool temporal = type.kind() == Kind::date || type.kind() == Kind::time || type.kind() == Kind::timestamp;
  if (type.has_time_zone() && !temporal) wrong("only times and timestamps have a time zone");
}

void check_column(const Operation& operation, const schema::Column& column) {
  check_name(operation, column.name, "a column");
  check_type(operation, column.name, column.type);
  if (column.computed && column.server_default) {
    refuse(operation, "invalid_column",
           "column \"" + column.name + "\" is computed and has a default; a computed column takes no default");
  }
  if (column.computed && column.computed->sql.empty()) {
    refuse(operation, "invalid_column",
           "column \"" + column.name + "\" says stored() without an expression; call computed(op::sql(\"...\")) too");
  }
}

void check_columns(const Operation& operation, const schema::Table& table, const std::vector<std::string>& columns,
                   const std::string& what) {
  if (columns.empty()) refuse(operation, "no_columns", what + " names no column");
  std::set<std::string_view> seen;
  for (const auto& name : columns) {
    if (!seen.insert(name).second) refuse(operation, "duplicate_column", what + " names \"" + name + "\" twice");
    if (table.find_column(name) == nullptr) {
      const auto candidates = names_of(table.columns);
      auto hint = did_you_mean(name, candidates);
      if (hint.empty()) hint = "; it has " + join(candidates, ", ");
      refuse(operation, "unknown_column",
             what + " names the column \"" + name + "\", which the table \"" + table.name.text() + "\" does not have" +
                 hint);
    }
  }
}

void check_table(const Operation& operation, const schema::Table& table) {
  check_name(operation, table.name.name, "the table");
  // One that inherits may have none of its own.
  if (table.columns.empty() && table.options.postgresql_inherits.empty()) {
    refuse(operation, "empty_table", "the table has no columns; describe at least one, such as t.integer(\"id\")");
  }
  std::set<std::string_view> seen;
  for (const auto& column : table.columns) {
    check_column(operation, column);
    if (!seen.insert(column.name).second) {
      refuse(operation, "duplicate_column", "two columns are named \"" + column.name + "\"; rename or remove one");
    }
  }
  if (table.primary_key) {
    check_columns(operation, table, table.primary_key->columns,
                  constraint_words("primary key", table.primary_key->name));
  }
  for (const auto& unique : table.uniques) {
    check_columns(operation, table, unique.columns, constraint_words("unique constraint", unique.name));
  }
  for (const auto& key : table.foreign_keys) {
    const auto what = constraint_words("foreign key", key.name);
    check_columns(operation, table, key.columns, what);
    if (key.referent.name.empty()) {
      refuse(operation, "no_referent",
             what + " over \"" + key.columns.front() + "\" refers to no table; call references(\"table\", \"column\")");
    }
    if (!key.referent_columns.empty() && key.referent_columns.size() != key.columns.size()) {
      refuse(operation, "column_count",
             what + " has " + std::to_string(key.columns.size()) + " columns and refers to " +
                 std::to_string(key.referent_columns.size()));
    }
  }
  for (const auto& check : table.checks) {
    if (check.condition.empty()) refuse(operation, "empty_check", constraint_words("check", check.name) + " is empty");
  }
  std::set<std::string_view> names;
  const auto once = [&](const std::string& name) {
    if (!name.empty() && !names.insert(name).second) {
      refuse(operation, "duplicate_constraint", "two constraints are named \"" + name + "\"; rename one");
    }
  };
  if (table.primary_key) once(table.primary_key->name);
  for (const auto& unique : table.uniques) once(unique.name);
  for (const auto& key : table.foreign_keys) once(key.name);
  for (const auto& check : table.checks) once(check.name);
  for (const auto& index : table.indexes) {
    check_name(operation, index.name, "an index");
    if (index.columns.empty()) refuse(operation, "no_columns", "the index \"" + index.name + "\" names no column");
    for (const auto& column : index.columns) {
      if (!column.is_expression()) check_columns(operation, table, {column.name()}, "the index \"" + index.name + "\"");
    }
  }
}

}  // namespace retort::ops
