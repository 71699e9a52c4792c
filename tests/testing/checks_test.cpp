#include <retort/testing/checks.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "testing/school.hpp"

// Each check against migrations with the fault that it is for, and without.
namespace retort {
namespace {

using ::testing::AllOf;
using testing::CheckOptions;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using testing_support::school;
using testing_support::Script;
using testing_support::set_of;

void create_pupils() {
  op::create_table("pupils", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null();
    t.text("notes");
    t.integer("grade").not_null().server_default(1);
    t.check("grade BETWEEN 1 AND 13").name("ck_grade");
  });
}

Script pupils() { return {"pupils", "", &create_pupils}; }

MetaData school_model() {
  MetaData model;
  model.table("schools", [](op::Table& t) { t.integer("id").primary_key(); });
  model.table("scholars", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("school").references("schools", "id");
    t.string("full_name", 80).not_null().server_default("");
  });
  return model;
}

/// The name of a file that is not there, and goes with this.
class File {
 public:
  File() {
    std::string name = ::testing::TempDir() + "retort_released_XXXXXX";
    close(mkstemp(name.data()));
    std::remove(name.c_str());
    path_ = name;
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { std::remove(path_.c_str()); }

  const std::string& path() const noexcept { return path_; }
  std::string text() const {
    std::ifstream in(path_);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write(const std::string& text) const { std::ofstream(path_) << text; }

 private:
  std::string path_;
};

TEST(Checks, FindNothingInMigrationsWithoutAFault) {
  const File file;
  testing::check_released(school(), file.path());
  for (const auto& check : testing::checks_of(school(), school_model(), {.released = file.path()})) {
    const auto result = check.run();
    EXPECT_TRUE(result) << check.name;
    EXPECT_EQ(result.text(), "") << check.name;
  }
}

TEST(Checks, FindNothingInNoMigrations) {
  const File file;
  for (const auto& check : testing::checks_of(MigrationSet(), MetaData(), {.released = file.path()}))
    EXPECT_TRUE(check.run()) << check.name;
}

TEST(Checks, TellOfABrokenSetAndThrowNothing) {
  const auto broken = set_of({{"a", "nobody", [] {}}});
  const File file;
  for (const auto& check : testing::checks_of(broken, MetaData(), {.released = file.path()})) {
    const auto result = check.run();
    EXPECT_FALSE(result) << check.name;
    EXPECT_THAT(result.text(), HasSubstr("nobody")) << check.name;
  }
}

TEST(CheckSingleHead, NamesTwoHeadsAndTheWayOut) {
  const auto result =
      testing::check_single_head(set_of({pupils(), {"left", "pupils", [] {}}, {"right", "pupils", [] {}}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(HasSubstr("left, right"), HasSubstr("`merge left right`")));
}

TEST(CheckUpgrade, NamesTheRevisionThatFails) {
  const auto result = testing::check_upgrade(
      set_of({pupils(), {"bad", "pupils", [] { op::execute("INSERT INTO nowhere VALUES (1)"); }}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision bad: the upgrade fails"), HasSubstr("nowhere")));
}

TEST(CheckDowngrade, FindsAnIndexThatIsForgotten) {
  const auto result = testing::check_downgrade(set_of({pupils(),
                                                       {"index", "pupils",
                                                        [] {
                                                          op::add_column("pupils", op::column("email", op::string(80)));
                                                          op::create_index("ix_name", "pupils", {"name"});
                                                        },
                                                        [] { op::drop_column("pupils", "email"); }}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(),
              AllOf(StartsWith("revision index: "), HasSubstr("--- before upgrade\n+++ after downgrade\n"),
                    HasSubstr("table pupils\n"), HasSubstr("\n+  index ix_name (name)\n")));
}

TEST(CheckDowngrade, FindsALostOrderOfColumns) {
  const auto migrations = set_of({pupils(),
                                  {"drop", "pupils", [] { op::drop_column("pupils", "notes"); },
                                   [] { op::add_column("pupils", op::column("notes", op::text())); }}});
  const auto result = testing::check_downgrade(migrations);
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision drop: "), HasSubstr("\n-  column notes text()\n"),
                                   HasSubstr("\n+  column notes text()\n")));
  EXPECT_TRUE(testing::check_downgrade(migrations, {.column_order = false}));
}

TEST(CheckDowngrade, FindsAWeakerColumnAndATriggerThatStays) {
  const auto weaker =
      testing::check_downgrade(set_of({pupils(),
                                       {"rename", "pupils", [] { op::rename_column("pupils", "name", "full_name"); },
                                        [] {
                                          op::alter_column("pupils", "full_name", [](op::ColumnChange& c) {
                                            c.new_column_name("name").type(op::string(40)).nullable(true);
                                          });
                                        }}}));
  EXPECT_FALSE(weaker);
  EXPECT_THAT(weaker.text(),
              AllOf(HasSubstr("-  column name string(50) not null"), HasSubstr("+  column name string(40)\n")));

  const auto trigger = testing::check_downgrade(set_of(
      {pupils(),
       {"trigger", "pupils", [] { op::create_trigger("t", "pupils", "SELECT 1;").after().on_insert(); }, [] {}}}));
  EXPECT_FALSE(trigger);
  EXPECT_THAT(trigger.text(), HasSubstr("+trigger t on pupils"));
}

TEST(CheckDowngrade, FindsRowsOfAMigrationThatStay) {
  const auto result = testing::check_downgrade(set_of({pupils(),
                                                       {"rows", "pupils",
                                                        [] {
                                                          op::bulk_insert("pupils", {"id", "name"}, {{1, "Ada"}});
                                                        },
                                                        [] {}}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision rows: "), HasSubstr("\n+pupils: id = '1', name = 'Ada'")));
}

TEST(CheckDowngrade, WantsToBeToldThatThereIsNoWayBack) {
  const auto silent =
      set_of({pupils(), {"raw", "pupils", [] { op::execute("UPDATE pupils SET name = upper(name)"); }}});
  const auto result = testing::check_downgrade(silent);
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision raw: there is no way back"), HasSubstr("op::irreversible")));

  const auto told = set_of({pupils(),
                            {"raw", "pupils", [] { op::execute("UPDATE pupils SET name = upper(name)"); },
                             [] { op::irreversible("the old spelling is lost"); }}});
  EXPECT_TRUE(testing::check_downgrade(told));
  EXPECT_TRUE(testing::check_staircase(told));
  EXPECT_TRUE(testing::check_rows(told));
}

TEST(CheckDowngrade, TakesEachRevisionOfABranchedHistoryAlone) {
  const auto table = [](const char* name) {
    return [name] { op::create_table(name, [](op::Table& t) { t.integer("id").primary_key(); }); };
  };
  const auto history = [&](std::function<void()> down) {
    return set_of({{"a", "", table("a")},
                   {"b", "a", table("b")},
                   {"c", "a", table("c"), std::move(down)},
                   {"d", "b c", table("d")},
                   {"alone", "", table("alone")}});
  };
  EXPECT_TRUE(testing::check_downgrade(history({})));
  EXPECT_TRUE(testing::check_resume(history({})));
  const auto result = testing::check_downgrade(history([] { op::drop_table("b"); }));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), StartsWith("revision c: "));
}

TEST(CheckStaircase, FindsWhatCannotBeDoneTwice) {
  const auto twice = testing::check_staircase(
      set_of({pupils(),
              {"table", "pupils", [] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); },
               [] {}}}));
  EXPECT_FALSE(twice);
  EXPECT_THAT(twice.text(), StartsWith("revision table: it cannot be upgraded again"));
}

TEST(CheckStaircase, FindsAnotherSchemaTheSecondTime) {
  const auto other = testing::check_staircase(set_of(
      {pupils(),
       {"column", "pupils", [] { op::execute("CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, a TEXT)"); },
        [] {
          op::execute("DROP TABLE log");
          op::execute("CREATE TABLE log (id INTEGER PRIMARY KEY, b TEXT)");
        }}}));
  EXPECT_FALSE(other);
  EXPECT_THAT(other.text(),
              AllOf(StartsWith("revision column: "), HasSubstr("-  column a text"), HasSubstr("+  column b text")));
}

TEST(CheckRows, FindsRowsThatAreLost) {
  const auto result = testing::check_rows(
      set_of({pupils(), {"lossy", "pupils", [] { op::execute("DELETE FROM pupils WHERE id % 2 = 0"); }, [] {}}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(),
              AllOf(StartsWith("revision lossy: "), HasSubstr("\n-pupils: id = '"), HasSubstr("rows_may_change")));
  EXPECT_TRUE(
      testing::check_rows(set_of({pupils(), {"lossy", "pupils", [] { op::execute("DELETE FROM pupils"); }, [] {}}}),
                          {.rows_may_change = {"lossy"}}));
}

TEST(CheckRows, FindsValuesThatAreChanged) {
  const auto result = testing::check_rows(
      set_of({pupils(), {"values", "pupils", [] { op::execute("UPDATE pupils SET name = name || '!'"); }, [] {}}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), StartsWith("revision values: "));
}

TEST(CheckRows, DoesNotWantBackWhatAMigrationDrops) {
  const auto result = testing::check_rows(set_of({pupils(),
                                                  {"schools", "pupils",
                                                   [] {
                                                     op::create_table("schools", [](op::Table& t) {
                                                       t.integer("id").primary_key();
                                                       t.integer("head").references("pupils", "id");
                                                     });
                                                   }},
                                                  {"drops", "schools", [] { op::drop_table("schools"); }},
                                                  {"renames", "drops", [] {
                                                     op::rename_table("pupils", "scholars");
                                                     op::rename_column("scholars", "notes", "remarks");
                                                     op::drop_column("scholars", "remarks");
                                                   }}}));
  EXPECT_TRUE(result);
}

TEST(CheckRows, FindsAColumnThatRowsCannotTake) {
  const auto result = testing::check_rows(
      set_of({pupils(),
              {"must", "pupils", [] { op::add_column("pupils", op::column("school", op::integer()).not_null()); }}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), StartsWith("revision must: the upgrade fails on tables that have rows"));
  EXPECT_TRUE(testing::check_upgrade(set_of({pupils(),
                                             {"must", "pupils",
                                              [] {
                                                op::batch_alter_table("pupils", [](op::TableChange& t) {
                                                  t.add_column(op::column("school", op::integer()).not_null());
                                                });
                                              }}})))
      << "without rows nobody notices";
}

TEST(CheckRows, SaysWhichTablesTookNoRow) {
  const auto result =
      testing::check_rows(set_of({{"never", "",
                                   [] {
                                     op::create_table("never", [](op::Table& t) {
                                       t.integer("id").primary_key();
                                       t.check("id <> id").name("ck");
                                     });
                                   }},
                                  {"more", "never", [] { op::add_column("never", op::column("x", op::text())); }}}));
  EXPECT_TRUE(result);
  EXPECT_THAT(result.text(), HasSubstr("never"));
}

TEST(CheckModel, ListsWhatIsMissing) {
  auto model = school_model();
  model.table("teachers", [](op::Table& t) { t.integer("id").primary_key(); });
  const auto result = testing::check_model(school(), model);
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision scholars: "), HasSubstr("op::create_table(\"teachers\")")));
  EXPECT_TRUE(testing::check_model(
      school(), model, {.compare = {.include_name = [](auto, std::string_view name) { return name != "teachers"; }}}));
}

TEST(CheckDeterministic, FindsAPlanThatChanges) {
  int asked = 0;
  const auto result = testing::check_deterministic(
      set_of({pupils(), {"count", "pupils", [&asked] {
                           op::create_table("t", [&](op::Table& t) { t.integer("c" + std::to_string(++asked)); });
                         }}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision count: "), HasSubstr("--- asked once\n+++ asked again\n"),
                                   Not(HasSubstr("\n-revision"))));
}

TEST(CheckReleased, WritesTheFileOnceAndFindsWhatWasEdited) {
  const File file;
  const auto first = testing::check_released(set_of({pupils()}), file.path());
  EXPECT_TRUE(first);
  EXPECT_THAT(first.text(), HasSubstr("wrote "));
  EXPECT_THAT(file.text(), ::testing::ContainsRegex("\npupils [0-9]+:[0-9a-f]+\n"));
  EXPECT_EQ(testing::check_released(set_of({pupils()}), file.path()).text(), "");

  const auto written = file.text();
  const auto edited = set_of({{"pupils", "", [] {
                                 create_pupils();
                                 op::create_index("ix", "pupils", {"name"});
                               }}});
  for (int again = 0; again < 2; ++again) {
    const auto result = testing::check_released(edited, file.path());
    EXPECT_FALSE(result);
    EXPECT_THAT(result.text(), AllOf(StartsWith("revision pupils: "), HasSubstr("something else now")));
  }
  EXPECT_EQ(file.text(), written);
}

TEST(CheckReleased, LetsNewMigrationsBeEditedUntilTheyAreReleased) {
  const File file;
  testing::check_released(set_of({pupils()}), file.path());
  const auto with = [](const char* column) {
    return set_of(
        {pupils(), {"more", "pupils", [column] { op::add_column("pupils", op::column(column, op::text())); }}});
  };
  EXPECT_TRUE(testing::check_released(with("a"), file.path()));
  const auto result = testing::check_released(with("b"), file.path());
  EXPECT_TRUE(result);
  EXPECT_THAT(result.text(), StartsWith("more may still be edited"));
  setenv("RETORT_RELEASE", "1", 1);
  EXPECT_TRUE(testing::check_released(with("b"), file.path()));
  // What is released is not to be edited, whatever is set.
  EXPECT_FALSE(testing::check_released(with("a"), file.path()));
  unsetenv("RETORT_RELEASE");
  EXPECT_FALSE(testing::check_released(with("a"), file.path()));
  EXPECT_EQ(testing::check_released(with("b"), file.path()).text(), "");
}

TEST(CheckReleased, FindsAMigrationThatIsGoneAndAFileThatIsNone) {
  const File file;
  testing::check_released(set_of({pupils(), {"more", "pupils", [] {}}}), file.path());
  const auto gone = testing::check_released(set_of({pupils()}), file.path());
  EXPECT_FALSE(gone);
  EXPECT_THAT(gone.text(), AllOf(StartsWith("revision more: "), HasSubstr("is gone")));

  file.write("pupils\n");
  const auto bad = testing::check_released(set_of({pupils()}), file.path());
  EXPECT_FALSE(bad);
  EXPECT_THAT(bad.text(), HasSubstr("\"pupils\" is no revision"));

  file.write("pupils 0:0123456789abcdef\n");
  const auto old = testing::check_released(set_of({pupils()}), file.path());
  EXPECT_TRUE(old);
  EXPECT_THAT(old.text(), HasSubstr("another version of the library"));

  const auto nowhere = testing::check_released(set_of({pupils()}), "/nowhere/at/all");
  EXPECT_FALSE(nowhere);
  EXPECT_THAT(nowhere.text(), HasSubstr("cannot write /nowhere/at/all"));
}

TEST(CheckResume, FindsAMigrationThatCannotBeRunAgain) {
  // What it does outside of the database stays when the rest does not.
  bool done = false;
  const auto result =
      testing::check_resume(set_of({pupils(), {"outside", "pupils", [&done] {
                                                 op::add_column("pupils", op::column("email", op::string(80)));
                                                 op::run([&done](soci::session&) {
                                                   if (std::exchange(done, true))
                                                     throw std::runtime_error("it is there already");
                                                 });
                                               }}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(), AllOf(StartsWith("revision outside: cut short "), HasSubstr("cannot be run again"),
                                   HasSubstr("it is there already")));
}

TEST(CheckResume, TakesWhatRunsOutsideOfATransaction) {
  EXPECT_TRUE(testing::check_resume(set_of({pupils(), {"outside", "pupils", [] {
                                                         op::autocommit_block(
                                                             [] { op::create_index("ix", "pupils", {"name"}); });
                                                         op::add_column("pupils", op::column("email", op::string(80)));
                                                       }}})));
}

TEST(CheckResume, FindsAnOtherEndTheSecondTime) {
  int runs = 0;
  const auto result =
      testing::check_resume(set_of({pupils(), {"code", "pupils", [&runs] {
                                                 op::run([&runs](soci::session& sql) {
                                                   sql << "CREATE TABLE t" + std::to_string(++runs) + " (id INTEGER)";
                                                 });
                                               }}}));
  EXPECT_FALSE(result);
  EXPECT_THAT(result.text(),
              AllOf(StartsWith("revision code: cut short "), HasSubstr("leads elsewhere"), HasSubstr("-table t1")));
}

TEST(CheckResult, IsAnAssertionWithItsText) {
  const ::testing::AssertionResult failed = testing::CheckResult::failed("why");
  EXPECT_FALSE(failed);
  EXPECT_STREQ(failed.message(), "why");
  const ::testing::AssertionResult passed = testing::CheckResult::passed();
  EXPECT_TRUE(passed);
}

}  // namespace
}  // namespace retort
