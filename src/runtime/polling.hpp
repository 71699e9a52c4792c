#ifndef RETORT_SRC_RUNTIME_POLLING_HPP
#define RETORT_SRC_RUNTIME_POLLING_HPP

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "runtime/connection.hpp"

namespace retort::runtime {

/// Tries until it succeeds or the time is over. The pauses grow to 100 ms and are uneven, so that waiters do not come
/// back together. `holder` tells who it is that has what is waited for.
template <typename Attempt, typename Holder>
bool poll(const BeginOptions& options, Attempt attempt, Holder holder) {
  using std::chrono::milliseconds;
  using Clock = std::chrono::steady_clock;
  if (attempt()) return true;
  const auto start = Clock::now();
  std::minstd_rand random(std::random_device{}());
  milliseconds pause{1};
  for (;;) {
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    if (waited >= options.lock_timeout) return false;
    if (options.on_wait) options.on_wait(waited, holder());
    const auto jitter = milliseconds(std::uniform_int_distribution<int>(0, static_cast<int>(pause.count()))(random));
    std::this_thread::sleep_for(std::min(pause + jitter, options.lock_timeout - waited));
    pause = std::min(pause * 2, milliseconds(50));
    if (attempt()) return true;
  }
}

}  // namespace retort::runtime

#endif
