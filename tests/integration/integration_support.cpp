#include "integration/integration_support.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <set>
#include <stdexcept>

#include "core/sql_lexer.hpp"

namespace retort::integration {

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "retort_integration_XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

namespace {

sqlite3* handle_of(void* handle) { return static_cast<sqlite3*>(handle); }

[[noreturn]] void fail(void* handle, const std::string& sql) {
  throw std::runtime_error(std::string(sqlite3_errmsg(handle_of(handle))) + " in: " + sql);
}

std::string in_quotes(const std::string& name) { return "'" + name + "'"; }

/// A statement as a list of tokens, every quoted name without its quotes.
std::string spelled_alike(const std::string& sql) {
  std::string result;
  for (const auto& token : significant_tokens(sql)) {
    if (!result.empty()) result += ' ';
    result += unquoted(token.in(sql));
  }
  return result;
}

void add_structure(SqliteFile& file, const std::string& type, const std::string& name, Lines& lines) {
  const auto add = [&](const std::string& what, const std::string& sql) {
    for (const auto& line : file.query(sql)) lines.push_back(type + " " + name + " " + what + ": " + line);
  };
  const auto of = "(" + in_quotes(name) + ")";
  add("column", "SELECT * FROM pragma_table_xinfo" + of);
  if (type != "table") return;
  add("kind", "SELECT wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = " + in_quotes(name));
  // The numbers of foreign keys and indexes follow the order in which they stand in the text.
  add("foreign key",
      "SELECT \"table\", seq, \"from\", \"to\", on_update, on_delete, match FROM pragma_foreign_key_list" + of +
          " ORDER BY \"table\", \"from\", seq");
  for (const auto& index : file.query("SELECT name FROM pragma_index_list" + of + " ORDER BY name")) {
    add("index",
        "SELECT name, \"unique\", origin, partial FROM pragma_index_list" + of + " WHERE name = " + in_quotes(index));
    add("index " + index, "SELECT * FROM pragma_index_xinfo(" + in_quotes(index) + ")");
  }
}

}  // namespace

SqliteFile::SqliteFile(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  handle_ = handle;
  if (code != SQLITE_OK) fail(handle_, path);
  sqlite3_busy_timeout(handle, 10000);
}

SqliteFile::~SqliteFile() { sqlite3_close(handle_of(handle_)); }

void SqliteFile::run(const std::string& script) {
  if (sqlite3_exec(handle_of(handle_), script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle_, script);
}

Lines SqliteFile::query(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_of(handle_), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) fail(handle_, sql);
  Lines rows;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    std::string row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      if (i > 0) row += '|';
      const auto* text = sqlite3_column_text(statement, i);
      row += text == nullptr ? "NULL" : reinterpret_cast<const char*>(text);
    }
    rows.push_back(std::move(row));
  }
  if (sqlite3_finalize(statement) != SQLITE_OK) fail(handle_, sql);
  return rows;
}

std::string SqliteFile::value(const std::string& sql) {
  const auto rows = query(sql);
  return rows.empty() ? "(no row)" : rows.front();
}

std::size_t Contents::row_count() const {
  std::size_t count = 0;
  for (const auto& [table, lines] : rows) count += lines.size();
  return count;
}

Contents contents_of(const std::string& path) {
  SqliteFile file(path);
  Contents contents;
  const std::string ours =
      " FROM sqlite_master WHERE tbl_name NOT IN ('retort_version', 'retort_applied', 'retort_journal') AND name NOT "
      "LIKE 'sqlite_%'";
  const auto names = file.query("SELECT type || ' ' || name" + ours + " ORDER BY type, name");
  for (const auto& key : names) {
    const auto type = key.substr(0, key.find(' '));
    const auto name = key.substr(key.find(' ') + 1);
    const auto text = file.value("SELECT sql FROM sqlite_master WHERE name = " + in_quotes(name));
    contents.texts[key] = text;
    contents.spelled_alike[key] = spelled_alike(text);
    if (type == "table" || type == "view") add_structure(file, type, name, contents.structure);
    if (type != "table") continue;
    std::string values;
    for (const auto& column : file.query("SELECT name FROM pragma_table_xinfo(" + in_quotes(name) + ")")) {
      if (!values.empty()) values += " || ', ' || ";
      values += "typeof(\"" + column + "\") || ' ' || quote(\"" + column + "\")";
    }
    contents.rows[name] = file.query("SELECT " + values + " FROM \"" + name + "\" ORDER BY 1");
  }
  return contents;
}

namespace {

void compare(const Lines& before, const Lines& after, const std::string& what, Lines& result) {
  if (before == after) return;
  const std::set<std::string> old_lines(before.begin(), before.end());
  const std::set<std::string> new_lines(after.begin(), after.end());
  for (const auto& line : old_lines) {
    if (!new_lines.contains(line)) result.push_back(what + "- " + line);
  }
  for (const auto& line : new_lines) {
    if (!old_lines.contains(line)) result.push_back(what + "+ " + line);
  }
  if (before.size() != after.size()) {
    result.push_back(what + std::to_string(before.size()) + " became " + std::to_string(after.size()));
  }
}

Lines lines_of(const std::map<std::string, std::string>& texts) {
  Lines lines;
  for (const auto& [key, text] : texts) lines.push_back(key + ": " + text);
  return lines;
}

}  // namespace

Lines difference(const Contents& before, const Contents& after) {
  // More would only hide what matters.
  constexpr std::size_t kShown = 20;
  Lines result;
  compare(before.structure, after.structure, "", result);
  compare(lines_of(before.spelled_alike), lines_of(after.spelled_alike), "text ", result);
  for (const auto& [table, rows] : before.rows) {
    const auto other = after.rows.find(table);
    compare(rows, other == after.rows.end() ? Lines() : other->second, "row of " + table + " ", result);
  }
  if (result.size() > kShown) result.resize(kShown);
  return result;
}

Lines respelled(const Contents& before, const Contents& after) {
  Lines result;
  for (const auto& [key, text] : before.texts) {
    const auto other = after.texts.find(key);
    if (other == after.texts.end() || other->second != text) result.push_back(key);
  }
  return result;
}

void expect_sound(const std::string& path) {
  SqliteFile file(path);
  EXPECT_THAT(file.query("PRAGMA foreign_key_check"), ::testing::IsEmpty());
  EXPECT_EQ(file.value("PRAGMA integrity_check"), "ok");
  EXPECT_THAT(file.query("SELECT name FROM sqlite_master WHERE name LIKE '%retort_new%' OR name LIKE '%retort_probe%'"),
              ::testing::IsEmpty());
}

Chain& Chain::then(const std::string& id, Scripted::Body up, Scripted::Body down, Location where) {
  Revision revision{.id = id, .message = "the step " + id};
  if (!last_.empty()) revision.down_revision = {last_};
  set_.add(std::make_unique<Scripted>(std::move(revision), std::move(up), std::move(down)), where);
  last_ = id;
  return *this;
}

Scripted::Body creates(const std::string& table) {
  return [table] {
    op::create_table(table, [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50);
    });
  };
}

}  // namespace retort::integration
