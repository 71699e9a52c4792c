// The tests of a program with migrations, in the folder beside this file. Every test takes a database of its own at the
// revision that it is about.

#include <soci/soci.h>

#include <cstdlib>
#include <guestbook/migrations.hpp>
#include <retort/testing/gtest.hpp>
#include <string>

namespace op = retort::op;

using retort::testing::AtRevision;
using retort::testing::database_at;
using retort::testing::HasColumn;
using retort::testing::HasTable;
using retort::testing::SchemaEquals;
using ::testing::Not;

namespace {

/// What the program works with; the migrations must lead there.
retort::MetaData model() {
  retort::MetaData model;
  model.table("guests", [](op::Table& t) {
    t.integer("id").primary_key().autoincrement();
    t.string("name", 50).not_null();
    t.string("email", 254);
    t.unique({"email"}).name("uq_guests_email");
  });
  model.table("visits", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("guest_id").not_null().references("guests", "id").on_delete(op::cascade).index();
    t.timestamp("visited_on").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
  });
  return model;
}

std::string email_of(soci::session& sql, const std::string& name) {
  std::string email;
  sql << "SELECT email FROM guests WHERE name = :name", soci::use(name), soci::into(email);
  return email;
}

// A database in memory, as it was when guests had no email yet.
TEST(Guests, HadNoEmailAtFirst) {
  auto database = database_at(guestbook::migrations(), "a4c7d20b86e3");
  EXPECT_THAT(database, HasColumn("guests", "name", op::string(50)));
  EXPECT_THAT(database, Not(HasColumn("guests", "email")));
  database.session() << "INSERT INTO guests (name) VALUES ('Grace')";

  database.migrator().upgrade();
  EXPECT_THAT(database, AtRevision("e86b15f94d0a"));
  EXPECT_EQ(email_of(database.session(), "Grace"), "grace@example.org");
}

// Rows that are put in at an earlier revision and carried along. The second database is a copy of the first one's
// snapshot.
TEST(Guests, AreCarriedAlong) {
  for (int again = 0; again < 2; ++again) {
    auto database = database_at(guestbook::migrations(), "head", {.seeds = {{"5f0a93c1e27b", [](soci::session& sql) {
                                                                               sql << "INSERT INTO guests (name) "
                                                                                      "VALUES ('Edsger')";
                                                                             }}}});
    EXPECT_EQ(email_of(database.session(), "Edsger"), "edsger@example.org");
  }
}

TEST(Guests, ComeBackFromADowngradeAsTheyWere) {
  auto database = database_at(guestbook::migrations());
  database.migrator().downgrade("a4c7d20b86e3");
  EXPECT_THAT(database, SchemaEquals(database_at(guestbook::migrations(), "a4c7d20b86e3")));
  database.migrator().downgrade("base");
  EXPECT_THAT(database, Not(HasTable("guests")));
}

TEST(Guests, AreWhatTheModelSays) { EXPECT_THAT(database_at(guestbook::migrations()), SchemaEquals(model())); }

// One check alone, in one line.
TEST(Migrations, HaveASingleHead) { EXPECT_TRUE(retort::testing::check_single_head(guestbook::migrations())); }

// All of them: two heads, a downgrade that forgets an index, rows that do not survive, and more. The file is written
// once; from then on it holds what was released.
RETORT_CHECK_MIGRATIONS(guestbook::migrations(), model(), {.released = GUESTBOOK_FOLDER "/released.txt"})

/// A server for the tests: "postgresql://host=127.0.0.1 user=tester". Without it they use SQLite.
std::string server() {
  const char* url = std::getenv("GUESTBOOK_TEST_SERVER");
  return url != nullptr ? url : "";
}

// The same on a database of its own on a server, which is dropped behind the test.
TEST(Visits, GoWithTheirGuest) {
  auto database = database_at(guestbook::migrations(), "head", server());
  database.session() << "INSERT INTO visits (id, guest_id) VALUES (1, 1)";
  database.session() << "DELETE FROM guests WHERE id = 1";
  int visits = -1;
  database.session() << "SELECT count(*) FROM visits", soci::into(visits);
  EXPECT_EQ(visits, 0);
}

RETORT_CHECK_MIGRATIONS_AS(OnServer, guestbook::migrations(), model(), {.url = server()})

}  // namespace
