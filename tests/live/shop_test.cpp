#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/migrator.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "live/shop.hpp"
#include "runtime/connection.hpp"
#include "support/own_tables.hpp"
#include "support/server.hpp"

namespace {

using namespace retort;
using live::ShopTable;

using Lines = std::vector<std::string>;

class Shop : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const char* folder = std::getenv("RETORT_TEST_DATA");
    if (folder != nullptr) json_ = (std::filesystem::path(folder) / "chinook.json").string();
    if (json_.empty() || !std::filesystem::exists(json_)) {
      GTEST_SKIP() << "RETORT_TEST_DATA names no folder with chinook.json";
    }
    database_ = std::make_unique<test::ServerDatabase>(GetParam());
  }

  bool can_rename() const { return std::string(GetParam()) != "firebird"; }

  /// A value as the database spells it, in one spelling for all of them.
  static std::string plain(const std::optional<std::string>& cell) {
    if (!cell) return "(null)";
    auto text = *cell;
    // 2002-08-14 00:00:00.0000
    const auto fraction = text.find(":00.0");
    if (fraction != std::string::npos) text.resize(fraction + 3);
    return text;
  }

  /// Every row of the shop, of each table in the order of its keys.
  std::map<std::string, Lines> rows() {
    const auto connection = runtime::connect(database_->session());
    const auto& dialect = connection->dialect();
    std::map<std::string, Lines> result;
    for (const auto& table : live::shop_tables()) {
      std::string sql = "SELECT ";
      for (const auto& column : table.columns) {
        sql += (&column == &table.columns.front() ? "" : ", ") + dialect.quote(column);
      }
      sql += " FROM " + dialect.quote(table.name) + " ORDER BY 1, 2";
      for (const auto& row : connection->rows(sql)) {
        std::string line;
        for (const auto& cell : row) line += plain(cell) + "|";
        result[table.name].push_back(std::move(line));
      }
    }
    connection->rollback();
    return result;
  }

  /// The same from the file, which no database has had in its hands.
  std::map<std::string, Lines> rows_of_the_file() const {
    std::ifstream file(json_);
    const auto shop = nlohmann::json::parse(file);
    std::map<std::string, Lines> result;
    for (const auto& table : live::shop_tables()) {
      std::vector<std::pair<std::pair<long long, std::string>, std::string>> sorted;
      for (const auto& row : shop.at(table.name)) {
        std::string line;
        for (const auto& column : table.columns) {
          const auto& cell = row.at(column);
          auto text = cell.is_null() ? "(null)" : cell.is_string() ? cell.get<std::string>() : cell.dump();
          if (text.size() == 19 && text[10] == 'T') text[10] = ' ';
          line += text + "|";
        }
        const auto& second = row.at(table.columns[1]);
        char padded[24] = {};
        std::snprintf(padded, sizeof padded, "%012lld", second.is_number() ? second.get<long long>() : 0);
        sorted.push_back({{row.at(table.columns[0]).get<long long>(), padded}, line});
      }
      std::sort(sorted.begin(), sorted.end());
      for (auto& [key, line] : sorted) result[table.name].push_back(std::move(line));
    }
    return result;
  }

  std::string json_;
  std::unique_ptr<test::ServerDatabase> database_;
};

INSTANTIATE_TEST_SUITE_P(On, Shop, testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

/// Numbers are told in as many ways as there are databases: 5.9, 5.90.
std::string without_zeros(const std::string& line) {
  std::string result;
  std::size_t begin = 0;
  for (auto end = line.find('|'); end != std::string::npos; end = line.find('|', begin = end + 1)) {
    auto cell = line.substr(begin, end - begin);
    const bool number =
        cell.find_first_not_of("0123456789.") == std::string::npos && cell.find('.') != std::string::npos;
    while (number && cell.back() == '0') cell.pop_back();
    if (number && cell.back() == '.') cell.pop_back();
    result += cell + "|";
  }
  return result;
}

void expect_same(const std::map<std::string, Lines>& found, const std::map<std::string, Lines>& wanted) {
  for (const auto& [table, rows] : wanted) {
    ASSERT_TRUE(found.contains(table)) << table;
    const auto& there = found.at(table);
    ASSERT_EQ(there.size(), rows.size()) << table;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ASSERT_EQ(without_zeros(there[i]), without_zeros(rows[i])) << table << ", row " << i;
    }
  }
}

TEST_P(Shop, HoldsTheRowsThatItWasGiven) {
  const auto set = live::shop(json_, can_rename());
  Migrator migrator(database_->session(), set);
  migrator.upgrade(live::kFilled);
  std::size_t count = 0;
  for (const auto& [table, lines] : rows()) count += lines.size();
  EXPECT_EQ(count, 15607U);
  expect_same(rows(), rows_of_the_file());
}

TEST_P(Shop, GoesUpAndDownAndUpAgain) {
  const auto set = live::shop(json_, can_rename());
  Migrator migrator(database_->session(), set);
  migrator.upgrade(live::kFilled);
  const auto before = rows();
  const auto schema = [&] {
    const auto connection = runtime::connect(database_->session());
    auto found = connection->inspect();
    connection->rollback();
    return found;
  };
  const auto tables = schema().tables;
  migrator.upgrade();
  EXPECT_EQ(migrator.current(), Lines{"s000a"});
  migrator.downgrade(live::kFilled);
  expect_same(rows(), before);
  const auto back = schema().tables;
  ASSERT_EQ(back.size(), tables.size());
  for (const auto& [name, table] : tables) {
    const auto& now = back.at(name);
    EXPECT_EQ(now.columns.size(), table.columns.size()) << name.text();
    EXPECT_EQ(now.primary_key, table.primary_key) << name.text();
    EXPECT_EQ(now.foreign_keys.size(), table.foreign_keys.size()) << name.text();
    EXPECT_EQ(now.indexes.size(), table.indexes.size()) << name.text();
    for (const auto& column : table.columns) {
      const auto* same = now.find_column(column.name);
      ASSERT_NE(same, nullptr) << name.text() << "." << column.name;
      EXPECT_EQ(*same, column) << name.text() << "." << column.name;
    }
  }
  migrator.upgrade();
  EXPECT_TRUE(migrator.at_head());
  migrator.downgrade("base");
  EXPECT_TRUE(test::without_own_tables(schema()).tables.empty());
}

/// Firebird cannot rename a table.
class FirebirdShop : public Shop {};

INSTANTIATE_TEST_SUITE_P(On, FirebirdShop, testing::Values("firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(FirebirdShop, SaysWhatItCannotDoBeforeAnythingRuns) {
  const auto set = live::shop(json_, true);
  Migrator migrator(database_->session(), set);
  migrator.upgrade(live::kFilled);
  EXPECT_THROW(migrator.upgrade(), UnsupportedOperation);
  EXPECT_EQ(migrator.current(), Lines{live::kFilled});
}

}  // namespace
