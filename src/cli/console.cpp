#include "cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

namespace retort::cli {

namespace {

bool is_set(const char* name) noexcept {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

/// A terminal that understands colours and the movements of the cursor.
bool is_terminal(int descriptor) noexcept {
  const char* term = std::getenv("TERM");
  return ::isatty(descriptor) == 1 && (term == nullptr || std::string_view(term) != "dumb");
}

/// https://no-color.org: any text but the empty one; an explicit choice goes before it.
bool wants_color(ColorChoice choice, int descriptor) noexcept {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  return is_terminal(descriptor) && !is_set("NO_COLOR");
}

std::size_t terminal_columns() noexcept {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

const char* sequence(Paint paint) noexcept {
  switch (paint) {
    case Paint::revision:
      return "\x1b[33m";
    case Paint::keyword:
      return "\x1b[34m";
    case Paint::faint:
      return "\x1b[2m";
    case Paint::good:
      return "\x1b[32m";
    case Paint::bad:
      return "\x1b[1;31m";
  }
  return "";
}

}  // namespace

std::string Style::operator()(Paint paint, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  return sequence(paint) + std::string(text) + "\x1b[0m";
}

std::string_view cut_to_columns(std::string_view text, std::size_t columns) {
  std::size_t used = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const auto lead = static_cast<unsigned char>(text[end]);
    // Some characters beyond ASCII are two columns wide; taking all for wide never makes the line too long.
    const std::size_t width = lead < 0x80 ? 1 : 2;
    if (used + width > columns) break;
    used += width;
    ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80) ++end;
  }
  return text.substr(0, end);
}

Console::Console(ColorChoice color, bool quiet, bool verbose)
    : out_style_(wants_color(color, STDOUT_FILENO)),
      log_style_(wants_color(color, STDERR_FILENO)),
      live_(color != ColorChoice::never && !quiet && is_terminal(STDERR_FILENO)),
      can_ask_(!quiet && ::isatty(STDERR_FILENO) == 1 && ::isatty(STDIN_FILENO) == 1),
      quiet_(quiet),
      verbose_(verbose) {}

Console::~Console() {
  if (!drawn_.empty()) std::fputs("\r\x1b[K", stderr);
}

void Console::out(std::string_view text) {
  const std::lock_guard lock(mutex_);
  erase();
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) failed_ = true;
}

void Console::info(std::string_view text) {
  if (!quiet_) tell(log_style_(Paint::faint, "INFO  [retort]") + " " + std::string(text) + "\n");
}

void Console::note(std::string_view text) {
  if (!quiet_) tell("note: " + std::string(text) + "\n");
}

void Console::error(std::string_view text) { tell(std::string(text) + "\n"); }

bool Console::ask(std::string_view question) {
  tell(std::string(question) + " [y/N] ");
  std::fflush(stderr);
  // All of the line, so that nothing of it is left for the next question.
  const int first = std::fgetc(stdin);
  for (int c = first; c != '\n' && c != EOF;) c = std::fgetc(stdin);
  return first == 'y' || first == 'Y';
}

void Console::draw(std::string_view line) {
  if (!live_) return;
  const std::lock_guard lock(mutex_);
  // The last column stays empty: in it some terminals wrap.
  const auto shown = cut_to_columns(line, terminal_columns() - 1);
  if (shown == drawn_) return;
  const auto text = "\r\x1b[K" + log_style_(Paint::faint, shown);
  std::fwrite(text.data(), 1, text.size(), stderr);
  drawn_ = shown;
}

bool Console::flush() {
  const std::lock_guard lock(mutex_);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) failed_ = true;
  std::fflush(stderr);
  return !failed_;
}

void Console::tell(const std::string& text) {
  const std::lock_guard lock(mutex_);
  const auto drawn = drawn_;
  erase();
  // Results and log lines may go to the same terminal and should stand there in their order.
  std::fflush(stdout);
  std::string all = text;
  if (!drawn.empty()) all += log_style_(Paint::faint, drawn);
  std::fwrite(all.data(), 1, all.size(), stderr);
  drawn_ = drawn;
}

void Console::erase() {
  if (drawn_.empty()) return;
  std::fputs("\r\x1b[K", stderr);
  drawn_.clear();
}

}  // namespace retort::cli
