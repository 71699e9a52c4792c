#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

}  // namespace

class RunningCommands : public CommandLine {};

TEST_F(RunningCommands, UpgradeToHeadAndTellSoInAlembicsWords) {
  const auto result = on_database({"upgrade"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("Will assume transactional DDL.\n"));
  EXPECT_THAT(result.err, HasSubstr("Running upgrade  -> 361dae855898, create students\n"));
  EXPECT_THAT(result.err, HasSubstr("Running upgrade 361dae855898 -> 91381a2f4148, Renaming students to scholars\n"));
  EXPECT_THAT(result.err, Not(HasSubstr("\x1b")));
  EXPECT_EQ(version(), "c0ffee000001");
  EXPECT_TRUE(has_table("scholars"));
}

TEST_F(RunningCommands, UpgradeAndDowngradeByPartialIdsAndRelatives) {
  EXPECT_EQ(on_database({"upgrade", "913"}).status, 0);
  EXPECT_EQ(version(), "91381a2f4148");
  EXPECT_EQ(on_database({"upgrade", "+1"}).status, 0);
  EXPECT_EQ(version(), "c0ffee000001");
  const auto down = on_database({"downgrade", "-1"});
  EXPECT_EQ(down.status, 0);
  EXPECT_THAT(down.err, HasSubstr("Running downgrade c0ffee000001 -> 91381a2f4148, add a grade\n"));
  EXPECT_EQ(version(), "91381a2f4148");
  EXPECT_EQ(on_database({"downgrade", "base"}).status, 0);
  EXPECT_EQ(version(), "");
  EXPECT_FALSE(has_table("scholars"));
  EXPECT_FALSE(has_table("students"));
}

TEST_F(RunningCommands, SayThatThereIsNothingToDo) {
  on_database({"upgrade"});
  const auto again = on_database({"upgrade"});
  EXPECT_EQ(again.status, 0);
  EXPECT_THAT(again.err, HasSubstr("Nothing to do: the database is at c0ffee000001."));
  EXPECT_THAT(again.err, Not(HasSubstr("Running")));
}

TEST_F(RunningCommands, KeepQuietWithQ) {
  const auto result = on_database({"upgrade", "-q"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(on_database({"downgrade", "nowhere", "-q"}).err, HasSubstr("error: "));
}

TEST_F(RunningCommands, TellStatementsWithTheirTimeWithV) {
  const auto result = on_database({"upgrade", "-v"});
  EXPECT_THAT(result.err, ::testing::ContainsRegex("  0\\.[0-9]+ s  CREATE TABLE"));
  EXPECT_THAT(result.err, HasSubstr("3 steps in "));
}

TEST_F(RunningCommands, ReportTheirStepsAsJson) {
  const auto result = on_database({"upgrade", "--json"});
  const auto json = result.json();
  ASSERT_EQ(json.at("steps").size(), 3U);
  const auto& step = json.at("steps").at(1);
  EXPECT_EQ(step.at("revision"), "91381a2f4148");
  EXPECT_EQ(step.at("direction"), "upgrade");
  EXPECT_EQ(step.at("message"), "Renaming students to scholars");
  EXPECT_THAT(step.at("statements").dump(), HasSubstr("RENAME TO"));
  EXPECT_EQ(json.at("heads_before"), Json::array());
  EXPECT_EQ(json.at("heads_after"), Json::array({"c0ffee000001"}));

  const auto down = on_database({"--json", "downgrade", "361"}).json();
  EXPECT_EQ(down.at("steps").at(0).at("direction"), "downgrade");
  EXPECT_EQ(down.at("heads_before"), Json::array({"c0ffee000001"}));
  EXPECT_EQ(down.at("heads_after"), Json::array({"361dae855898"}));

  const auto stamp = on_database({"--json", "stamp", "head"}).json();
  ASSERT_FALSE(stamp.at("steps").empty());
  EXPECT_EQ(stamp.at("steps").at(0).at("direction"), "stamp");
  EXPECT_EQ(stamp.at("heads_after"), Json::array({"c0ffee000001"}));
}

TEST_F(RunningCommands, StampWithoutRunningAnything) {
  EXPECT_EQ(on_database({"stamp", "913"}).status, 0);
  EXPECT_EQ(version(), "91381a2f4148");
  EXPECT_FALSE(has_table("scholars"));
  EXPECT_EQ(on_database({"stamp", "-1"}).status, 0);
  EXPECT_EQ(version(), "361dae855898");
  EXPECT_EQ(on_database({"stamp", "base"}).status, 0);
  EXPECT_EQ(version(), "");
}

TEST_F(RunningCommands, PurgeRowsThatNobodyKnows) {
  on_database({"stamp", "913"});
  soci::session(url()) << "UPDATE retort_version SET version_num = 'deadbeef'";
  EXPECT_EQ(on_database({"stamp", "361"}).status, 1);
  EXPECT_EQ(version(), "deadbeef");
  EXPECT_EQ(on_database({"stamp", "361", "--purge"}).status, 0);
  EXPECT_EQ(version(), "361dae855898");
}

TEST_F(RunningCommands, CreateTheVersionTableAndNothingElse) {
  const auto first = on_database({"ensure_version", "--json"});
  EXPECT_EQ(first.status, 0);
  EXPECT_EQ(first.json().at("created"), true);
  EXPECT_TRUE(has_table("retort_version"));
  EXPECT_EQ(version(), "");
  EXPECT_EQ(on_database({"ensure_version", "--json"}).json().at("created"), false);
}

TEST_F(RunningCommands, UseTheVersionTableOfTheOptions) {
  options_.version_table = "alembic_version";
  on_database({"upgrade", "913"});
  EXPECT_EQ(query("SELECT version_num FROM alembic_version"), "91381a2f4148");
}

TEST_F(RunningCommands, TakeTheUrlFromTheEnvironmentAndTheOptions) {
  ::setenv("RETORT_URL", url().c_str(), 1);
  EXPECT_EQ(run({"upgrade", "361"}, set_).status, 0);
  ::unsetenv("RETORT_URL");
  EXPECT_EQ(version(), "361dae855898");
  options_.url = url();
  EXPECT_EQ(run({"upgrade", "913"}, set_, options_).status, 0);
  EXPECT_EQ(version(), "91381a2f4148");
}

TEST_F(RunningCommands, HandTheSessionAndTheExtraArgumentsToTheProgram) {
  std::map<std::string, std::string> heard;
  std::string opened;
  options_.x_arguments = [&](const std::map<std::string, std::string>& x) { heard = x; };
  options_.open = [&](soci::session& session, const std::string& url) {
    opened = url;
    session.open("sqlite3://" + (folder_.path() / (heard.at("tenant") + ".db")).string());
  };
  const auto result = run({"upgrade", "--url", "tenants://any", "-x", "tenant=north"}, set_, options_);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(opened, "tenants://any");
  EXPECT_TRUE(fs::exists(folder_.path() / "north.db"));
  options_ = {};
  EXPECT_THAT(on_database({"current", "-x", "a=b"}).err, HasSubstr("reads no -x"));
}

TEST_F(RunningCommands, PlanWithoutTouchingTheDatabase) {
  on_database({"upgrade", "361"});
  const auto before = read_file(file());
  const auto plan = on_database({"plan"});
  EXPECT_EQ(plan.status, 0) << plan.err;
  EXPECT_THAT(plan.out,
              HasSubstr("upgrade 361dae855898 -> 91381a2f4148, Renaming students to scholars (step 1 of 2)\n"));
  EXPECT_THAT(plan.out, HasSubstr("rename_table(\"students\", \"scholars\")"));
  EXPECT_THAT(plan.out, HasSubstr("cli_support.hpp:"));
  EXPECT_THAT(plan.out, HasSubstr("ALTER TABLE"));
  EXPECT_THAT(plan.out, HasSubstr("\n  version row\n      UPDATE "));
  EXPECT_THAT(plan.out, HasSubstr("2 steps, from 361dae855898 to c0ffee000001.\n"));
  const auto down = on_database({"plan", "base", "--json"}).json();
  EXPECT_EQ(down.at("steps").at(0).at("direction"), "downgrade");
  EXPECT_FALSE(down.at("steps").at(0).at("statements").empty());
  EXPECT_EQ(on_database({"plan", "-1", "--json"}).json().at("heads_after"), Json::array());
  EXPECT_EQ(read_file(file()), before);
}

TEST_F(RunningCommands, PlanNothing) {
  on_database({"upgrade"});
  EXPECT_THAT(on_database({"plan"}).out, HasSubstr("Nothing to do: the database is at c0ffee000001."));
  EXPECT_EQ(on_database({"plan", "--json"}).json().at("steps"), Json::array());
}

TEST_F(RunningCommands, WriteAScriptThatTheDatabasesOwnClientTakes) {
  const auto script = run({"upgrade", "--sql", "--dialect", "sqlite"}, set_);
  EXPECT_EQ(script.status, 0) << script.err;
  EXPECT_THAT(script.out, HasSubstr("CREATE TABLE"));
  EXPECT_THAT(script.out, HasSubstr("retort_version"));
  EXPECT_FALSE(fs::exists(file()));

  // The dialect of the URL, whose database is not opened.
  const auto part = on_database({"upgrade", "--sql", "361:913"});
  EXPECT_THAT(part.out, HasSubstr("RENAME TO"));
  EXPECT_THAT(part.out, Not(HasSubstr("\"grade\"")));
  EXPECT_FALSE(fs::exists(file()));

  const auto down = run({"downgrade", "--sql", "913:base", "--dialect", "sqlite"}, set_);
  EXPECT_EQ(down.status, 0) << down.err;
  EXPECT_THAT(down.out, HasSubstr("DROP TABLE"));
  EXPECT_THAT(run({"upgrade", "--sql", "--dialect", "sqlite", "--json"}, set_).json().at("script").get<std::string>(),
              HasSubstr("CREATE TABLE"));
}

}  // namespace retort::cli_test
