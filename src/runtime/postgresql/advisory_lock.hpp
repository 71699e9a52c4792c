#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_ADVISORY_LOCK_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_ADVISORY_LOCK_HPP

#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"

namespace retort::runtime::postgresql {

/// An advisory lock of the session, polled: a session that waited for it in the server would keep CREATE INDEX
/// CONCURRENTLY waiting for its snapshot, and be waited for. Any connection to PostgreSQL will do.
class AdvisoryLock {
 public:
  explicit AdvisoryLock(Connection& connection) noexcept : connection_(connection) {}

  /// See Connection for these three.
  bool lock(std::string_view name, const BeginOptions& options);
  void prove();
  std::string unlock() noexcept;
  void set_patient(bool patient);
  /// What begin() has brought along says nothing of what comes behind its transaction.
  void before_commit() noexcept { proved_ = false; }

  /// Opens a transaction. It keeps everybody from the version table who does not ask for the advisory lock: other
  /// tools, and other migrators behind a pooler.
  void begin(const BeginOptions& options);
  std::vector<std::string> begin_with(const BeginOptions& options, std::string_view question);

 private:
  bool try_lock();
  /// False when somebody else has the version table.
  bool open(std::string_view question, std::vector<std::string>& answer);
  std::string holder();
  std::string is_this_lock() const;
  /// The question whether this very session holds the lock: how many of it there are.
  std::string proof() const;
  void prepare_proof();
  void forget_proof();
  static void require_held(const std::string& count);
  void bound_waits(const BeginOptions& options);

  Connection& connection_;
  /// What is locked: the version table as statements write it, and the number that stands for it.
  std::string version_table_;
  std::string key_;
  std::string process_;
  std::string database_;
  /// The proof as a prepared statement of the session: planning it costs more than the rest of a transaction's begin.
  std::string prepared_;
  /// begin() has asked for the proof already.
  bool proved_ = false;
  /// How long statements wait for a table's lock while this one is held, and otherwise.
  std::string bound_;
  std::string own_;
};

}  // namespace retort::runtime::postgresql

#endif
