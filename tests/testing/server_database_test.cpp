#include <retort/error.hpp>
#include <retort/testing.hpp>
#include <retort/testing/checks.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/firebird/soci-firebird.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/server.hpp"
#include "testing/owner.hpp"
#include "testing/school.hpp"
#include "testing/server.hpp"

// database_at on servers.
namespace retort {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing_support::count;
using testing_support::set_of;

/// Those of one server, which every test takes.
class ServerDatabases : public ::testing::TestWithParam<const char*> {
 protected:
  ServerDatabases() : url_(test::server_url(GetParam())), server_(testing::Server::at(url_)) {}

  bool is_firebird() const { return std::string(GetParam()) == "firebird"; }

  std::string url_;
  std::shared_ptr<testing::Server> server_;
};

TEST_P(ServerDatabases, StandAtTheRevisionAskedForAndAreDropped) {
  const auto before = server_->names();
  {
    const auto set =
        set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }},
                {"b", "a", [] { op::create_table("b", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
    for (int again = 0; again < 3; ++again) {
      auto database = testing::database_at(set, "a", url_);
      EXPECT_THAT(database.migrator().current(), ElementsAre("a"));
      EXPECT_EQ(count(database.session(), "a"), 0);
      database.session() << "INSERT INTO a VALUES (1)";
      if (is_firebird()) database.session().commit();
      database.migrator().upgrade();
      EXPECT_EQ(count(database.session(), "a"), 1);
      EXPECT_EQ(count(database.session(), "b"), 0);
    }
  }
  testing::drop_templates();
  EXPECT_EQ(server_->names().size(), before.size());
}

TEST_P(ServerDatabases, AreSeenByNobodyElse) {
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
  auto first = testing::database_at(set, "heads", url_);
  auto second = testing::database_at(set, "heads", url_);
  first.session() << "INSERT INTO a VALUES (1)";
  if (is_firebird()) first.session().commit();
  EXPECT_EQ(count(first.session(), "a"), 1);
  EXPECT_EQ(count(second.session(), "a"), 0);
}

TEST_P(ServerDatabases, CarrySeedsAlong) {
  const auto set = set_of(
      {{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }},
       {"b", "a", [] { op::add_column("a", op::column("name", op::string(10)).not_null().server_default("x")); }}});
  const testing::DatabaseOptions options{
      .seeds = {{"a", [](soci::session& sql) { sql << "INSERT INTO a (id) VALUES (7)"; }}}};
  for (int again = 0; again < 2; ++again) {
    auto database = testing::database_at(set, "b", url_, options);
    std::string name;
    database.session() << "SELECT name FROM a WHERE id = 7", soci::into(name);
    EXPECT_EQ(name, "x");
  }
}

TEST_P(ServerDatabases, AreMadeByThreadsAtOnce) {
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
  std::vector<std::thread> threads;
  std::atomic<int> good = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      auto database = testing::database_at(set, "heads", url_);
      good += count(database.session(), "a") == 0 ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 4);
}

TEST_P(ServerDatabases, OfAMigrationThatThrowsLeaveNothing) {
  const auto before = server_->names();
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }},
              {"b", "a", [] { op::execute("SELECT nothing FROM nowhere"); }}});
  for (int again = 0; again < 2; ++again) {
    try {
      testing::database_at(set, "heads", url_);
      FAIL() << "nothing was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(error.revision(), "b");
    }
  }
  EXPECT_EQ(server_->names().size(), before.size());
}

/// Two tables, and all that can be said of them on every database.
MigrationSet library() {
  return set_of({{"authors", "",
                  [] {
                    op::create_table("authors", [](op::Table& t) {
                      t.integer("id").primary_key();
                      t.string("name", 40).not_null().unique();
                      t.integer("born").not_null();
                      t.check("born > 1000").name("ck_born");
                    });
                  }},
                 {"books", "authors",
                  [] {
                    op::create_table("books", [](op::Table& t) {
                      t.integer("id").primary_key();
                      t.integer("author").not_null().references("authors", "id").on_delete(op::cascade);
                      t.string("title", 80).not_null();
                      t.numeric("price", 8, 2);
                      t.boolean("sold").not_null().server_default(false);
                      t.timestamp("added").server_default(op::sql("CURRENT_TIMESTAMP"));
                      t.date("printed");
                      t.blob("cover");
                    });
                  }},
                 {"shelf", "books", [] {
                    op::add_column("books", op::column("shelf", op::string(8)).not_null().server_default("A"));
                    op::create_index("ix_books_title", "books", {"title"});
                  }}});
}

MetaData library_model() {
  MetaData model;
  model.table("authors", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 40).not_null().unique();
    t.integer("born").not_null();
    t.check("born > 1000").name("ck_born");
  });
  model.table("books", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("author").not_null().references("authors", "id").on_delete(op::cascade);
    t.string("title", 80).not_null();
    t.numeric("price", 8, 2);
    t.boolean("sold").not_null().server_default(false);
    t.timestamp("added").server_default(op::sql("CURRENT_TIMESTAMP"));
    t.date("printed");
    t.blob("cover");
    t.string("shelf", 8).not_null().server_default("A");
    t.index({"title"}).name("ix_books_title");
  });
  return model;
}

TEST_P(ServerDatabases, AreWhatMigrationsAreCheckedOn) {
  const testing::CheckOptions options{.url = url_};
  for (const auto& check : testing::checks_of(library(), library_model(), options)) {
    // It needs no database.
    if (check.name == "released") continue;
    const auto result = check.run();
    EXPECT_TRUE(result) << check.name;
    EXPECT_EQ(result.text(), "") << check.name;
  }
}

TEST_P(ServerDatabases, ShowWhatADowngradeForgets) {
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }},
              {"b", "a",
               [] {
                 op::add_column("a", op::column("name", op::string(10)));
                 op::create_index("ix_a", "a", {"id"});
               },
               [] { op::drop_column("a", "name"); }}});
  const auto result = testing::check_downgrade(set, {.url = url_});
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), ::testing::StartsWith("revision b: "));
  EXPECT_THAT(result.text(), ::testing::HasSubstr("+  index ix_a (id)"));
}

/// Runs code in a child of this process, which ends without any of its endings.
template <typename Code>
bool child_succeeds(Code code) {
  const auto child = fork();
  if (child == 0) {
    bool good = false;
    try {
      good = code();
    } catch (...) {
    }
    _exit(good ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// The name that a process gave which is no more.
std::string name_of_dead_process() {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  EXPECT_TRUE(child_succeeds([&] {
    const auto name = testing::new_database_name();
    return write(ends[1], name.data(), name.size()) == static_cast<ssize_t>(name.size());
  }));
  std::array<char, 100> text{};
  const auto size = read(ends[0], text.data(), text.size());
  close(ends[0]);
  close(ends[1]);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

TEST_P(ServerDatabases, OfACrashedProgramAreDroppedByTheNext) {
  const testing::ServerDatabase ours(server_);
  const auto before = server_->names();
  const auto left_over = name_of_dead_process();
  server_->create(left_over);
  EXPECT_THAT(server_->names(), Contains(left_over));
  testing::drop_left_overs(*server_);
  EXPECT_THAT(server_->names(), ::testing::UnorderedElementsAreArray(before));
}

TEST_P(ServerDatabases, AreLeftAloneByAChildOfTheirProcess) {
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
  auto of_parent = std::make_unique<testing::Database>(testing::database_at(set, "heads", url_));
  EXPECT_TRUE(child_succeeds([&] {
    of_parent.reset();
    // Firebird's own client does nothing in a child once its parent has used it.
    if (is_firebird()) return true;
    auto own = testing::database_at(set, "heads", url_);
    own.session() << "INSERT INTO a VALUES (1)";
    return count(own.session(), "a") == 1;
  }));
  EXPECT_EQ(count(of_parent->session(), "a"), 0);
  auto another = testing::database_at(set, "heads", url_);
  EXPECT_EQ(count(another.session(), "a"), 0);
}

INSTANTIATE_TEST_SUITE_P(Each, ServerDatabases, ::testing::Values("postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace retort
