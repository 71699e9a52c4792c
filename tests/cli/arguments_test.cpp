#include "cli/arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort::cli {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

ParseOutcome parse(std::vector<const char*> words) {
  words.insert(words.begin(), "/opt/bin/app");
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

Arguments good(std::vector<const char*> words) {
  const auto outcome = parse(std::move(words));
  EXPECT_FALSE(outcome.status.has_value()) << outcome.text;
  return outcome.arguments;
}

std::string bad(std::vector<const char*> words) {
  const auto outcome = parse(std::move(words));
  EXPECT_EQ(outcome.status, 2);
  return outcome.text;
}

}  // namespace

TEST(Arguments, TakeANegativeTargetForATarget) {
  EXPECT_EQ(good({"downgrade", "-1"}).target, "-1");
  EXPECT_EQ(good({"plan", "-12"}).target, "-12");
  EXPECT_EQ(good({"downgrade", "left@-1"}).target, "left@-1");
  EXPECT_EQ(good({"upgrade", "+1"}).target, "+1");
  EXPECT_THAT(good({"stamp", "-1", "-v"}).revisions, ElementsAre("-1"));
  EXPECT_EQ(good({"history", "-r", "-3:current"}).range, "-3:current");
  EXPECT_EQ(good({"history", "-r-3:current"}).range, "-3:current");
  EXPECT_EQ(good({"history", "--rev-range=-3:current"}).range, "-3:current");
}

TEST(Arguments, TakeGlobalOptionsOnBothSidesOfTheCommand) {
  for (const auto& words : {std::vector<const char*>{"--url", "sqlite3://x", "--json", "-v", "current"},
                            std::vector<const char*>{"current", "--url", "sqlite3://x", "--json", "-v"}}) {
    const auto arguments = good(words);
    EXPECT_EQ(arguments.url, "sqlite3://x");
    EXPECT_TRUE(arguments.json);
    EXPECT_TRUE(arguments.verbose);
    EXPECT_EQ(arguments.command, Command::current);
  }
}

TEST(Arguments, TakeTheNameOfACommandForARevision) {
  EXPECT_EQ(good({"show", "heads"}).target, "heads");
  EXPECT_EQ(good({"show", "current"}).target, "current");
  EXPECT_EQ(good({"upgrade", "heads"}).command, Command::upgrade);
  EXPECT_THAT(good({"stamp", "heads"}).revisions, ElementsAre("heads"));
  EXPECT_THAT(good({"merge"}).revisions, ElementsAre("heads"));
}

TEST(Arguments, KeepATextInBracketsWhole) {
  EXPECT_EQ(good({"revision", "-m", "[BUG-7]"}).message, "[BUG-7]");
  EXPECT_EQ(good({"revision", "-m[a,b]"}).message, "[a,b]");
  EXPECT_EQ(good({"revision", "--message=[a,b]"}).message, "[a,b]");
  EXPECT_EQ(good({"show", "[a,b]"}).target, "[a,b]");
}

TEST(Arguments, DefaultToHead) {
  EXPECT_EQ(good({"upgrade"}).target, "head");
  EXPECT_EQ(good({"plan"}).target, "head");
}

TEST(Arguments, TellAnEmptyIdFromNone) {
  EXPECT_FALSE(good({"revision", "-m", "x"}).rev_id.has_value());
  EXPECT_EQ(good({"revision", "-m", "x", "--rev-id", ""}).rev_id, "");
}

TEST(Arguments, GatherWhatMayBeRepeated) {
  const auto arguments =
      good({"-x", "a=1", "revision", "-x", "b=[2]", "-m", "m", "--depends-on", "p", "--depends-on", "q"});
  EXPECT_THAT(arguments.x, ElementsAre(Pair("a", "1"), Pair("b", "[2]")));
  EXPECT_THAT(arguments.depends_on, ElementsAre("p", "q"));
}

TEST(Arguments, RefuseWhatCannotBeMeant) {
  EXPECT_THAT(bad({}), HasSubstr("no command"));
  EXPECT_THAT(bad({"fly"}), HasSubstr("fly"));
  EXPECT_THAT(bad({"downgrade"}), HasSubstr("required"));
  EXPECT_THAT(bad({"upgrade", "a", "b"}), HasSubstr("b"));
  EXPECT_THAT(bad({"upgrade", ""}), HasSubstr("empty"));
  EXPECT_THAT(bad({"show", ""}), HasSubstr("empty"));
  EXPECT_THAT(bad({"upgrade", "a:b"}), HasSubstr("--sql"));
  EXPECT_THAT(bad({"downgrade", "--sql", "a"}), HasSubstr("from:to"));
  EXPECT_THAT(bad({"upgrade", "--dialect", "sqlite"}), HasSubstr("--sql"));
  EXPECT_THAT(bad({"upgrade", "-q", "-v"}), HasSubstr("excludes"));
  EXPECT_THAT(bad({"current", "--color", "red"}), HasSubstr("red"));
  EXPECT_THAT(bad({"current", "--lock-timeout", "-1"}), HasSubstr("--lock-timeout"));
  EXPECT_THAT(bad({"current", "-x", "nothing"}), HasSubstr("key=value"));
  EXPECT_THAT(bad({"revision"}), HasSubstr("--message"));
  EXPECT_THAT(bad({"revision", "-m", " "}), HasSubstr("empty"));
  EXPECT_THAT(bad({"history", "--graph", "--format", "dot"}), HasSubstr("excludes"));
  EXPECT_THAT(bad({"history", "--graph", "--json"}), HasSubstr("exclude"));
  EXPECT_THAT(bad({"current", "--purge"}), HasSubstr("--purge"));
}

TEST(Arguments, NeverShowThePiecesOfAUrlThatWasNotQuoted) {
  for (const auto& words :
       {std::vector<const char*>{"upgrade", "--url", "postgresql://host=h", "password=SECRET"},
        std::vector<const char*>{"upgrade", "--url", "postgresql://host=h", "user=u", "password=SECRET"},
        std::vector<const char*>{"stamp", "--url", "postgresql://host=h", "user=u", "password=SECRET"},
        std::vector<const char*>{"--url", "postgresql://host=h", "password=SECRET", "current"},
        std::vector<const char*>{"--ur=postgresql://SECRET", "current"},
        std::vector<const char*>{"--url", "mysql://password=SECRET", "--url", "mysql://password=SECRET", "current"},
        std::vector<const char*>{"current", "mysql://u:SECRET@host/x"}}) {
    EXPECT_THAT(bad(words), Not(HasSubstr("SECRET")));
  }
}

TEST(Arguments, KnowJsonAlsoOnAWrongCommandLine) {
  EXPECT_TRUE(parse({"fly", "--json"}).arguments.json);
  EXPECT_TRUE(parse({"upgrade", "--wrong", "--json"}).arguments.json);
}

TEST(Arguments, GiveHelpAndVersionAsText) {
  const auto help = parse({"--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* command : {"upgrade", "downgrade", "current", "history", "heads", "branches", "show", "stamp",
                              "merge", "revision", "plan", "ensure_version"}) {
    EXPECT_THAT(help.text, HasSubstr(command));
  }
  EXPECT_THAT(parse({"history", "--help"}).text, HasSubstr("--rev-range"));
  const auto version = parse({"--version"});
  EXPECT_EQ(version.status, 0);
  EXPECT_THAT(version.text, HasSubstr("app (retort "));
}

TEST(Arguments, BearAnEmptyArgv) {
  EXPECT_EQ(parse_arguments(0, nullptr).status, 2);
  const char* const argv[] = {nullptr};
  EXPECT_EQ(parse_arguments(0, argv).program, "retort");
}

}  // namespace retort::cli
