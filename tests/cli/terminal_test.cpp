#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <chrono>
#include <thread>

#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

/// What a child that runs on a terminal is given beside its arguments.
struct Seat {
  unsigned short columns = 80;
  CliOptions options = {};
  /// Typed by the person; without it standard input is no terminal.
  std::string typed = {};
};

/// Runs the command line in a child whose outputs are a terminal, and gives all that the terminal was sent.
std::string on_terminal(const std::vector<std::string>& arguments, const MigrationSet& set, int& status,
                        const Seat& seat) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0) throw std::runtime_error("no terminal");
  const std::string name = ::ptsname(terminal);
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::setsid();
    const int side = ::open(name.c_str(), O_RDWR);
    winsize size{};
    size.ws_col = seat.columns;
    ::ioctl(side, TIOCSWINSZ, &size);
    if (!seat.typed.empty()) ::dup2(side, STDIN_FILENO);
    ::dup2(side, STDOUT_FILENO);
    ::dup2(side, STDERR_FILENO);
    ::setenv("TERM", "xterm", 1);
    const int result = call(arguments, set, seat.options);
    std::fflush(nullptr);
    ::_exit(result);
  }
  // The terminal keeps it until it is read.
  if (::write(terminal, seat.typed.data(), seat.typed.size()) < 0) throw std::runtime_error("nothing can be typed");
  std::string text;
  char buffer[4096];
  for (;;) {
    const auto got = ::read(terminal, buffer, sizeof buffer);
    if (got > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
      continue;
    }
    // Until the child has opened its side, and after it has closed it, reading is an error.
    int wait_status = 0;
    if (::waitpid(child, &wait_status, WNOHANG) == child) {
      status = WEXITSTATUS(wait_status);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  ::close(terminal);
  return text;
}

MigrationSet slow() {
  auto set = school();
  add(
      set, {.id = "510000000001", .down_revision = {"c0ffee000001"}, .message = "takes its time"},
      [] { op::run([](soci::session&) { std::this_thread::sleep_for(std::chrono::milliseconds(1200)); }); }, [] {});
  return set;
}

}  // namespace

class OnATerminal : public CommandLine {
 protected:
  OnATerminal() { ::unsetenv("NO_COLOR"); }

  std::string terminal(std::vector<std::string> arguments, const MigrationSet& set, unsigned short columns = 80) {
    arguments.insert(arguments.begin(), {"--url", url()});
    return on_terminal(arguments, set, status_, {.columns = columns});
  }

  /// The same with the model that the program gives, and somebody who types.
  std::string asked(std::vector<std::string> arguments, std::string typed) {
    Seat seat{.typed = std::move(typed)};
    seat.options.migrations_folder = folder_.path().string();
    seat.options.model.table("scholars", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("title", 50).not_null();
      t.integer("grade");
    });
    arguments.insert(arguments.begin(), {"--url", url()});
    return on_terminal(arguments, set_, status_, seat);
  }

  int status_ = -1;
};

TEST_F(OnATerminal, StepsAreCountedAndTimedInColour) {
  const auto text = terminal({"upgrade"}, set_);
  EXPECT_EQ(status_, 0) << text;
  EXPECT_THAT(text, HasSubstr("\x1b[33m361dae855898\x1b[0m, create students"));
  EXPECT_THAT(text, ContainsRegex("\\(step 1 of 3, 0\\.[0-9]+ s\\)"));
  EXPECT_THAT(text, ContainsRegex("3 steps in [0-9.]+ s"));
}

TEST_F(OnATerminal, ALineMovesWhileAStatementRunsLong) {
  const auto text = terminal({"upgrade"}, slow(), 70);
  EXPECT_EQ(status_, 0) << text;
  // Drawn several times in place, with at least three positions of the wheel.
  int positions = 0;
  for (const char* mark : {"\r\x1b[K\x1b[2m|", "\r\x1b[K\x1b[2m/", "\r\x1b[K\x1b[2m-", "\r\x1b[K\x1b[2m\\"}) {
    if (text.find(mark) != std::string::npos) ++positions;
  }
  EXPECT_GE(positions, 3) << text;
  EXPECT_THAT(text, ContainsRegex("1\\.[0-9] s  step 4 of 4  510000000001  "));
  // Cut to the terminal, so that it can be taken away again.
  for (auto at = text.find("\r\x1b[K\x1b[2m"); at != std::string::npos; at = text.find("\r\x1b[K\x1b[2m", at + 1)) {
    const auto begin = at + 8;
    EXPECT_LE(text.find("\x1b[0m", begin) - begin, 69U);
  }
  // It is gone before the step's last line is written.
  EXPECT_THAT(text, HasSubstr("\r\x1b[K\x1b[2mINFO  [retort]\x1b[0m Running upgrade c0ffee000001 -> "));
}

TEST_F(OnATerminal, StatementsStandBehindTheirStep) {
  const auto text = terminal({"upgrade", "-v"}, set_);
  const auto step = text.find("Renaming students to scholars\r\n");
  ASSERT_NE(step, std::string::npos) << text;
  EXPECT_GT(text.find("RENAME TO"), step);
  EXPECT_GT(text.find("  step 2 of 3, "), text.find("RENAME TO"));
}

TEST_F(OnATerminal, AStepThatFailsIsToldBeforeItsError) {
  auto set = school();
  add(set, {.id = "bad000000001", .down_revision = {"c0ffee000001"}, .message = "breaks"},
      [] { op::execute("INSERT INTO nowhere VALUES (1)"); });
  const auto text = terminal({"upgrade"}, set);
  EXPECT_EQ(status_, 1);
  const auto step = text.find("bad000000001\x1b[0m, breaks\r\n");
  const auto error = text.find("error:");
  ASSERT_NE(step, std::string::npos) << text;
  ASSERT_NE(error, std::string::npos);
  EXPECT_LT(step, error);
}

TEST_F(OnATerminal, NeverMeansPlainLines) {
  const auto text = terminal({"upgrade", "--color", "never"}, slow());
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("Running upgrade  -> 361dae855898, create students\r\n"));
}

TEST_F(OnATerminal, NoColorIsHonoured) {
  ::setenv("NO_COLOR", "1", 1);
  const auto text = terminal({"upgrade"}, set_);
  const auto forced = terminal({"history", "--color", "always"}, set_);
  ::unsetenv("NO_COLOR");
  EXPECT_THAT(text, Not(ContainsRegex("\x1b\\[[0-9;]*m")));
  EXPECT_THAT(text, HasSubstr("step 1 of 3"));
  EXPECT_THAT(forced, HasSubstr("\x1b[33m"));
}

TEST_F(OnATerminal, QuietIsQuiet) { EXPECT_EQ(terminal({"upgrade", "-q"}, slow()), ""); }

TEST_F(OnATerminal, ColourCanBeForcedIntoAPipe) {
  EXPECT_THAT(run({"history", "--color", "always"}, set_).out, HasSubstr("\x1b[33m361dae855898\x1b[0m"));
  EXPECT_THAT(run({"history"}, set_).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(run({"fly", "--color=always"}, set_).err, HasSubstr("error:"));
}

TEST_F(OnATerminal, WhatMayBeARenameIsAsked) {
  ASSERT_EQ(on_database({"upgrade"}).status, 0);
  const std::vector<std::string> words{"revision", "--autogenerate", "-m", "x", "--rev-id"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return more;
  };
  auto text = asked(with({"yes"}), "y\n");
  EXPECT_EQ(status_, 0) << text;
  EXPECT_THAT(text, HasSubstr("Is the column \"scholars\".\"title\" the column \"name\" under a new name ("));
  EXPECT_THAT(text, HasSubstr("Otherwise \"name\" is dropped. [y/N] "));
  EXPECT_THAT(read_file(folder_.path() / "yes_x.cpp"),
              HasSubstr("op::rename_column(\"scholars\", \"name\", \"title\");"));
  text = asked(with({"no"}), "\n");
  EXPECT_EQ(status_, 0) << text;
  EXPECT_THAT(read_file(folder_.path() / "no_x.cpp"), HasSubstr("drop_column(\"name\")"));
  // Who has decided is not asked, nor is a program that reads.
  EXPECT_THAT(asked(with({"all", "--assume-renames"}), "n\n"), Not(HasSubstr("[y/N]")));
  EXPECT_THAT(read_file(folder_.path() / "all_x.cpp"), HasSubstr("op::rename_column("));
  EXPECT_THAT(asked(with({"none", "--no-renames"}), "y\n"), Not(HasSubstr("[y/N]")));
  EXPECT_THAT(read_file(folder_.path() / "none_x.cpp"), HasSubstr("drop_column("));
  EXPECT_THAT(asked(with({"json", "--json"}), "y\n"), Not(HasSubstr("[y/N]")));
  EXPECT_THAT(asked({"check"}, "y\n"), Not(HasSubstr("[y/N]")));
  EXPECT_EQ(status_, 3);
}

}  // namespace retort::cli_test
