#ifndef RETORT_SRC_RUNTIME_MIGRATOR_LOCK_HPP
#define RETORT_SRC_RUNTIME_MIGRATOR_LOCK_HPP

#include <retort/listener.hpp>
#include <retort/migrator.hpp>

#include <functional>
#include <string_view>

#include "runtime/connection.hpp"

namespace retort::runtime {

/// How transactions are opened and locks waited for; the listener hears of the waiting.
BeginOptions begin_options(const MigratorOptions& options);

/// Keeps other migrators out for a whole run, where one transaction does not. The listener hears when it is taken and
/// when it is given back.
class MigratorLock {
 public:
  /// Waits until it has the lock, or until `is_settled`, asked while another one has it, says that there is nothing
  /// left to do.
  MigratorLock(Connection& connection, std::string_view name, const MigratorOptions& options,
               std::function<bool()> is_settled = {});
  MigratorLock(const MigratorLock&) = delete;
  MigratorLock& operator=(const MigratorLock&) = delete;
  /// Throws nothing. A lock that cannot be given back goes with the session, which is then no use for anything else
  /// either.
  ~MigratorLock();

  bool is_held() const noexcept { return held_; }

 private:
  void release() noexcept;

  Connection& connection_;
  Listener* listener_;
  bool held_ = true;
};

}  // namespace retort::runtime

#endif
