#include <retort/error.hpp>
#include <retort/testing.hpp>
#include <retort/testing/checks.hpp>
#include <retort/testing/gtest.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/firebird/soci-firebird.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <thread>
#include <vector>

#include "support/server.hpp"
#include "testing/child.hpp"
#include "testing/school.hpp"
#include "testing/server.hpp"

// database_at on servers.
namespace retort {
namespace {

using ::testing::ElementsAre;
using testing_support::child_succeeds;
using testing_support::count;
using testing_support::set_of;

/// Those of one server, which every test takes.
class ServerDatabases : public ::testing::TestWithParam<const char*> {
 protected:
  ServerDatabases() : url_(test::server_url(GetParam())), server_(testing::Server::at(url_)) {}

  /// The databases of this process; others make theirs at the same time.
  std::vector<std::string> own_names() const {
    auto names = server_->names();
    const auto process = "_" + std::to_string(getpid()) + "_";
    std::erase_if(names, [&](const std::string& name) { return name.find(process) == std::string::npos; });
    return names;
  }
  bool is_firebird() const { return std::string(GetParam()) == "firebird"; }

  std::string url_;
  std::shared_ptr<testing::Server> server_;
};

TEST_P(ServerDatabases, StandAtTheRevisionAskedForAndAreDropped) {
  const auto before = own_names();
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
  EXPECT_EQ(own_names().size(), before.size());
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
  const auto before = own_names();
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }},
              {"b", "a", [] { op::execute("SELECT nothing FROM nowhere"); }}});
  std::string said;
  for (int again = 0; again < 2; ++again) {
    try {
      testing::database_at(set, "heads", url_);
      FAIL() << "nothing was thrown";
    } catch (const Error& error) {
      EXPECT_EQ(error.revision(), "b");
      // But for the name of the database, which is another one.
      const auto what = std::regex_replace(error.what(), std::regex("retort_test_[a-z0-9_]+"), "DATABASE");
      EXPECT_TRUE(again == 0 || what == said) << what;
      said = what;
    }
    EXPECT_EQ(own_names().size(), before.size());
  }
}

TEST_P(ServerDatabases, RefuseAnUnknownRevisionAndLeaveNothing) {
  const auto before = own_names();
  for (int again = 0; again < 2; ++again) {
    try {
      testing::database_at(testing_support::school(), "pupil_s", url_);
      FAIL() << "nothing was thrown";
    } catch (const StateError& error) {
      EXPECT_EQ(error.code(), "unknown_revision");
    }
  }
  EXPECT_EQ(own_names().size(), before.size());
}

TEST_P(ServerDatabases, OutliveTheSetAndTheTemplateTheyWereMadeOf) {
  std::optional<testing::Database> database;
  {
    auto set = set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }},
                       {"b", "a", [] { op::create_table("b", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
    database.emplace(testing::database_at(set, "a", url_));
    set = MigrationSet();
  }
  testing::drop_templates();
  database->migrator().upgrade();
  EXPECT_THAT(database->migrator().current(), ElementsAre("b"));
}

/// How many files, sockets among them, the process has open.
std::ptrdiff_t open_files() {
  const auto files = std::filesystem::directory_iterator("/proc/self/fd");
  return std::distance(begin(files), end(files));
}

TEST_P(ServerDatabases, LeaveNothingHoweverManyThereWere) {
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
  testing::database_at(set, "heads", url_);
  const auto names = own_names();
  const auto files = open_files();
  // PostgreSQL is the fastest of them.
  const int databases = std::string(GetParam()) == "postgresql" ? 200 : 30;
  for (int i = 0; i < databases; ++i) {
    auto database = testing::database_at(set, "heads", url_);
    ASSERT_EQ(count(database.session(), "a"), 0);
  }
  EXPECT_EQ(own_names(), names);
  EXPECT_EQ(open_files(), files);
  testing::drop_templates();
  EXPECT_LE(own_names().size(), names.size());
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
                 {"shelf", "books",
                  [] {
                    op::add_column("books", op::column("shelf", op::string(8)).not_null().server_default("A"));
                    op::create_index("ix_books_title", "books", {"title"});
                  }},
                 // Databases keep a view in words of their own, in which its database may have a name.
                 {"sold", "shelf", [] { op::create_view("sold_books", "SELECT id, title FROM books WHERE sold"); }}});
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
  model.view("sold_books", "SELECT id, title FROM books WHERE sold");
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

TEST_P(ServerDatabases, AreLookedAtByTheMatchers) {
  using testing::HasColumn;
  auto database = testing::database_at(library(), "heads", url_);
  EXPECT_THAT(database, testing::AtRevision("sold"));
  EXPECT_THAT(database, testing::HasTable("books"));
  EXPECT_THAT(database, ::testing::Not(testing::HasTable("shelves")));
  EXPECT_THAT(database, HasColumn("books", "author", op::integer()));
  EXPECT_THAT(database, HasColumn("books", "title", op::string(80)));
  EXPECT_THAT(database, ::testing::Not(HasColumn("books", "title", op::string(81))));
  EXPECT_THAT(database, HasColumn("books", "price", op::numeric(8, 2)));
  EXPECT_THAT(database, HasColumn("books", "sold", op::boolean()));
  EXPECT_THAT(database, HasColumn("books", "added", op::timestamp()));
  EXPECT_THAT(database, HasColumn("books", "printed", op::date()));
  EXPECT_THAT(database, HasColumn("books", "cover", op::blob()));
  EXPECT_THAT(database, testing::SchemaEquals(library_model()));
  EXPECT_THAT(database, testing::SchemaEquals(testing::database_at(library(), "heads", url_)));
  EXPECT_THAT(testing::database_at(library(), "books", url_), ::testing::Not(testing::SchemaEquals(library_model())));
}

TEST_P(ServerDatabases, AreLeftWithoutWaitingForWhoElseUsesThem) {
  const auto before = own_names();
  const auto set =
      set_of({{"a", "", [] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }}});
  std::vector<std::string> ours;
  std::unique_ptr<soci::session> other;
  {
    auto database = testing::database_at(set, "heads", url_);
    testing::drop_templates();
    ours = own_names();
    std::erase_if(ours,
                  [&](const auto& name) { return std::find(before.begin(), before.end(), name) != before.end(); });
    ASSERT_EQ(ours.size(), 1U);
    other = server_->open(ours.front());
    other->begin();
    EXPECT_EQ(count(*other, "a"), 0);
  }
  // MariaDB drops nothing that a transaction has read.
  const bool waits = std::string(GetParam()) == "mariadb";
  EXPECT_EQ(own_names().size(), before.size() + (waits ? 1 : 0));
  try {
    other.reset();
  } catch (const std::exception&) {
    // Its database is gone.
  }
  if (waits) server_->drop(ours.front());
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
