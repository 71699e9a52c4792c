#include "dialect/firebird/objects.hpp"

#include <algorithm>

#include "core/sql_lexer.hpp"
#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/quoting.hpp"

namespace retort::dialect::firebird {

namespace {

using Nulls = op::IndexColumn::Nulls;

void check_element(const op::IndexColumn& column, bool descending) {
  if (!column.collation().empty()) {
    unsupported("an index of Firebird sorts as its column does; give the collation to the column \"" + column.name() +
                "\"");
  }
  // NULL is the smallest value.
  if (column.nulls() != Nulls::unspecified && (column.nulls() == Nulls::first) == descending) {
    unsupported("an index of Firebird has NULL first when ascending and last when descending; leave out " +
                std::string(column.nulls() == Nulls::first ? "nulls_first()" : "nulls_last()") + " for \"" +
                column.name() + "\"");
  }
}

/// The whole index has one direction.
bool is_descending(const schema::Index& index) {
  const auto count = std::count_if(index.columns.begin(), index.columns.end(),
                                   [](const op::IndexColumn& column) { return column.is_descending(); });
  if (count == 0) return index.descending;
  if (static_cast<std::size_t>(count) != index.columns.size()) {
    unsupported("an index of Firebird runs in one direction; make all columns of \"" + index.name +
                "\" descending, or none, or make two indexes");
  }
  return true;
}

std::string_view last_token(const std::string& text) {
  const auto tokens = significant_tokens(text, SqlSyntax::of("firebird"));
  return tokens.empty() ? std::string_view() : tokens.back().in(text);
}

bool declares(const std::string& body) {
  const auto tokens = significant_tokens(body, SqlSyntax::of("firebird"));
  return !tokens.empty() && equal_ignoring_case(tokens.front().in(body), "DECLARE");
}

void append_comment(SqlBuilder& sql, const std::string& comment) {
  if (comment.empty()) {
    sql.raw(" IS NULL");
  } else {
    sql.raw(" IS ").literal(Value(comment));
  }
}

[[noreturn]] void no_bounds(const schema::QualifiedName& sequence) {
  unsupported("sequences of Firebird have no bounds; leave out min_value(), max_value() and cycle() for \"" +
              sequence.text() + "\"");
}

}  // namespace

std::string create_index_text(const schema::Index& index, const schema::QualifiedName& table) {
  if (!index.where.empty()) {
    unsupported("Firebird 3 has no partial indexes; leave out where() of \"" + index.name +
                "\", or index an expression that is NULL for the other rows");
  }
  refuse_nulls_not_distinct(index.nulls_not_distinct, index.name, "Firebird");
  const bool descending = is_descending(index);
  auto sql = builder();
  sql.raw(index.unique ? "CREATE UNIQUE " : "CREATE ").raw(descending ? "DESCENDING INDEX " : "INDEX ");
  append_name(sql, {{}, index.name});
  sql.raw(" ON ");
  append_name(sql, table);
  for (const auto& column : index.columns) check_element(column, descending);
  const bool expression = std::any_of(index.columns.begin(), index.columns.end(),
                                      [](const op::IndexColumn& column) { return column.is_expression(); });
  if (expression) {
    if (index.columns.size() != 1) {
      unsupported("an index of Firebird is over columns or over one expression; put what \"" + index.name +
                  "\" is over into one expression, or make two indexes");
    }
    sql.raw(" COMPUTED BY ");
    append_parenthesized(sql, index.columns.front().name());
    return sql.take();
  }
  // The rest that an index may say (method, include, concurrently ...) is advice to other databases.
  sql.raw(" (");
  sql.list(index.columns, [&](const op::IndexColumn& column) { sql.name(std::string_view(column.name())); });
  return sql.raw(")").raw(native_text(index.native, "firebird")).take();
}

std::string trigger_source(const schema::Trigger& trigger) {
  const auto& body = text_for(trigger.body, "firebird", "the body of trigger \"" + trigger.name + "\"");
  auto sql = builder();
  sql.raw("AS\n");
  if (declares(body)) {
    if (!trigger.when.empty()) {
      unsupported(
          "a body with DECLARE is the whole body of a trigger of Firebird; write the condition of when() into "
          "its BEGIN ... END");
    }
    return sql.raw(body).take();
  }
  sql.raw("BEGIN\n");
  if (!trigger.when.empty()) {
    sql.raw("IF ");
    append_parenthesized(sql, trigger.when);
    sql.raw(" THEN\nBEGIN\n");
  }
  sql.raw(body);
  // On a line of its own, as the body may end in a comment. A block has no semicolon behind it.
  const auto last = last_token(body);
  sql.raw(last == ";" || equal_ignoring_case(last, "END") ? "\n" : "\n;\n");
  if (!trigger.when.empty()) sql.raw("END\n");
  return sql.raw("END").take();
}

std::string trigger_body(const std::string& source) {
  const auto tokens = significant_tokens(source, SqlSyntax::of("firebird"));
  const auto is = [&](std::size_t i, std::string_view word) {
    return i < tokens.size() && equal_ignoring_case(tokens[i].in(source), word);
  };
  const std::size_t first = is(0, "AS") ? 1 : 0;
  if (tokens.size() < first + 2) return source;
  if (!is(first, "BEGIN") || !is(tokens.size() - 1, "END")) {
    return source.substr(tokens[first].begin, tokens.back().end - tokens[first].begin);
  }
  const auto text = source.substr(tokens[first].end, tokens.back().begin - tokens[first].end);
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string create_trigger_text(const schema::Trigger& trigger) {
  if (!trigger.on_insert && !trigger.on_update && !trigger.on_delete) {
    refuse("invalid_operation", "the trigger has no event; add on_insert(), on_update() or on_delete()");
  }
  if (trigger.for_each_statement) {
    unsupported("triggers of Firebird fire for each row; leave out for_each_statement()");
  }
  if (!trigger.update_of.empty()) {
    unsupported("a trigger of Firebird fires for all columns; use on_update() with when(\"NEW." +
                trigger.update_of.front() + " IS DISTINCT FROM OLD." + trigger.update_of.front() + "\")");
  }
  auto sql = builder();
  sql.raw("CREATE TRIGGER ");
  append_name(sql, {{}, trigger.name});
  // On a view a trigger that fires before takes the place of the change, as INSTEAD OF does elsewhere.
  sql.raw(trigger.timing == schema::Trigger::Timing::after ? " ACTIVE AFTER " : " ACTIVE BEFORE ");
  std::vector<std::string_view> events;
  if (trigger.on_insert) events.emplace_back("INSERT");
  if (trigger.on_update) events.emplace_back("UPDATE");
  if (trigger.on_delete) events.emplace_back("DELETE");
  sql.list(
      events, [&](std::string_view event) { sql.raw(event); }, " OR ");
  sql.raw(" ON ");
  append_name(sql, trigger.table);
  return sql.raw("\n").raw(trigger_source(trigger)).take();
}

std::string view_text(std::string_view beginning, const schema::View& view) {
  if (view.materialized) {
    unsupported("Firebird has no materialized views; use a view, or a table that triggers keep up to date");
  }
  auto sql = builder();
  sql.raw(beginning).raw(" ");
  append_name(sql, view.name);
  return sql.raw(" AS ").raw(text_for(view.query, "firebird", "view \"" + view.name.text() + "\"")).take();
}

std::string create_sequence_text(const schema::Sequence& sequence) {
  if (sequence.min_value || sequence.max_value || sequence.cycle) no_bounds(sequence.name);
  const auto increment = sequence.increment.value_or(1);
  auto sql = builder();
  sql.raw("CREATE SEQUENCE ");
  append_name(sql, sequence.name);
  // Firebird 3 begins one step behind START WITH.
  if (sequence.start || increment != 1) {
    sql.raw(" START WITH " + std::to_string(start_before(sequence.start.value_or(1), increment)));
  }
  if (increment != 1) sql.raw(" INCREMENT BY " + std::to_string(increment));
  return sql.take();
}

std::string alter_sequence_text(const ops::AlterSequence& change) {
  const auto says = [](const ops::AlterSequence::Number& number) { return number && *number; };
  if (says(change.min_value) || says(change.max_value) || change.cycle.value_or(false)) no_bounds(change.name);
  check_schema(change.name);
  const auto name = quote(change.name.name);
  // INITIAL is where Firebird 3 stands before the first number, one step behind it. RESTART is the only way to change
  // it, and would lose the number that the sequence has reached; one that has not been used yet stands a step behind
  // its first number, whatever the step is.
  std::string text =
      "EXECUTE BLOCK AS\n"
      "  DECLARE INITIAL BIGINT;\n"
      "  DECLARE STEP BIGINT;\n"
      "  DECLARE NEW_STEP BIGINT;\n"
      "  DECLARE REACHED BIGINT;\n"
      "BEGIN\n"
      "  SELECT RDB$INITIAL_VALUE, RDB$GENERATOR_INCREMENT FROM RDB$GENERATORS WHERE RDB$GENERATOR_NAME = ";
  text += text_literal(stored_name(change.name.name)) + "\n    INTO :INITIAL, :STEP;\n";
  text += "  REACHED = GEN_ID(" + name + ", 0);\n";
  text += "  NEW_STEP = " + (change.increment ? std::to_string(change.increment->value_or(1)) : std::string("STEP")) +
          ";\n";
  text += "  IF (REACHED = INITIAL) THEN REACHED = INITIAL + STEP - NEW_STEP;\n";
  text += "  INITIAL = " + (change.start ? std::to_string(change.start->value_or(1)) : std::string("INITIAL + STEP")) +
          " - NEW_STEP;\n";
  text += "  EXECUTE STATEMENT " + text_literal("ALTER SEQUENCE " + name + " RESTART WITH ") +
          " || INITIAL || ' INCREMENT BY ' || NEW_STEP;\n";
  return text + "  EXECUTE STATEMENT " + text_literal("SET GENERATOR " + name + " TO ") + " || REACHED;\nEND";
}

std::string table_comment_text(const schema::QualifiedName& table, const std::string& comment) {
  auto sql = builder();
  sql.raw("COMMENT ON TABLE ");
  append_name(sql, table);
  append_comment(sql, comment);
  return sql.take();
}

std::string column_comment_text(const schema::QualifiedName& table, const std::string& column,
                                const std::string& comment) {
  auto sql = builder();
  sql.raw("COMMENT ON COLUMN ");
  append_name(sql, table);
  sql.raw(".").name(std::string_view(column));
  append_comment(sql, comment);
  return sql.take();
}

std::string index_comment_text(const std::string& index, const std::string& comment) {
  auto sql = builder();
  sql.raw("COMMENT ON INDEX ").name(std::string_view(index));
  append_comment(sql, comment);
  return sql.take();
}

std::vector<std::string> after_table_texts(const schema::Table& table) {
  std::vector<std::string> texts;
  for (const auto& index : table.indexes) texts.push_back(create_index_text(index, table.name));
  if (!table.comment.empty()) texts.push_back(table_comment_text(table.name, table.comment));
  for (const auto& column : table.columns) {
    if (!column.comment.empty()) texts.push_back(column_comment_text(table.name, column.name, column.comment));
  }
  for (const auto& index : table.indexes) {
    if (!index.comment.empty()) texts.push_back(index_comment_text(index.name, index.comment));
  }
  return texts;
}

}  // namespace retort::dialect::firebird
