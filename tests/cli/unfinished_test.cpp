#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::HasSubstr;

/// Runs outside of a transaction, and then fails as long as there is no table `later`.
MigrationSet cut_school() {
  MigrationSet set;
  add(set, {.id = "5eed00000001", .message = "rooms"}, [] {
    op::create_table("rooms", [](op::Table& t) { t.integer("id").primary_key(); });
    op::autocommit_block([] { op::create_index("ix_rooms", "rooms", {"id"}); });
    op::execute("INSERT INTO later VALUES (1)");
  });
  return set;
}

}  // namespace

class Unfinished : public CommandLine {
 protected:
  Unfinished() { set_ = cut_school(); }
  void execute(const std::string& sql) const { soci::session(url()) << sql; }
};

TEST_F(Unfinished, IsShownByStatusAndFinishedByResume) {
  const auto before = on_database({"status"});
  EXPECT_EQ(before.status, 0) << before.err;
  EXPECT_THAT(before.out, HasSubstr("pending:   5eed00000001\n"));
  EXPECT_THAT(before.out, HasSubstr("in flight: nothing\n"));

  const auto failed = on_database({"upgrade"});
  EXPECT_EQ(failed.status, 1);
  EXPECT_THAT(failed.err, HasSubstr("the journal has it at step 2 of 3"));

  const auto status = on_database({"status"});
  EXPECT_EQ(status.status, 0);
  EXPECT_THAT(status.out, HasSubstr("current:   base\n"));
  EXPECT_THAT(status.out, HasSubstr("in flight: upgrade to 5eed00000001, at step 2 of 3: create_index(\"ix_rooms\""));
  EXPECT_THAT(status.out, HasSubstr("refused: SQLite: no such table: later"));
  EXPECT_THAT(status.out, HasSubstr("the next upgrade or resume goes on behind it"));
  const auto json = on_database({"status", "--json"}).json();
  EXPECT_EQ(json.at("in_flight").at("revision"), "5eed00000001");
  EXPECT_EQ(json.at("in_flight").at("direction"), "upgrade");
  EXPECT_EQ(json.at("in_flight").at("step"), 2);
  EXPECT_EQ(json.at("in_flight").at("probe"), "applied");
  EXPECT_EQ(json.at("at_head"), false);

  execute("CREATE TABLE later (id INTEGER)");
  const auto resumed = on_database({"resume"});
  EXPECT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_THAT(resumed.err, HasSubstr("continued at step 2 of 3"));
  EXPECT_EQ(version(), "5eed00000001");
  EXPECT_TRUE(on_database({"status", "--json"}).json().at("in_flight").is_null());
  EXPECT_THAT(on_database({"resume"}).err, HasSubstr("Nothing is in flight."));
}

TEST_F(Unfinished, IsGivenUpWithAbandon) {
  on_database({"upgrade"});
  EXPECT_EQ(on_database({"stamp", "head", "--json"}).error_code(), "unfinished_step");
  execute("DROP TABLE rooms");
  const auto given_up = on_database({"resume", "--abandon"});
  EXPECT_EQ(given_up.status, 0) << given_up.err;
  EXPECT_THAT(given_up.err, HasSubstr("Forgotten: 5eed00000001"));
  EXPECT_EQ(on_database({"stamp", "head"}).status, 0);
}

TEST_F(Unfinished, IsResumedInOneWay) {
  EXPECT_EQ(on_database({"resume", "--abandon", "--run-again"}).status, 2);
  EXPECT_EQ(on_database({"resume", "--mark-done", "--run-again"}).status, 2);
}

}  // namespace retort::cli_test
