#include "runtime/journal.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "runtime/own_tables.hpp"

namespace retort::runtime {

namespace {

using State = JournalEntry::State;

/// Counted up when an older program could not understand what is written.
constexpr std::string_view kFormat = "1";

constexpr std::array kStates = {
    std::pair{State::ready, std::string_view("ready")}, std::pair{State::started, std::string_view("started")},
    std::pair{State::failed, std::string_view("failed")}, std::pair{State::finished, std::string_view("finished")}};

/// The columns, in the order in which they are read.
constexpr std::string_view kColumns =
    "format, run, revision, direction, step, total, statement, state, plan_hash, done_hash, step_hash, pre_state, "
    "statements, rows_before, owner, started, error";

schema::Table table_of_journal(const schema::QualifiedName& name) {
  constexpr int kWord = 20;
  constexpr int kName = 64;
  constexpr int kId = 255;
  constexpr int kLine = 200;
  const auto column = [](const char* column_name, Type type, bool nullable = false) {
    return schema::Column{.name = column_name, .type = std::move(type), .nullable = nullable};
  };
  schema::Table table{.name = name};
  table.columns = {column("run", op::string(kName)),
                   column("format", op::integer()),
                   column("revision", op::string(kId)),
                   column("direction", op::string(kWord)),
                   column("step", op::integer()),
                   column("total", op::integer()),
                   column("statement", op::integer()),
                   column("state", op::string(kWord)),
                   column("plan_hash", op::string(kName)),
                   column("done_hash", op::string(kName)),
                   column("step_hash", op::string(kName)),
                   column("pre_state", op::text(), true),
                   column("statements", op::text(), true),
                   column("rows_before", op::text(), true),
                   column("owner", op::string(kLine), true),
                   column("started", op::string(kWord), true),
                   column("changed", op::string(kWord), true),
                   column("error", op::text(), true)};
  table.primary_key = schema::PrimaryKey{name.name + "_pkc", {"run"}};
  return table;
}

std::string columns_of(const dialect::Dialect& dialect) {
  std::string list;
  std::string_view rest = kColumns;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(", "), rest.size());
    if (!list.empty()) list += ", ";
    list += dialect.quote(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return list;
}

std::size_t number(const std::optional<std::string>& text) {
  std::size_t value = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

[[noreturn]] void fail_as_damaged(const std::string& table, const std::string& what) {
  throw StateError("the journal " + table + " holds " + what +
                       ", which no run has written; look at its rows, see which migration was begun, and delete what "
                       "does not belong there",
                   {.code = "journal_damaged"});
}

}  // namespace

std::string_view word_of(State state) noexcept {
  return std::find_if(kStates.begin(), kStates.end(), [&](const auto& each) { return each.first == state; })->second;
}

Journal::Journal(const dialect::Dialect& dialect, const MigratorOptions& options)
    : dialect_(&dialect),
      place_{options.version_schema, journal_name(options.version_table)},
      name_(qualified(dialect, place_)) {}

std::string Journal::create_sql() const { return create_table_sql(*dialect_, table_of_journal(place_)); }

bool Journal::exists(Connection& connection, const BeginOptions& lock) const {
  return connection.query_existing("SELECT COUNT(*) FROM " + name_, lock).has_value();
}

std::optional<JournalEntry> Journal::in_flight(Connection& connection, const BeginOptions& lock) const {
  const auto where = " FROM " + name_ + " WHERE " + dialect_->quote("state") + " <> " + literal("finished");
  const auto found = connection.query_existing("SELECT " + dialect_->quote("format") + where, lock);
  if (!found || found->empty()) return std::nullopt;
  for (const auto& format : *found) {
    if (format == kFormat) continue;
    throw StateError("a newer program has begun a migration of this database and entered it in " + name_ +
                         " in a way (" + format + ") that this one does not know; finish it with the newer program",
                     {.code = "newer_journal"});
  }
  const auto rows = connection.rows("SELECT " + columns_of(*dialect_) + where);
  if (rows.empty()) return std::nullopt;
  if (rows.size() > 1) fail_as_damaged(name_, std::to_string(rows.size()) + " unfinished migrations");
  const auto& row = rows.front();
  const auto text = [&](std::size_t column) { return row[column].value_or(std::string()); };
  JournalEntry entry;
  std::size_t next = 1;
  entry.run = text(next++);
  entry.revision = text(next++);
  const auto direction = text(next++);
  entry.step = number(row[next++]);
  entry.total = number(row[next++]);
  entry.statement = number(row[next++]);
  const auto state = text(next++);
  entry.plan_hash = text(next++);
  entry.done_hash = text(next++);
  entry.step_hash = text(next++);
  entry.pre_state = text(next++);
  entry.statements = text(next++);
  entry.rows_before = text(next++);
  entry.owner = text(next++);
  entry.started = text(next++);
  entry.error = text(next++);
  const auto known =
      std::find_if(kStates.begin(), kStates.end(), [&](const auto& each) { return each.second == state; });
  if (known == kStates.end()) fail_as_damaged(name_, "the state \"" + state + "\"");
  entry.state = known->first;
  if (direction != "upgrade" && direction != "downgrade") fail_as_damaged(name_, "the direction \"" + direction + "\"");
  if (direction == "downgrade") entry.direction = graph::Direction::downgrade;
  if (entry.step == 0 || entry.step > entry.total + 1) {
    fail_as_damaged(name_, "step " + std::to_string(entry.step) + " of " + std::to_string(entry.total));
  }
  return entry;
}

std::string Journal::literal(std::string_view text) const { return dialect_->literal(Value(text)); }

void Journal::insert(Connection& connection, const JournalEntry& entry) const {
  const auto direction = entry.direction == graph::Direction::upgrade ? "upgrade" : "downgrade";
  std::string sql = "INSERT INTO " + name_ + " (" + columns_of(*dialect_) + ", " + dialect_->quote("changed") +
                    ") VALUES (" + std::string(kFormat) + ", " + literal(entry.run) + ", " + literal(entry.revision) +
                    ", " + literal(direction) + ", " + std::to_string(entry.step) + ", " + std::to_string(entry.total) +
                    ", " + std::to_string(entry.statement);
  for (const auto text :
       {word_of(entry.state), std::string_view(entry.plan_hash), std::string_view(entry.done_hash),
        std::string_view(entry.step_hash), std::string_view(entry.pre_state), std::string_view(entry.statements),
        std::string_view(entry.rows_before), std::string_view(entry.owner), std::string_view(entry.started),
        std::string_view(entry.error), std::string_view(entry.started)}) {
    sql += ", " + literal(text);
  }
  connection.execute(sql + ")");
}

void Journal::update(Connection& connection, const JournalEntry& entry) const {
  std::string sql = "UPDATE " + name_ + " SET " + dialect_->quote("step") + " = " + std::to_string(entry.step) + ", " +
                    dialect_->quote("total") + " = " + std::to_string(entry.total) + ", " +
                    dialect_->quote("statement") + " = " + std::to_string(entry.statement);
  const auto set = [&](std::string_view column, std::string_view text) {
    sql += ", " + dialect_->quote(column) + " = " + literal(text);
  };
  set("state", word_of(entry.state));
  set("plan_hash", entry.plan_hash);
  set("done_hash", entry.done_hash);
  set("step_hash", entry.step_hash);
  set("pre_state", entry.pre_state);
  set("statements", entry.statements);
  set("owner", entry.owner);
  set("changed", utc_now());
  set("error", entry.error);
  sql += " WHERE " + dialect_->quote("run") + " = " + literal(entry.run) + " AND " + dialect_->quote("state") + " <> " +
         literal("finished");
  if (connection.execute(sql) == 1) return;
  throw StateError("the journal " + name_ + " was changed while the migration ran: its entry is gone; look at status",
                   {.code = "journal_changed", .sql = sql, .retry_is_safe = false});
}

void Journal::remove(Connection& connection, const JournalEntry& entry) const {
  connection.execute("DELETE FROM " + name_ + " WHERE " + dialect_->quote("run") + " = " + literal(entry.run));
}

}  // namespace retort::runtime
