#include <fcntl.h>

#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

}  // namespace

class BadInput : public CommandLine {};

TEST_F(BadInput, AWrongCommandLineIsStatus2WithAHint) {
  for (const auto& words : {std::vector<std::string>{}, {"fly"}, {"downgrade"}, {"current", "--wrong"}}) {
    const auto result = run(words, set_);
    EXPECT_EQ(result.status, 2);
    EXPECT_THAT(result.err, StartsWith("error: usage: "));
    EXPECT_THAT(result.err, HasSubstr("`school --help`"));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST_F(BadInput, AWrongCommandLineIsOneJsonDocumentToo) {
  const auto result = run({"fly", "--json"}, set_);
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.error_code(), "usage");
  for (const char* member : {"code", "message", "revision", "operation", "sql", "location"}) {
    EXPECT_TRUE(result.json().at("error").contains(member)) << member;
  }
}

TEST_F(BadInput, NoUrlIsStatus2) {
  const auto result = run({"upgrade", "--json"}, set_);
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.error_code(), "no_url");
  EXPECT_THAT(result.err, HasSubstr("RETORT_URL"));
}

TEST_F(BadInput, AUrlWithoutABackendOrWithAnUnknownOneIsStatus2) {
  const auto none = run({"upgrade", "--url", "app.db", "--json"}, set_);
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.error_code(), "invalid_url");
  EXPECT_THAT(none.err, HasSubstr("sqlite3://app.db"));
  const auto unknown = run({"upgrade", "--url", "oracle://x password=SECRET", "--json"}, set_);
  EXPECT_EQ(unknown.status, 2);
  EXPECT_EQ(unknown.error_code(), "unknown_backend");
  EXPECT_THAT(unknown.err, HasSubstr("\"oracle\""));
  EXPECT_THAT(unknown.err + unknown.out, Not(HasSubstr("SECRET")));
  EXPECT_THAT(run({"upgrade", "--url", "sqlite://app.db"}, set_).err, HasSubstr("SOCI's name for it is sqlite3"));
  EXPECT_FALSE(fs::exists("app.db"));
}

TEST_F(BadInput, AFolderAsAFileIsToldAsThat) {
  for (const char* command : {"upgrade", "current"}) {
    const auto result = run({command, "--url", "sqlite3://" + folder_.path().string(), "--json"}, set_);
    EXPECT_EQ(result.status, 1);
    EXPECT_EQ(result.error_code(), "connection_failed");
    EXPECT_THAT(result.err, HasSubstr("it is a folder"));
  }
}

TEST_F(BadInput, AMissingFolderIsToldAsThat) {
  for (const char* command : {"upgrade", "current"}) {
    const auto result = run({command, "--url", "sqlite3://" + (folder_.path() / "no" / "x.db").string()}, set_);
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.err, HasSubstr("error: connection_failed: "));
    EXPECT_THAT(result.err, HasSubstr("does not exist; create it first"));
  }
}

TEST_F(BadInput, AReadOnlyDatabaseIsAnErrorAndStaysAsItIs) {
  on_database({"upgrade", "361"});
  const auto before = read_file(file());
  // Not by permissions, which do not hold root back.
  const auto result = run({"upgrade", "--url", "sqlite3://file:" + file().string() + "?mode=ro", "--json"}, set_);
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("readonly"));
  EXPECT_EQ(read_file(file()), before);
  EXPECT_EQ(run({"current", "--url", "sqlite3://file:" + file().string() + "?mode=ro"}, set_).out, "361dae855898\n");
}

TEST_F(BadInput, AFileThatIsNoDatabaseIsAnError) {
  std::ofstream(file()) << std::string(2000, 'x');
  const auto result = on_database({"upgrade", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(result.err, HasSubstr("not a database"));
  EXPECT_EQ(read_file(file()), std::string(2000, 'x'));
}

TEST_F(BadInput, ALockedFileIsWaitedForAndThenToldAsLocked) {
  on_database({"upgrade", "361"});
  soci::session other(url());
  other << "BEGIN IMMEDIATE";
  const auto result = on_database({"upgrade", "--lock-timeout", "0.3", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.error_code(), "locked");
  other << "ROLLBACK";
  EXPECT_EQ(version(), "361dae855898");
}

TEST_F(BadInput, ARevisionThatNobodyKnowsChangesNothing) {
  on_database({"upgrade", "361"});
  for (const auto& words : {std::vector<std::string>{"upgrade", "nowhere"},
                            {"downgrade", "nowhere"},
                            {"stamp", "nowhere"},
                            {"plan", "nowhere"},
                            {"show", "nowhere"},
                            {"history", "-r", "nowhere:"},
                            {"upgrade", "+7"},
                            {"downgrade", "-7"},
                            {"upgrade", "a b"},
                            {"upgrade", "@"},
                            {"stamp", "913", "361"}}) {
    auto with_json = words;
    with_json.push_back("--json");
    const auto result = on_database(with_json);
    EXPECT_EQ(result.status, 1) << words.front() << " " << words.back();
    EXPECT_FALSE(result.error_code().empty());
    EXPECT_EQ(version(), "361dae855898") << words.front() << " " << words.back();
  }
}

TEST_F(BadInput, AMistypedTargetCreatesNoFile) {
  EXPECT_EQ(on_database({"upgrade", "nowhere"}).status, 1);
  EXPECT_EQ(on_database({"stamp", "nowhere"}).status, 1);
  EXPECT_FALSE(fs::exists(file()));
  EXPECT_EQ(on_database({"upgrade", "+1"}).status, 0);
  EXPECT_EQ(version(), "361dae855898");
}

TEST_F(BadInput, ARangeForHistoryHasAColon) { EXPECT_EQ(run({"history", "-r", "361"}, set_).status, 2); }

TEST_F(BadInput, AnUnknownDialectIsAWrongCommandLine) {
  const auto result = run({"upgrade", "--sql", "--dialect", "oracle"}, set_);
  EXPECT_EQ(result.status, 2);
  EXPECT_THAT(result.err, HasSubstr("oracle"));
  EXPECT_EQ(run({"upgrade", "--sql"}, set_).status, 2);
}

TEST_F(BadInput, AWrongSetIsToldBeforeTheDatabaseIsOpened) {
  add(set_, {.id = "ffff", .down_revision = {"missing"}});
  for (const char* command : {"upgrade", "current", "history", "heads"}) {
    const auto result = on_database({command});
    EXPECT_EQ(result.status, 1);
    EXPECT_THAT(result.err, HasSubstr("missing"));
    EXPECT_FALSE(fs::exists(file()));
  }
}

TEST_F(BadInput, AFailingMigrationIsToldWithItsFactsAndLeavesWhatWasApplied) {
  add(set_, {.id = "bad000000001", .down_revision = {"c0ffee000001"}, .message = "breaks"}, [] {
    op::create_table("fine", [](op::Table& t) { t.integer("id").primary_key(); });
    op::execute("INSERT INTO nowhere VALUES (1)");
  });
  const auto result = on_database({"upgrade", "--json"});
  EXPECT_EQ(result.status, 1);
  const auto error = result.json().at("error");
  EXPECT_EQ(error.at("revision"), "bad000000001");
  EXPECT_THAT(error.at("sql").get<std::string>(), HasSubstr("nowhere"));
  EXPECT_THAT(error.at("location").get<std::string>(), StartsWith("bad_input_test.cpp:"));
  EXPECT_EQ(error.at("applied").size(), 3U);
  EXPECT_THAT(result.err, HasSubstr("Running upgrade c0ffee000001 -> bad000000001, breaks\n"));
  EXPECT_EQ(version(), "c0ffee000001");
  EXPECT_FALSE(has_table("fine"));
}

TEST_F(BadInput, WhateverAMigrationThrowsIsToldAndNothingEscapes) {
  for (const bool standard : {true, false}) {
    auto set = school();
    add(set, {.id = "bad000000001", .down_revision = {"c0ffee000001"}}, [standard] {
      if (standard) throw std::runtime_error("no such pupil");
      throw 42;
    });
    const auto result = run({"upgrade", "--url", url(), "--json"}, set);
    EXPECT_EQ(result.status, 1);
    EXPECT_FALSE(result.error_code().empty());
    EXPECT_THAT(result.err, HasSubstr(standard ? "no such pupil" : "error: "));
  }
}

TEST_F(BadInput, AServerThatRefusesIsToldWithoutThePassword) {
  const auto result =
      run({"current", "--url", "postgresql://host=127.0.0.1 port=1 dbname=d user=joe password=SECRET", "--json"}, set_);
  if (result.error_code() == "backend_missing") GTEST_SKIP() << "SOCI's postgresql backend is not installed";
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.error_code(), "connection_failed");
  EXPECT_THAT(result.err, HasSubstr("postgresql host=127.0.0.1 port=1 dbname=d"));
  EXPECT_THAT(result.err + result.out, Not(HasSubstr("SECRET")));
}

TEST_F(BadInput, AFullDiskBehindStandardOutputIsAnError) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  if (full < 0) GTEST_SKIP() << "there is no /dev/full here";
  std::fflush(stdout);
  const int saved = ::dup(STDOUT_FILENO);
  ::dup2(full, STDOUT_FILENO);
  int status = 0;
  std::string err;
  {
    Capture capture(STDERR_FILENO);
    status = call({"history"}, set_, {});
    std::clearerr(stdout);
    err = capture.text();
  }
  ::dup2(saved, STDOUT_FILENO);
  ::close(saved);
  ::close(full);
  EXPECT_EQ(status, 1);
  EXPECT_THAT(err, HasSubstr("output_failed"));
}

}  // namespace retort::cli_test
