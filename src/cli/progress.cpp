#include "cli/progress.hpp"

#include <cstdio>
#include <map>
#include <system_error>

#include "cli/text.hpp"

namespace retort::cli {

namespace {

constexpr auto kTick = std::chrono::milliseconds(100);
/// A statement that runs longer makes the line move.
constexpr auto kLong = std::chrono::milliseconds(500);
/// Statements are told up to here: an insert of many rows is one statement.
constexpr std::size_t kLongestStatement = 2000;

/// Alembic's name for what speaks to a kind of database.
std::string implementation(std::string_view dialect) {
  static const std::map<std::string_view, const char*> names = {{"sqlite", "SQLiteImpl"},
                                                                {"postgresql", "PostgresqlImpl"},
                                                                {"mysql", "MySQLImpl"},
                                                                {"mariadb", "MariaDBImpl"},
                                                                {"firebird", "FirebirdImpl"}};
  const auto known = names.find(dialect);
  return known == names.end() ? std::string(dialect) : known->second;
}

std::string step_count(const StepInfo& step) {
  return "step " + std::to_string(step.index) + " of " + std::to_string(step.total);
}

}  // namespace

std::string duration_text(std::chrono::nanoseconds duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  if (seconds >= 60) {
    const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  }
  char text[32];
  std::snprintf(text, sizeof text, seconds < 1 ? "%.3f s" : "%.1f s", seconds);
  return text;
}

Progress::Progress(Console& console) : console_(console) {}

Progress::~Progress() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }
  try {
    console_.draw("");
    // A step that ends well has been told; this one was broken off.
    if (console_.live() && !full_step_.empty()) console_.info(full_step_);
  } catch (const std::exception&) {
    // Out of memory for a log line: the error itself is told by whoever catches it.
  }
}

std::chrono::nanoseconds Progress::elapsed() const { return began() ? Clock::now() - began_ : Clock::duration::zero(); }

void Progress::on_begin(std::size_t steps, std::string_view dialect, bool transactional_ddl) {
  steps_ = steps;
  began_ = Clock::now();
  console_.info("Context impl " + implementation(dialect) + ".");
  console_.info(transactional_ddl ? "Will assume transactional DDL." : "Will assume non-transactional DDL.");
}

void Progress::on_step_begin(const StepInfo& step) {
  const auto line = one_line(step.log_line());
  // On a terminal the line is written when the step has ended, with its time; statements, if they are told, stand
  // behind it.
  const bool at_once = !console_.live() || console_.verbose();
  if (at_once) console_.info(colored(line, step));
  if (!console_.live()) return;
  start();
  const std::lock_guard lock(mutex_);
  waiting_.clear();
  step_ = step_count(step) + "  " + line;
  short_step_ = step_count(step) + "  " + one_line(step.revision);
  if (!at_once) full_step_ = colored(line, step);
  step_began_ = Clock::now();
}

void Progress::on_step_end(const StepInfo& step, std::chrono::nanoseconds duration) {
  ++finished_;
  std::string line;
  if (console_.live()) {
    const std::lock_guard lock(mutex_);
    line.swap(full_step_);
    step_.clear();
    statement_.clear();
    // Under the lock, so that the thread cannot draw the step again behind its last line.
    console_.draw("");
  }
  const auto times = step_count(step) + ", " + duration_text(duration);
  if (!line.empty()) {
    console_.info(line + " " + console_.log_style()(Paint::faint, "(" + times + ")"));
  } else if (console_.verbose()) {
    console_.info("  " + times);
  }
}

void Progress::on_statement_begin(const StatementInfo& statement) {
  if (!console_.live()) return;
  start();
  const std::lock_guard lock(mutex_);
  waiting_.clear();
  statement_ = one_line(statement.operation.empty() ? statement.sql.substr(0, 200) : statement.operation);
  if (statement_.empty()) statement_ = "a statement";
  statement_began_ = Clock::now();
}

void Progress::on_statement_end(const StatementInfo& statement, std::chrono::nanoseconds duration) {
  if (console_.live()) {
    const std::lock_guard lock(mutex_);
    statement_.clear();
  }
  if (!console_.verbose()) return;
  auto sql = printable(statement.sql.substr(0, kLongestStatement));
  if (statement.sql.size() > kLongestStatement) sql += " ...";
  console_.info("  " + console_.log_style()(Paint::faint, duration_text(duration)) + "  " + sql);
}

void Progress::on_lock_wait(std::chrono::milliseconds waited, std::string_view holder) {
  const auto who = holder.empty() ? std::string() : " (" + one_line(holder) + ")";
  if (console_.live()) {
    start();
    const std::lock_guard lock(mutex_);
    waiting_ = "waiting for another one that is migrating" + who + ", " + duration_text(waited);
    return;
  }
  // Every try is told; a log wants the first and then ever fewer.
  if (waited < next_lock_line_) return;
  next_lock_line_ = std::max(2 * waited, waited + std::chrono::milliseconds(5000));
  console_.info("Waiting for another one that is migrating" + who + ", " + duration_text(waited) + " so far");
}

void Progress::on_retry(std::string_view reason, std::chrono::milliseconds pause) {
  console_.info("Tried again in " + duration_text(pause) + ": " + one_line(reason));
}

void Progress::on_lock_released(std::string_view problem) {
  if (!problem.empty()) console_.note("the lock could not be given back: " + printable(problem));
}

void Progress::on_note(std::string_view note) { console_.note(printable(note)); }

void Progress::start() {
  if (thread_.joinable()) return;
  try {
    thread_ = std::thread([this] { animate(); });
  } catch (const std::system_error&) {
    // No thread to be had: the line does not move, and everything else goes on.
  }
}

void Progress::animate() {
  std::unique_lock lock(mutex_);
  for (std::size_t tick = 0; !stop_; ++tick) {
    wake_.wait_for(lock, kTick);
    if (stop_) return;
    try {
      const auto line = live_line(tick);
      if (!line.empty()) console_.draw(line);
    } catch (const std::exception&) {
      return;
    }
  }
}

std::string Progress::live_line(std::size_t tick) const {
  const auto now = Clock::now();
  static constexpr char kWheel[] = {'|', '/', '-', '\\'};
  if (!waiting_.empty()) return std::string(1, kWheel[tick % 4]) + " " + waiting_;
  const bool long_statement = !statement_.empty() && now - statement_began_ > kLong;
  if (step_.empty() && !long_statement) return {};
  const char mark = long_statement ? kWheel[tick % 4] : ' ';
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.1f s",
                std::chrono::duration<double>(now - (step_.empty() ? statement_began_ : step_began_)).count());
  std::string line = std::string(1, mark) + " " + seconds;
  // The statement that one waits for is worth more of the line than the step's message.
  if (!step_.empty()) line += "  " + (long_statement ? short_step_ : step_);
  if (long_statement) line += "  " + statement_;
  return line;
}

std::string Progress::colored(const std::string& line, const StepInfo& step) const {
  const auto& style = console_.log_style();
  if (!style.on() || step.revision.empty()) return line;
  // As a word of its own: an id may be as short as a letter of "Running".
  for (auto at = line.find(step.revision); at != std::string::npos; at = line.find(step.revision, at + 1)) {
    const auto end = at + step.revision.size();
    const bool begins = at > 0 && line[at - 1] == ' ';
    const bool ends = end == line.size() || line[end] == ' ' || line[end] == ',';
    if (begins && ends) return line.substr(0, at) + style(Paint::revision, step.revision) + line.substr(end);
  }
  return line;
}

}  // namespace retort::cli
