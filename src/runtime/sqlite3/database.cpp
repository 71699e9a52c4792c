#include "runtime/sqlite3/database.hpp"

#include <retort/error.hpp>

#include <climits>

#include "core/sql_lexer.hpp"
#include "dialect/sqlite/rebuild.hpp"

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

const char* word_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_READONLY:
      return "read_only";
    case SQLITE_CANTOPEN:
      return "cannot_open";
    case SQLITE_NOTADB:
      return "not_a_database";
    case SQLITE_CORRUPT:
      return "corrupt";
    case SQLITE_FULL:
      return "disk_full";
    case SQLITE_IOERR:
      return "io_error";
    case SQLITE_CONSTRAINT:
      return "constraint";
    default:
      return "database_error";
  }
}

/// A table that is being rebuilt has another name meanwhile, which nobody has ever heard of.
std::string in_the_users_words(std::string message) {
  constexpr std::string_view kPrefix = dialect::sqlite::kRebuildPrefix;
  for (auto at = message.find(kPrefix); at != std::string::npos; at = message.find(kPrefix, at)) {
    message.erase(at, kPrefix.size());
  }
  return message;
}

const char* way_out(int code) {
  switch (code & 0xFF) {
    case SQLITE_READONLY:
      return "; check the permissions of the file and its folder, the mount, and that the connection is not opened "
             "readonly";
    case SQLITE_CANTOPEN:
      return "; check that the path names a file, not a folder, and that its folder exists";
    case SQLITE_NOTADB:
      return "; the file is no SQLite database (or an encrypted one)";
    case SQLITE_FULL:
      return "; make room on the disk (or raise max_page_count) and run it again";
    default:
      return "";
  }
}

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
  const int code = native_.extended_errcode(handle_);
  const auto said = in_the_users_words(native_.errmsg(handle_));
  ErrorFacts facts{.code = word_of(code), .sql = std::string(sql), .backend_code = std::to_string(code)};
  if (code == SQLITE_LOCKED) {
    facts.code = "statement_open";
    throw StateError(
        "SQLite: " + said +
            "; a statement or rowset of this very session is still open: finish it before the Migrator runs",
        std::move(facts));
  }
  if ((code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED) {
    facts.code = "locked";
    throw StateError("another connection holds the database: " + said +
                         "; run it again when that one has finished, or raise lock_timeout",
                     std::move(facts));
  }
  const bool in_transaction = said.find("from within a transaction") != std::string::npos;
  throw DatabaseError("SQLite: " + said + (in_transaction ? "; put it into an op::autocommit_block" : way_out(code)),
                      std::move(facts));
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
