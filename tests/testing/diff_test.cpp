#include <retort/testing/schema.hpp>

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace retort::testing {
namespace {

using Lines = std::vector<std::string>;

TEST(UnifiedDiff, IsEmptyForEqualTexts) {
  EXPECT_EQ(unified_diff({}, {}, "a", "b"), "");
  EXPECT_EQ(unified_diff({"x"}, {"x"}, "a", "b"), "");
}

// What `diff -u` says of the same, but for the times; and the table behind the place.
TEST(UnifiedDiff, ShowsThreeLinesAround) {
  EXPECT_EQ(unified_diff({"1", "2", "3", "4", "5", "6", "7", "8", "9"},
                         {"1", "2", "3", "4", "five", "6", "7", "8", "9"}, "a", "b"),
            "--- a\n+++ b\n@@ -2,7 +2,7 @@ 1\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, ShowsDistantChangesApartWithTheirTables) {
  const Lines before = {"table a", "  1",     "  2", "  3", "  4", "  5", "  6", "  7",
                        "  8",     "table b", "  1", "  2", "  3", "  4", "  5"};
  auto after = before;
  after.insert(after.begin() + 1, "  0");
  after.erase(after.end() - 1);
  EXPECT_EQ(unified_diff(before, after, "a", "b"),
            "--- a\n+++ b\n@@ -1,4 +1,5 @@\n table a\n+  0\n   1\n   2\n   3\n"
            "@@ -12,4 +13,3 @@ table b\n   2\n   3\n   4\n-  5\n");
}

TEST(UnifiedDiff, CountsFromNothing) {
  EXPECT_EQ(unified_diff({}, {"x", "y"}, "a", "b"), "--- a\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n");
  EXPECT_EQ(unified_diff({"x"}, {}, "a", "b"), "--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n");
}

TEST(UnifiedDiff, OfLongTextsIsStillADiff) {
  Lines before;
  Lines after;
  for (int i = 0; i < 5000; ++i) {
    before.push_back("b" + std::to_string(i));
    after.push_back("a" + std::to_string(i));
  }
  EXPECT_EQ(unified_diff(before, after, "a", "b").substr(0, 41), "--- a\n+++ b\n@@ -1,5000 +1,5000 @@\n-b0\n-b1");
}

}  // namespace
}  // namespace retort::testing
