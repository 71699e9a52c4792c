#include "testing/workshop.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <map>
#include <utility>

#include "runtime/sqlite3/snapshot.hpp"
#include "testing/migrate.hpp"

namespace retort::testing {

namespace {

using runtime::sqlite3::Snapshot;

/// The arguments of a directive as an operation's description shows them: `drop_column("pupils", "grade")`.
std::vector<std::string> arguments_of(const std::string& description, const std::string& directive) {
  std::vector<std::string> arguments;
  if (description.rfind(directive + "(\"", 0) != 0) return arguments;
  std::size_t at = directive.size() + 2;
  while (true) {
    const auto next = description.find("\", \"", at);
    const auto end = next != std::string::npos ? next : description.rfind("\")");
    if (end == std::string::npos || end < at) return arguments;
    arguments.push_back(description.substr(at, end - at));
    if (next == std::string::npos) return arguments;
    at = next + 4;
  }
}

}  // namespace

Workshop::Workshop(const MigrationSet& migrations, const CheckOptions& options)
    : migrations_(migrations), options_(options) {
  if (!options.url.empty()) server_ = Server::at(options.url);
  open_new();
}

void Workshop::open_new() {
  if (server_) {
    place_ = std::make_unique<ServerDatabase>(server_);
    session_ = place_->open();
  } else {
    session_ = open_memory();
    *session_ << "PRAGMA foreign_keys = ON";
  }
}

Migrator Workshop::migrator(Listener* listener) {
  auto options = options_.migrator;
  options.listener = listener;
  // There is a check for that, which needs no database.
  options.edited_migrations = EditedMigrationPolicy::ignore;
  return Migrator(*session_, migrations_, std::move(options));
}

std::vector<std::string> Workshop::order() { return migrator().pending(); }

Report Workshop::up(const std::string& revision, Listener* listener) {
  auto report = migrator(listener).upgrade(revision);
  applied_.push_back(revision);
  return report;
}

Report Workshop::down(const std::string& revision) {
  const auto parents = migrations_.find(revision).front().revision.down_revision;
  // The branch is named, so that others which stand on the same parent stay.
  auto report = migrator().downgrade(revision + "@" + (parents.empty() ? "base" : parents.front()));
  std::erase(applied_, revision);
  return report;
}

std::vector<std::string> Workshop::current() {
  auto rows = migrator().current();
  std::sort(rows.begin(), rows.end());
  return rows;
}

SchemaData Workshop::schema() {
  const auto connection = runtime::connect(*session_);
  return read_schema(*connection, options_.migrator.version_table, options_.migrator.version_schema);
}

std::vector<std::string> Workshop::schema_lines() {
  auto lines = schema().lines;
  if (options_.column_order) return lines;
  const auto is_column = [](const std::string& line) { return line.rfind("  column ", 0) == 0; };
  for (auto begin = lines.begin(); begin != lines.end();) {
    begin = std::find_if(begin, lines.end(), is_column);
    const auto end = std::find_if_not(begin, lines.end(), is_column);
    std::sort(begin, end);
    begin = end;
  }
  return lines;
}

std::vector<TableRows> Workshop::rows() {
  const auto data = schema();
  const auto connection = runtime::connect(*session_);
  auto tables = read_rows(*connection, data.schema);
  // Firebird has a transaction open after every statement.
  if (connection->in_transaction()) connection->rollback();
  return tables;
}

std::vector<std::string> Workshop::fill(RowGenerator& generator) {
  const auto data = schema();
  const auto connection = runtime::connect(*session_);
  if (connection->in_transaction()) connection->rollback();
  return generator.fill(*connection, data.schema);
}

std::unique_ptr<Workshop> Workshop::copy() {
  std::unique_ptr<Workshop> made(new Workshop(migrations_, options_, Nothing()));
  made->server_ = server_;
  if (server_) {
    // A database is copied while nobody is connected to it.
    session_.reset();
    made->place_ = std::make_unique<ServerDatabase>(server_, *place_);
    session_ = place_->open();
    if (made->place_->exists()) {
      made->session_ = made->place_->open();
      made->applied_ = applied_;
      return made;
    }
  } else if (const auto snapshot = Snapshot::take(*session_)) {
    made->session_ = open_memory();
    snapshot->restore(*made->session_);
    *made->session_ << "PRAGMA foreign_keys = ON";
    made->applied_ = applied_;
    return made;
  }
  made->open_new();
  for (const auto& revision : applied_) made->up(revision);
  return made;
}

RowExclusions taken_away(const Report& report) {
  RowExclusions gone;
  // What a table or a column is called now, and what it was called before the run.
  std::map<std::string, std::string> tables;
  std::map<std::pair<std::string, std::string>, std::string> columns;
  const auto old_table = [&](const std::string& name) {
    const auto found = tables.find(name);
    return found == tables.end() ? name : found->second;
  };
  const auto old_column = [&](const std::string& table, const std::string& column) {
    const auto found = columns.find({old_table(table), column});
    return found == columns.end() ? column : found->second;
  };
  for (const auto& step : report.steps) {
    for (const auto& operation : step.operations) {
      const auto& said = operation.description;
      if (const auto to = arguments_of(said, "rename_table"); to.size() == 2) tables[to[1]] = old_table(to[0]);
      if (const auto to = arguments_of(said, "rename_column"); to.size() == 3) {
        columns[{old_table(to[0]), to[2]}] = old_column(to[0], to[1]);
      }
      if (const auto table = arguments_of(said, "drop_table"); table.size() == 1) {
        gone.tables.insert(old_table(table[0]));
      }
      if (const auto column = arguments_of(said, "drop_column"); column.size() == 2) {
        gone.columns.emplace(old_table(column[0]), old_column(column[0], column[1]));
      }
    }
  }
  return gone;
}

}  // namespace retort::testing
