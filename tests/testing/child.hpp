#ifndef RETORT_TESTS_TESTING_CHILD_HPP
#define RETORT_TESTS_TESTING_CHILD_HPP

#include <sys/wait.h>
#include <unistd.h>

namespace retort::testing_support {

/// What a child of fork() makes of it; true when it ended well.
template <typename Code>
bool child_succeeds(Code code) {
  const auto child = fork();
  if (child == 0) {
    bool good = false;
    try {
      good = code();
    } catch (...) {
    }
    // Neither the parent's tests nor its buffers.
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace retort::testing_support

#endif
