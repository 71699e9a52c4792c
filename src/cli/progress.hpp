#ifndef RETORT_SRC_CLI_PROGRESS_HPP
#define RETORT_SRC_CLI_PROGRESS_HPP

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <retort/listener.hpp>
#include <string>
#include <thread>

#include "cli/console.hpp"

namespace retort::cli {

/// Tells on standard error what a Migrator does, in Alembic's words. On a terminal a line at the foot shows the step
/// and the time while a step runs, and moves while one statement runs long.
class Progress final : public Listener {
 public:
  explicit Progress(Console& console);
  /// Tells the step that was broken off, if one was.
  ~Progress() override;

  /// True once a step has begun.
  bool began() const noexcept { return steps_ != 0; }
  /// The steps that were finished, and the time since the first began.
  std::size_t finished() const noexcept { return finished_; }
  std::chrono::nanoseconds elapsed() const;

  void on_begin(std::size_t steps, std::string_view dialect, bool transactional_ddl) override;
  void on_step_begin(const StepInfo& step) override;
  void on_step_end(const StepInfo& step, std::chrono::nanoseconds duration) override;
  void on_statement_begin(const StatementInfo& statement) override;
  void on_statement_end(const StatementInfo& statement, std::chrono::nanoseconds duration) override;
  void on_lock_wait(std::chrono::milliseconds waited, std::string_view holder) override;
  void on_retry(std::string_view reason, std::chrono::milliseconds pause) override;
  void on_lock_released(std::string_view problem) override;
  void on_note(std::string_view note) override;

 private:
  using Clock = std::chrono::steady_clock;

  void start();
  void animate();
  std::string live_line(std::size_t tick) const;
  std::string colored(const std::string& line, const StepInfo& step) const;

  Console& console_;
  std::size_t steps_ = 0;
  std::size_t finished_ = 0;
  Clock::time_point began_;
  /// When the next line about a lock may be written.
  std::chrono::milliseconds next_lock_line_{0};

  // What the thread draws, under the mutex.
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::string step_;
  std::string short_step_;
  std::string full_step_;
  Clock::time_point step_began_;
  std::string statement_;
  Clock::time_point statement_began_;
  std::string waiting_;
  std::thread thread_;
};

/// `0.012 s`, `2 min 5 s`.
std::string duration_text(std::chrono::nanoseconds duration);

}  // namespace retort::cli

#endif
