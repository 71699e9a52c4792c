#include <gtest/gtest.h>

#include <string>

#include "support/server.hpp"

namespace {

using retort::test::ServerDatabase;

class TestServer : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Each, TestServer, testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(TestServer, GivesADatabaseOfItsOwn) {
  ServerDatabase a(GetParam());
  ServerDatabase b(GetParam());
  for (auto* database : {&a, &b}) {
    soci::transaction transaction(database->session());
    database->session() << "CREATE TABLE only_here (x INTEGER)";
    transaction.commit();
  }
  int count = -1;
  a.session() << "SELECT count(*) FROM only_here", soci::into(count);
  EXPECT_EQ(count, 0);
}

}  // namespace
