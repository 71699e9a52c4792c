#include "runtime/sqlite3/database.hpp"

#include <retort/error.hpp>

#include <climits>

#include "core/sql_lexer.hpp"
#include "runtime/sqlite3/refusal.hpp"

namespace retort::runtime::sqlite3 {

namespace {

/// A prepared statement that is finalized in any case.
class Statement {
 public:
  Statement(const Native& native, ::sqlite_api::sqlite3* handle, std::string_view sql) noexcept : native_(native) {
    const char* tail = nullptr;
    code_ = sql.size() > INT_MAX ? SQLITE_TOOBIG
                                 : native.prepare(handle, sql.data(), static_cast<int>(sql.size()), &statement_, &tail);
    if (tail != nullptr) tail_ = sql.substr(static_cast<std::size_t>(tail - sql.data()));
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { finalize(); }

  int code() const noexcept { return code_; }
  /// What SQLite did not take for a part of the statement. It would be skipped without a word.
  std::string_view tail() const noexcept { return tail_; }
  ::sqlite_api::sqlite3_stmt* get() const noexcept { return statement_; }
  int step() noexcept { return native_.step(statement_); }
  int finalize() noexcept {
    auto* statement = statement_;
    statement_ = nullptr;
    return native_.finalize(statement);
  }

 private:
  const Native& native_;
  ::sqlite_api::sqlite3_stmt* statement_ = nullptr;
  std::string_view tail_;
  int code_ = SQLITE_OK;
};

}  // namespace

std::string Row::text(int column) const {
  const auto* text = native_.column_text(statement_, column);
  if (text == nullptr) return {};
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(native_.column_bytes(statement_, column))};
}

TextRow Row::texts() const {
  TextRow result;
  const int count = native_.column_count(statement_);
  for (int column = 0; column < count; ++column) {
    const bool null = native_.column_text(statement_, column) == nullptr;
    result.push_back(null ? std::nullopt : std::optional(text(column)));
  }
  return result;
}

void Database::fail(std::string_view sql) const {
  sqlite3::fail(native_.extended_errcode(handle_), native_.errmsg(handle_), sql);
}

void Database::query(std::string_view sql, const std::function<void(const Row&)>& on_row) const {
  Statement statement(native_, handle_, sql);
  if (statement.code() != SQLITE_OK) fail();
  if (!split_statements(statement.tail()).empty()) {
    throw OperationError(
        "there is a second statement behind the first: a call takes one statement; give each a call of its own",
        {.code = "several_statements"});
  }
  if (statement.get() == nullptr) return;  // nothing but comments
  if (native_.bind_parameter_count(statement.get()) > 0) {
    throw OperationError(
        "the statement has parameters (? or :name) and no values for them; SQLite would take NULL. Write the values, "
        "or "
        "use op::run, where soci::use gives them",
        {.code = "unbound_parameters"});
  }
  const Row row(native_, statement.get());
  for (;;) {
    const int code = statement.step();
    if (code == SQLITE_DONE) return;
    if (code != SQLITE_ROW) fail();
    if (on_row) on_row(row);
  }
}

std::int64_t Database::execute(std::string_view sql) const {
  query(sql, nullptr);
  return native_.changes(handle_);
}

int Database::try_execute(std::string_view sql) const noexcept {
  Statement statement(native_, handle_, sql);
  if (statement.code() != SQLITE_OK) return statement.code() & 0xFF;
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = statement.step();
  return code == SQLITE_DONE ? SQLITE_OK : code & 0xFF;
}

}  // namespace retort::runtime::sqlite3
