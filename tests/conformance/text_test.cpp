#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

#include "conformance/answers.hpp"
#include "conformance/case.hpp"

namespace {

using namespace retort::conformance;

class Conformance : public testing::TestWithParam<std::string> {};

INSTANTIATE_TEST_SUITE_P(Of, Conformance, testing::ValuesIn(dialect_names()),
                         [](const auto& each) { return each.param; });

/// Every case is answered as it is written down; no answer is missing and none is left over. What is said now is
/// written to <dialect>.actual.answers, to be compared and accepted.
TEST_P(Conformance, AnswersEveryCase) {
  const auto& dialect = *retort::dialect::find_dialect(GetParam());
  std::ofstream actual(GetParam() + ".actual.answers");
  Answers expected;
  ASSERT_NO_THROW(expected = expected_answers(GetParam()));
  std::set<std::string> asked;
  for (const auto& group : all_groups()) {
    for (const auto& each : group.cases) {
      EXPECT_TRUE(asked.insert(each.name).second) << "the case is there twice: " << each.name;
      const auto said = answer(each, dialect);
      actual << "== " << each.name << "\n" << said << "\n";
      const auto found = expected.find(each.name);
      if (found == expected.end()) {
        ADD_FAILURE() << each.name << " has no answer; it says now:\n" << said;
      } else {
        EXPECT_EQ(said, found->second) << each.name;
      }
    }
  }
  for (const auto& [name, text] : expected) EXPECT_TRUE(asked.contains(name)) << "nobody asks for " << name;
}

TEST(ConformanceList, AsksEveryDialectThereIs) {
  for (const char* name : {"sqlite", "postgresql", "mysql", "mariadb", "firebird"}) {
    EXPECT_NE(retort::dialect::find_dialect(name), nullptr) << name;
  }
}

}  // namespace
