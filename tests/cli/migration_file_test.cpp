#include "cli/migration_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <retort/error.hpp>
#include <set>

#include "cli/cli_support.hpp"

namespace retort::cli {

using ::testing::MatchesRegex;

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
