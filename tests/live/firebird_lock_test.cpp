#include <unistd.h>

#include "live/firebird_support.hpp"

namespace retort::test {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FirebirdLock : public FirebirdTest {
 protected:
  FirebirdLock() : session_(database_.open()), other_(runtime::connect(*session_)) {}

  std::unique_ptr<soci::session> session_;
  std::unique_ptr<runtime::Connection> other_;
};

TEST_F(FirebirdLock, KeepsAnotherMigratorOut) {
  connection_->lock("retort_version", {milliseconds(1000), {}});
  connection_->prove_lock();
  std::string holder;
  int waits = 0;
  const auto error = error_of<StateError>([&] {
    other_->lock("retort_version", {milliseconds(80), {}, [&](milliseconds, std::string_view who) {
                                      holder = who;
                                      ++waits;
                                    }});
  });
  EXPECT_EQ(error.code(), "locked");
  EXPECT_GT(waits, 0);
  EXPECT_THAT(holder, HasSubstr("SYSDBA"));
  EXPECT_THAT(error.message(), HasSubstr("process " + std::to_string(getpid())));
  // Another version table is another lock.
  other_->lock("other_version", {milliseconds(80), {}});
  EXPECT_EQ(other_->unlock(), "");
  EXPECT_EQ(connection_->unlock(), "");
  other_->lock("retort_version", {milliseconds(80), {}});
  EXPECT_EQ(other_->unlock(), "");
}

TEST_F(FirebirdLock, OutlivesCommitsAndDoesNotStandInTheWayOfStructure) {
  connection_->lock("v", {milliseconds(1000), {}});
  for (const auto* sql : {"CREATE TABLE t (x INTEGER)", "ALTER TABLE t ADD y INTEGER", "CREATE INDEX i ON t (x)"}) {
    connection_->begin({milliseconds(1000), {}});
    connection_->execute(sql);
    connection_->commit();
    connection_->prove_lock();
    EXPECT_EQ(error_of<StateError>([&] { other_->lock("v", {}); }).code(), "locked");
  }
  connection_->begin({milliseconds(1000), {}});
  connection_->execute("DROP TABLE t");
  EXPECT_EQ(connection_->rollback(), "");
  connection_->prove_lock();
  EXPECT_EQ(connection_->unlock(), "");
  other_->lock("v", {});
  EXPECT_EQ(other_->unlock(), "");
}

TEST_F(FirebirdLock, IsNoTableOfTheProgram) {
  connection_->lock("v", {milliseconds(1000), {}});
  connection_->unlock();
  EXPECT_TRUE(connection_->inspect().tables.empty());
}

}  // namespace
}  // namespace retort::test
