#ifndef RETORT_SRC_RUNTIME_SQLITE3_DATABASE_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_DATABASE_HPP

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "runtime/connection.hpp"
#include "runtime/sqlite3/native.hpp"

namespace retort::runtime::sqlite3 {

/// A row of a query: what its columns hold, as text.
class Row {
 public:
  Row(const Native& native, sqlite3_stmt* statement) noexcept : native_(native), statement_(statement) {}
  /// Empty for NULL.
  std::string text(int column) const;
  TextRow texts() const;

 private:
  const Native& native_;
  sqlite3_stmt* statement_;
};

/// Statements over a native handle that somebody else owns.
class Database {
 public:
  Database(const Native& native, ::sqlite_api::sqlite3* handle) noexcept : native_(native), handle_(handle) {}

  /// Runs one statement to its end. Throws DatabaseError with SQLite's extended code, StateError `locked`, or
  /// OperationError when another statement follows. Returns the rows it changed.
  std::int64_t execute(std::string_view sql) const;
  void query(std::string_view sql, const std::function<void(const Row&)>& on_row) const;

  /// The result code of the attempt; for those who wait.
  int try_execute(std::string_view sql) const noexcept;

  bool in_transaction() const noexcept { return native_.get_autocommit(handle_) == 0; }
  const Native& native() const noexcept { return native_; }
  ::sqlite_api::sqlite3* handle() const noexcept { return handle_; }

  /// Throws the error for what the handle last said. The statement is not in it unless it is given: it may hold values.
  [[noreturn]] void fail(std::string_view sql = {}) const;

 private:
  const Native& native_;
  ::sqlite_api::sqlite3* handle_;
};

}  // namespace retort::runtime::sqlite3

#endif
