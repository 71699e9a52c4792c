#include "reliability/process.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace retort::reliability {

namespace {

std::vector<std::string> arguments_of(const Place& place, const Database& database, const Start& start) {
  std::vector<std::string> list = {RETORT_WORKER, "--database", place.database(), "--parameters",
                                   start.parameters.empty() ? database.parameters() : start.parameters};
  const auto add = [&](const char* option, int value) {
    list.emplace_back(option);
    list.push_back(std::to_string(value));
  };
  add("--revisions", start.revisions);
  add("--slow-rows", start.slow_rows);
  add("--lock-timeout", start.lock_timeout);
  add("--pause", start.pause);
  add("--max-page-count", start.max_page_count);
  if (start.gate != nullptr) {
    add("--bell", start.gate->bell());
    add("--door", start.gate->door());
  }
  list.insert(list.end(), {"--target", start.target});
  return list;
}

/// The part of the child behind fork(): nothing here takes memory.
[[noreturn]] void run(char* const* arguments, const char* output, const Start& start) {
  const int out = ::open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(out, STDERR_FILENO);
  if (start.obeys_modes) {
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0);
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0);
  }
  if (start.gate != nullptr) {
    ::fcntl(start.gate->bell(), F_SETFD, 0);
    ::fcntl(start.gate->door(), F_SETFD, 0);
  }
  ::execv(arguments[0], arguments);
  ::_exit(127);
}

}  // namespace

bool Outcome::killed() const noexcept { return signal == SIGKILL; }

std::string Outcome::text() const {
  if (signal != 0) return "signal " + std::to_string(signal) + " " + errors;
  return "exit status " + std::to_string(status) + " " + errors;
}

Process::Process(const Place& place, const Database& database, const Start& start) {
  static std::atomic<int> count = 0;
  output_ = place.folder() + "/output" + std::to_string(++count);
  auto list = arguments_of(place, database, start);
  std::vector<char*> pointers;
  pointers.reserve(list.size() + 1);
  for (auto& each : list) pointers.push_back(each.data());
  pointers.push_back(nullptr);
  if (start.fault.empty()) {
    ::unsetenv("RETORT_FAULT");
  } else {
    ::setenv("RETORT_FAULT", start.fault.c_str(), 1);
  }
  id_ = ::fork();
  if (id_ < 0) throw std::runtime_error("fork failed");
  if (id_ == 0) run(pointers.data(), output_.c_str(), start);
}

Process::Process(Process&& other) noexcept
    : id_(std::exchange(other.id_, -1)), waited_(other.waited_), output_(std::move(other.output_)) {}

Process::~Process() {
  if (id_ < 0) return;
  if (!waited_) {
    ::kill(id_, SIGKILL);
    int status = 0;
    ::waitpid(id_, &status, 0);
  }
  ::unlink(output_.c_str());
}

bool Process::kill() {
  siginfo_t info{};
  // One that has ended is still there until somebody waits for it.
  ::waitid(P_PID, static_cast<id_t>(id_), &info, WEXITED | WNOHANG | WNOWAIT);
  if (info.si_pid == id_) return false;
  return ::kill(id_, SIGKILL) == 0;
}

Outcome Process::wait() {
  // Longer than any lock is waited for. Firebird's server has been seen to lose a connection from what it listens to,
  // with the question unread: that client would wait for ever.
  constexpr auto kLongest = std::chrono::seconds(150);
  const auto start = std::chrono::steady_clock::now();
  Outcome outcome;
  int status = 0;
  for (;;) {
    const auto ended = ::waitpid(id_, &status, WNOHANG);
    if (ended == id_ || (ended < 0 && errno != EINTR)) break;
    if (!outcome.hung && std::chrono::steady_clock::now() - start > kLongest) {
      outcome.hung = true;
      ::kill(id_, SIGKILL);
    }
    ::usleep(500);
  }
  waited_ = true;
  if (WIFEXITED(status)) outcome.status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  std::ifstream file(output_);
  std::stringstream text;
  text << file.rdbuf();
  if (outcome.done()) {
    text >> outcome.steps >> outcome.milliseconds;
  } else {
    outcome.errors = text.str();
  }
  return outcome;
}

Gate::Gate() {
  if (::pipe2(bell_, O_CLOEXEC) != 0 || ::pipe2(door_, O_CLOEXEC) != 0) throw std::runtime_error("pipe failed");
}

Gate::~Gate() {
  open();
  ::close(bell_[0]);
  ::close(bell_[1]);
  ::close(door_[0]);
}

void Gate::wait_for(int processes) const {
  char byte = 0;
  for (int come = 0; come < processes;) {
    if (::read(bell_[0], &byte, 1) == 1) ++come;
  }
}

void Gate::open() {
  if (door_[1] >= 0) ::close(std::exchange(door_[1], -1));
}

}  // namespace retort::reliability
