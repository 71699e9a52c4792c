#include <soci/mysql/soci-mysql.h>
#include <retort/error.hpp>

#include <chrono>
#include <limits>
#include <string>
#include <thread>

#include "live/mariadb_support.hpp"

namespace retort::test {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

using MariadbConnection = Mariadb;

TEST_F(MariadbConnection, SendsTextsAsTheyAre) {
  run("-- note: x\nCREATE TABLE g (t VARCHAR(40))");
  run("INSERT INTO g VALUES (':v :\"x\" ''q'' ? ; -- no'), ('it''s :x')");
  EXPECT_THAT(connection_->query("SELECT t FROM g"), ElementsAre(":v :\"x\" 'q' ? ; -- no", "it's :x"));
  EXPECT_EQ(value("SELECT @r := 5"), "5");
  run("CREATE TRIGGER tr BEFORE INSERT ON g FOR EACH ROW BEGIN SET NEW.t = upper(NEW.t); SET NEW.t = trim(NEW.t); END");
  run("INSERT INTO g VALUES (' a ')");
  EXPECT_EQ(value("SELECT t FROM g WHERE t = 'A'"), "A");
}

TEST_F(MariadbConnection, TakesOneStatementACall) {
  const auto error = error_of<OperationError>([&] { run("CREATE TABLE a (x INT); CREATE TABLE b (x INT)"); });
  EXPECT_EQ(error.code(), "several_statements");
  EXPECT_EQ(value("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"), "0");
}

TEST_F(MariadbConnection, EveryValueReadsBack) {
  const std::string hostile = std::string("it's \\' \" :v ; -- \n\t") + '\0' + " \xf0\x9f\x98\x80 \xc3\xa9";
  const std::string bytes("\0\x01\xff\\'", 5);
  migrate([&] {
    op::create_table("v", [](op::Table& t) {
      t.integer("id").primary_key();
      t.text("words");
      t.blob("raw");
      t.numeric("exact", 65, 30);
      t.double_("real");
      t.native("huge", "BIGINT UNSIGNED");
      t.boolean("yes");
      t.json("document");
    });
    op::bulk_insert("v", {"id", "words", "raw", "exact", "real", "huge", "yes", "document"},
                    {{1, hostile, op::bytes(bytes), op::decimal("12345678901234567890.123456789012345678901234567890"),
                      0.1, std::numeric_limits<std::uint64_t>::max(), true, "{\"a\": \"\\u00e9 \xc3\xa9\"}"},
                     {2, nullptr, nullptr, op::decimal("-1.5e3"), -1e-300, 0, false, nullptr}});
  });
  EXPECT_EQ(value("SELECT words FROM v WHERE id = 1"), hostile);
  EXPECT_EQ(value("SELECT raw FROM v WHERE id = 1"), bytes);
  EXPECT_EQ(value("SELECT exact FROM v WHERE id = 1"), "12345678901234567890.123456789012345678901234567890");
  EXPECT_EQ(value("SELECT exact FROM v WHERE id = 2"), "-1500.000000000000000000000000000000");
  EXPECT_EQ(value("SELECT COUNT(*) FROM v WHERE `real` = 0.1e0 OR `real` = -1e-300"), "2");
  EXPECT_EQ(value("SELECT huge FROM v WHERE id = 1"), "18446744073709551615");
  EXPECT_EQ(value("SELECT SUM(yes) FROM v"), "1");
  EXPECT_EQ(value("SELECT JSON_VALUE(document, '$.a') FROM v WHERE id = 1"), "\xc3\xa9 \xc3\xa9");
  EXPECT_FALSE(connection_->rows("SELECT words FROM v WHERE id = 2").front().front().has_value());
}

TEST_F(MariadbConnection, LiteralsMeanTheSameUnderEverySqlMode) {
  const std::string text = "a \\ 'b' \"c\" \xc3\xa9";
  for (const char* mode : {"", "NO_BACKSLASH_ESCAPES", "ANSI_QUOTES", "ANSI_QUOTES,NO_BACKSLASH_ESCAPES"}) {
    SCOPED_TRACE(mode);
    run("SET SESSION sql_mode = '" + std::string(mode) + "'");
    connection_ = runtime::connect(database_.session());
    migrate([&] {
      op::create_table("m", [&](op::Table& t) {
        t.string("words", 40).server_default(text).comment(text);
        t.enum_("mood", "mood", {"a\\b", "c'd"});
        t.text("long");
      });
      op::bulk_insert("m", {"long", "mood"}, {{text, "a\\b"}});
      op::alter_column("m", "words", [](op::ColumnChange& c) { c.not_null(); });
    });
    EXPECT_EQ(value("SELECT CONCAT(words, `long`) FROM m"), text + text);
    const auto table = connection_->facts().table({{}, "m"});
    ASSERT_TRUE(table);
    EXPECT_EQ(table->columns[0].comment, text);
    EXPECT_EQ(table->columns[0].server_default, Value(text));
    EXPECT_THAT(table->columns[1].type.values(), ElementsAre("a\\b", "c'd"));
    run("DROP TABLE m");
  }
}

TEST_F(MariadbConnection, SpeaksUtf8WhateverTheSessionSpeaks) {
  auto parameters = database_.parameters();
  parameters.replace(parameters.find("charset=utf8mb4"), 15, "charset=latin1");
  soci::session latin(*soci::factory_mysql(), parameters);
  const auto other = runtime::connect(latin);
  other->execute("CREATE TABLE `t\xc3\xa9` (`\xc3\xbc` VARCHAR(10) COMMENT '\xe4\xb8\xad')");
  EXPECT_EQ(other->inspect().tables.begin()->first.name, "t\xc3\xa9");
  EXPECT_EQ(connection_->inspect().tables.begin()->second.columns.front().comment, "\xe4\xb8\xad");
  std::string client;
  latin << "SELECT @@character_set_client", soci::into(client);
  EXPECT_EQ(client, "latin1") << "the session is left as it was";
}

TEST_F(MariadbConnection, KnowsItsTransaction) {
  run("CREATE TABLE t (x INT)");
  EXPECT_FALSE(connection_->in_transaction());
  connection_->begin({});
  EXPECT_TRUE(connection_->in_transaction());
  EXPECT_FALSE(connection_->query_existing("SELECT * FROM nothing", {}));
  EXPECT_TRUE(connection_->in_transaction()) << "a table that is not there ends nothing";
  database_.session() << "INSERT INTO t VALUES (1)";
  EXPECT_EQ(connection_->rollback(), "");
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0") << "the program's own statements were in it";
  connection_->begin({});
  run("CREATE TABLE u (x INT)");
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(MariadbConnection, ASessionWithoutAutocommitIsLeftOutsideOfATransaction) {
  run("CREATE TABLE t (x INT)");
  run("SET autocommit = 0");
  EXPECT_TRUE(connection_->query_existing("SELECT x FROM t", {}));
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(MariadbConnection, TheLockIsForOneAndIsTold) {
  const auto other_session = database_.open();
  const auto other = runtime::connect(*other_session);
  connection_->lock("retort_version", {milliseconds(1000), {}});
  EXPECT_NO_THROW(connection_->prove_lock());
  std::string holder;
  int waits = 0;
  const auto error = error_of<StateError>([&] {
    other->lock("retort_version", {milliseconds(200), {}, [&](auto, auto by) {
                                     holder = by;
                                     ++waits;
                                   }});
  });
  EXPECT_EQ(error.code(), "locked");
  EXPECT_GT(waits, 0);
  EXPECT_THAT(holder, HasSubstr("connection "));
  EXPECT_NO_THROW(other->lock("another_table", {milliseconds(0), {}}));
  EXPECT_EQ(other->unlock(), "");
  connection_->begin({});
  run("CREATE TABLE t (x INT)");
  EXPECT_NO_THROW(connection_->prove_lock()) << "a commit leaves it";
  run("DO RELEASE_ALL_LOCKS()");
  EXPECT_EQ(error_of<StateError>([&] { connection_->prove_lock(); }).code(), "lock_lost");
  EXPECT_NE(connection_->unlock(), "");
  EXPECT_NO_THROW(other->lock("retort_version", {milliseconds(1000), {}}));
  EXPECT_EQ(other->unlock(), "");
}

TEST_F(MariadbConnection, ALockedTableIsToldAndNotWaitedForForADay) {
  run("CREATE TABLE t (x INT)");
  const auto other = database_.open();
  *other << "START TRANSACTION";
  int count = 0;
  *other << "SELECT COUNT(*) FROM t", soci::into(count);
  connection_->lock("retort_version", {milliseconds(1000), {}});
  EXPECT_EQ(error_of<StateError>([&] { run("ALTER TABLE t ADD COLUMN y INT"); }).code(), "locked");
  EXPECT_EQ(connection_->unlock(), "");
  EXPECT_EQ(value("SELECT @@lock_wait_timeout"), "86400");
}

TEST_F(MariadbConnection, RefusesASessionThatReconnects) {
  soci::session session(*soci::factory_mysql(), database_.parameters() + " reconnect=1");
  EXPECT_EQ(error_of<UsageError>([&] { runtime::connect(session); }).code(), "reconnect");
}

TEST_F(MariadbConnection, ErrorsHaveTheirCodeAndNoValue) {
  run("CREATE TABLE t (x VARCHAR(20) UNIQUE)");
  run("INSERT INTO t VALUES ('secret')");
  const auto twice = error_of<DatabaseError>([&] { run("INSERT INTO t VALUES ('secret')"); });
  EXPECT_EQ(twice.code(), "constraint");
  EXPECT_EQ(twice.backend_code(), "1062");
  EXPECT_THAT(twice.message(), ::testing::Not(HasSubstr("secret")));
  EXPECT_EQ(error_of<DatabaseError>([&] { run("SELEC 1"); }).code(), "syntax");
  EXPECT_EQ(error_of<DatabaseError>([&] { run("SELECT * FROM u"); }).code(), "undefined_table");
  const auto other = database_.open();
  *other << "KILL " + value("SELECT CONNECTION_ID()");
  EXPECT_EQ(error_of<DatabaseError>([&] { run("SELECT 1"); }).code(), "connection_lost");
}

}  // namespace
}  // namespace retort::test
