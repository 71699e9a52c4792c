#include "autogenerate/cpp_literal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "autogenerate/autogenerate_support.hpp"

namespace retort::autogenerate {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Texts that are hard to write in C++.
const std::vector<std::string>& hard_texts() {
  static const std::vector<std::string> texts = {
      "plain",
      "quotes \" and ' and \\ and \\n",
      "line\nbreak\r\n\ttab",
      "trigraph ?\?= and ?\?/ and ???",
      "digits after an escape \x01"
      "7 \x7f"
      "0",
      "gr\xc3\xbc\xc3\x9f"
      "e \xe2\x82\xac \xf0\x9f\x98\x80",
      "not UTF-8 \xff\xfe \xc3 \xe2\x82 \xed\xa0\x80 \xc0\xaf \xf5\x80\x80\x80",
      "turned \xe2\x80\xae and \xe2\x81\xa6 marks, \xe2\x80\xa8 line, \xc2\x85 control",
      "RETORT_MIGRATION(Foo)",
      "ends with a backslash \\",
      "// comment /* and */ */ R\"(raw)\"",
      "%s {} ${x} @x@ #include",
      std::string("a NUL \0 inside", 14)};
  return texts;
}

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

/// The literals are compiled by a real compiler and must mean the bytes they were made of.
TEST(CppLiteral, MeansTheSameBytes) {
  std::string source = "#include <string>\nint main() {\n";
  for (const auto& hard : hard_texts()) {
    std::string bytes;
    for (const char c : hard) bytes += "char(" + std::to_string(static_cast<int>(c)) + "), ";
    for (const std::size_t width : {10U, 1000U}) {
      source += "  { const char got[] =";
      for (const auto& literal : cpp_literals(hard, width)) source += "\n      " + literal;
      source += "; const char want[] = {" + bytes + "0};\n    " +
                "if (std::string(got, sizeof got) != std::string(want, sizeof want)) return 1; }\n";
    }
  }
  source += "  return 0;\n}\n";
  EXPECT_EQ(test::compile_and_run(source, ""), "");
  EXPECT_EQ(test::compile_and_run(source, "-trigraphs"), "");
}

TEST(CppLiteral, HoldsNoByteThatMisleadsAReaderOrTheBuild) {
  for (const auto& text : hard_texts()) {
    for (const auto& written : {cpp_literal(text), comment_text(text)}) {
      EXPECT_THAT(written, Not(HasSubstr("\n")));
      EXPECT_THAT(written, Not(HasSubstr("?\?")));
      EXPECT_THAT(written, Not(HasSubstr("RETORT_MIGRATION")));
      EXPECT_THAT(written, Not(HasSubstr("\xe2\x80\xae")));
    }
  }
}

TEST(CppLiteral, MakesAFileOfAnyMessage) {
  std::string all;
  for (const auto& text : hard_texts()) all += text;
  std::vector<std::string> sources;
  for (const auto& message : {all, std::string("7 dwarfs"), std::string("\xe5\xad\xa6"), std::string()}) {
    const Revision revision{.id = "a", .message = message, .depends_on = {all}, .branch_labels = {"left", "right"}};
    sources.push_back(render_migration({}, revision));
    sources.push_back(render_migration({}, {.id = "a", .down_revision = {"b", "c.d"}, .message = message}));
    sources.push_back(render_migration(test::as_operations({{ops::Irreversible{all}}}), revision));
  }
  EXPECT_EQ(test::compile(sources), "") << sources.front();
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
