#ifndef RETORT_TESTS_DIALECT_SQLITE_DATABASE_HPP
#define RETORT_TESTS_DIALECT_SQLITE_DATABASE_HPP

#include <sqlite3.h>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "dialect/dialect.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/read_table.hpp"
#include "ops/apply.hpp"
#include "ops/recorder.hpp"

namespace retort::test {

/// A real database in memory, which compiles and runs operations as the step runner does, and answers as its catalog.
class SqliteDatabase final : public dialect::Facts {
 public:
  using Rows = std::vector<std::string>;

  SqliteDatabase() {
    sqlite3_open_v2(":memory:", &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI, nullptr);
    run("PRAGMA foreign_keys = ON");
  }
  ~SqliteDatabase() override { sqlite3_close(handle_); }

  /// Runs statements of a script, as a shell would.
  void run(const std::string& sql) {
    char* error = nullptr;
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &error) == SQLITE_OK) return;
    std::string message = error == nullptr ? "?" : error;
    sqlite3_free(error);
    throw std::runtime_error(message + " in: " + sql);
  }

  /// Each row as one text, its values divided by `|`.
  Rows query(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      throw std::runtime_error(std::string(sqlite3_errmsg(handle_)) + " in: " + sql);
    }
    Rows rows;
    while (sqlite3_step(statement) == SQLITE_ROW) {
      std::string row;
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        if (i > 0) row += '|';
        const auto* text = sqlite3_column_text(statement, i);
        if (text == nullptr) {
          row += "NULL";
        } else {
          row.append(reinterpret_cast<const char*>(text), static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
        }
      }
      rows.push_back(std::move(row));
    }
    const bool failed = sqlite3_finalize(statement) != SQLITE_OK;
    if (failed) throw std::runtime_error(std::string(sqlite3_errmsg(handle_)) + " in: " + sql);
    return rows;
  }

  std::string value(const std::string& sql) const {
    const auto rows = query(sql);
    return rows.empty() ? std::string("(no row)") : rows.front();
  }

  /// The text of an object in sqlite_master.
  std::string text_of(const std::string& name) const {
    return value("SELECT sql FROM sqlite_master WHERE name = " + dialect::sqlite::literal(Value(name)));
  }

  /// Compiles and runs recorded operations in one transaction, with foreign keys off where that was asked for.
  /// Returns the statements. Throws what they throw; nothing of them is kept then.
  std::vector<std::string> migrate_all(std::span<const ops::Operation> operations) {
    const auto& sqlite = *dialect::find_dialect("sqlite");
    const bool off = sqlite.needs_foreign_keys_off(operations);
    if (off) run("PRAGMA foreign_keys = OFF");
    run("BEGIN IMMEDIATE");
    std::vector<std::string> texts;
    try {
      while (!operations.empty()) {
        const auto size = sqlite.group(operations);
        for (const auto& statement : sqlite.compile(operations.first(size), {}, this)) {
          texts.push_back(statement.sql);
          send(statement);
        }
        operations = operations.subspan(size);
      }
      run("COMMIT");
    } catch (...) {
      run("ROLLBACK");
      run("PRAGMA legacy_alter_table = OFF");
      if (off) run("PRAGMA foreign_keys = ON");
      throw;
    }
    if (off) run("PRAGMA foreign_keys = ON");
    return texts;
  }
  std::vector<std::string> migrate(FunctionRef<void()> record) { return migrate_all(ops::record(record).operations); }

  std::optional<dialect::NativeTable> native_table(const schema::QualifiedName& name) override {
    using dialect::sqlite::literal;
    const auto named = literal(Value(name.name)) + " COLLATE NOCASE";
    const auto table = objects("type = 'table' AND name = " + named);
    if (table.empty()) return std::nullopt;
    dialect::NativeTable native{table.front()};
    native.dependents = objects("type IN ('index', 'trigger') AND tbl_name = " + named);
    native.views = objects("type = 'view'");
    native.children = query(
        "SELECT DISTINCT m.name FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND "
        "f.\"table\" = " +
        named);
    return native;
  }
  std::optional<schema::Table> table(const schema::QualifiedName& name) override {
    const auto native = native_table(name);
    return native ? std::optional(dialect::sqlite::read_table(*native)) : std::nullopt;
  }

 private:
  std::vector<dialect::NativeObject> objects(const std::string& where) const {
    std::vector<dialect::NativeObject> result;
    const auto from = " FROM sqlite_master WHERE " + where + " ORDER BY rowid";
    const auto types = query("SELECT type" + from);
    const auto names = query("SELECT name" + from);
    const auto tables = query("SELECT tbl_name" + from);
    const auto texts = query("SELECT coalesce(sql, '')" + from);
    for (std::size_t i = 0; i < types.size(); ++i) result.push_back({types[i], names[i], tables[i], texts[i]});
    return result;
  }

  void send(const dialect::Statement& statement) {
    using StatementKind = dialect::Statement::Kind;
    if (statement.kind == StatementKind::measure) {
      measured_[statement.subject] = std::stoll(value(statement.sql));
    } else if (statement.kind == StatementKind::verify) {
      if (std::stoll(value(statement.sql)) > measured_[statement.subject]) throw std::runtime_error(statement.failure);
    } else {
      run(statement.sql);
    }
  }

  sqlite3* handle_ = nullptr;
  std::map<std::string, long long> measured_;
};

/// The statements for recorded operations, compiled without a database against a schema that is known.
inline std::vector<std::string> compiled_all(const ops::Operations& operations, const schema::MetaData& before = {}) {
  const auto& sqlite = *dialect::find_dialect("sqlite");
  std::vector<std::string> texts;
  auto schema = before;
  std::span<const ops::Operation> rest(operations);
  while (!rest.empty()) {
    const auto group = rest.first(sqlite.group(rest));
    for (const auto& statement : sqlite.compile(group, schema, nullptr)) texts.push_back(statement.sql);
    for (const auto& operation : group) ops::apply(operation, schema);
    rest = rest.subspan(group.size());
  }
  return texts;
}
inline std::vector<std::string> compiled(FunctionRef<void()> record, const schema::MetaData& before = {}) {
  return compiled_all(ops::record(record).operations, before);
}

/// The message with which the operations are refused; empty when they are not.
template <typename Exception>
std::string refusal(const std::function<void()>& body) {
  try {
    body();
  } catch (const Exception& error) {
    return error.what();
  }
  return {};
}

}  // namespace retort::test

#endif
