#include "cli/progress.hpp"

#include <algorithm>

#include "cli/cli_support.hpp"

namespace retort::cli {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

StepInfo step(std::size_t index, const std::vector<std::string>& parents) {
  return {.revision = "b",
          .direction = Direction::upgrade,
          .down_revision = &parents,
          .message = "m",
          .index = index,
          .total = 2};
}

/// What is told to a file, where nothing moves.
template <typename Talk>
std::string told(bool quiet, bool verbose, const Talk& talk) {
  cli_test::Capture capture(STDERR_FILENO);
  {
    Console console(ColorChoice::automatic, quiet, verbose);
    Progress progress(console);
    talk(progress);
  }
  return capture.text();
}

}  // namespace

TEST(Progress, IsPlainLinesWhereThereIsNoTerminal) {
  const std::vector<std::string> parents = {"a"};
  const auto text = told(false, false, [&](Progress& progress) {
    progress.on_begin(2, "sqlite", true);
    progress.on_step_begin(step(1, parents));
    progress.on_statement_begin({"SELECT 1", "execute", "x.cpp:1"});
    progress.on_statement_end({"SELECT 1", "execute", "x.cpp:1"}, std::chrono::milliseconds(5));
    progress.on_step_end(step(1, parents), std::chrono::milliseconds(7));
  });
  EXPECT_EQ(text,
            "INFO  [retort] Context impl SQLiteImpl.\nINFO  [retort] Will assume transactional DDL.\n"
            "INFO  [retort] Running upgrade a -> b, m\n");
}

TEST(Progress, TellsStatementsAndTimesWhenVerbose) {
  const std::vector<std::string> parents = {"a"};
  const auto text = told(false, true, [&](Progress& progress) {
    progress.on_begin(2, "mysql", false);
    progress.on_step_begin(step(1, parents));
    progress.on_statement_end({"SELECT 1", "execute", "x.cpp:1"}, std::chrono::milliseconds(5));
    progress.on_statement_end({std::string(5000, 'x'), "execute", "x.cpp:1"}, std::chrono::seconds(65));
    progress.on_step_end(step(1, parents), std::chrono::milliseconds(1500));
  });
  EXPECT_THAT(text, HasSubstr("Will assume non-transactional DDL.\n"));
  EXPECT_THAT(text, HasSubstr("  0.005 s  SELECT 1\n"));
  EXPECT_THAT(text, HasSubstr("  1 min 5 s  xxx"));
  EXPECT_THAT(text, HasSubstr("x ...\n"));
  EXPECT_THAT(text, Not(HasSubstr(std::string(2001, 'x'))));
  EXPECT_THAT(text, HasSubstr("  step 1 of 2, 1.5 s\n"));
}

TEST(Progress, SaysNothingWhenQuiet) {
  const std::vector<std::string> parents = {"a"};
  EXPECT_EQ(told(true, false,
                 [&](Progress& progress) {
                   progress.on_begin(2, "sqlite", true);
                   progress.on_step_begin(step(1, parents));
                   progress.on_note("n");
                   progress.on_lock_wait(std::chrono::milliseconds(0), "x");
                 }),
            "");
}

TEST(Progress, TellsOfAWaitEverMoreRarely) {
  const auto text = told(false, false, [&](Progress& progress) {
    for (int tenth = 0; tenth < 600; ++tenth) progress.on_lock_wait(std::chrono::milliseconds(100 * tenth), "pid 7");
  });
  EXPECT_THAT(text, HasSubstr("Waiting for another one that is migrating (pid 7)"));
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_GE(lines, 3);
  EXPECT_LE(lines, 8);
}

TEST(Progress, CutsALineToTheColumnsOfTheTerminal) {
  EXPECT_EQ(cut_to_columns("abcdef", 4), "abcd");
  EXPECT_EQ(cut_to_columns("abc", 4), "abc");
  // A character is kept whole, and counted as two columns.
  EXPECT_EQ(cut_to_columns("a\xe5\xad\xa6\xe7\x94\x9f", 4), "a\xe5\xad\xa6");
  EXPECT_EQ(cut_to_columns("a\xe5\xad\xa6", 2), "a");
  EXPECT_EQ(cut_to_columns("", 0), "");
}

}  // namespace retort::cli
