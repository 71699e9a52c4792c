#include "conformance/schema_lines.hpp"

#include <algorithm>
#include <optional>

#include "core/sql_lexer.hpp"
#include "core/text.hpp"

namespace retort::conformance {

namespace {

using Action = op::ReferentialAction;

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

/// Databases give an expression back in words of their own.
std::string plain(const std::string& sql) {
  SqlSyntax syntax;
  std::string result;
  bool cast = false;
  for (const auto& token : significant_tokens(sql, syntax)) {
    const auto text = token.in(sql);
    if (text == "(" || text == ")") continue;
    if (text == ":") {
      cast = true;
      continue;
    }
    if (cast && token.kind == SqlToken::Kind::word) continue;
    cast = false;
    result += token.kind == SqlToken::Kind::quoted_name ? lower(unquoted(text)) : lower(std::string(text));
  }
  return result;
}

std::string_view action(Action action) {
  switch (action) {
    case Action::cascade:
      return " cascade";
    case Action::set_null:
      return " set null";
    case Action::set_default:
      return " set default";
    case Action::restrict_:
      return " restrict";
    default:
      return " no action";
  }
}

std::string said(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::sql:
      return "sql " + plain(value.text());
    case Value::Kind::integer:
    case Value::Kind::boolean:
      return std::to_string(value.integer());
    case Value::Kind::real:
      return std::to_string(value.real());
    default:
      return "'" + value.text() + "'";
  }
}

std::string deferral(schema::Deferral deferral) {
  return deferral == schema::Deferral::none         ? ""
         : deferral == schema::Deferral::deferrable ? " deferrable"
                                                    : " deferred";
}

std::string list(const schema::Columns& columns) { return "(" + join(columns, ", ") + ")"; }

std::string content(const schema::Unique& unique) {
  return "unique " + list(unique.columns) + deferral(unique.deferral);
}

std::string content(const schema::ForeignKey& key) {
  auto text = "foreign key " + list(key.columns) + " to " + key.referent.text();
  if (!key.referent_columns.empty()) text += list(key.referent_columns);
  text += " on delete" + std::string(action(key.on_delete)) + " on update" + std::string(action(key.on_update));
  if (!key.match.empty() && !equal_ignoring_case(key.match, "SIMPLE")) text += " match " + lower(key.match);
  return text + deferral(key.deferral) + (key.not_valid ? " not valid" : "");
}

std::string content(const schema::Check& check) {
  return "check " + plain(check.condition) + (check.not_valid ? " not valid" : "");
}

std::string content(const schema::Exclude& exclude) {
  std::string text = "exclude";
  for (const auto& element : exclude.elements) text += " " + plain(element.expression.text) + " with " + element.with;
  return text + " where " + plain(exclude.where) + deferral(exclude.deferral);
}

std::string content(const schema::Index& index) {
  std::string text = index.unique ? "unique index" : "index";
  for (const auto& column : index.columns) {
    text += " " + (column.is_expression() ? plain(column.name()) : column.name());
    if (column.is_descending()) text += " desc";
    if (column.nulls() == op::IndexColumn::Nulls::first) text += " nulls first";
    if (column.nulls() == op::IndexColumn::Nulls::last) text += " nulls last";
    if (column.length() > 0) text += " of " + std::to_string(column.length());
    if (!column.operator_class().empty()) text += " " + column.operator_class();
  }
  if (index.descending) text += " downwards";
  if (!index.where.empty()) text += " where " + plain(index.where);
  if (!index.include.empty()) text += " include " + list(index.include);
  if (!index.comment.empty()) text += " comment " + index.comment;
  return text;
}

/// Constraints of one kind, with the names that the other side gives to the same ones.
template <typename Constraint>
void add(std::vector<std::string>& lines, const std::vector<Constraint>& constraints,
         const std::vector<Constraint>& named) {
  for (const auto& constraint : constraints) {
    auto text = content(constraint);
    const auto same = std::find_if(named.begin(), named.end(), [&](const Constraint& other) {
      return content(other) == text && !other.name.empty();
    });
    if (same != named.end()) text += " named " + constraint.name;
    lines.push_back(text);
  }
}

std::string column_line(const schema::Column& column) {
  auto text = "column " + column.name + " " + column.type.text() + (column.nullable ? "" : " not null");
  if (column.server_default) text += " default " + said(*column.server_default);
  if (column.autoincrement) text += " autoincrement";
  if (column.identity) {
    text += column.identity->always ? " identity always" : " identity";
    text += " from " + std::to_string(column.identity->start.value_or(1)) + " by " +
            std::to_string(column.identity->increment.value_or(1));
  }
  if (column.computed) text += " computed " + plain(column.computed->sql) + (column.computed->stored ? " stored" : "");
  if (!column.comment.empty()) text += " comment " + column.comment;
  if (!column.collation.empty()) text += " collate " + column.collation;
  return text;
}

}  // namespace

std::vector<std::string> table_lines(const schema::Table& table, const schema::Table& named) {
  std::vector<std::string> lines;
  std::vector<std::string> rest;
  lines.push_back("table " + table.name.text() + (table.comment.empty() ? "" : " comment " + table.comment));
  for (const auto& column : table.columns) lines.push_back(column_line(column));
  if (table.primary_key) {
    const bool has_name = named.primary_key && !named.primary_key->name.empty();
    rest.push_back("primary key " + list(table.primary_key->columns) +
                   (has_name ? " named " + table.primary_key->name : ""));
  }
  add(rest, table.uniques, named.uniques);
  add(rest, table.foreign_keys, named.foreign_keys);
  add(rest, table.checks, named.checks);
  add(rest, table.excludes, named.excludes);
  add(rest, table.indexes, named.indexes);
  std::sort(rest.begin(), rest.end());
  lines.insert(lines.end(), rest.begin(), rest.end());
  return lines;
}

}  // namespace retort::conformance
