#include <soci/soci.h>

#include <atomic>
#include <thread>

#include "live/postgresql_support.hpp"

namespace retort::test {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST_F(Postgresql, SendsStatementsAsTheyAreWritten) {
  EXPECT_EQ(value(R"(SELECT E'it\'s :x')"), "it's :x");
  EXPECT_EQ(value("SELECT (ARRAY[1,2,3])[1:2]"), "{1,2}");
  EXPECT_EQ(value("SELECT ':name' || '$1' /* :note */ -- :end"), ":name$1");
  EXPECT_EQ(value("SELECT $$it's :x; \"y\"$$"), "it's :x; \"y\"");
  EXPECT_EQ(value("SELECT NULL"), "(null)");
  run("CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE plpgsql AS $f$ DECLARE b integer := a; BEGIN b := b + 1; "
      "RETURN b; END; $f$");
  EXPECT_EQ(value("SELECT f(1)"), "2");
  EXPECT_EQ(run("CREATE TABLE t (a integer)"), 0);
  EXPECT_EQ(run("INSERT INTO t VALUES (1), (2), (3);"), 3);
  EXPECT_EQ(run("UPDATE t SET a = 0 WHERE a > 1"), 2);
  EXPECT_EQ(run("-- nothing"), 0);
}

TEST_F(Postgresql, TakesOneStatementWithoutParameters) {
  EXPECT_EQ(error_of<OperationError>([&] { run("SELECT 1; SELECT 2"); }).code(), "several_statements");
  EXPECT_EQ(error_of<OperationError>([&] { run("SELECT $1::integer"); }).code(), "unbound_parameters");
  EXPECT_EQ(error_of<OperationError>([&] { run(std::string("SELECT 1\0", 9)); }).code(), "invalid_value");
  run("CREATE TABLE t (a integer)");
  EXPECT_EQ(error_of<OperationError>([&] { run("COPY t FROM STDIN"); }).code(), "copy");
  EXPECT_EQ(error_of<OperationError>([&] { run("COPY t TO STDOUT"); }).code(), "copy");
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(value("SELECT 1"), "1");
}

TEST_F(Postgresql, TellsWhatWentWrongAndNoValues) {
  run("CREATE TABLE t (a integer PRIMARY KEY, b text NOT NULL, c integer CHECK (c < 5))");
  run("INSERT INTO t VALUES (1, 'secret', 1)");
  const auto refused = [&](const std::string& sql) { return error_of<DatabaseError>([&] { run(sql); }); };
  const auto duplicate = refused("INSERT INTO t VALUES (1, 'secret', 1)");
  EXPECT_EQ(duplicate.code(), "constraint");
  EXPECT_EQ(duplicate.backend_code(), "23505");
  EXPECT_THAT(duplicate.message(), AllOf(HasSubstr("t_pkey"), Not(HasSubstr("secret"))));
  EXPECT_THAT(refused("INSERT INTO t VALUES (2, NULL, 4711)").message(), Not(HasSubstr("4711")));
  const auto invalid = refused("SELECT 'sec\"ret'::integer");
  EXPECT_EQ(invalid.code(), "invalid_value");
  EXPECT_THAT(invalid.message(), Not(HasSubstr("ret'")));
  EXPECT_THAT(invalid.message(), Not(HasSubstr("sec")));
  EXPECT_EQ(refused("SELEKT 1").code(), "syntax");
  EXPECT_EQ(refused("SELECT * FROM nowhere").code(), "undefined_table");
  EXPECT_EQ(refused("SELECT x FROM t").code(), "undefined_column");
  EXPECT_EQ(refused("CREATE TABLE t (a integer)").code(), "duplicate_object");
  EXPECT_THAT(refused("VACUUM (x)").code(), Not(IsEmpty()));
  run("CREATE VIEW v AS SELECT b FROM t");
  const auto needed = refused("ALTER TABLE t DROP COLUMN b");
  EXPECT_EQ(needed.code(), "dependent_objects");
  EXPECT_THAT(needed.message(), HasSubstr("view v depends on column b"));
  connection().begin({});
  EXPECT_THAT(refused("CREATE INDEX CONCURRENTLY i ON t (b)").message(), HasSubstr("op::autocommit_block"));
  EXPECT_EQ(refused("SELECT 1").code(), "failed_transaction");
  EXPECT_EQ(connection().rollback(), "");
  run("SET default_transaction_read_only = on");
  EXPECT_EQ(refused("INSERT INTO t VALUES (3, 'x', 1)").code(), "read_only");
  run("SET default_transaction_read_only = off");
  run("SET statement_timeout = 20");
  EXPECT_EQ(refused("SELECT pg_sleep(5)").code(), "canceled");
}

TEST_F(Postgresql, RefusesTextInAnEncodingThatIsNotTheSessions) {
  run("SET client_encoding = 'LATIN1'");
  EXPECT_EQ(value("SELECT 'a'"), "a");
  EXPECT_EQ(error_of<StateError>([&] { run("SELECT '\xC3\xA4'"); }).code(), "client_encoding");
}

TEST_F(Postgresql, LooksForATableWithoutSpoilingTheTransaction) {
  const auto look = [&] { return connection().query_existing("SELECT a FROM maybe", {}); };
  EXPECT_FALSE(look());
  EXPECT_FALSE(connection().query_existing("SELECT a FROM no_schema.maybe", {}));
  connection().begin({});
  EXPECT_TRUE(connection().in_transaction());
  EXPECT_FALSE(look());
  run("CREATE TABLE maybe AS SELECT 7 AS a");
  EXPECT_THAT(*look(), ElementsAre("7"));
  connection().commit();
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_THAT(*look(), ElementsAre("7"));
  connection().begin({});
  EXPECT_THROW(run("SELECT 1/0"), DatabaseError);
  EXPECT_EQ(error_of<DatabaseError>([&] { connection().commit(); }).code(), "failed_transaction");
  EXPECT_EQ(connection().rollback(), "");
}

TEST_F(Postgresql, AProofBehindATransactionIsAskedForAgain) {
  connection().lock("retort_version", {});
  connection().execute("CREATE TABLE retort_version (version_num VARCHAR(50))");
  connection().begin({});
  connection().commit();
  connection().execute("SELECT pg_advisory_unlock_all()");
  EXPECT_EQ(error_of<StateError>([&] { connection().prove_lock(); }).code(), "lock_lost");
}

TEST_F(Postgresql, KeepsOtherMigratorsOutAndTellsWhoTheyWaitFor) {
  const auto second_session = database_.open();
  const auto second = runtime::connect(*second_session);
  run("SET application_name = 'the first'");
  connection().lock("\"retort_version\"", {});
  connection().prove_lock();
  std::string holder;
  const runtime::BeginOptions soon{milliseconds(30), {}, [&](auto, std::string_view who) { holder = who; }};
  const auto error = error_of<StateError>([&] { second->lock("\"retort_version\"", soon); });
  EXPECT_EQ(error.code(), "locked");
  EXPECT_THAT(error.message(), HasSubstr("the first"));
  EXPECT_THAT(holder, AllOf(HasSubstr("process "), HasSubstr("the first")));
  second->lock("\"another_version\"", soon);
  EXPECT_EQ(second->unlock(), "");
  EXPECT_EQ(connection().unlock(), "");
  second->lock("\"retort_version\"", soon);
  second->execute("SELECT pg_advisory_unlock_all()");
  EXPECT_EQ(error_of<StateError>([&] { second->prove_lock(); }).code(), "lock_lost");
  EXPECT_THAT(second->unlock(), Not(IsEmpty()));
}

TEST_F(Postgresql, KeepsTheVersionTableFromThoseWhoDoNotAsk) {
  run("CREATE TABLE retort_version (version_num text)");
  const auto second_session = database_.open();
  const auto second = runtime::connect(*second_session);
  connection().lock("\"retort_version\"", {});
  connection().begin({});
  second->execute("SET lock_timeout = 20");
  EXPECT_THAT(second->query("SELECT version_num FROM retort_version"), IsEmpty());
  EXPECT_EQ(error_of<StateError>([&] { second->execute("DELETE FROM retort_version"); }).code(), "locked");
  connection().commit();
  second->begin({});
  second->execute("LOCK TABLE retort_version");
  EXPECT_EQ(error_of<StateError>([&] { connection().begin({milliseconds(30), {}}); }).code(), "locked");
  EXPECT_FALSE(connection().in_transaction());
  EXPECT_EQ(second->rollback(), "");
  connection().begin({milliseconds(1000), {}});
  connection().commit();
  EXPECT_EQ(connection().unlock(), "");
}

TEST_F(Postgresql, TellsALostConnectionAsSuch) {
  const auto second_session = database_.open();
  const auto second = runtime::connect(*second_session);
  const auto process = second->query("SELECT pg_backend_pid()").front();
  second->begin({});
  run("SELECT pg_terminate_backend(" + process + ")");
  const auto error = error_of<DatabaseError>([&] { second->execute("SELECT 1"); });
  EXPECT_EQ(error.code(), "connection_lost");
  EXPECT_THAT(second->rollback(), HasSubstr("lost"));
  EXPECT_FALSE(second->in_transaction());
  EXPECT_EQ(error_of<DatabaseError>([&] { second->commit(); }).code(), "connection_lost");
}

TEST_F(Postgresql, MigratesOnceHoweverManyStart) {
  then([] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then([] { op::bulk_insert("t", {"id"}, {{1}}); });
  std::vector<std::unique_ptr<soci::session>> sessions;
  for (int i = 0; i < 6; ++i) sessions.push_back(database_.open());
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (auto& each : sessions) {
    threads.emplace_back([&] {
      try {
        Migrator(*each, set_).upgrade();
      } catch (const std::exception& error) {
        ADD_FAILURE() << error.what();
        ++failures;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(value("SELECT count(*) FROM t"), "1");
  EXPECT_THAT(migrator().current(), ElementsAre("rev2"));
}

}  // namespace
}  // namespace retort::test
