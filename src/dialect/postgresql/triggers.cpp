#include "dialect/postgresql/triggers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "core/sql_lexer.hpp"
#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/postgresql/expressions.hpp"
#include "dialect/postgresql/objects.hpp"
#include "dialect/postgresql/quoting.hpp"

namespace retort::dialect::postgresql {

namespace {

const std::string& body_of(const schema::Trigger& trigger) {
  return text_for(trigger.body, "postgresql", "the body of trigger \"" + trigger.name + "\"");
}

bool is_word(const std::vector<SqlToken>& tokens, std::size_t i, std::string_view text, std::string_view word) {
  return i < tokens.size() && equal_ignoring_case(tokens[i].in(text), word);
}

bool is_call(const std::vector<SqlToken>& tokens, std::string_view text) {
  return is_word(tokens, 0, text, "EXECUTE") &&
         (is_word(tokens, 1, text, "FUNCTION") || is_word(tokens, 1, text, "PROCEDURE"));
}

/// `table_trigger`, which is unique in a schema as triggers are on a table; cut and numbered by its content when that
/// is too long.
std::string function_name(const schema::Trigger& trigger) {
  auto name = trigger.table.name + "_" + trigger.name;
  if (name.size() <= kMaxIdentifier) return name;
  std::uint32_t hash = 2166136261U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  std::array<char, 8> digits{};
  for (auto& digit : digits) {
    digit = "0123456789abcdef"[hash & 0xFU];
    hash >>= 4U;
  }
  auto end = kMaxIdentifier - digits.size() - 1;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end) + "_" + std::string(digits.data(), digits.size());
}

/// A block of PL/pgSQL of what a program gives as a trigger's body: a block already, or the statements of one. A body
/// that returns nothing lets the row pass.
std::string block(const schema::Trigger& trigger) {
  const auto& body = body_of(trigger);
  const auto tokens = significant_tokens(body, syntax());
  const bool whole =
      is_word(tokens, 0, body, "BEGIN") || is_word(tokens, 0, body, "DECLARE") || is_word(tokens, 0, body, "<");
  if (whole) return body;
  const bool ended = tokens.empty() || tokens.back().in(body) == ";";
  const bool row_passes = trigger.timing != schema::Trigger::Timing::after && !trigger.for_each_statement;
  return "BEGIN\n" + body + (ended ? "" : "\n;") + "\nRETURN " + (row_passes ? "COALESCE(NEW, OLD)" : "NULL") +
         ";\nEND";
}

std::string trigger_text(const schema::Trigger& trigger, const std::string& call) {
  auto sql = builder();
  using Timing = schema::Trigger::Timing;
  sql.raw("CREATE TRIGGER ").name(std::string_view(trigger.name));
  sql.raw(trigger.timing == Timing::before ? " BEFORE " : trigger.timing == Timing::after ? " AFTER " : " INSTEAD OF ");
  std::string_view separator;
  const auto event = [&](bool fires, std::string_view word) {
    if (!fires) return;
    sql.raw(separator).raw(word);
    separator = " OR ";
  };
  event(trigger.on_insert, "INSERT");
  event(trigger.on_delete, "DELETE");
  event(trigger.on_update, "UPDATE");
  if (trigger.on_update && !trigger.update_of.empty()) {
    sql.raw(" OF ").list(trigger.update_of, [&](const std::string& column) { sql.name(std::string_view(column)); });
  }
  sql.raw(" ON ").name(trigger.table).raw(trigger.for_each_statement ? " FOR EACH STATEMENT" : " FOR EACH ROW");
  if (!trigger.when.empty()) {
    sql.raw(" WHEN ");
    append_parenthesized(sql, trigger.when);
  }
  return sql.raw(" ").raw(call).take();
}

}  // namespace

bool has_own_function(const schema::Trigger& trigger) {
  const auto* body = trigger.body.find("postgresql");
  return body != nullptr && !is_call(significant_tokens(*body, syntax()), *body);
}

void canonicalize(schema::Trigger& trigger) {
  if (!trigger.when.empty()) trigger.when = canonical_expression(trigger.when);
  if (has_own_function(trigger)) return;
  // A call: the server says FUNCTION, and PROCEDURE is the older word.
  const auto& body = body_of(trigger);
  const auto tokens = significant_tokens(body, syntax());
  if (is_call(tokens, body)) trigger.body = SqlText("EXECUTE FUNCTION " + body.substr(tokens[2].begin));
}

schema::Trigger normalized(const schema::Trigger& trigger) {
  create_trigger_texts(trigger, false);  // refuses what cannot be created
  auto normal = trigger;
  normal.body = SqlText(has_own_function(trigger) ? block(trigger) : body_of(trigger));
  canonicalize(normal);
  return normal;
}

std::vector<std::string> create_trigger_texts(const schema::Trigger& trigger, bool if_not_exists) {
  if (!trigger.on_insert && !trigger.on_update && !trigger.on_delete) {
    refuse("invalid_operation", "the trigger has no event; add on_insert(), on_update() or on_delete()");
  }
  const auto& body = body_of(trigger);
  std::vector<std::string> texts;
  std::string call;
  if (has_own_function(trigger)) {
    const auto function = quote(schema::QualifiedName{trigger.table.schema, function_name(trigger)}) + "()";
    texts.push_back("CREATE FUNCTION " + function + " RETURNS trigger LANGUAGE plpgsql AS " +
                    dollar_quoted("\n" + block(trigger) + "\n"));
    texts.push_back("COMMENT ON FUNCTION " + function + " IS " + literal(Value(std::string(kTriggerMark))));
    call = "EXECUTE FUNCTION " + function;
  } else {
    const auto statements = split_statements(body, syntax());
    if (statements.size() != 1) refuse("several_statements", "a trigger executes one function; give one call");
    call = std::string(statements.front());
  }
  texts.push_back(trigger_text(trigger, call));
  if (!if_not_exists) return texts;
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ";\n  ") + text;
  return {unless_exists(all, "duplicate_object OR duplicate_function")};
}

std::string drop_trigger_text(const std::string& trigger, const schema::QualifiedName& table, bool if_exists) {
  const auto name = quote(trigger);
  const auto on = quote(table);
  std::string body = "\nDECLARE\n  made regprocedure;\nBEGIN\n";
  body += "  SELECT tgfoid INTO made FROM pg_trigger WHERE tgrelid = to_regclass(" + literal(Value(on)) +
          ") AND tgname = " + literal(Value(trigger)) +
          " AND obj_description(tgfoid, 'pg_proc') = " + literal(Value(std::string(kTriggerMark))) + ";\n";
  body += "  DROP TRIGGER " + std::string(if_exists ? "IF EXISTS " : "") + name + " ON " + on + ";\n";
  body += "  IF made IS NOT NULL THEN\n    EXECUTE 'DROP FUNCTION ' || made;\n  END IF;\nEND\n";
  return "DO " + dollar_quoted(body);
}

}  // namespace retort::dialect::postgresql
