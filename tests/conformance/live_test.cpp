#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "conformance/answers.hpp"
#include "conformance/case.hpp"
#include "conformance/schema_lines.hpp"
#include "ops/apply.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace {

using namespace retort;
using namespace retort::conformance;

using Lines = std::vector<std::string>;

class Step final : public Migration {
 public:
  Step(Revision revision, void (*up)()) : revision_(std::move(revision)), up_(up) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override {
    if (up_ != nullptr) up_();
  }

 private:
  Revision revision_;
  void (*up_)();
};

MigrationSet set_of(const Case& each) {
  MigrationSet set;
  set.add(std::make_unique<Step>(Revision{.id = "before"}, each.before));
  set.add(std::make_unique<Step>(Revision{.id = "change", .down_revision = {"before"}}, each.change));
  return set;
}

/// The schema that operations add up to.
schema::MetaData sum_of(void (*before)(), void (*change)()) {
  schema::MetaData schema;
  for (auto* part : {before, change}) {
    if (part != nullptr) ops::apply(test::recorded(part), schema);
  }
  return schema;
}

class LiveConformance : public testing::TestWithParam<std::tuple<std::string, std::size_t>> {
 protected:
  /// The catalog says what the operations say.
  static void expect_schema(soci::session& session, const schema::MetaData& expected) {
    const auto connection = runtime::connect(session);
    const auto& dialect = connection->dialect();
    auto found = connection->inspect();
    connection->rollback();
    Lines wanted;
    Lines there;
    for (const auto& [name, table] : expected.tables) {
      schema::Table normal = dialect.normalized(table);
      const auto lines = table_lines(normal, normal);
      wanted.insert(wanted.end(), lines.begin(), lines.end());
      const auto place = found.tables.find(name);
      if (place == found.tables.end()) continue;
      const auto others = table_lines(place->second, normal);
      there.insert(there.end(), others.begin(), others.end());
      found.tables.erase(place);
    }
    for (const auto& [name, table] : found.tables) {
      if (name.name != "retort_version" && !name.name.starts_with("retort_")) there.push_back("table " + name.text());
    }
    const auto list = [](const auto& objects, const char* what, Lines& lines) {
      for (const auto& [name, object] : objects) lines.push_back(what + (" " + name.text()));
    };
    list(expected.views, "view", wanted);
    list(found.views, "view", there);
    list(expected.sequences, "sequence", wanted);
    list(found.sequences, "sequence", there);
    EXPECT_EQ(there, wanted);
  }

  static void run_case(const std::string& server, const Case& each, const Answers& answers) {
    SCOPED_TRACE(server + ": " + each.name);
    test::ServerDatabase database(server);
    const auto set = set_of(each);
    try {
      Migrator(database.session(), set).upgrade("before");
    } catch (const UnsupportedOperation&) {
      return;  // asked for in a case of its own
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
      expect_schema(database.session(), sum_of(each.before, nullptr));
      return;
    }
    ASSERT_FALSE(is_refusal(said->second)) << "it was done, and the answer is: " << said->second;
    expect_schema(database.session(), sum_of(each.before, each.change));
    try {
      migrator.downgrade("before");
    } catch (const IrreversibleOperation&) {
      return;
    } catch (const UnsupportedOperation&) {
      return;
    }
    SCOPED_TRACE("down again");
    expect_schema(database.session(), sum_of(each.before, nullptr));
    migrator.upgrade("change");
    expect_schema(database.session(), sum_of(each.before, each.change));
  }
};

/// The dialects that a test server speaks: there is none of MySQL itself.
std::vector<std::string> servers() {
  auto names = dialect_names();
  std::erase(names, "mysql");
  return names;
}

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
