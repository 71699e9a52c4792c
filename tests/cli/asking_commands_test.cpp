#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

}  // namespace

class AskingCommands : public CommandLine {};

TEST_F(AskingCommands, CurrentNamesTheRevisionOfTheDatabase) {
  on_database({"upgrade", "913"});
  EXPECT_EQ(on_database({"current"}).out, "91381a2f4148\n");
  on_database({"upgrade"});
  EXPECT_EQ(on_database({"current"}).out, "c0ffee000001 (head)\n");
  const auto json = on_database({"current", "--json"}).json();
  EXPECT_EQ(json.at("current").at(0).at("revision"), "c0ffee000001");
  EXPECT_EQ(json.at("current").at(0).at("head"), true);
  EXPECT_EQ(json.at("at_head"), true);
}

TEST_F(AskingCommands, CurrentVerboseShowsTheDatabaseAndTheRevision) {
  on_database({"upgrade", "913"});
  const auto out = on_database({"current", "-v"}).out;
  EXPECT_THAT(out, StartsWith("Current revision(s) for sqlite3 " + file().string() + ":\nRev: 91381a2f4148\n"));
}

TEST_F(AskingCommands, CheckHeadsExitsWith3WhenBehind) {
  EXPECT_EQ(on_database({"current", "--check-heads"}).status, 3);
  on_database({"upgrade", "913"});
  const auto behind = on_database({"current", "--check-heads"});
  EXPECT_EQ(behind.status, 3);
  EXPECT_EQ(behind.out, "91381a2f4148\n");
  EXPECT_THAT(behind.err, HasSubstr("1 revision to run"));
  EXPECT_EQ(on_database({"current", "--check-heads", "--json"}).json().at("at_head"), false);
  on_database({"upgrade"});
  EXPECT_EQ(on_database({"current", "--check-heads"}).status, 0);
}

TEST_F(AskingCommands, CurrentShowsARowThatNobodyKnows) {
  on_database({"upgrade", "913"});
  soci::session(url()) << "UPDATE retort_version SET version_num = 'deadbeef'";
  const auto result = on_database({"current", "--check-heads"});
  EXPECT_EQ(result.out, "deadbeef (unknown to this program)\n");
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(on_database({"current", "--json"}).json().at("current").at(0).at("known"), false);
}

TEST_F(AskingCommands, DoNotCreateADatabaseFile) {
  for (const auto& words : {std::vector<std::string>{"current"},
                            {"history", "-i"},
                            {"plan"},
                            {"show", "current"},
                            {"current", "--json"},
                            {"history", "-r", ":current"}}) {
    const auto result = on_database(words);
    EXPECT_EQ(result.status, 0) << words.front() << result.err;
    EXPECT_THAT(result.err, HasSubstr("does not exist yet"));
    EXPECT_FALSE(fs::exists(file())) << words.front();
  }
  EXPECT_NE(on_database({"downgrade", "-1"}).status, 0);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(AskingCommands, DoNotWriteToTheDatabase) {
  on_database({"upgrade", "913"});
  const auto before = read_file(file());
  for (const auto& words : {std::vector<std::string>{"current", "-v"},
                            {"history", "-i"},
                            {"plan"},
                            {"show", "current"},
                            {"current", "--check-heads"},
                            {"history", "--json"}}) {
    on_database(words);
    EXPECT_EQ(read_file(file()), before) << words.front();
  }
}

TEST_F(AskingCommands, HistoryTellsTheRevisionsNewestFirst) {
  const auto result = run({"history"}, set_);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out,
            "91381a2f4148 -> c0ffee000001 (head), add a grade\n"
            "361dae855898 -> 91381a2f4148, Renaming students to scholars\n"
            "<base> -> 361dae855898, create students\n");
}

TEST_F(AskingCommands, HistoryTakesARange) {
  EXPECT_EQ(run({"history", "-r", "361:913"}, set_).out,
            "361dae855898 -> 91381a2f4148, Renaming students to scholars\n<base> -> 361dae855898, create students\n");
  EXPECT_THAT(run({"history", "-r", "913:"}, set_).out, Not(HasSubstr("<base>")));
  on_database({"upgrade", "913"});
  EXPECT_THAT(on_database({"history", "-r", ":current"}).out, Not(HasSubstr("c0ffee")));
  EXPECT_THAT(on_database({"history", "-r", "-1:current"}).out, StartsWith("361dae855898 -> 91381a2f4148, Ren"));
  EXPECT_THAT(on_database({"history", "-r", "current:"}).out, Not(HasSubstr("<base>")));
}

TEST_F(AskingCommands, HistoryMarksTheCurrentRevision) {
  on_database({"upgrade", "913"});
  EXPECT_THAT(on_database({"history", "-i"}).out, HasSubstr("-> 91381a2f4148 (current), Renaming"));
  EXPECT_THAT(on_database({"history"}).out, Not(HasSubstr("(current)")));
  const auto json = on_database({"history", "--json"}).json();
  EXPECT_EQ(json.at("revisions").at(1).at("current"), true);
  EXPECT_EQ(json.at("revisions").at(2).at("current"), false);
}

TEST_F(AskingCommands, HistoryAsJsonTellsEverything) {
  const auto json = run({"history", "--json"}, set_).json();
  ASSERT_EQ(json.at("revisions").size(), 3U);
  const auto& newest = json.at("revisions").at(0);
  EXPECT_EQ(newest.at("revision"), "c0ffee000001");
  EXPECT_EQ(newest.at("down_revision"), Json::array({"91381a2f4148"}));
  EXPECT_EQ(newest.at("depends_on"), Json::array());
  EXPECT_EQ(newest.at("branch_labels"), Json::array());
  EXPECT_EQ(newest.at("message"), "add a grade");
  EXPECT_EQ(newest.at("head"), true);
  EXPECT_EQ(newest.at("branchpoint"), false);
  EXPECT_EQ(newest.at("mergepoint"), false);
  EXPECT_EQ(newest.at("current"), false);
}

TEST_F(AskingCommands, ShowAndVerboseHistoryGiveAlembicsBlock) {
  const auto show = run({"show", "361"}, set_).out;
  EXPECT_THAT(show, StartsWith("Rev: 361dae855898\nParent: <base>\nPath: cli_support.hpp:"));
  EXPECT_THAT(show, HasSubstr("\n\n    create students\n\n    Revision ID: 361dae855898\n    Revises:\n"
                              "    Create Date: 2026-01-30 09:00:00\n\n"));
  const auto history = run({"history", "-v"}, set_).out;
  EXPECT_THAT(history, StartsWith("Rev: c0ffee000001 (head)\nParent: 91381a2f4148\n"));
  EXPECT_THAT(history, HasSubstr(show));
  EXPECT_EQ(run({"show", "head", "--json"}, set_).json().at("revisions").at(0).at("revision"), "c0ffee000001");
}

TEST_F(AskingCommands, ShowCurrentAsksTheDatabase) {
  on_database({"upgrade", "913"});
  EXPECT_THAT(on_database({"show", "current"}).out, StartsWith("Rev: 91381a2f4148 (current)\n"));
}

TEST_F(AskingCommands, HeadsNeedNoDatabase) {
  EXPECT_EQ(run({"heads"}, set_).out, "c0ffee000001 (head)\n");
  const auto json = run({"heads", "--json"}, set_).json();
  ASSERT_EQ(json.at("heads").size(), 1U);
  EXPECT_EQ(json.at("heads").at(0).at("revision"), "c0ffee000001");
  EXPECT_EQ(json.at("heads").at(0).at("message"), "add a grade");
  EXPECT_EQ(json.at("heads").at(0).at("branch_labels"), Json::array());
  EXPECT_THAT(run({"heads", "-v"}, set_).out, StartsWith("Rev: c0ffee000001 (head)\n"));
}

TEST_F(AskingCommands, TellNothingOfAnEmptySet) {
  const MigrationSet none;
  for (const char* command : {"heads", "history", "branches"}) {
    const auto result = run({command}, none);
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST_F(AskingCommands, MessagesCannotActOnTheTerminal) {
  MigrationSet set;
  add(set, {.id = "a",
            .message = "one\ntwo \x1b[31mred\a \xc2\x9b"
                       "1m"});
  EXPECT_EQ(run({"history"}, set).out, "<base> -> a (head), one two ?[31mred? ?1m\n");
  EXPECT_THAT(run({"show", "a"}, set).out, HasSubstr("\n    one\n    two ?[31mred? ?1m\n"));
}

TEST_F(AskingCommands, JsonBearsBytesThatAreNotUtf8) {
  MigrationSet set;
  add(set, {.id = "a", .message = "caf\xe9"});
  EXPECT_EQ(run({"heads", "--json"}, set).json().at("heads").at(0).at("message"), "caf\xef\xbf\xbd");
}

}  // namespace retort::cli_test
