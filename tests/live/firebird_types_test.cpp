#include <cmath>
#include <limits>

#include "live/firebird_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FirebirdTypes : public FirebirdTest {
 protected:
  /// The table as it is created and read back.
  schema::Table read_back(const std::function<void(op::Table&)>& describe) {
    send([&] { op::create_table("t", [&](op::Table& t) { describe(t); }); });
    auto table = connection_->facts().table({{}, "t"});
    send([&] { op::drop_table("t"); });
    return table.value_or(schema::Table{});
  }
};

TEST_F(FirebirdTypes, ReadBackAsThemselves) {
  const std::vector<Type> types = {op::integer(),
                                   op::small_integer(),
                                   op::big_integer(),
                                   op::boolean(),
                                   op::float_(),
                                   op::double_(),
                                   op::numeric(4, 2),
                                   op::numeric(9, 0),
                                   op::numeric(10, 2),
                                   op::numeric(18, 18),
                                   op::numeric(18, 0),
                                   op::numeric(1, 0),
                                   op::string(1),
                                   op::string(8191),
                                   op::text(),
                                   op::char_(1),
                                   op::char_(36),
                                   op::char_(8191),
                                   op::binary(1),
                                   op::binary(36),
                                   op::binary(32765),
                                   op::blob(),
                                   op::date(),
                                   op::time(),
                                   op::timestamp(),
                                   op::uuid(),
                                   op::json(),
                                   op::enum_("mood", {"ok", "it's", "\xC3\xA4 \xF0\x9F\x98\x80"}),
                                   op::enum_("a name", {"x"}),
                                   op::native("DECIMAL(9, 2)"),
                                   op::native("VARCHAR(10) CHARACTER SET WIN1252"),
                                   op::native("CHAR(16) CHARACTER SET OCTETS"),
                                   op::native("BLOB SUB_TYPE 1 CHARACTER SET WIN1252")};
  for (const auto& type : types) {
    const auto table = read_back([&](op::Table& t) { t.column("c", type); });
    ASSERT_EQ(table.columns.size(), 1U) << type.text();
    EXPECT_EQ(table.columns.front().type, type) << type.text() << " became " << table.columns.front().type.text();
    EXPECT_THAT(table.checks, IsEmpty());
  }
}

TEST_F(FirebirdTypes, ValuesReadBackAsTheyWereGiven) {
  send([] {
    op::create_table("v", [](op::Table& t) {
      t.integer("id").primary_key();
      t.text("x");
    });
  });
  const std::string emoji = "it's \\ :name \"quoted\" \xF0\x9F\x98\x80 \xC3\xA4; -- no comment /* */ ^ ? %";
  std::string nul = "a";
  nul += '\0';
  nul += "b\xC3\xA4";
  const std::string long_ascii(70000, 'x');
  std::string long_emoji;
  for (int i = 0; i < 20000; ++i) long_emoji += "\xF0\x9F\x98\x80";
  const std::vector<std::string> texts = {"", " ", "'", emoji, nul, "line\nline\r\n", long_ascii, long_emoji};
  std::vector<std::vector<Value>> rows;
  for (std::size_t i = 0; i < texts.size(); ++i) rows.push_back({static_cast<int>(i), texts[i]});
  rows.push_back({100, nullptr});
  send([&] { op::bulk_insert("v", {"id", "x"}, rows); });
  const auto found = connection_->rows("SELECT x FROM v ORDER BY id");
  ASSERT_EQ(found.size(), texts.size() + 1);
  for (std::size_t i = 0; i < texts.size(); ++i) EXPECT_TRUE(found[i].front() == texts[i]) << i;
  EXPECT_FALSE(found.back().front().has_value());
}

TEST_F(FirebirdTypes, NumbersAreNotRounded) {
  send([] {
    op::create_table("n", [](op::Table& t) {
      t.integer("id").primary_key();
      t.big_integer("i");
      t.double_("d");
      t.numeric("x", 18, 4);
      t.boolean("b");
    });
  });
  const std::vector<std::int64_t> integers = {0, -1, std::numeric_limits<std::int64_t>::max(),
                                              std::numeric_limits<std::int64_t>::min()};
  const std::vector<double> reals = {0.1,       0.30000000000000004,  -1.2345678901234567e-289, 1.7976931348623157e308,
                                     1.0 / 3.0, 123456789012345680.0, -4.9406564584124654e-280, 9007199254740993.0};
  const std::vector<std::string> decimals = {"12345678901234.5678", "-99999999999999.9999", "0.0001", "1.5"};
  std::vector<std::vector<Value>> rows;
  for (std::size_t i = 0; i < reals.size(); ++i) {
    rows.push_back({static_cast<int>(i), static_cast<long long>(integers[i % integers.size()]), reals[i],
                    op::decimal(decimals[i % decimals.size()]), i % 2 == 0});
  }
  send([&] { op::bulk_insert("n", {"id", "i", "d", "x", "b"}, rows); });
  const auto found = connection_->rows("SELECT i, d, x, b FROM n ORDER BY id");
  ASSERT_EQ(found.size(), reals.size());
  for (std::size_t i = 0; i < reals.size(); ++i) {
    EXPECT_EQ(found[i][0], std::to_string(integers[i % integers.size()]));
    EXPECT_EQ(std::stod(*found[i][1]), reals[i]) << i;
    EXPECT_EQ(std::stod(*found[i][2]), std::stod(decimals[i % decimals.size()]));
    EXPECT_EQ(found[i][3], i % 2 == 0 ? "TRUE" : "FALSE");
  }
  EXPECT_EQ(found[0][2], "12345678901234.5678");
}

TEST_F(FirebirdTypes, BytesAndTimesReadBack) {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  std::string many;
  for (int i = 0; i < 600; ++i) many += all;
  schema::MetaData model = schema_after([] {
    op::create_table("b", [](op::Table& t) {
      t.blob("x");
      t.binary("y", 256);
      t.timestamp("at");
      t.time("t");
      t.date("d");
    });
  });
  send([] {
    op::create_table("b", [](op::Table& t) {
      t.blob("x");
      t.binary("y", 256);
      t.timestamp("at");
      t.time("t");
      t.date("d");
    });
  });
  const auto operations = recorded([&] {
    op::bulk_insert("b", {"x", "y", "at", "t", "d"},
                    {{op::bytes(many), op::bytes(all), "2026-01-31T12:00:01.5", "23:59:59", "1970-01-01"}});
  });
  for (const auto& statement : connection_->dialect().compile(operations, model, nullptr)) {
    connection_->execute(statement.sql);
  }
  const auto found = connection_->rows("SELECT * FROM b");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0][0] == many);
  EXPECT_TRUE(found[0][1] == all);
  EXPECT_EQ(found[0][2], "2026-01-31 12:00:01.5000");
  EXPECT_EQ(found[0][3], "23:59:59.0000");
  EXPECT_EQ(found[0][4], "1970-01-01");
}

TEST_F(FirebirdTypes, ManyRowsArriveInOrder) {
  send([] { op::create_table("m", [](op::Table& t) { t.integer("id").primary_key(); }); });
  std::vector<std::vector<Value>> rows;
  for (int i = 0; i < 1234; ++i) rows.push_back({i});
  send([&] { op::bulk_insert("m", {"id"}, rows); });
  EXPECT_THAT(this->rows("SELECT COUNT(*), MIN(id), MAX(id) FROM m"), ElementsAre("1234|0|1233"));
}

}  // namespace
}  // namespace retort::test
