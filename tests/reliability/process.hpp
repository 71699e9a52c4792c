#ifndef RETORT_TESTS_RELIABILITY_PROCESS_HPP
#define RETORT_TESTS_RELIABILITY_PROCESS_HPP

#include <sys/types.h>

#include <string>
#include <vector>

#include "reliability/history.hpp"
#include "reliability/place.hpp"

namespace retort::reliability {

/// Lets processes that wait at it go at once.
class Gate {
 public:
  Gate();
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  ~Gate();

  /// Returns when so many have come. For ever, if one of them has ended before.
  void wait_for(int processes) const;
  void open();

  /// For the worker: where it says that it has come, and where it waits.
  int bell() const noexcept { return bell_[1]; }
  int door() const noexcept { return door_[0]; }

 private:
  int bell_[2] = {-1, -1};
  int door_[2] = {-1, -1};
};

/// How a worker is started.
struct Start {
  /// The environment variable RETORT_FAULT.
  std::string fault = {};
  int revisions = kRevisions;
  int slow_rows = 0;
  int lock_timeout = 60000;
  /// Microseconds between two revisions.
  int pause = 0;
  int max_page_count = 0;
  std::string target = "head";
  /// What SOCI connects with, where it is not the database's own.
  std::string parameters = {};
  /// Where the worker waits before it begins.
  const Gate* gate = nullptr;
  /// The bits of a file's mode count even for root.
  bool obeys_modes = false;
};

/// How a worker ended.
struct Outcome {
  /// Of the exit status; -1 when a signal ended it.
  int status = -1;
  int signal = 0;
  /// It waited for an answer that did not come, and was killed for that.
  bool hung = false;
  std::string errors;
  /// When it was done: the revisions it ran, and the time from its gate on.
  int steps = 0;
  double milliseconds = 0;

  bool done() const noexcept { return status == 0; }
  bool killed() const noexcept;
  /// An error of the library, or of the connection: not a crash, nor an error that nobody expected.
  bool refused() const noexcept { return status == 3 || status == 4; }
  /// For remarks.
  std::string text() const;
};

/// A worker: a process of its own.
class Process {
 public:
  Process(const Place& place, const Database& database, const Start& start);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  Process(Process&& other) noexcept;
  ~Process();

  /// SIGKILL. False if it had ended by itself.
  bool kill();
  Outcome wait();
  pid_t id() const noexcept { return id_; }

 private:
  pid_t id_ = -1;
  bool waited_ = false;
  std::string output_;
};

}  // namespace retort::reliability

#endif
