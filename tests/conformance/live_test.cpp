#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/migrator.hpp>

#include <string>
#include <tuple>
#include <vector>

#include "conformance/answers.hpp"
#include "conformance/case.hpp"
#include "conformance/live.hpp"
#include "support/server.hpp"

namespace {

using namespace retort;
using namespace retort::conformance;

using Lines = std::vector<std::string>;

class LiveConformance : public testing::TestWithParam<std::tuple<std::string, std::size_t>> {
 protected:
  static void run_case(const std::string& server, const Case& each, const Answers& answers) {
    SCOPED_TRACE(server + ": " + each.name);
    test::ServerDatabase database(server);
    forget_schemas(database.session());
    const auto set = set_of(each);
    try {
      Migrator(database.session(), set).upgrade("before");
    } catch (const UnsupportedOperation&) {
      return;  // asked for in a case of its own
    } catch (const DatabaseError&) {
      // A type in another database's own words.
      EXPECT_TRUE(is_refusal(answers.at(each.name)));
      return;
    }
    const auto said = answers.find(each.name);
    ASSERT_NE(said, answers.end());
    Migrator migrator(database.session(), set);
    try {
      migrator.upgrade("change");
    } catch (const Error& error) {
      EXPECT_TRUE(is_refusal(said->second)) << error.what();
      EXPECT_TRUE(error.applied().empty() && !error.leaves_partial_change()) << error.what();
      EXPECT_EQ(migrator.current(), Lines{"before"});
      expect_schema(database.session(), sum_of(each.before, nullptr, server), Way::up);
      return;
    }
    // What nobody knows without a database is known here.
    const bool unknown = said->second.starts_with("! unknown_table");
    ASSERT_TRUE(unknown || !is_refusal(said->second)) << "it was done, and the answer is: " << said->second;
    expect_schema(database.session(), sum_of(each.before, each.change, server), way_up(each));
    try {
      migrator.downgrade("before");
    } catch (const IrreversibleOperation&) {
      return;
    } catch (const UnsupportedOperation&) {
      return;
    }
    SCOPED_TRACE("down again");
    expect_schema(database.session(), sum_of(each.before, nullptr, server), Way::after_down);
    migrator.upgrade("change");
    expect_schema(database.session(), sum_of(each.before, each.change, server), Way::after_down);
  }
};

INSTANTIATE_TEST_SUITE_P(On, LiveConformance,
                         testing::Combine(testing::ValuesIn(servers()), testing::Range<std::size_t>(0, 7)),
                         [](const auto& each) {
                           auto name = std::get<0>(each.param) + "_" + all_groups().at(std::get<1>(each.param)).name;
                           for (char& c : name) c = c == ' ' ? '_' : c;
                           return name;
                         });

TEST_P(LiveConformance, DoesWhatTheDialectAnswers) {
  const auto& [server, place] = GetParam();
  const auto answers = expected_answers(server);
  const auto group = all_groups().at(place);
  for (const auto& each : group.cases) {
    ASSERT_NO_FATAL_FAILURE(run_case(server, each, answers));
  }
}

}  // namespace
