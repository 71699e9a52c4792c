#include "dialect/clauses.hpp"

#include <algorithm>
#include <initializer_list>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"

namespace retort::dialect {

namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) noexcept {
  return std::any_of(words.begin(), words.end(), [&](auto each) { return equal_ignoring_case(word, each); });
}

}  // namespace

std::string_view action_text(op::ReferentialAction action) noexcept {
  using Action = op::ReferentialAction;
  switch (action) {
    case Action::unspecified:
      return {};
    case Action::no_action:
      return "NO ACTION";
    case Action::restrict_:
      return "RESTRICT";
    case Action::cascade:
      return "CASCADE";
    case Action::set_null:
      return "SET NULL";
    case Action::set_default:
      return "SET DEFAULT";
  }
  return {};
}

void append_parenthesized(SqlBuilder& sql, std::string_view text) {
  sql.raw("(").raw(text);
  if (text.find("--") != std::string_view::npos) sql.raw("\n");
  sql.raw(")");
}

DefaultForm default_form(std::string_view sql) {
  const auto tokens = significant_tokens(sql);
  if (tokens.empty()) refuse("invalid_value", "a server default is empty SQL; use drop_server_default() for none");
  using Kind = SqlToken::Kind;
  const auto first = tokens.front().in(sql);
  if (tokens.size() == 2 && (first == "-" || first == "+") && tokens[1].kind == Kind::number) {
    return DefaultForm::constant;
  }
  if (tokens.size() == 1) {
    const auto kind = tokens.front().kind;
    if (kind == Kind::number || kind == Kind::text || kind == Kind::bytes) return DefaultForm::constant;
    if (is_one_of(first, {"NULL", "TRUE", "FALSE"})) return DefaultForm::constant;
    if (is_one_of(first, {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"})) return DefaultForm::bare;
  }
  if (first != "(" || tokens.front().begin != 0 || tokens.back().end != sql.size()) return DefaultForm::expression;
  int depth = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto text = tokens[i].in(sql);
    if (text == "(") ++depth;
    if (text == ")" && --depth == 0)
      return i + 1 == tokens.size() ? DefaultForm::parenthesized : DefaultForm::expression;
  }
  return DefaultForm::expression;
}

std::string native_text(const SqlText& native, std::string_view dialect) {
  const auto* words = native.find(dialect);
  if (words == nullptr || words->empty()) return {};
  // What follows would be a part of the comment.
  const bool comment = words->find("--") != std::string::npos;
  return " " + *words + (comment ? "\n" : "");
}

void refuse_empty_table(const schema::Table& table, std::string_view database) {
  if (!table.columns.empty()) return;
  if (table.options.postgresql_inherits.empty()) {
    refuse("empty_table", "the table has no columns; describe at least one, such as t.integer(\"id\")");
  }
  unsupported(std::string(database) + " has no inheritance of tables; repeat the columns in \"" + table.name.text() +
              "\"");
}

void refuse_nulls_not_distinct(bool nulls_not_distinct, const std::string& name, std::string_view database) {
  if (!nulls_not_distinct) return;
  unsupported("two NULLs are never the same to " + std::string(database) + "; leave out nulls_not_distinct() of " +
              (name.empty() ? std::string("the unique constraint") : "\"" + printable(name) + "\"") +
              ", or make its columns not_null()");
}

const std::string& text_for(const SqlText& text, std::string_view dialect, const std::string& what) {
  const auto* found = text.find(dialect);
  if (found == nullptr) {
    const std::string name(dialect);
    unsupported(what + " has no SQL for " + name + "; give one for \"" + name + "\", or one for \"*\"");
  }
  return *found;
}

}  // namespace retort::dialect
