#include "core/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> near(std::string_view name, const std::vector<std::string_view>& candidates) {
  return nearest(name, candidates);
}

TEST(EditDistance, CountsSwappedNeighboursAsOneAndNoCase) {
  EXPECT_EQ(edit_distance("nmae", "Name"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(edit_distance("abcdefgh", "ijklmnop", 2), 3U);
}

TEST(Nearest, ComesFirstAndEachOnce) {
  EXPECT_THAT(near("titel", {"title1", "title", "total", "title"}), ElementsAre("title", "title1"));
}

TEST(Nearest, KnowsANameCutShortOrRunOn) {
  EXPECT_THAT(near("361dae855898ff", {"91381a2f4148", "361dae855898"}), ElementsAre("361dae855898"));
  EXPECT_THAT(near("stud", {"teachers", "students_and_scholars"}), ElementsAre("students_and_scholars"));
}

TEST(Nearest, IsNothingWhereAllIsFar) {
  EXPECT_THAT(near("1b2c3d4e5f60", {"91381a2f4148", "361dae855898"}), IsEmpty());
  EXPECT_THAT(near("", {"a", "b"}), IsEmpty());
  EXPECT_THAT(near("id", {"ab"}), IsEmpty());
}

TEST(Nearest, IsAtMostThree) { EXPECT_EQ(near("abcd", {"abce", "abcf", "abcg", "abch"}).size(), 3U); }

}  // namespace
}  // namespace retort
