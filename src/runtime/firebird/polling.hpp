#ifndef RETORT_SRC_RUNTIME_FIREBIRD_POLLING_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_POLLING_HPP

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

namespace retort::runtime::firebird {

/// Tries until it succeeds or until the time is over; whether it did. The pauses grow to 100 ms and are uneven, so that
/// waiters do not come back together. `waiting` hears how long it has been.
template <typename Attempt, typename Waiting>
bool poll(std::chrono::milliseconds timeout, Attempt attempt, Waiting waiting) {
  using std::chrono::milliseconds;
  using Clock = std::chrono::steady_clock;
  if (attempt()) return true;
  const auto start = Clock::now();
  std::minstd_rand random(std::random_device{}());
  milliseconds pause{1};
  for (;;) {
    const auto waited = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
    if (waited >= timeout) return false;
    waiting(waited);
    const auto jitter = milliseconds(std::uniform_int_distribution<int>(0, static_cast<int>(pause.count()))(random));
    std::this_thread::sleep_for(std::min(pause + jitter, timeout - waited));
    pause = std::min(pause * 2, milliseconds(50));
    if (attempt()) return true;
  }
}

}  // namespace retort::runtime::firebird

#endif
