#ifndef RETORT_SRC_CLI_CONSOLE_HPP
#define RETORT_SRC_CLI_CONSOLE_HPP

#include <mutex>
#include <string>
#include <string_view>

#include "cli/arguments.hpp"

namespace retort::cli {

enum class Paint : unsigned char { revision, keyword, faint, good, bad };

/// Colours a text, or leaves it as it is.
class Style {
 public:
  explicit Style(bool on = false) noexcept : on_(on) {}
  std::string operator()(Paint paint, std::string_view text) const;
  bool on() const noexcept { return on_; }

 private:
  bool on_;
};

/// The two outputs of the program: results on standard output, everything told on standard error. At the foot of a
/// terminal there may be one live line, which is taken away before anything else is written. Every function may be
/// called by any thread.
class Console {
 public:
  Console(ColorChoice color, bool quiet, bool verbose);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  const Style& out_style() const noexcept { return out_style_; }
  const Style& log_style() const noexcept { return log_style_; }
  /// True if a live line can be drawn.
  bool live() const noexcept { return live_; }
  bool verbose() const noexcept { return verbose_; }

  /// A result.
  void out(std::string_view text);
  /// A log line, in the form of Alembic's. Nothing if quiet.
  void info(std::string_view text);
  /// Something a person should know. Nothing if quiet.
  void note(std::string_view text);
  /// A line on standard error, always.
  void error(std::string_view text);

  /// True if there is a person at both ends who can be asked something.
  bool can_ask() const noexcept { return can_ask_; }
  /// Asks a question and waits for the answer: true for one that begins with `y`.
  bool ask(std::string_view question);

  /// Draws the live line, cut to the width of the terminal; an empty text removes it.
  void draw(std::string_view line);

  /// Hands everything over; false if standard output did not take it (a full disk).
  bool flush();

 private:
  void tell(const std::string& text);
  void erase();

  std::mutex mutex_;
  Style out_style_;
  Style log_style_;
  bool live_ = false;
  bool can_ask_ = false;
  bool quiet_;
  bool verbose_;
  bool failed_ = false;
  std::string drawn_;
};

/// The beginning of a text that fits into so many columns.
std::string_view cut_to_columns(std::string_view text, std::size_t columns);

}  // namespace retort::cli

#endif
