#include <string>

#include "live/odbc_support.hpp"
#include "runtime/odbc/product.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHostile = "it's \\ \":x\" ? {d 'x'} -- ; \xC3\xA4 \xF0\x9F\x98\x80";

class OdbcConnection : public Odbc {
 protected:
  /// SQLite's driver does not tell the extended code.
  static std::string basic(const std::string& code) { return std::to_string(std::stoi(code) & 0xFF); }
};

TEST_P(OdbcConnection, FindsTheDialect) {
  EXPECT_EQ(connection().dialect().name(), runtime::connect(*native_)->dialect().name());
}

TEST_P(OdbcConnection, ReadsTextsNumbersAndNull) {
  const auto literal = [&](const std::string& text) { return connection().dialect().literal(Value(text)); };
  std::string longer;
  while (longer.size() < 100'000) longer += kHostile;
  const auto rows =
      connection().rows("SELECT " + literal(kHostile) + ", NULL, '', 12345678901234567, 1.50, " + literal(longer));
  ASSERT_EQ(rows.size(), 1U);
  const auto& row = rows.front();
  ASSERT_EQ(row.size(), 6U);
  EXPECT_EQ(row[0], kHostile);
  EXPECT_EQ(row[1], std::nullopt);
  EXPECT_EQ(row[2], "");
  EXPECT_EQ(row[3], "12345678901234567");
  EXPECT_EQ(row[4], is("sqlite") ? "1.5" : "1.50");
  EXPECT_EQ(row[5], longer);
}

TEST_P(OdbcConnection, ReadsTextsOfEveryLength) {
  run("CREATE TABLE t (a INTEGER, b " + std::string(is("mariadb") ? "LONGTEXT" : "TEXT") + ")");
  // A piece of what the driver gives ends before, at and behind the end of the text.
  for (const std::size_t length : {1U, 8190U, 8191U, 8192U, 8193U, 16382U, 16383U, 1'000'000U}) {
    const std::string text(length, 'x');
    run("DELETE FROM t");
    EXPECT_EQ(run("INSERT INTO t VALUES (1, '" + text + "')"), 1);
    EXPECT_EQ(value("SELECT b FROM t") == text, true) << length;
  }
}

TEST_P(OdbcConnection, CountsTheRowsThatChange) {
  run("CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER)");
  EXPECT_EQ(run("INSERT INTO t VALUES (1, 1), (2, 1), (3, 2)"), 3);
  EXPECT_EQ(run("UPDATE t SET b = 5 WHERE a > 1"), 2);
  EXPECT_EQ(run("UPDATE t SET b = 5 WHERE a > 7"), 0);
  EXPECT_EQ(run("DELETE FROM t WHERE a = 9"), 0);
  EXPECT_EQ(run("/* all */ DELETE FROM t"), 3);
}

TEST_P(OdbcConnection, RefusesASecondStatement) {
  run("CREATE TABLE t (a INTEGER)");
  const auto error = error_of<OperationError>([&] { run("DELETE FROM t; DROP TABLE t"); });
  EXPECT_EQ(error.code(), "several_statements");
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
  EXPECT_EQ(value("SELECT ';' ; -- ; the end"), ";");
  EXPECT_EQ(run(""), 0);
  EXPECT_EQ(run(" /* nothing */ ; -- at all"), 0);
}

TEST_P(OdbcConnection, RefusesParametersAndNul) {
  EXPECT_EQ(error_of<OperationError>([&] { run("SELECT ?"); }).code(), "unbound_parameters");
  EXPECT_EQ(error_of<OperationError>([&] { run(std::string("SELECT 1\0, 2", 12)); }).code(), "invalid_value");
  EXPECT_EQ(value("SELECT '? :a {fn now()}'"), "? :a {fn now()}");
  EXPECT_EQ(value("-- it's ; ? :x\nSELECT ';?' /* ? ' ; */ -- ? ; \""), ";?");
}

TEST_P(OdbcConnection, SaysWhatTheNativeOneSays) {
  run("CREATE TABLE t (a INTEGER PRIMARY KEY, b VARCHAR(20) NOT NULL)");
  run("INSERT INTO t VALUES (1, 'SECRET')");
  const auto native = runtime::connect(*native_);
  for (const std::string sql :
       {"SELECT * FROM nowhere", "INSERT INTO t VALUES (1, 'x')", "INSERT INTO t VALUES (2, NULL)",
        "CREATE TABLE t (a INTEGER)", "SELECT nothing FROM t", "SELECT FROM WHERE", "DROP TABLE nowhere"}) {
    const auto here = error_of<DatabaseError>([&] { run(sql); });
    const auto there = error_of<DatabaseError>([&] { native->execute(sql); });
    EXPECT_EQ(here.code(), there.code()) << sql;
    // psqlODBC may have begun a transaction for a query (UseDeclareFetch).
    EXPECT_EQ(connection().rollback(), "");
    EXPECT_THAT(here.message(), Not(HasSubstr("Error while executing")));
    if (is("postgresql")) {
      // The native one tells the place, too.
      EXPECT_EQ(here.message(), there.message().substr(0, there.message().find(" (at character"))) << sql;
    } else {
      EXPECT_EQ(here.message(), there.message()) << sql;
    }
    EXPECT_EQ(here.backend_code(), is("sqlite") ? basic(there.backend_code()) : there.backend_code()) << sql;
  }
}

TEST_P(OdbcConnection, KeepsValuesOutOfErrors) {
  const std::string type = is("mariadb") ? "VARCHAR(100)" : "TEXT";
  run("CREATE TABLE t (a INTEGER, b " + type + " UNIQUE)");
  run("INSERT INTO t VALUES (1, 'SECRET')");
  EXPECT_THAT(error_of<DatabaseError>([&] { run("INSERT INTO t VALUES (2, 'SECRET')"); }).message(),
              Not(HasSubstr("SECRET")));
  if (is("sqlite")) return;
  EXPECT_THAT(error_of<DatabaseError>([&] { run("INSERT INTO t VALUES ('SECRET', 'x')"); }).message(),
              Not(HasSubstr("SECRET")));
}

TEST_P(OdbcConnection, KnowsWhetherATransactionIsOpen) {
  run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  auto& sql = *session_;
  EXPECT_FALSE(connection().in_transaction());
  connection().begin({});
  EXPECT_TRUE(connection().in_transaction());
  run("INSERT INTO t VALUES (1)");
  // Asked of the database, for the program had the session meanwhile.
  connection().session() << "INSERT INTO t VALUES (2)";
  EXPECT_TRUE(connection().in_transaction());
  run("COMMIT");
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(connection().rollback(), "");
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "2");

  // The program's own.
  sql.begin();
  EXPECT_TRUE(connection().in_transaction());
  sql << "INSERT INTO t VALUES (3)";
  sql.rollback();
  EXPECT_FALSE(connection().in_transaction());
  run("BEGIN");
  EXPECT_TRUE(connection().in_transaction());
  sql << "INSERT INTO t VALUES (4)";
  EXPECT_EQ(connection().rollback(), "");
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "2");
}

TEST_P(OdbcConnection, AFailedStatementLeavesItsTransaction) {
  run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  connection().begin({});
  run("INSERT INTO t VALUES (1)");
  EXPECT_EQ(connection().query_existing("SELECT a FROM nowhere", {}), std::nullopt);
  EXPECT_THAT(connection().query_existing("SELECT a FROM t", {}), ::testing::Optional(ElementsAre("1")));
  error_of<DatabaseError>([&] { run("INSERT INTO t VALUES (1)"); });
  EXPECT_TRUE(connection().in_transaction());
  EXPECT_EQ(connection().rollback(), "");
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
}

TEST_P(OdbcConnection, RollsBackATransactionThatTheCodeBeganInOdbcsWay) {
  run("CREATE TABLE t (a INTEGER PRIMARY KEY)");
  session_->begin();
  *session_ << "INSERT INTO t VALUES (1)";
  EXPECT_EQ(connection().rollback(), "");
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
}

class OdbcEncoding : public Odbc {};

TEST_P(OdbcEncoding, RefusesASessionInWhichTextsWouldBecomeOthers) {
  const auto latin = open(is("mariadb") ? "CHARSET=latin1" : "ConnSettings=SET client_encoding TO 'LATIN1'");
  const auto error = error_of<StateError>([&] { runtime::connect(*latin); });
  EXPECT_EQ(error.code(), "client_encoding");
  EXPECT_THAT(error.message(), HasSubstr(is("mariadb") ? "utf8mb4" : "UTF8"));
}

TEST(OdbcProduct, IsFoundByItsName) {
  using runtime::odbc::Product;
  EXPECT_EQ(runtime::odbc::find_product("PostgreSQL", "15.0.20"), Product::postgresql);
  EXPECT_EQ(runtime::odbc::find_product("MariaDB", "10.11.000019"), Product::mysql);
  EXPECT_EQ(runtime::odbc::find_product("MySQL", "8.0.34"), Product::mysql);
  EXPECT_EQ(runtime::odbc::find_product("SQLite", "3.40.1"), Product::sqlite);
  EXPECT_EQ(runtime::odbc::find_product("SQLite", "2.8.17"), std::nullopt);
  EXPECT_EQ(runtime::odbc::find_product("Microsoft SQL Server", "16.00"), std::nullopt);
  EXPECT_EQ(runtime::odbc::find_product("", ""), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(Drivers, OdbcConnection,
                         ::testing::Values(kPostgresql, kPostgresqlAnsi, kPostgresqlSet, kMariadb, kSqlite, kSqliteSet),
                         label_of);
INSTANTIATE_TEST_SUITE_P(Drivers, OdbcEncoding, ::testing::Values(kPostgresql, kMariadb), label_of);

}  // namespace
}  // namespace retort::test
