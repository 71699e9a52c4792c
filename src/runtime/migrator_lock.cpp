#include "runtime/migrator_lock.hpp"

#include <chrono>
#include <utility>

namespace retort::runtime {

BeginOptions begin_options(const MigratorOptions& options) {
  BeginOptions result{options.lock_timeout, options.ddl_lock_timeout, {}};
  if (auto* listener = options.listener) {
    result.on_wait = [listener](auto waited, auto holder) { listener->on_lock_wait(waited, holder); };
  }
  return result;
}

MigratorLock::MigratorLock(Connection& connection, std::string_view name, const MigratorOptions& options,
                           std::function<bool()> is_settled)
    : connection_(connection), listener_(connection.locks_runs() ? options.listener : nullptr) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  auto how = begin_options(options);
  how.is_settled = std::move(is_settled);
  held_ = connection_.lock(name, how);
  if (!held_ || listener_ == nullptr) return;
  try {
    listener_->on_lock_acquired(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start));
  } catch (...) {
    release();
    throw;
  }
}

MigratorLock::~MigratorLock() { release(); }

void MigratorLock::release() noexcept {
  if (!held_) return;
  try {
    const auto problem = connection_.unlock();
    if (listener_ != nullptr) listener_->on_lock_released(problem);
  } catch (...) {
    // A listener that throws is not heard while a lock is given back.
  }
}

}  // namespace retort::runtime
