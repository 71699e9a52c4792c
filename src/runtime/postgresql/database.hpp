#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_DATABASE_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_DATABASE_HPP

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "runtime/postgresql/native.hpp"

namespace retort::runtime::postgresql {

/// What the server answered to one statement.
class Answer {
 public:
  Answer(const Native& native, PGresult* result) noexcept : result_(result, Clear{&native}) {}

  /// True unless the server refused the statement, or is not there any more.
  bool succeeded() const noexcept;
  /// SQLSTATE of a refusal; empty for none.
  std::string state() const;
  /// A part of a refusal: PG_DIAG_MESSAGE_PRIMARY and its kin. Empty where there is none.
  std::string field(int code) const;
  ExecStatusType status() const noexcept { return native().result_status(result_.get()); }

  /// The word for what was done: `COMMIT`.
  std::string_view command() const noexcept { return native().cmd_status(result_.get()); }
  std::int64_t changed_rows() const noexcept;
  std::vector<TextRow> rows() const;

 private:
  struct Clear {
    const Native* native;
    void operator()(PGresult* result) const noexcept { native->clear(result); }
  };

  const Native& native() const noexcept { return *result_.get_deleter().native; }

  std::unique_ptr<PGresult, Clear> result_;
};

/// Statements over a native handle that somebody else owns.
class Database {
 public:
  Database(const Native& native, PGconn* handle) noexcept : native_(native), handle_(handle) {}

  /// Sends one statement as it is and throws what the server says against it: DatabaseError with its SQLSTATE,
  /// StateError `locked`, OperationError for several statements, or for one that wants parameters.
  Answer execute(std::string_view sql) const;
  /// Sends it, and leaves it to the caller what a refusal means.
  Answer try_execute(std::string_view sql) const;
  /// Sends several statements of the library's own in one message, or throws as execute() does for the one that was
  /// refused. They are in one transaction, unless they begin one.
  std::vector<Answer> execute_each(std::span<const std::string> statements) const;
  /// The same, and leaves it to the caller what a refusal means: the answer that is the last then.
  std::vector<Answer> try_each(std::span<const std::string> statements) const;
  /// Throws the error of a refused statement.
  [[noreturn]] void fail(const Answer& answer, std::string_view sql) const;

  bool in_transaction() const noexcept;
  bool is_connected() const noexcept { return native_.status(handle_) != CONNECTION_BAD; }

 private:
  void check_text(std::string_view sql) const;

  const Native& native_;
  PGconn* handle_;
};

}  // namespace retort::runtime::postgresql

#endif
