#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include "dialect/sqlite/decimals.hpp"
#include "dialect/sqlite_database.hpp"
#include "support/record.hpp"

namespace retort::test {
namespace {

using dialect::sqlite::fits_number;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SqliteDecimal, FitsANumberWithFifteenDigitsOrAsAnInteger) {
  for (const char* digits :
       {"0", "12.30", "-0.001", "123456789012.345", "-123456789012345", "9223372036854775807", "-9223372036854775808",
        "000123456789012345.000", "1500000000000000000000", "1.5e300", "+17", "0.000000000000000000000123"}) {
    EXPECT_TRUE(fits_number(digits)) << digits;
  }
  for (const char* digits : {"1234567890123.456", "9223372036854775808", "0.1234567890123456", "12345678901234567890",
                             "-1234567890123456.5", "1e400"}) {
    EXPECT_FALSE(fits_number(digits)) << digits;
  }
}

void prices() {
  op::create_table("prices", [](op::Table& t) {
    t.integer("id").primary_key();
    t.numeric("price", 30, 10);
    t.text("exact");
    t.double_("rough");
    t.blob("anything");
  });
}

TEST(SqliteDecimal, IsKeptAsItIsGiven) {
  SqliteDatabase db;
  db.migrate_all(ops::record(prices).operations);
  const auto schema = schema_after(prices);
  const auto insert =
      ops::record([] {
        op::bulk_insert("prices", {"id", "price", "exact", "rough", "anything"},
                        {{1, op::decimal("12.50"), op::decimal("12.50"), op::decimal("12.50"), nullptr},
                         {2, op::decimal("9223372036854775807"), op::decimal("-12345678901234567890.123456789"),
                          op::decimal("0.12345678901234567890"), op::decimal("98765432109876543210.5")}});
      }).operations;
  for (const auto& statement : dialect::find_dialect("sqlite")->compile(insert, schema, nullptr)) {
    db.run(statement.sql);
  }
  EXPECT_THAT(db.query("SELECT price FROM prices ORDER BY id"), ElementsAre("12.5", "9223372036854775807"));
  EXPECT_THAT(db.query("SELECT exact FROM prices ORDER BY id"),
              ElementsAre("12.50", "-12345678901234567890.123456789"));
  EXPECT_THAT(db.query("SELECT typeof(rough) FROM prices ORDER BY id"), ElementsAre("real", "real"));
  EXPECT_THAT(db.query("SELECT anything FROM prices WHERE id = 2"), ElementsAre("98765432109876543210.5"));
}

TEST(SqliteDecimal, IsRefusedWhereItsDigitsWouldBeLost) {
  const auto error = error_of<OperationError>([] {
    dialect::find_dialect("sqlite")->compile(ops::record([] {
                                               op::bulk_insert(
                                                   "prices", {"id", "PRICE"},
                                                   {{1, op::decimal("1.5")}, {2, op::decimal("1.23456789012345678")}});
                                             }).operations,
                                             schema_after(prices), nullptr);
  });
  EXPECT_EQ(error.code(), "decimal_digits");
  EXPECT_THAT(error.message(), HasSubstr("row 2 gives the column \"PRICE\""));
  EXPECT_THAT(error.message(), HasSubstr("op::text()"));
  EXPECT_THAT(error.message(), Not(HasSubstr("1.2345")));
}

TEST(SqliteDecimal, AsksForATableThatTheMigrationsDoNotKnow) {
  SqliteDatabase db;
  db.run("CREATE TABLE prices (price DECIMAL(30, 10), exact TEXT)");
  const auto code = [&](const char* column) -> std::string {
    try {
      db.migrate_all(ops::record([&] {
                       op::bulk_insert("prices", {column}, {{op::decimal("1234567890.1234567890123")}});
                     }).operations);
    } catch (const OperationError& error) {
      return error.code();
    }
    return {};
  };
  EXPECT_EQ(code("price"), "decimal_digits");
  EXPECT_EQ(code("exact"), "");
  EXPECT_THAT(db.query("SELECT exact FROM prices"), ElementsAre("1234567890.1234567890123"));
}

TEST(SqliteDecimal, CannotCarrySql) {
  const auto error = error_of<OperationError>([] {
    dialect::find_dialect("sqlite")->compile(ops::record([] {
                                               op::bulk_insert("prices", {"exact"},
                                                               {{op::decimal("1'); DROP TABLE prices; --")}});
                                             }).operations,
                                             schema_after(prices), nullptr);
  });
  EXPECT_EQ(error.code(), "invalid_value");
}

}  // namespace
}  // namespace retort::test
