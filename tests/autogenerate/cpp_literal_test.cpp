#include "autogenerate/cpp_literal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace retort::autogenerate {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CppLiteral, EscapesWhatWouldEndOrChangeIt) {
  EXPECT_EQ(cpp_literal("a \"b\" \\ c"), R"("a \"b\" \\ c")");
  EXPECT_EQ(cpp_literal("line\nbreak\ttab\r"), R"("line\nbreak\ttab\015")");
  EXPECT_EQ(cpp_literal("?\?="), R"("?\?=")");
  EXPECT_EQ(cpp_literal("\xff"
                        "1"),
            "\"\\3771\"");
  EXPECT_EQ(cpp_literal("gr\xc3\xbc\xc3\x9f"), "\"gr\xc3\xbc\xc3\x9f\"");
  EXPECT_EQ(cpp_literal("\xe2\x80\xae"), R"("\342\200\256")") << "it turns the direction of writing";
  EXPECT_EQ(cpp_literal("RETORT_MIGRATION(X)"), "\"\\122ETORT_MIGRATION(X)\"");
}

TEST(CppLiteral, IsCutBehindLineBreaksAndSpaces) {
  EXPECT_THAT(cpp_literals("SELECT 1\nFROM a", 80), ElementsAre(R"("SELECT 1\n")", R"("FROM a")"));
  EXPECT_THAT(cpp_literals("one two three", 10), ElementsAre(R"("one two ")", R"("three")"));
  EXPECT_THAT(cpp_literals("onetwothreefour five", 5), ElementsAre(R"("onetwothreefour ")", R"("five")"));
  EXPECT_THAT(cpp_literals("", 5), ElementsAre("\"\""));
}

TEST(CppLiteral, LeavesACommentOnItsLine) {
  EXPECT_EQ(comment_text("ends in \\"), "ends in \\ .");
  EXPECT_EQ(comment_text("two\nlines"), "two lines");
  EXPECT_EQ(comment_text("?\?/"), "? ?/");
  EXPECT_EQ(comment_text("\x01 \xff \xe2\x80\xae|"), "? ? ? ? ?|");
  EXPECT_THAT(comment_text("RETORT_MIGRATION(X)"), Not(HasSubstr("RETORT_MIGRATION")));
}

TEST(CppLiteral, MakesNamesOfMessages) {
  EXPECT_EQ(slug("  Add -- a/../b!  "), "add_a_b");
  EXPECT_EQ(slug("\xe5\xad\xa6"), "migration");
  EXPECT_EQ(slug("one two three four five six seven eight nine ten"), "one_two_three_four_five_six_seven_eight");
  EXPECT_EQ(class_name("renaming_students"), "RenamingStudents");
  EXPECT_EQ(class_name("7_dwarfs"), "Migration7Dwarfs");
}

}  // namespace

}  // namespace retort::autogenerate
