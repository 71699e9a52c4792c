#include "dialect/sqlite/table_text.hpp"

#include <algorithm>

#include "core/sql_lexer.hpp"

namespace retort::dialect::sqlite {

namespace {

const ConstraintText* find_kind(const std::vector<ConstraintText>& constraints, ConstraintText::Kind kind) noexcept {
  const auto found =
      std::find_if(constraints.begin(), constraints.end(), [&](const auto& c) { return c.kind == kind; });
  return found == constraints.end() ? nullptr : &*found;
}

}  // namespace

const ConstraintText* ColumnText::find(ConstraintText::Kind kind) const noexcept {
  return find_kind(constraints, kind);
}

const ColumnText* TableText::find_column(std::string_view column) const noexcept {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const auto& each) { return equal_ignoring_case(each.name, column); });
  return found == columns.end() ? nullptr : &*found;
}

const ConstraintText* TableText::primary_key() const noexcept {
  for (const auto& column : columns) {
    if (const auto* key = column.find(ConstraintText::Kind::primary_key)) return key;
  }
  return find_kind(constraints, ConstraintText::Kind::primary_key);
}

std::vector<const ConstraintText*> TableText::foreign_keys() const {
  std::vector<const ConstraintText*> keys;
  const auto collect = [&](const std::vector<ConstraintText>& from) {
    for (const auto& constraint : from) {
      if (constraint.kind == ConstraintText::Kind::foreign_key) keys.push_back(&constraint);
    }
  };
  for (const auto& column : columns) collect(column.constraints);
  collect(constraints);
  return keys;
}

const ColumnText* TableText::rowid_column() const noexcept {
  const auto* key = primary_key();
  if (without_rowid || key == nullptr || key->columns.size() != 1) return nullptr;
  const auto* column = find_column(key->columns.front());
  if (column == nullptr || !equal_ignoring_case(column->type.in(text), "INTEGER")) return nullptr;
  // "INTEGER PRIMARY KEY DESC" in a column is no rowid, a bug SQLite keeps; in a table constraint it is one.
  return key->descending ? nullptr : column;
}

std::string edited(const std::string& text, std::vector<Edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    // An insertion before a removal that begins at its place.
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end < b.span.end;
  });
  std::string result;
  std::size_t place = 0;
  for (const auto& edit : edits) {
    result.append(text, place, edit.span.begin - place);
    result += edit.replacement;
    place = edit.span.end;
  }
  return result.append(text, place, std::string::npos);
}

Edit removal(const std::string& text, Span span) {
  while (span.begin > 0 && (text[span.begin - 1] == ' ' || text[span.begin - 1] == '\t')) --span.begin;
  // DEFAULT 'x'NOT NULL: the spaces before may have been what kept its neighbours apart.
  const bool glued = span.end < text.size() && std::string_view(" \t\r\n,)").find(text[span.end]) == std::string::npos;
  return {span, glued ? " " : ""};
}

}  // namespace retort::dialect::sqlite
