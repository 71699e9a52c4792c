#ifndef RETORT_TESTS_BENCHMARK_STARTS_HPP
#define RETORT_TESTS_BENCHMARK_STARTS_HPP

#include <string>

namespace retort::bench {

/// The program's first word when it is one of the processes that starts.cpp measures; backend and parameters follow.
inline constexpr const char* kOneStart = "--one-start";

/// Says that it is there, waits for the end of its input, upgrades, and says that it is ready. The exit status.
int one_start(const std::string& backend, const std::string& parameters);

}  // namespace retort::bench

#endif
