#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <chinook/migrations.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <sstream>

#include "integration/integration_support.hpp"
#include "runtime/set_data.hpp"

namespace retort::integration {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kBaseline = "c0001";
constexpr const char* kHead = "c000a";

/// The shop's migrations over an empty baseline, as a program has that never described what it adopted.
class Undescribed final : public Migration {
 public:
  Undescribed(MigrationSet set, graph::Node node) : set_(std::move(set)), node_(node) {}
  Revision revision() const override { return inner().revision(); }
  void upgrade() const override {
    if (revision().id != kBaseline) inner().upgrade();
  }
  void downgrade() const override { inner().downgrade(); }

 private:
  const Migration& inner() const { return set_.data().migration(node_); }

  MigrationSet set_;
  graph::Node node_;
};

MigrationSet with_empty_baseline(const MigrationSet& described) {
  MigrationSet set;
  for (graph::Node node = 0; node < described.size(); ++node) {
    set.add(std::make_unique<Undescribed>(described, node));
  }
  return set;
}

struct Way {
  bool described = true;
  bool foreign_keys = false;
};

std::string name_of(const ::testing::TestParamInfo<Way>& info) {
  return std::string(info.param.described ? "DescribedBaseline" : "EmptyBaseline") +
         (info.param.foreign_keys ? "ForeignKeysOn" : "ForeignKeysOff");
}

Lines words_of(const std::string& text) {
  std::istringstream words(text.substr(text.find(':')));
  Lines result{std::istream_iterator<std::string>(words), {}};
  std::sort(result.begin(), result.end());
  return result;
}

/// The one thing that is spelled otherwise on the way back: SupportRepId comes back by ALTER TABLE ADD COLUMN, which
/// has a foreign key in the column where the shop had it behind the columns. It is the same key.
void forgive_the_place_of_the_key(Lines& difference) {
  if (difference.size() != 2 || !difference[0].starts_with("text - table Customer:") ||
      !difference[1].starts_with("text + table Customer:")) {
    return;
  }
  auto words = words_of(difference[1]);
  for (const char* word : {"FOREIGN", "KEY", "(", "SupportRepId", ")", ","}) words.emplace_back(word);
  std::sort(words.begin(), words.end());
  if (words == words_of(difference[0])) difference.clear();
}

}  // namespace

class Chinook : public ::testing::TestWithParam<Way> {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("RETORT_TEST_DATA");
    if (folder == nullptr || !fs::exists(fs::path(folder) / "chinook.sqlite")) {
      GTEST_SKIP() << "RETORT_TEST_DATA names no folder with chinook.sqlite";
    }
    file_ = folder_.file("shop.sqlite");
    fs::copy_file(fs::path(folder) / "chinook.sqlite", file_);
    session_ = std::make_unique<soci::session>(soci::sqlite3, "db=" + file_);
    if (GetParam().foreign_keys) *session_ << "PRAGMA foreign_keys = ON";
    const auto set = chinook::migrations();
    migrator_ = std::make_unique<Migrator>(*session_, GetParam().described ? set : with_empty_baseline(set),
                                           MigratorOptions{.listener = &witness_});
  }

  int foreign_keys() {
    int on = -1;
    *session_ << "PRAGMA foreign_keys", soci::into(on);
    return on;
  }

  std::size_t rebuilds_told() const {
    std::size_t count = 0;
    for (const auto& sql : witness_.statements) {
      if (sql.starts_with("CREATE TABLE \"_retort_new_")) ++count;
    }
    return count;
  }

  /// Runs something, and what it took.
  template <typename Action>
  double milliseconds(Action action) {
    const auto start = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  }

  TemporaryFolder folder_;
  std::string file_;
  std::unique_ptr<soci::session> session_;
  Witness witness_;
  std::unique_ptr<Migrator> migrator_;
};

TEST_P(Chinook, GoesUpDownAndUpAgainWithEveryRowAndEveryDefinition) {
  const auto before = contents_of(file_);
  ASSERT_EQ(before.row_count(), 15607U);
  migrator_->stamp(kBaseline);
  EXPECT_THAT(migrator_->current(), ElementsAre(kBaseline));
  EXPECT_EQ(contents_of(file_).texts, before.texts);

  const auto up_ms = milliseconds([&] { EXPECT_EQ(migrator_->upgrade().steps.size(), 9U); });
  const auto rebuilds_up = rebuilds_told();
  expect_sound(file_);
  const auto migrated = contents_of(file_);
  EXPECT_EQ(foreign_keys(), GetParam().foreign_keys ? 1 : 0);

  const auto down_ms = milliseconds([&] { migrator_->downgrade(kBaseline); });
  const auto rebuilds_down = rebuilds_told() - rebuilds_up;
  EXPECT_THAT(migrator_->current(), ElementsAre(kBaseline));
  expect_sound(file_);
  const auto after = contents_of(file_);
  auto changed = difference(before, after);
  forgive_the_place_of_the_key(changed);
  EXPECT_THAT(changed, IsEmpty());
  EXPECT_EQ(foreign_keys(), GetParam().foreign_keys ? 1 : 0);

  const auto again_ms = milliseconds([&] { migrator_->upgrade(); });
  expect_sound(file_);
  const auto again = contents_of(file_);
  EXPECT_THAT(difference(migrated, again), IsEmpty());
  EXPECT_TRUE(migrator_->at_head());

  const auto other_texts = respelled(before, after);
  std::printf(
      "[ figures  ] %zu tables, %zu rows before; %zu tables, %zu rows at %s\n"
      "[ figures  ] up %.0f ms (%zu rebuilds), down %.0f ms (%zu rebuilds), up again %.0f ms\n"
      "[ figures  ] %zu of %zu texts in sqlite_master came back byte for byte; quoted or spaced otherwise:",
      before.rows.size(), before.row_count(), migrated.rows.size(), migrated.row_count(), kHead, up_ms, rebuilds_up,
      down_ms, rebuilds_down, again_ms, before.texts.size() - other_texts.size(), before.texts.size());
  for (const auto& name : other_texts) std::printf(" %s,", name.c_str());
  std::printf("\n");
}

TEST_P(Chinook, ComesBackFromEveryRevisionAlone) {
  migrator_->stamp(kBaseline);
  while (!migrator_->at_head()) {
    const auto below = contents_of(file_);
    migrator_->upgrade("+1");
    const auto id = migrator_->current().front();
    const auto above = contents_of(file_);
    migrator_->downgrade("-1");
    const auto back = contents_of(file_);
    auto changed = difference(below, back);
    if (id == "c0008") forgive_the_place_of_the_key(changed);
    EXPECT_THAT(changed, IsEmpty()) << id;
    migrator_->upgrade("+1");
    const auto again = contents_of(file_);
    EXPECT_THAT(difference(above, again), IsEmpty()) << id;
    expect_sound(file_);
  }
}

TEST_P(Chinook, WorksAtHeadAsTheMigrationsPromise) {
  migrator_->stamp(kBaseline);
  migrator_->upgrade();
  SqliteFile shop(file_);
  shop.run("PRAGMA foreign_keys = ON");
  const auto count = [&](const std::string& of) { return shop.value("SELECT count(*) FROM " + of); };
  // The trigger was written for Track.UnitPrice, and the table was rebuilt and renamed since.
  shop.run("UPDATE Recording SET UnitPrice = 1.29 WHERE TrackId = 7");
  EXPECT_EQ(shop.value("SELECT TrackId, OldPrice, NewPrice FROM PriceLog"), "7|0.99|1.29");
  // The view was, too.
  EXPECT_EQ(count("AlbumSales"), "304");
  // Split addresses, and the children of a rebuilt Customer.
  EXPECT_EQ(count("CustomerAddress"), "59");
  EXPECT_EQ(count("CustomerAddress WHERE State IS NULL"), "29");
  EXPECT_EQ(count("CustomerSupport"), "59");
  EXPECT_EQ(count("Invoice WHERE Currency IS NULL"), "0");
  for (const char* wrong :
       {"UPDATE Recording SET UnitPrice = -1 WHERE TrackId = 7", "UPDATE Recording SET Explicit = 2 WHERE TrackId = 7",
        "UPDATE Customer SET Email = (SELECT Email FROM Customer WHERE CustomerId = 2) "
        "WHERE CustomerId = 1",
        "UPDATE Invoice SET Currency = NULL", "DELETE FROM Recording WHERE TrackId = 7",
        "DELETE FROM Employee WHERE StaffId = 1"}) {
    EXPECT_THROW(shop.run(wrong), std::runtime_error) << wrong;
  }
}

TEST_P(Chinook, PlansExactlyWhatItThenSends) {
  migrator_->stamp(kBaseline);
  Lines planned;
  for (const auto& step : migrator_->plan_upgrade().steps) {
    for (const auto& sql : step.statements()) planned.push_back(sql);
  }
  const auto untouched = contents_of(file_);
  Lines reported;
  for (const auto& step : migrator_->upgrade().steps) {
    for (const auto& sql : step.statements()) reported.push_back(sql);
  }
  EXPECT_EQ(planned, reported);
  EXPECT_EQ(untouched.row_count(), 15607U);
  Lines down_planned;
  for (const auto& step : migrator_->plan_downgrade(kBaseline).steps) {
    for (const auto& sql : step.statements()) down_planned.push_back(sql);
  }
  Lines down_reported;
  for (const auto& step : migrator_->downgrade(kBaseline).steps) {
    for (const auto& sql : step.statements()) down_reported.push_back(sql);
  }
  EXPECT_EQ(down_planned, down_reported);
}

INSTANTIATE_TEST_SUITE_P(Ways, Chinook,
                         ::testing::Values(Way{true, false}, Way{true, true}, Way{false, false}, Way{false, true}),
                         name_of);

TEST(ChinookBaseline, MakesTheShopsOwnStructure) {
  const char* folder = std::getenv("RETORT_TEST_DATA");
  if (folder == nullptr) GTEST_SKIP() << "RETORT_TEST_DATA is not set";
  TemporaryFolder temporary;
  soci::session session(soci::sqlite3, "db=" + temporary.file("new.sqlite"));
  Migrator(session, chinook::migrations()).upgrade(kBaseline);
  const auto copy = temporary.file("chinook.sqlite");
  fs::copy_file(fs::path(folder) / "chinook.sqlite", copy);
  EXPECT_EQ(contents_of(temporary.file("new.sqlite")).structure, contents_of(copy).structure);
}

}  // namespace retort::integration
