#ifndef RETORT_SRC_RUNTIME_CONNECTION_HPP
#define RETORT_SRC_RUNTIME_CONNECTION_HPP

#include <retort/export.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dialect.hpp"

namespace soci {
class session;
}

namespace retort::runtime {

/// A row of a query: each column as text, or nothing for NULL.
using TextRow = std::vector<std::optional<std::string>>;

/// Called while a lock is waited for: how long so far, and who holds it where the database tells.
using LockWait = std::function<void(std::chrono::milliseconds, std::string_view)>;

/// How a transaction is opened.
struct BeginOptions {
  std::chrono::milliseconds lock_timeout{0};
  /// How long a statement in it may wait for what it changes; 0 for as long as the session says.
  std::chrono::milliseconds statement_timeout{0};
  LockWait on_wait = {};
  /// Asked while another migrator has the lock: true when this one has nothing left to do, and need not wait.
  std::function<bool()> is_settled = {};
};

/// A database as the runner uses it: statements go through the native handle as they are. Not for several threads.
class Connection {
 public:
  Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  virtual ~Connection() = default;

  virtual const dialect::Dialect& dialect() const noexcept = 0;
  /// Answers about the database as it is at this moment.
  virtual dialect::Facts& facts() noexcept = 0;
  /// Every table with its indexes, and every view of the database, as the values that op::Table builds: complete, in a
  /// number of queries that does not depend on the number of tables. The version table is among them; what the database
  /// keeps for itself (sqlite_sequence) is not.
  ///
  /// What cannot be read as a table (a virtual one, a definition that is not understood) is there by its name and
  /// counts as `uncertain`. Throws DatabaseError, or StateError `locked`.
  virtual schema::MetaData inspect() = 0;
  /// A view's query in the words in which inspect() would tell it. Nothing where the database keeps a query as it was
  /// written, or cannot say; nothing is left of the question. MySQL is not asked within a transaction.
  virtual std::optional<std::string> spelled_query(std::string_view) { return std::nullopt; }
  /// A table as inspect() would tell it when it was created from the description, with the expressions in the server's
  /// words: an empty one is made under a name of its own, and taken back. Keys to other tables are left out. Nothing
  /// where the database keeps expressions as they were written, or cannot say. MySQL is not asked within a transaction.
  virtual std::optional<schema::Table> spelled_table(const schema::Table&) { return std::nullopt; }
  /// True if a view can be given another query while it stays: PostgreSQL keeps the columns a view has. Where that
  /// cannot be found out it is false.
  virtual bool keeps_view_columns(const schema::QualifiedName&, std::string_view) { return true; }
  /// False for a schema that is not there, where that can be known without asking for one of its tables (Firebird has
  /// none; SQLite's are the databases that are attached).
  virtual bool has_schema(std::string_view) { return true; }
  /// The session the program gave, for its own code.
  virtual soci::session& session() noexcept = 0;

  /// Sends one statement. Throws DatabaseError, or StateError `locked`. Returns the rows it changed.
  virtual std::int64_t execute(std::string_view sql) = 0;
  /// Every row of a query.
  virtual std::vector<TextRow> rows(std::string_view sql) = 0;
  /// The first column of every row of a query, as text.
  virtual std::vector<std::string> query(std::string_view sql) = 0;
  /// query() for several statements of the library's own, in one message where the database takes that. Those behind
  /// one that is refused have no effect.
  virtual std::vector<std::vector<std::string>> query_each(std::span<const std::string> statements) {
    std::vector<std::vector<std::string>> answers;
    for (const auto& statement : statements) answers.push_back(query(statement));
    return answers;
  }
  /// What query() returns, or nothing when a table in it does not exist. Waits for a lock.
  virtual std::optional<std::vector<std::string>> query_existing(std::string_view sql, const BeginOptions& lock) = 0;

  /// Keeps other migrators of the same version table out until unlock(), whatever is committed meanwhile. `name` is
  /// the version table's as statements write it. False when it is not held, for `is_settled` has said that it need not
  /// be. Throws StateError `locked`.
  ///
  /// Does nothing where the transaction itself does that (SQLite).
  virtual bool lock(std::string_view, const BeginOptions&) { return true; }
  /// False where lock() does nothing, so that others may come in between two transactions of a run.
  virtual bool locks_runs() const noexcept { return true; }
  /// Throws StateError `lock_lost` when the lock that lock() took is not held any more. Asked behind begin(), which may
  /// have brought the answer along.
  virtual void prove_lock() {}
  /// Gives it back; the text says why it could not, and is empty otherwise.
  virtual std::string unlock() noexcept { return {}; }

  /// Whether statements may wait as long as the session says for what they need, in place of BeginOptions'
  /// statement_timeout: those outside of a transaction block nobody while they wait (PostgreSQL, CONCURRENTLY).
  virtual void set_patient(bool) {}

  virtual bool in_transaction() noexcept = 0;
  /// Opens a transaction that keeps other migrators out.
  virtual void begin(const BeginOptions& options) = 0;
  /// The same, and what query() says within it.
  virtual std::vector<std::string> begin_with(const BeginOptions& options, std::string_view question) {
    begin(options);
    return query(question);
  }
  virtual void commit() = 0;
  /// Ends a transaction without its changes, if one is open; the text says why it could not, and is empty otherwise.
  virtual std::string rollback() noexcept = 0;

  /// True if the database checks foreign keys while statements run and can be told not to (SQLite).
  virtual bool foreign_keys_on() { return false; }
  virtual void set_foreign_keys(bool) {}

  /// A database without rows that has this one's structure, for finding out what statements would do; null where there
  /// is no such thing.
  virtual std::unique_ptr<Connection> shadow() { return nullptr; }
  /// False for a shadow that lacks something: what could not be made again.
  virtual bool is_whole() const noexcept { return true; }
};

/// The connection behind an open session. Throws UsageError for a backend without support.
///
/// Exported, like what else is marked so below src/: the library for tests is built upon it, and installed with it.
RETORT_API std::unique_ptr<Connection> connect(soci::session& session);

}  // namespace retort::runtime

#endif
