#ifndef RETORT_ERROR_HPP
#define RETORT_ERROR_HPP

#include <stdexcept>
#include <string>
#include <vector>

#include <retort/export.hpp>

namespace retort {

/// The facts an Error carries. A fact that does not apply is empty.
///
/// Values bound to statements and connection strings are never among them.
struct ErrorFacts {
  /// A short stable word for programs and for the command line (`error: CODE: message`), such as `unknown_revision`.
  std::string code = {};
  /// The revision that was being planned or run.
  std::string revision = {};
  /// The operation, in words: `create_table("posts")`.
  std::string operation = {};
  /// The statement that failed, as it was sent.
  std::string sql = {};
  /// Where the operation or the migration was written: `2026_posts.cpp:17`.
  std::string location = {};
  /// The driver's own code: an SQLSTATE, or a number of SQLite, MySQL or Firebird.
  std::string backend_code = {};
  /// The revisions this run had applied (and committed) before the error, in order.
  std::vector<std::string> applied = {};
  /// True if the database may stand between two revisions.
  bool leaves_partial_change = false;
  /// True if running the same call again, with nothing else done, can succeed and cannot do harm.
  bool retry_is_safe = true;
};

/// The one base of everything this library throws. `what()` is the whole story in words: what happened, where, what
/// state the database is in and what to do; the accessors give the same facts to programs.
///
/// A copy shares nothing with its original; errors may be carried to other threads.
class RETORT_API Error : public std::runtime_error {
 public:
  Error(const std::string& message, ErrorFacts facts);
  ~Error() override;
  Error(const Error&);
  Error& operator=(const Error&);

  const std::string& code() const noexcept { return facts_.code; }
  const std::string& revision() const noexcept { return facts_.revision; }
  const std::string& operation() const noexcept { return facts_.operation; }
  const std::string& sql() const noexcept { return facts_.sql; }
  const std::string& location() const noexcept { return facts_.location; }
  const std::string& backend_code() const noexcept { return facts_.backend_code; }
  const std::vector<std::string>& applied() const noexcept { return facts_.applied; }
  bool leaves_partial_change() const noexcept { return facts_.leaves_partial_change; }
  bool retry_is_safe() const noexcept { return facts_.retry_is_safe; }

  /// The bare message, without the facts that `what()` adds to it.
  const std::string& message() const noexcept { return message_; }
  const ErrorFacts& facts() const noexcept { return facts_; }

 private:
  std::string message_;
  ErrorFacts facts_;
};

/// The migration set itself is wrong (a missing parent, a cycle, an id used twice); raised before any connection is
/// used. Every fault of the set is in the one message.
class RETORT_API DefinitionError : public Error {
 public:
  using Error::Error;
  ~DefinitionError() override;
};

/// An operation cannot be done: it contradicts itself or the known schema.
class RETORT_API OperationError : public Error {
 public:
  using Error::Error;
  ~OperationError() override;
};

/// This database cannot express the operation. The message names the way out.
class RETORT_API UnsupportedOperation : public OperationError {
 public:
  using OperationError::OperationError;
  ~UnsupportedOperation() override;
};

/// There is no known way back from the operation. Raised before anything runs.
class RETORT_API IrreversibleOperation : public OperationError {
 public:
  using OperationError::OperationError;
  ~IrreversibleOperation() override;
};

/// The database and the set disagree: an unknown revision, an ambiguous target, not at head, locked, an unfinished
/// step.
class RETORT_API StateError : public Error {
 public:
  using Error::Error;
  ~StateError() override;
};

/// The database's driver refused. `backend_code()` is what it said; where it came through SOCI the soci_error is
/// nested in it (std::rethrow_if_nested).
class RETORT_API DatabaseError : public Error {
 public:
  using Error::Error;
  ~DatabaseError() override;
};

/// The library was called wrongly: a wrong command line, or `op::` outside of upgrade() and downgrade().
class RETORT_API UsageError : public Error {
 public:
  using Error::Error;
  ~UsageError() override;
};

}  // namespace retort

#endif
