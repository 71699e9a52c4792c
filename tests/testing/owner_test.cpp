#include "testing/owner.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

// Who made a database, by its name.
namespace retort::testing {
namespace {

/// The name with one of its four parts (machine, process, start, count) put in the place of its own.
std::string with_part(const std::string& name, std::size_t part, const std::string& text) {
  std::size_t begin = kDatabasePrefix.size();
  for (std::size_t i = 0; i < part; ++i) begin = name.find('_', begin) + 1;
  return name.substr(0, begin) + text + name.substr(std::min(name.size(), name.find('_', begin)));
}

TEST(DatabaseName, IsAnotherEachTimeAndShort) {
  const auto name = new_database_name();
  EXPECT_NE(name, new_database_name());
  EXPECT_LE(name.size(), 60U);
  EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string::npos);
}

TEST(DatabaseName, OfALivingProcessIsNoLeftOver) {
  EXPECT_FALSE(is_left_over(new_database_name()));
  EXPECT_FALSE(is_left_over(with_part(with_part(new_database_name(), 1, "1"), 2, "0").replace(0, 1, "x")));
}

TEST(DatabaseName, OfAProcessThatIsNoMoreIsALeftOver) {
  const auto child = fork();
  if (child == 0) _exit(0);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(is_left_over(with_part(new_database_name(), 1, std::to_string(child))));
}

TEST(DatabaseName, OfAnEarlierProcessOfTheSameNumberIsALeftOver) {
  EXPECT_TRUE(is_left_over(with_part(new_database_name(), 2, "1")));
}

TEST(DatabaseName, OfAnotherMachineOrFormIsLeftAlone) {
  const auto dead = with_part(new_database_name(), 2, "1");
  ASSERT_TRUE(is_left_over(dead));
  EXPECT_FALSE(is_left_over(with_part(dead, 0, "0a0a0a0a")));
  for (const char* name : {"", "retort_test_", "retort_test_1_2_3", "retort_test_1_2_3_4_5", "retort_version", "app",
                           "retort_test_x_y_z_1"}) {
    EXPECT_FALSE(is_left_over(name)) << name;
  }
  EXPECT_FALSE(is_left_over(with_part(dead, 1, "-5")));
  EXPECT_FALSE(is_left_over(with_part(dead, 1, "99999999999999")));
  EXPECT_FALSE(is_left_over(with_part(dead, 1, "")));
}

}  // namespace
}  // namespace retort::testing
