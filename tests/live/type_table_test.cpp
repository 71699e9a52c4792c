// Every type of op:: on every database: how it is spelled, and that the catalog gives it back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// No such type there, which is said before anything runs.
constexpr std::string_view kNone;

struct Spelled {
  Type type;
  std::string_view sqlite;
  std::string_view postgresql;
  std::string_view mariadb;
  std::string_view firebird;

  std::string_view on(std::string_view server) const {
    if (server == "sqlite") return sqlite;
    if (server == "postgresql") return postgresql;
    return server == "mariadb" ? mariadb : firebird;
  }
};

std::vector<Spelled> every_type() {
  const auto mood = op::enum_("mood", {"ok", "it's", "\xC3\xA4"});
  return {
      {op::integer(), "INTEGER", "INTEGER", "INT", "INTEGER"},
      {op::small_integer(), "SMALLINT", "SMALLINT", "SMALLINT", "SMALLINT"},
      {op::big_integer(), "BIGINT", "BIGINT", "BIGINT", "BIGINT"},
      {op::boolean(), "BOOLEAN", "BOOLEAN", "TINYINT(1)", "BOOLEAN"},
      {op::float_(), "FLOAT", "REAL", "FLOAT", "FLOAT"},
      {op::double_(), "DOUBLE", "DOUBLE PRECISION", "DOUBLE", "DOUBLE PRECISION"},
      {op::numeric(10, 2), "NUMERIC(10, 2)", "NUMERIC(10, 2)", "DECIMAL(10, 2)", "NUMERIC(10, 2)"},
      {op::numeric(18), "NUMERIC(18, 0)", "NUMERIC(18, 0)", "DECIMAL(18, 0)", "NUMERIC(18, 0)"},
      {op::numeric(38, 10), "NUMERIC(38, 10)", "NUMERIC(38, 10)", "DECIMAL(38, 10)", kNone},
      {op::string(50), "VARCHAR(50)", "VARCHAR(50)", "VARCHAR(50)", "VARCHAR(50) CHARACTER SET UTF8"},
      {op::text(), "TEXT", "TEXT", "LONGTEXT", "BLOB SUB_TYPE TEXT CHARACTER SET UTF8"},
      {op::char_(8), "CHAR(8)", "CHAR(8)", "CHAR(8)", "CHAR(8) CHARACTER SET UTF8"},
      {op::char_(36), "CHAR(36)", "CHAR(36)", "CHAR(36)", "CHAR(36) CHARACTER SET UTF8"},
      {op::binary(16), "BINARY(16)", "BYTEA CHECK ((octet_length(\"value\") <= 16) IS NOT FALSE)", "VARBINARY(16)",
       "VARCHAR(16) CHARACTER SET OCTETS"},
      {op::blob(), "BLOB", "BYTEA", "LONGBLOB", "BLOB SUB_TYPE BINARY"},
      {op::date(), "DATE", "DATE", "DATE", "DATE"},
      {op::time(), "TIME", "TIME", "TIME(6)", "TIME"},
      {op::time().with_time_zone(), "TIME WITH TIME ZONE", "TIME WITH TIME ZONE", kNone, kNone},
      {op::timestamp(), "TIMESTAMP", "TIMESTAMP", "DATETIME(6)", "TIMESTAMP"},
      {op::timestamp().with_time_zone(), "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP(6)", kNone},
      {op::interval(), "INTERVAL", "INTERVAL", kNone, kNone},
      {op::uuid(), "UUID TEXT", "UUID", "UUID", "CHAR(36) CHARACTER SET ASCII"},
      {op::json(), "JSON", "JSON", "JSON", "BLOB SUB_TYPE TEXT SEGMENT SIZE 4096 CHARACTER SET UTF8"},
      {mood, "VARCHAR(4) CONSTRAINT \"mood\" CHECK", "\"mood\"", "ENUM('ok', 'it''s', '\xC3\xA4')",
       "VARCHAR(4) CHARACTER SET UTF8"},
      {op::array(op::integer()), kNone, "INTEGER[]", kNone, kNone},
      {op::array(op::string(10)), kNone, "VARCHAR(10)[]", kNone, kNone},
      {op::array(mood), kNone, "\"mood\"[]", kNone, kNone},
      {op::native("POINT"), "POINT", "POINT", "POINT", kNone},
  };
}

class Holds final : public Migration {
 public:
  explicit Holds(Type type) : type_(std::move(type)) {}
  Revision revision() const override { return {.id = "holds"}; }
  void upgrade() const override {
    op::create_table("t", [&](op::Table& t) { describe(t); });
  }
  void describe(op::Table& t) const {
    t.integer("id").primary_key();
    t.column("value", type_);
  }

 private:
  Type type_;
};

class TypeTable : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(On, TypeTable, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(TypeTable, IsSpelledAndReadBack) {
  const std::string server = GetParam();
  for (const auto& each : every_type()) {
    const auto& type = each.type;
    SCOPED_TRACE(type.text());
    const auto spelled = each.on(server);
    ServerDatabase database(server);
    const Holds migration(type);
    MigrationSet set;
    set.add(std::make_unique<Holds>(type));
    Migrator migrator(database.session(), set);
    if (type.kind() == Type::Kind::native && spelled == kNone) continue;
    if (spelled == kNone) {
      EXPECT_EQ(error_of<UnsupportedOperation>([&] { migrator.upgrade(); }).code(), "unsupported");
      EXPECT_THAT(migrator.current(), IsEmpty());
      continue;
    }
    const auto plan = migrator.plan_upgrade();
    std::string statements;
    for (const auto& statement : plan.steps.at(0).statements()) statements += statement + "\n";
    const std::string value = server == "mariadb" ? "`value`" : server == "firebird" ? "\"VALUE\"" : "\"value\"";
    EXPECT_THAT(statements, HasSubstr(value + " " + std::string(spelled)));
    migrator.upgrade();

    const auto connection = runtime::connect(database.session());
    const auto table = connection->facts().table({{}, "t"});
    const auto inspected = connection->inspect();
    connection->rollback();
    ASSERT_TRUE(table.has_value() && table->find_column("value") != nullptr);
    auto wanted = type;
    // The server keeps the values in the column, and has no place for a name.
    if (server == "mariadb" && type.kind() == Type::Kind::enum_) {
      wanted = Type::enumeration({}, type.values());
    }
    if (type.kind() == Type::Kind::native) wanted = table->find_column("value")->type;  // the database's own words
    EXPECT_EQ(table->find_column("value")->type.text(), wanted.text());
    EXPECT_EQ(inspected.tables.at({{}, "t"}).find_column("value")->type.text(), wanted.text());
    EXPECT_THAT(inspected.tables.at({{}, "t"}).checks, IsEmpty());

    MetaData model;
    model.table("t", [&](op::Table& t) { migration.describe(t); });
    EXPECT_THAT(compare(database.session(), model).describe(), IsEmpty());
  }
}

/// A declaration by other tools, or from before a type was spelled as it is, and what it is as good as.
struct Older {
  const char* server;
  const char* declared;
  Type type;
};

class OlderSpelling : public ::testing::TestWithParam<Older> {};

INSTANTIATE_TEST_SUITE_P(On, OlderSpelling,
                         ::testing::Values(Older{"sqlite", "CHAR(36)", op::uuid()},
                                           Older{"postgresql", "BYTEA", op::binary(16)},
                                           Older{"mariadb", "CHAR(36)", op::uuid()}),
                         [](const auto& each) { return std::string(each.param.server); });

TEST_P(OlderSpelling, IsNoDifference) {
  const auto& [server, declared, type] = GetParam();
  ServerDatabase database(server);
  const auto connection = runtime::connect(database.session());
  connection->execute(std::string("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, value ") + declared + ")");
  const auto difference = [&](const Type& wanted) {
    MetaData model;
    model.table("t", [&](op::Table& t) { Holds(wanted).describe(t); });
    return compare(database.session(), model).describe();
  };
  EXPECT_THAT(difference(type), IsEmpty());
  EXPECT_THAT(difference(op::date()), ElementsAre("alter_column(\"t\", \"value\")"));
}

}  // namespace
}  // namespace retort::test
