#ifndef RETORT_SRC_RUNTIME_MYSQL_NAMED_LOCK_HPP
#define RETORT_SRC_RUNTIME_MYSQL_NAMED_LOCK_HPP

#include <string>
#include <string_view>

#include "runtime/connection.hpp"

namespace retort::runtime::mysql {

/// GET_LOCK. It belongs to the session: what is committed leaves it, and it is free when the session ends. Any
/// connection to MySQL or MariaDB will do.
class NamedLock {
 public:
  explicit NamedLock(Connection& connection) noexcept : connection_(connection) {}

  /// See Connection for these three.
  bool lock(std::string_view name, const BeginOptions& options);
  void prove();
  std::string unlock() noexcept;

 private:
  std::string value(const std::string& sql) const;
  /// Who holds the lock, in words.
  std::string holder() const;
  void bound_waits(std::chrono::milliseconds timeout);
  void restore_waits();

  Connection& connection_;
  /// The name of the lock that is held, as a literal.
  std::string lock_;
  /// What the session's own limits were.
  std::string restore_;
};

}  // namespace retort::runtime::mysql

#endif
