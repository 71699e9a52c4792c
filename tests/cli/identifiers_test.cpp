#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::HasSubstr;

using Words = std::vector<std::string>;

}  // namespace

/// One grammar of identifiers, in every command that takes one.
class Identifiers : public CommandLine {
 protected:
  Identifiers() {
    set_ = MigrationSet();
    add(set_, {.id = "aaaa11", .message = "the base"});
    add(set_, {.id = "bbbb21", .down_revision = {"aaaa11"}, .branch_labels = {"billing"}});
    add(set_, {.id = "bbbb22", .down_revision = {"aaaa11"}, .branch_labels = {"search"}});
    add(set_, {.id = "cccc31", .down_revision = {"bbbb21"}});
    options_.migrations_folder = folder_.path().string();
    EXPECT_EQ(on_database({"upgrade", "bbbb21"}).status, 0);
  }

  /// Every command that takes a revision, with this one.
  static std::vector<Words> commands(const std::string& name) {
    return {{"upgrade", name},
            {"downgrade", name},
            {"plan", name},
            {"stamp", name},
            {"stamp", name, "--purge"},
            {"show", name},
            {"history", "-r", name + ":"},
            {"history", "-r", ":" + name},
            {"merge", name, "search", "-m", "m"},
            {"revision", "-m", "m", "--head", name},
            {"upgrade", "--sql", "aaaa11:" + name},
            {"downgrade", "--sql", name + ":base"}};
  }

  /// The errors of all of them, none of which may change anything.
  void expect_refused(const std::string& name, const std::string& code, const std::string& part) const {
    const auto files = count_files();
    for (auto words : commands(name)) {
      words.emplace_back("--json");
      const auto result = on_database(words);
      const auto told = join(words);
      EXPECT_EQ(result.status, 1) << told;
      EXPECT_EQ(result.error_code(), code) << told;
      EXPECT_THAT(result.json().at("error").at("message").get<std::string>(), HasSubstr(part)) << told;
      EXPECT_EQ(version(), "bbbb21") << told;
    }
    EXPECT_EQ(count_files(), files);
  }

  std::string version_after(const Words& words) const {
    const auto result = on_database(words);
    EXPECT_EQ(result.status, 0) << join(words) << ": " << result.err;
    return version();
  }

  std::ptrdiff_t count_files() const {
    return std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator());
  }

  static std::string join(const Words& words) {
    std::string text;
    for (const auto& word : words) text += word + " ";
    return text;
  }
};

TEST_F(Identifiers, AnUnknownOneIsToldWithTheNearestNames) {
  expect_refused("cccc13", "unknown_revision", "did you mean 'cccc31'?");
  expect_refused("billign", "unknown_revision", "did you mean 'billing'?");
  expect_refused("nothing_like_it@head", "unknown_revision", "'nothing_like_it'");
}

TEST_F(Identifiers, AnAmbiguousOneIsToldWithTheCandidates) {
  expect_refused("bbbb", "ambiguous_revision", "bbbb21 and bbbb22");
}

TEST_F(Identifiers, WhatTheGrammarDoesNotKnowIsRefused) {
  expect_refused("bb bb", "invalid_identifier", "a space");
  expect_refused("bbbb21+x", "invalid_identifier", "steps");
}

TEST_F(Identifiers, StepsBeyondTheEndsAreToldWithHowManyThereAre) {
  expect_refused("bbbb21+5", "relative_out_of_range", "there is 1 step up");
  expect_refused("bbbb21-5", "relative_out_of_range", "steps down");
}

TEST_F(Identifiers, OneHeadIsWantedWhereThereAreTwo) { expect_refused("head", "multiple_heads", "bbbb22 and cccc31"); }

TEST_F(Identifiers, EveryFormLeadsThere) {
  EXPECT_EQ(version_after({"upgrade", "+1"}), "cccc31");
  EXPECT_EQ(version_after({"downgrade", "-1"}), "bbbb21");
  EXPECT_EQ(version_after({"stamp", "cccc31-1"}), "bbbb21");
  EXPECT_EQ(version_after({"stamp", "-1"}), "aaaa11");
  EXPECT_EQ(version_after({"stamp", "billing@head"}), "cccc31");
  EXPECT_EQ(version_after({"downgrade", "billing@-1"}), "bbbb21");
  EXPECT_EQ(version_after({"upgrade", "current+1"}), "cccc31");
  EXPECT_EQ(version_after({"downgrade", "aaa"}), "aaaa11");
  EXPECT_EQ(version_after({"upgrade", "search"}), "bbbb22");
  EXPECT_EQ(version_after({"stamp", "base"}), "");
  EXPECT_EQ(version_after({"upgrade", "bill@cccc"}), "cccc31");
}

TEST_F(Identifiers, CurrentIsWhereTheDatabaseIs) {
  EXPECT_THAT(on_database({"show", "current"}).out, HasSubstr("Rev: bbbb21 (current)"));
  EXPECT_THAT(on_database({"show", "+1"}).out, HasSubstr("Rev: cccc31"));
  EXPECT_EQ(on_database({"history", "-r", "current:billing@head"}).out,
            "bbbb21 -> cccc31 (billing) (head), \naaaa11 -> bbbb21 (billing), \n");
  EXPECT_EQ(version_after({"upgrade", "current"}), "bbbb21");
  EXPECT_EQ(version_after({"stamp", "current"}), "bbbb21");
}

TEST_F(Identifiers, AScriptDoesNotKnowWhereTheDatabaseIs) {
  for (const char* range : {"current:heads", "-1:heads", "current:base"}) {
    const auto result = on_database({"upgrade", "--sql", range, "--json"});
    EXPECT_EQ(result.status, 1) << range;
    EXPECT_EQ(result.error_code(), "script_range") << range;
  }
  EXPECT_THAT(on_database({"upgrade", "--sql", "bbbb21:+1"}).out, HasSubstr("Running upgrade bbbb21 -> cccc31"));
}

}  // namespace retort::cli_test
