#include <ibase.h>
#include <soci/firebird/soci-firebird.h>

#include "live/firebird_support.hpp"

namespace retort::test {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class FirebirdConnectionTest : public FirebirdTest {};

TEST_F(FirebirdConnectionTest, LeavesTheProgramsOwnSqlAsItIs) {
  connection_->execute("CREATE TABLE t (x VARCHAR(40), n INTEGER)");
  // SOCI would take :x for a parameter everywhere, comments and texts included.
  connection_->execute("INSERT INTO t (x) VALUES ('it''s :x' /* :y */) -- :z");
  EXPECT_THAT(rows("SELECT x FROM t"), ElementsAre("it's :x"));
  connection_->execute(
      "CREATE TRIGGER tr FOR t BEFORE INSERT AS DECLARE v INTEGER; BEGIN SELECT COUNT(*) FROM t INTO :v; NEW.n = :v; "
      "END");
  connection_->execute("INSERT INTO t (x) VALUES ('second');");
  EXPECT_THAT(rows("SELECT n FROM t ORDER BY n"), ElementsAre("NULL", "1"));
  EXPECT_EQ(connection_->execute("UPDATE t SET n = 5"), 2);
  EXPECT_EQ(connection_->execute("DELETE FROM t WHERE x = 'second'"), 1);
  EXPECT_THAT(rows("INSERT INTO t (x) VALUES ('r') RETURNING x"), ElementsAre("r"));
  connection_->execute("EXECUTE BLOCK AS BEGIN INSERT INTO t (x) VALUES ('a'); INSERT INTO t (x) VALUES ('b'); END");
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(FirebirdConnectionTest, RefusesWhatIsNotOneStatement) {
  connection_->execute("CREATE TABLE t (x INTEGER)");
  const auto error =
      error_of<OperationError>([&] { connection_->execute("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"); });
  EXPECT_EQ(error.code(), "several_statements");
  EXPECT_EQ(error_of<OperationError>([&] { connection_->execute("INSERT INTO t VALUES (?)"); }).code(),
            "unbound_parameters");
  EXPECT_EQ(error_of<OperationError>([&] { connection_->execute(std::string("SELECT '\0' FROM t", 17)); }).code(),
            "invalid_statement");
  EXPECT_THAT(rows("SELECT * FROM t"), IsEmpty());
}

TEST_F(FirebirdConnectionTest, TellsWhatWentWrong) {
  connection_->execute("CREATE TABLE t (x INTEGER NOT NULL PRIMARY KEY, s VARCHAR(3), CHECK (x < 1000))");
  connection_->execute("INSERT INTO t VALUES (1, 'a')");
  const auto failure = [&](const std::string& sql) {
    return error_of<DatabaseError>([&] { connection_->execute(sql); });
  };
  const auto duplicate = failure("INSERT INTO t VALUES (1, 'b')");
  EXPECT_EQ(duplicate.code(), "constraint");
  EXPECT_EQ(duplicate.backend_code(), "23000");
  EXPECT_THAT(duplicate.message(), Not(HasSubstr("Problematic")));
  EXPECT_EQ(failure("INSERT INTO t VALUES (1000, 'b')").code(), "constraint");
  EXPECT_EQ(failure("INSERT INTO t VALUES (NULL, 'b')").code(), "constraint");
  EXPECT_THAT(failure("INSERT INTO t VALUES ('SECRET', 'b')").message(), Not(HasSubstr("SECRET")));
  EXPECT_EQ(failure("SELECT * FROM nothing").code(), "undefined_table");
  EXPECT_EQ(failure("DROP TABLE nothing").code(), "undefined_table");
  EXPECT_EQ(failure("SELECT nothing FROM t").code(), "undefined_column");
  EXPECT_EQ(failure("SELEKT").code(), "syntax");
  EXPECT_EQ(failure("CREATE TABLE t (x INTEGER)").code(), "duplicate_object");
  connection_->execute("INSERT INTO t VALUES (2, 'a')");
  const auto at_commit = failure("CREATE UNIQUE INDEX u ON t (s)");
  EXPECT_EQ(at_commit.code(), "constraint");
  EXPECT_THAT(at_commit.message(), HasSubstr("make them differ"));
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(FirebirdConnectionTest, RunsInTheSessionsTransaction) {
  connection_->execute("CREATE TABLE t (x INTEGER)");
  connection_->begin({milliseconds(100), {}});
  EXPECT_TRUE(connection_->in_transaction());
  connection_->execute("INSERT INTO t VALUES (1)");
  int count = -1;
  database_.session() << "SELECT COUNT(*) FROM t", soci::into(count);
  EXPECT_EQ(count, 1);
  database_.session() << "INSERT INTO t VALUES (2)";
  EXPECT_EQ(connection_->rollback(), "");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_THAT(rows("SELECT * FROM t"), IsEmpty());
  EXPECT_FALSE(connection_->in_transaction());
  // What the program leaves open is seen.
  database_.session() << "SELECT COUNT(*) FROM t", soci::into(count);
  EXPECT_TRUE(connection_->in_transaction());
  database_.session().rollback();
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(FirebirdConnectionTest, AsksForATableThatMayBeMissing) {
  const std::string sql = "SELECT x FROM t";
  EXPECT_FALSE(connection_->query_existing(sql, {}).has_value());
  connection_->begin({});
  EXPECT_FALSE(connection_->query_existing(sql, {}).has_value());
  connection_->execute("CREATE TABLE t (x INTEGER)");
  connection_->commit();
  EXPECT_THAT(connection_->query_existing(sql, {}).value(), IsEmpty());
  EXPECT_EQ(error_of<DatabaseError>([&] { connection_->query_existing("SELECT y FROM t", {}); }).code(),
            "undefined_column");
}

TEST_F(FirebirdConnectionTest, SeesWhatOthersCommitMeanwhile) {
  connection_->execute("CREATE TABLE t (x INTEGER)");
  const auto other = database_.open();
  connection_->begin({});
  EXPECT_THAT(rows("SELECT * FROM t"), IsEmpty());
  *other << "INSERT INTO t VALUES (1)";
  EXPECT_THAT(rows("SELECT * FROM t"), IsEmpty());
  other->commit();
  EXPECT_THAT(rows("SELECT * FROM t"), ElementsAre("1"));
  connection_->rollback();
}

TEST_F(FirebirdConnectionTest, ASessionInAnotherEncodingIsToldOf) {
  auto parameters = database_.parameters();
  parameters.replace(parameters.find("UTF8"), 4, "WIN1252");
  soci::session session(*soci::factory_firebird(), parameters);
  const auto connection = runtime::connect(session);
  connection->execute("CREATE TABLE t (x VARCHAR(10))");
  const auto error = error_of<OperationError>([&] { connection->execute("INSERT INTO t VALUES ('\xC3\xA4')"); });
  EXPECT_EQ(error.code(), "connection_charset");
  EXPECT_THAT(error.message(), HasSubstr("charset=UTF8"));
}

TEST_F(FirebirdConnectionTest, ADropWaitsForThoseWhoUseTheTable) {
  connection_->execute("CREATE TABLE t (x INTEGER)");
  connection_->execute("INSERT INTO t VALUES (1)");
  const auto other = database_.open();
  int x = 0;
  soci::statement open = (other->prepare << "SELECT x FROM t", soci::into(x));
  open.execute(true);
  connection_->begin({milliseconds(50), {}});
  const auto error = error_of<StateError>([&] {
    connection_->execute("DROP TABLE t");
    connection_->commit();
  });
  EXPECT_EQ(error.code(), "locked");
  open.clean_up();
  other->rollback();
  connection_->rollback();
  connection_->execute("DROP TABLE t");
}

TEST_F(FirebirdConnectionTest, KeepsNoTransactionOfAConnectionThatIsLost) {
  auto session = database_.open();
  auto connection = runtime::connect(*session);
  connection->begin({});
  connection->execute("CREATE TABLE t (x INTEGER)");
  connection_->execute(
      "DELETE FROM MON$ATTACHMENTS WHERE MON$ATTACHMENT_ID <> CURRENT_CONNECTION AND MON$SYSTEM_FLAG = 0");
  EXPECT_EQ(error_of<DatabaseError>([&] { connection->execute("CREATE TABLE u (x INTEGER)"); }).code(),
            "connection_lost");
  EXPECT_THAT(connection->rollback(), HasSubstr("shutdown"));
  // SOCI would try to commit it in the session's destructor, and throw out of that.
  EXPECT_FALSE(connection->in_transaction());
}

}  // namespace
}  // namespace retort::test
