#include <algorithm>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/object_text.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/table_edits.hpp"
#include "ops/operation.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = ConstraintText::Kind;
using Word = op::ConstraintKind::Value;

bool is_of(Kind kind, Word word) noexcept {
  switch (word) {
    case Word::unique:
      return kind == Kind::unique;
    case Word::check:
      return kind == Kind::check;
    case Word::foreign_key:
      return kind == Kind::foreign_key;
    case Word::primary_key:
      return kind == Kind::primary_key;
    case Word::exclude:
      return false;
    case Word::unknown:
      return true;
  }
  return false;
}

/// The first constraint, of columns or of the table, that the test takes.
template <typename Test>
const ConstraintText* first_constraint(const TableText& table, Test&& test) {
  for (const auto& column : table.columns) {
    for (const auto& constraint : column.constraints) {
      if (test(constraint)) return &constraint;
    }
  }
  for (const auto& constraint : table.constraints) {
    if (test(constraint)) return &constraint;
  }
  return nullptr;
}

/// True if a constraint of the text is the one a value describes, names aside.
bool is_same(const TableText& table, const ConstraintText& text, const ops::AnyConstraint& value) {
  return std::visit(ops::Overloaded{[&](const schema::PrimaryKey& key) {
                                      return text.kind == Kind::primary_key && same_names(text.columns, key.columns);
                                    },
                                    [&](const schema::Unique& unique) {
                                      return text.kind == Kind::unique && same_names(text.columns, unique.columns);
                                    },
                                    [&](const schema::ForeignKey& key) {
                                      return text.kind == Kind::foreign_key && same_names(text.columns, key.columns) &&
                                             equal_ignoring_case(text.reference.referent.name, key.referent.name);
                                    },
                                    [&](const schema::Check& check) {
                                      return text.kind == Kind::check &&
                                             same_sql(text.expression.in(table.text), check.condition);
                                    },
                                    [](const schema::Exclude&) { return false; }},
                    value);
}

/// Where the item behind which something can be added ends.
std::size_t end_of_items(const TableText& table) {
  return table.constraints.empty() ? table.columns.back().span.end : table.constraints.back().span.end;
}

}  // namespace

std::string table_name(const TableText& table) {
  const auto name = table.name.in(table.text);
  std::string last;
  for (const auto& token : significant_tokens(name)) last = unquoted(token.in(name));
  return last;
}

std::string separator_of(const TableText& table) {
  const auto first = table.columns.front().span.begin;
  auto spaces = first;
  while (spaces > 0 && std::string_view(" \t\r\n").find(table.text[spaces - 1]) != std::string_view::npos) --spaces;
  const auto lead = std::string_view(table.text).substr(spaces, first - spaces);
  return lead.find('\n') == std::string_view::npos ? std::string(", ") : "," + std::string(lead);
}

TableText with_edits(const TableText& table, std::vector<Edit> edits) {
  return parse_create_table(edited(table.text, std::move(edits)), table_name(table));
}

TableText without_item(const TableText& table, Span item) {
  // The comma behind the item goes with it, or for the last one the comma before. Comments stay where they are.
  SqlLexer behind(table.text, {}, item.end);
  const auto next = behind.next_significant();
  const auto following = next.in(table.text);
  const bool comma_behind = following == ",";
  auto taken = removal(table.text, item);
  // An item with lines of its own leaves no empty line.
  const auto rest = comma_behind ? next.end : item.end;
  if (taken.span.begin > 0 && table.text[taken.span.begin - 1] == '\n' && rest < table.text.size() &&
      (table.text[rest] == '\n' || table.text[rest] == '\r')) {
    --taken.span.begin;
  }
  if (comma_behind) return with_edits(table, {taken, {{next.begin, next.end}, {}}});
  // Table constraints need no commas between them; then the one before belongs to what follows.
  if (following != ")") return with_edits(table, {taken});
  std::vector<Edit> edits{taken};
  Span comma;
  SqlLexer before(table.text);
  for (auto token = before.next_significant(); token.end <= item.begin && token.kind != SqlToken::Kind::end;
       token = before.next_significant()) {
    const bool is_comma = token.in(table.text) == ",";
    comma = is_comma ? Span{token.begin, token.end} : Span{};
  }
  if (!comma.empty()) edits.push_back({comma, {}});
  return with_edits(table, std::move(edits));
}

TableText with_constraint(const TableText& table, const std::string& definition) {
  const auto end = end_of_items(table);
  return with_edits(table, {{{end, end}, separator_of(table) + definition}});
}

TableText with_primary_key(const TableText& table, const schema::PrimaryKey& key, bool autoincrement) {
  if (table.primary_key() != nullptr) {
    refuse("invalid_operation", "table \"" + table_name(table) +
                                    "\" has a primary key; drop that first, in the same batch, with "
                                    "drop_constraint(name, op::primary_key)");
  }
  auto result = table;
  for (const auto& name : key.columns) {
    ops::AlterColumn change;
    change.column = name;
    change.nullable = false;
    result = with_changed_column(result, change);
  }
  result = with_constraint(result, primary_key_text(key));
  if (autoincrement) {
    const auto place = result.primary_key()->autoincrement_span;
    result = with_edits(result, {{place, " AUTOINCREMENT"}});
  }
  return result;
}

const ConstraintText* find_constraint(const TableText& table, const ops::DropConstraint& drop) {
  if (!drop.name.empty()) {
    const auto* named = first_constraint(table, [&](const ConstraintText& each) {
      return is_of(each.kind, drop.kind) && !each.name.empty() && equal_ignoring_case(each.name, drop.name);
    });
    if (named != nullptr) return named;
  }
  if (drop.existing) {
    const auto* same = first_constraint(table, [&](const ConstraintText& each) {
      return each.name.empty() && is_of(each.kind, drop.kind) && is_same(table, each, *drop.existing);
    });
    if (same != nullptr) return same;
  }
  // There is one primary key at most, so one without a name can be meant by any.
  const auto* key = table.primary_key();
  return drop.kind == Word::primary_key && key != nullptr && (key->name.empty() || drop.name.empty()) ? key : nullptr;
}

TableText without_constraint(const TableText& table, const ConstraintText& constraint) {
  const bool of_table = std::any_of(table.constraints.begin(), table.constraints.end(),
                                    [&](const ConstraintText& each) { return &each == &constraint; });
  if (of_table) return without_item(table, constraint.span);
  return with_edits(table, {removal(table.text, constraint.span)});
}

TableText with_renamed_constraint(const TableText& table, const ops::RenameConstraint& rename) {
  const auto* constraint = first_constraint(table, [&](const ConstraintText& each) {
    return !each.name.empty() && equal_ignoring_case(each.name, rename.name);
  });
  if (constraint == nullptr) {
    refuse("unknown_constraint", "table \"" + table_name(table) + "\" has no constraint named \"" + rename.name +
                                     "\"; one without a name is dropped and created anew");
  }
  return with_edits(table, {{constraint->name_span, quote(rename.new_name)}});
}

}  // namespace retort::dialect::sqlite
