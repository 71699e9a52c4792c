#include "dialect/mysql/objects.hpp"

#include <limits>

#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/sequences.hpp"

namespace retort::dialect::mysql {

namespace {

bool ends_in_semicolon(const std::string& text, const Server& server) {
  const auto tokens = significant_tokens(text, syntax_of(server));
  return !tokens.empty() && tokens.back().in(text) == ";";
}

void append_number(SqlBuilder& sql, std::string_view words, const std::optional<std::int64_t>& number) {
  if (number) sql.raw(words).raw(std::to_string(*number));
}

}  // namespace

std::string trigger_action_text(const schema::Trigger& trigger, const Server& server) {
  const auto& body = text_for(trigger.body, "mysql", "the body of trigger \"" + trigger.name + "\"");
  auto sql = builder();
  sql.raw("BEGIN\n");
  if (!trigger.when.empty()) {
    sql.raw("IF ");
    append_parenthesized(sql, trigger.when);
    sql.raw(" THEN\n");
  }
  sql.raw(body);
  // On a line of its own, as the body may end in a comment.
  if (!ends_in_semicolon(body, server)) sql.raw("\n;");
  if (!trigger.when.empty()) sql.raw("\nEND IF;");
  return sql.raw("\nEND").take();
}

std::string trigger_body(const std::string& action, const Server& server) {
  const auto tokens = significant_tokens(action, syntax_of(server));
  if (tokens.size() < 2 || !equal_ignoring_case(tokens.front().in(action), "BEGIN") ||
      !equal_ignoring_case(tokens.back().in(action), "END")) {
    return action;
  }
  const auto text = action.substr(tokens.front().end, tokens.back().begin - tokens.front().end);
  const auto begin = text.find_first_not_of(" \n\r\t");
  const auto end = text.find_last_not_of(" \n\r\t");
  return begin == std::string::npos ? std::string() : text.substr(begin, end + 1 - begin);
}

std::string create_trigger_text(const schema::Trigger& trigger, bool if_not_exists, const Server& server) {
  using Timing = schema::Trigger::Timing;
  const int events = (trigger.on_insert ? 1 : 0) + (trigger.on_update ? 1 : 0) + (trigger.on_delete ? 1 : 0);
  if (events == 0) {
    refuse("invalid_operation", "the trigger has no event; add on_insert(), on_update() or on_delete()");
  }
  if (events > 1) {
    unsupported("a trigger of MySQL has one event; create one trigger for each, under names of their own");
  }
  if (trigger.for_each_statement) {
    unsupported("triggers of MySQL fire for each row; leave out for_each_statement()");
  }
  if (trigger.timing == Timing::instead_of) {
    unsupported("MySQL has no INSTEAD OF triggers; write to the tables behind the view");
  }
  if (!trigger.update_of.empty()) {
    unsupported("a trigger of MySQL fires for every UPDATE; use on_update(), and compare NEW with OLD in the body");
  }
  if (if_not_exists && !server.has_conditional_triggers()) {
    unsupported("this server has no CREATE TRIGGER IF NOT EXISTS; leave out if_not_exists()");
  }
  auto sql = builder();
  sql.raw("CREATE TRIGGER ");
  if (if_not_exists) sql.raw("IF NOT EXISTS ");
  sql.name(schema::QualifiedName{trigger.table.schema, trigger.name});
  sql.raw(trigger.timing == Timing::before ? " BEFORE " : " AFTER ");
  sql.raw(trigger.on_insert ? "INSERT" : trigger.on_delete ? "DELETE" : "UPDATE");
  sql.raw(" ON ").name(trigger.table).raw(" FOR EACH ROW ").raw(trigger_action_text(trigger, server));
  return sql.take();
}

std::string create_view_text(const schema::View& view, bool if_not_exists, bool replace, const Server& server) {
  if (view.materialized) {
    unsupported("MySQL has no materialized views; use a view, or a table that triggers keep up to date");
  }
  if (if_not_exists && !server.has_conditional_views()) {
    unsupported("this server has no CREATE VIEW IF NOT EXISTS; leave out if_not_exists(), or use replace_view");
  }
  auto sql = builder();
  sql.raw(replace ? "CREATE OR REPLACE" : "CREATE").raw(native_text(view.native, "mysql")).raw(" VIEW ");
  if (if_not_exists) sql.raw("IF NOT EXISTS ");
  sql.name(view.name).raw(" AS ");
  return sql.raw(text_for(view.query, "mysql", "view \"" + view.name.text() + "\"")).take();
}

void no_sequences(const schema::QualifiedName& name) {
  unsupported("MySQL has no sequences (\"" + name.text() + "\"), MariaDB 10.3 has; use autoincrement()");
}

std::string create_sequence_text(const schema::Sequence& sequence, bool if_not_exists, const Server& server) {
  if (!server.has_sequences()) no_sequences(sequence.name);
  auto sql = builder();
  sql.raw("CREATE SEQUENCE ");
  if (if_not_exists) sql.raw("IF NOT EXISTS ");
  sql.name(sequence.name);
  append_number(sql, " START WITH ", sequence.start);
  append_number(sql, " INCREMENT BY ", sequence.increment);
  append_number(sql, " MINVALUE ", sequence.min_value);
  append_number(sql, " MAXVALUE ", sequence.max_value);
  if (sequence.cycle) sql.raw(" CYCLE");
  return sql.take();
}

std::string alter_sequence_text(const ops::AlterSequence& change, const schema::Sequence* known) {
  constexpr SequenceForm kForm{.no_cycle = " NOCYCLE",
                               .least = std::numeric_limits<std::int64_t>::min() + 1,
                               .most = std::numeric_limits<std::int64_t>::max() - 1};
  auto sql = builder();
  sql.raw("ALTER SEQUENCE ").name(change.name).raw(alter_sequence_options(change, known, kForm));
  return sql.take();
}

}  // namespace retort::dialect::mysql
