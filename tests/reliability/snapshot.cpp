#include "reliability/snapshot.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "conformance/schema_lines.hpp"
#include "core/sql_lexer.hpp"
#include "runtime/connection.hpp"

namespace retort::reliability {

namespace {

using Lines = std::vector<std::string>;

/// What comes and goes with the work.
bool is_bookkeeping(std::string_view name) {
  return equal_ignoring_case(name, "retort_journal") || equal_ignoring_case(name, "retort_lock");
}

std::string line_of(const runtime::TextRow& row) {
  std::string line;
  for (const auto& cell : row) line += " | " + cell.value_or("(null)");
  return line;
}

void add_structure(runtime::Connection& connection, Lines& lines, Lines& tables) {
  const auto schema = connection.inspect();
  for (const auto& [name, table] : schema.tables) {
    if (is_bookkeeping(name.name)) continue;
    tables.push_back(name.name);
    for (const auto& line : conformance::table_lines(table, table)) lines.push_back(name.name + ": " + line);
  }
  for (const auto& [name, view] : schema.views) lines.push_back("view " + name.name);
  for (const auto& [name, each] : schema.enums) {
    auto line = "enum " + name.name;
    for (const auto& value : each.values) line += " " + value;
    lines.push_back(line);
  }
}

void add_rows(runtime::Connection& connection, const std::string& table, Lines& lines) {
  const auto quoted = connection.dialect().quote(table);
  // When, and by which session, is another thing each time.
  std::string columns = "*";
  if (equal_ignoring_case(table, "ledger")) columns = "revision";
  if (equal_ignoring_case(table, "retort_applied")) {
    columns = connection.dialect().quote("revision") + ", " + connection.dialect().quote("fingerprint");
  }
  Lines rows;
  for (const auto& row : connection.rows("SELECT " + columns + " FROM " + quoted)) {
    rows.push_back(table + line_of(row));
  }
  std::sort(rows.begin(), rows.end());
  lines.insert(lines.end(), rows.begin(), rows.end());
}

/// What a program writes on its standard output, without lines that the database's name is in.
Lines output_of(const std::string& command, const std::string& name) {
  const auto close = [](std::FILE* file) { return ::pclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(::popen(command.c_str(), "r"), close);
  if (!pipe) throw std::runtime_error("cannot run " + command);
  Lines lines;
  std::string line;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    if (c != '\n') {
      line += static_cast<char>(c);
      continue;
    }
    // pg_dump's \restrict has a key of chance in it. Privileges are what an experiment changes, not the migrations.
    // Who has made a table is no part of its structure.
    line.resize(std::min(line.size(), line.find(", Owner:")));
    const bool incidental = line.empty() || line.find(name) != std::string::npos || line.starts_with("\\") ||
                            line.starts_with("--") || line.find("GRANT ") != std::string::npos ||
                            line.find("Grant permissions") != std::string::npos;
    if (!incidental) lines.push_back("native: " + line);
    line.clear();
  }
  if (lines.empty()) throw std::runtime_error("nothing came from " + command);
  return lines;
}

void add_native(const Place& place, const Database& database, runtime::Connection& connection, const Lines& tables,
                Lines& lines) {
  Lines native;
  if (place.database() == "sqlite") {
    for (const auto& row : connection.rows("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")) {
      if (!is_bookkeeping(row[2].value_or(""))) native.push_back("native: " + line_of(row));
    }
  } else if (place.database() == "mariadb") {
    for (const auto& table : tables) {
      auto text = connection.rows("SHOW CREATE TABLE " + connection.dialect().quote(table)).front()[1].value_or("");
      native.push_back("native: " + text);
    }
  } else if (place.database() == "postgresql") {
    native = output_of("pg_dump --schema-only --no-owner --no-privileges --exclude-table=retort_journal -h " +
                           database.parameter("host") + " -p " + database.parameter("port") + " -U postgres " +
                           database.name(),
                       database.name());
  } else {
    native =
        output_of("isql-fb -x -user SYSDBA -password masterkey '" + database.name() + "' 2>/dev/null", database.name());
    // The lock's table and the journal come and go; what is left of the list is compared without order.
    std::sort(native.begin(), native.end());
  }
  lines.insert(lines.end(), native.begin(), native.end());
}

}  // namespace

std::vector<std::string> snapshot(const Place& place, const Database& database) {
  const auto session = database.open();
  const auto connection = runtime::connect(*session);
  Lines lines;
  Lines tables;
  add_structure(*connection, lines, tables);
  for (const auto& table : tables) add_rows(*connection, table, lines);
  add_native(place, database, *connection, tables, lines);
  connection->rollback();
  return lines;
}

std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& found) {
  constexpr int kEnough = 4;
  std::string text;
  int count = 0;
  auto a = expected;
  auto b = found;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const auto add = [&](const char* sign, const Lines& of, const Lines& without) {
    Lines rest;
    std::set_difference(of.begin(), of.end(), without.begin(), without.end(), std::back_inserter(rest));
    for (const auto& line : rest) {
      if (++count <= kEnough) text += "\n  " + std::string(sign) + line;
    }
  };
  add("- ", a, b);
  add("+ ", b, a);
  if (count > kEnough) text += "\n  and " + std::to_string(count - kEnough) + " lines more";
  return text;
}

std::map<std::string, int> ledger(const Database& database) {
  std::map<std::string, int> result;
  const auto session = database.open();
  const auto connection = runtime::connect(*session);
  const auto rows = connection->query_existing("SELECT revision FROM ledger", {});
  for (const auto& revision : rows.value_or(Lines())) ++result[revision];
  connection->rollback();
  return result;
}

std::vector<std::string> version_rows(const Database& database) {
  const auto session = database.open();
  const auto connection = runtime::connect(*session);
  const auto table = connection->dialect().quote("retort_version");
  auto rows = connection->query_existing("SELECT version_num FROM " + table, {}).value_or(Lines());
  connection->rollback();
  return rows;
}

}  // namespace retort::reliability
