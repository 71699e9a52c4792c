#include <retort/listener.hpp>

#include "core/text.hpp"

namespace retort {

std::string StepInfo::log_line() const {
  const auto parents = down_revision == nullptr ? std::string() : join(*down_revision, ", ");
  const auto id = std::string(revision);
  std::string line;
  switch (direction) {
    case Direction::upgrade:
      line = "Running upgrade " + parents + " -> " + id;
      break;
    case Direction::downgrade:
      line = "Running downgrade " + id + " -> " + parents;
      break;
    case Direction::stamp:
      line = "Running stamp_revision " + parents + " -> " + id;
      break;
  }
  if (!message.empty()) line += ", " + std::string(message);
  return line;
}

Listener::~Listener() = default;
void Listener::on_begin(std::size_t, std::string_view, bool) {}
void Listener::on_step_begin(const StepInfo&) {}
void Listener::on_step_end(const StepInfo&, std::chrono::nanoseconds) {}
void Listener::on_statement_begin(const StatementInfo&) {}
void Listener::on_statement_end(const StatementInfo&, std::chrono::nanoseconds) {}
void Listener::on_lock_wait(std::chrono::milliseconds, std::string_view) {}
void Listener::on_lock_acquired(std::chrono::milliseconds) {}
void Listener::on_lock_released(std::string_view) {}
void Listener::on_retry(std::string_view, std::chrono::milliseconds) {}
void Listener::on_note(std::string_view) {}

}  // namespace retort
