// A database that nobody's migrations made is adopted: what is generated from it is built as a user would build it, and
// the program that comes of it recreates the database, finds no difference to it, and takes it over.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/migrator.hpp>
#include <retort/snapshot.hpp>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "live/shop.hpp"
#include "runtime/connection.hpp"
#include "runtime/own_tables.hpp"
#include "schema/metadata.hpp"
#include "support/generated_program.hpp"
#include "support/server.hpp"

namespace {

using namespace retort;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace fs = std::filesystem;

/// A database by its URL, that a session and a program come to: a file of SQLite's, or one on a server.
class Place {
 public:
  explicit Place(std::string_view server) {
    if (server != "sqlite") {
      database_ = std::make_unique<test::ServerDatabase>(server);
      url_ = database_->url();
      return;
    }
    std::string pattern = (fs::temp_directory_path() / "retort_adoption_XXXXXX").string();
    const int file = ::mkstemp(pattern.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    ::close(file);
    file_ = pattern;
    url_ = "sqlite3://" + file_.string();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    std::error_code ignored;
    if (!file_.empty()) fs::remove(file_, ignored);
  }

  const std::string& url() const { return url_; }
  const fs::path& file() const { return file_; }
  /// A session of its own, so that none stays open while a program runs.
  std::unique_ptr<soci::session> open() const {
    return database_ ? database_->open() : std::make_unique<soci::session>(url_);
  }

 private:
  std::unique_ptr<test::ServerDatabase> database_;
  fs::path file_;
  std::string url_;
};

class Adoption : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("RETORT_TEST_DATA");
    if (folder == nullptr || !fs::exists(fs::path(folder) / "chinook.json")) {
      GTEST_SKIP() << "RETORT_TEST_DATA names no folder with chinook.json";
    }
    data_ = folder;
    if (is("chinook.sqlite")) {
      fs::copy_file(data_ / "chinook.sqlite", original_.file(), fs::copy_options::overwrite_existing);
      fs::permissions(original_.file(), fs::perms::owner_all);
    } else {
      create_shop();
    }
  }

  bool is(std::string_view name) const { return name == GetParam(); }
  static std::string server() { return GetParam() == std::string_view("chinook.sqlite") ? "sqlite" : GetParam(); }

  /// The shop as its migrations left it, and nothing that tells of them.
  void create_shop() {
    const auto session = original_.open();
    Migrator(*session, live::shop((data_ / "chinook.json").string(), !is("firebird"))).upgrade();
    const auto connection = runtime::connect(*session);
    auto tables = connection->inspect().tables;
    for (const auto& own : runtime::own_table_names("retort_version")) {
      if (tables.contains({{}, own})) connection->execute("DROP TABLE " + connection->dialect().quote(own));
    }
    if (tables.contains({{}, "retort_lock"}))
      connection->execute("DROP TABLE " + connection->dialect().quote("retort_lock"));
    if (connection->in_transaction()) connection->commit();
  }

  Operations difference(const Place& place, const MetaData& model) const {
    const auto session = place.open();
    return compare(*session, model);
  }

  fs::path data_;
  Place original_{server()};
  Place recreated_{server()};
};

std::string name_of(const testing::TestParamInfo<const char*>& each) {
  std::string name = each.param;
  for (char& c : name) c = c == '.' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(On, Adoption,
                         ::testing::Values("chinook.sqlite", "sqlite", "postgresql", "mariadb", "firebird"), name_of);

TEST_P(Adoption, OfChinookRecreatesItAndTakesItOver) {
  const auto schema = inspect(*original_.open());
  EXPECT_EQ(metadata_from_json(to_json(schema)).data(), schema.data());
  const auto migration = render_migration(creation_of(schema), {.id = "b0", .message = "as it was"});
  const test::GeneratedProgram program(migration, render_model(schema));
  ASSERT_EQ(program.built().status, 0) << program.built().text << migration;
  EXPECT_THAT(program.built().text, IsEmpty());

  auto said = program.run(recreated_.url(), "upgrade heads");
  ASSERT_EQ(said.status, 0) << said.text << migration;
  // By the catalog that was read, by the model that was written, by the program itself.
  EXPECT_THAT(difference(recreated_, schema).describe(), IsEmpty());
  EXPECT_THAT(difference(original_, schema).describe(), IsEmpty());
  said = program.run(recreated_.url(), "check");
  EXPECT_EQ(said.status, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("No new upgrade operations detected."));

  said = program.run(original_.url(), "check");
  EXPECT_EQ(said.status, 3) << "it is not known yet that the original has it all";
  said = program.run(original_.url(), "stamp heads");
  EXPECT_EQ(said.status, 0) << said.text;
  said = program.run(original_.url(), "check");
  EXPECT_EQ(said.status, 0) << said.text;

  said = program.run(recreated_.url(), "downgrade base");
  EXPECT_EQ(said.status, 0) << said.text;
  EXPECT_THAT(difference(recreated_, {}).describe(), IsEmpty());
}

}  // namespace
