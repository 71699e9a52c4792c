#include "cli/migration_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <retort/error.hpp>
#include <set>

#include "cli/cli_support.hpp"

namespace retort::cli {

namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
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

}  // namespace

TEST(MigrationFile, HasAnIdOf12HexDigitsThatIsNeverTheSame) {
  std::set<std::string> ids;
  for (int i = 0; i < 1000; ++i) {
    const auto id = random_id();
    EXPECT_THAT(id, MatchesRegex("[0-9a-f]{12}"));
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 1000U);
  // Every digit is used in every place: no bit is stuck.
  for (std::size_t place = 0; place < 12; ++place) {
    std::set<char> digits;
    for (const auto& id : ids) digits.insert(id[place]);
    EXPECT_EQ(digits.size(), 16U) << place;
  }
}

TEST(MigrationFile, IsNamedByTheWordsOfItsMessage) {
  EXPECT_EQ(slug("Renaming students to scholars"), "renaming_students_to_scholars");
  EXPECT_EQ(slug("  Add -- a/../b!  "), "add_a_b");
  EXPECT_EQ(slug("gr\xc3\xbc\xc3\x9f"
                 "e"),
            "gr_e");
  EXPECT_EQ(slug("\xe5\xad\xa6\xe7\x94\x9f"), "migration");
  EXPECT_EQ(slug("one two three four five six seven eight nine ten"), "one_two_three_four_five_six_seven_eight");
  EXPECT_EQ(slug(std::string(100, 'x')), std::string(40, 'x'));
  MigrationFile file;
  file.id = "91381a2f4148";
  file.message = "Add it";
  EXPECT_EQ(migration_file_name(file), "91381a2f4148_add_it.cpp");
}

TEST(MigrationFile, HoldsNoByteThatMisleadsAReaderOrTheBuild) {
  for (const auto& text : hard_texts()) {
    const auto literal = cpp_literal(text);
    EXPECT_THAT(literal, Not(HasSubstr("\n")));
    EXPECT_THAT(literal, Not(HasSubstr("?\?")));
    EXPECT_THAT(literal, Not(HasSubstr("RETORT_MIGRATION")));
    EXPECT_THAT(literal, Not(HasSubstr("\xe2\x80\xae")));
  }
  EXPECT_EQ(cpp_literal("gr\xc3\xbc\xc3\x9f"), "\"gr\xc3\xbc\xc3\x9f\"");
  EXPECT_EQ(cpp_literal("\xff"
                        "1"),
            "\"\\3771\"");
}

/// The literals are compiled by a real compiler and must mean the bytes they were made of.
TEST(MigrationFile, LiteralsMeanTheSameBytes) {
  const cli_test::TemporaryFolder folder;
  const auto source = (folder.path() / "literals.cpp").string();
  std::string text = "#include <string>\nint main() {\n";
  for (const auto& hard : hard_texts()) {
    std::string bytes;
    for (const char c : hard) bytes += std::to_string(static_cast<int>(c)) + ", ";
    text += "  { const char got[] = " + cpp_literal(hard) + "; const char want[] = {" + bytes + "0};\n" +
            "    if (std::string(got, sizeof got) != std::string(want, sizeof want)) return __LINE__; }\n";
  }
  write_new_file(source, text + "  return 0;\n}\n");
  const auto program = (folder.path() / "literals").string();
  for (const char* flags : {"", " -trigraphs"}) {
    const auto command = std::string(RETORT_TEST_COMPILER) + " -std=c++20 -Wall -Wextra -Wno-narrowing" + flags +
                         " -o " + program + " " + source;
    ASSERT_EQ(std::system(command.c_str()), 0);
    EXPECT_EQ(std::system(program.c_str()), 0) << "the line is in the high byte" << flags;
  }
}

TEST(MigrationFile, CompilesAsItIs) {
  const cli_test::TemporaryFolder folder;
  MigrationFile file;
  file.create_date = create_date_now();
  file.down_revision = {"a", "b.c"};
  file.depends_on = {"d"};
  file.branch_labels = {"left", "right"};
  std::string all;
  for (const auto& text : hard_texts()) all += text;
  int number = 0;
  for (const auto& text : {all, std::string("7 dwarfs"), std::string("\xe5\xad\xa6")}) {
    file.id = std::to_string(++number);
    file.message = text;
    const auto path = (folder.path() / migration_file_name(file)).string();
    write_new_file(path, render_migration_file(file));
    // A merge, a revision, a base without anything.
    file.down_revision.resize(number == 1 ? 1 : 0);
    file.depends_on.clear();
    file.branch_labels.clear();
  }
  const auto command = "for f in " + folder.path().string() +
                       "/*.cpp; do " RETORT_TEST_COMPILER
                       " -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only "
                       "-I" RETORT_TEST_INCLUDE " -DRETORT_STATIC $f || exit 1; done";
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST(MigrationFile, NeverReplacesAFile) {
  const cli_test::TemporaryFolder folder;
  const auto path = (folder.path() / "x.cpp").string();
  write_new_file(path, "first");
  EXPECT_THROW(write_new_file(path, "second"), Error);
  EXPECT_EQ(cli_test::read_file(path), "first");
  // Nor what a link points to.
  const auto link = (folder.path() / "link.cpp").string();
  cli_test::fs::create_symlink(folder.path() / "target.cpp", link);
  EXPECT_THROW(write_new_file(link, "through"), Error);
  EXPECT_FALSE(cli_test::fs::exists(folder.path() / "target.cpp"));
}

}  // namespace retort::cli
