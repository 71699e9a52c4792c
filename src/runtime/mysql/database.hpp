#ifndef RETORT_SRC_RUNTIME_MYSQL_DATABASE_HPP
#define RETORT_SRC_RUNTIME_MYSQL_DATABASE_HPP

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/mysql/native.hpp"
#include "runtime/mysql/refusal.hpp"

namespace retort::runtime::mysql {

/// Statements over a native handle that somebody else owns. They travel in UTF-8, whatever character set the session
/// has for the program's own.
class Database {
 public:
  Database(const Native& native, MYSQL* handle) noexcept : native_(native), handle_(handle) {}

  /// What a statement left behind.
  struct Answer {
    std::vector<TextRow> rows;
    std::int64_t changed = 0;
  };

  /// Runs one statement. Throws DatabaseError, StateError `locked`, or OperationError when another statement follows.
  Answer run(std::string_view sql) const;
  /// The same; a refusal of the server is returned and not thrown.
  std::optional<Refusal> try_run(std::string_view sql, Answer& answer) const;

  bool in_transaction() const noexcept;
  /// False where each statement waits for a COMMIT (SET autocommit = 0).
  bool commits_by_itself() const noexcept;
  bool backslash_escapes() const noexcept;
  bool reconnects() const noexcept;

 private:
  void read(Answer& answer) const;
  Refusal refusal() const;

  const Native& native_;
  MYSQL* handle_;
};

}  // namespace retort::runtime::mysql

#endif
