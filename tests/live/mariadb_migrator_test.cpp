#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migrator.hpp>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "live/mariadb_support.hpp"
#include "support/own_tables.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Recorded final : public Migration {
 public:
  Recorded(Revision revision, std::function<void()> up) : revision_(std::move(revision)), up_(std::move(up)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }

 private:
  Revision revision_;
  std::function<void()> up_;
};

class MariadbMigrator : public Mariadb {
 protected:
  void then(const std::string& id, std::function<void()> up) {
    Revision revision{.id = id};
    if (!last_.empty()) revision.down_revision = {last_};
    set_.add(std::make_unique<Recorded>(std::move(revision), std::move(up)));
    last_ = id;
  }

  /// Tables with keys, rows, changes of all kinds.
  void add_story() {
    then("m1", [] {
      op::create_table("schools", [](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.string("name", 50).not_null().unique();
      });
      op::create_table("students", [](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.string("name", 50).not_null();
        t.integer("school_id").references("schools").on_delete(op::cascade).index();
        t.timestamp("created_on").not_null().server_default(op::sql("CURRENT_TIMESTAMP"));
        t.check("name <> ''").name("ck_name");
      });
      op::bulk_insert("schools", {"name"}, {{"it's; one"}, {"two"}});
      op::execute("INSERT INTO students (name, school_id) SELECT 'Ann', id FROM schools WHERE name = 'two'")
          .reverse("DELETE FROM students WHERE name = 'Ann'");
    });
    then("m2", [] {
      op::batch_alter_table("students", [](op::TableChange& t) {
        t.add_column(op::column("grade", op::small_integer()).not_null().server_default(1).index());
        t.alter_column("name", [](op::ColumnChange& c) { c.type(op::string(80)).comment("full name"); });
        t.create_unique_constraint("uq_students", {"name", "school_id"});
      });
      op::create_view("names", "SELECT name FROM students");
      op::create_trigger("tr_name", "students", "SET NEW.name = trim(NEW.name); SET NEW.grade = 2")
          .before()
          .on_insert();
    });
    then("m3", [] {
      op::drop_column("students", "school_id");
      op::rename_column("students", "name", "full_name");
      op::rename_table("students", "scholars");
    });
  }

  Migrator migrator() { return Migrator(database_.session(), set_); }

  MigrationSet set_;
  std::string last_;
};

TEST_F(MariadbMigrator, GoesUpAndDownAndUpAgain) {
  add_story();
  migrator().upgrade("m1");
  const auto first = connection_->inspect();
  EXPECT_EQ(value("SELECT COUNT(*) FROM students"), "1");
  migrator().upgrade("m2");
  const auto second = connection_->inspect();
  migrator().upgrade();
  EXPECT_THAT(migrator().current(), ElementsAre("m3"));
  EXPECT_EQ(value("SELECT full_name FROM scholars"), "Ann");
  migrator().downgrade("m2");
  EXPECT_EQ(connection_->inspect().tables, second.tables);
  migrator().downgrade("m1");
  EXPECT_EQ(connection_->inspect().tables, first.tables);
  EXPECT_THAT(connection_->inspect().triggers, IsEmpty());
  migrator().downgrade("base");
  EXPECT_THAT(without_own_tables(connection_->inspect()).tables, IsEmpty());
  migrator().upgrade();
  EXPECT_THAT(migrator().current(), ElementsAre("m3"));
  EXPECT_TRUE(migrator().at_head());
}

TEST_F(MariadbMigrator, ThePlanIsWhatIsSent) {
  add_story();
  migrator().upgrade("m1");
  const auto plan = migrator().plan_upgrade("m2");
  const auto report = migrator().upgrade("m2");
  ASSERT_EQ(plan.steps.size(), report.steps.size());
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    EXPECT_EQ(plan.steps[i].statements(), report.steps[i].statements());
  }
}

TEST_F(MariadbMigrator, TheScriptDoesTheSame) {
  add_story();
  const auto script = Migrator::offline("mariadb", set_).script_upgrade("m2");
  const std::string file = testing::TempDir() + "/" + database_.name() + ".sql";
  std::ofstream(file) << script;
  const auto client = "mariadb --no-defaults -h 127.0.0.1 -P " + database_.parameter("port") + " -u root " +
                      database_.name() + " < " + file;
  ASSERT_EQ(std::system(client.c_str()), 0) << script;
  const auto scripted = connection_->inspect();
  EXPECT_THAT(migrator().current(), ElementsAre("m2"));
  ServerDatabase other("mariadb");
  Migrator(other.session(), set_).upgrade("m2");
  EXPECT_EQ(runtime::connect(other.session())->inspect().tables, scripted.tables);
}

TEST_F(MariadbMigrator, AFailureSaysWhatItLeaves) {
  add_story();
  then("m4", [] {
    op::create_table("kept", [](op::Table& t) { t.integer("id").primary_key(); });
    op::execute("INSERT INTO nothing VALUES (1)");
  });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_THAT(error.applied(), ElementsAre("m1", "m2", "m3"));
  EXPECT_EQ(error.revision(), "m4");
  EXPECT_EQ(error.code(), "undefined_table");
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(value("SELECT COUNT(*) FROM kept"), "0");
  EXPECT_THAT(migrator().current(), ElementsAre("m3"));
}

TEST_F(MariadbMigrator, RowsOfAFailedMigrationAreNotKept) {
  then("m1", [] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then("m2", [] {
    op::bulk_insert("t", {"id"}, {{1}, {2}});
    op::bulk_insert("t", {"id"}, {{2}});
  });
  const auto error = error_of<DatabaseError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "constraint");
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(MariadbMigrator, CodeRunsInTheTransactionOfItsMigration) {
  then("m1", [] { op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); }); });
  then("m2", [] {
    op::run([](soci::session& session) {
      int id = 7;
      session << "INSERT INTO t VALUES (:id)", soci::use(id);
      op::bulk_insert("t", {"id"}, {{8}});
    }).data_only();
    op::execute("INSERT INTO t VALUES (7)");
  });
  EXPECT_EQ(error_of<DatabaseError>([&] { migrator().upgrade(); }).code(), "constraint");
  EXPECT_EQ(value("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(MariadbMigrator, ALostLockStopsTheRun) {
  then("m1", [] {
    op::create_table("t", [](op::Table& t) { t.integer("id").primary_key(); });
    op::run([](soci::session& session) { session << "DO RELEASE_ALL_LOCKS()"; }).data_only();
  });
  then("m2", [] { op::create_table("u", [](op::Table& t) { t.integer("id").primary_key(); }); });
  const auto error = error_of<StateError>([&] { migrator().upgrade(); });
  EXPECT_EQ(error.code(), "lock_lost");
  EXPECT_EQ(error.revision(), "m2");
  EXPECT_THAT(error.applied(), ElementsAre("m1"));
  EXPECT_FALSE(error.leaves_partial_change()) << "what was committed before is whole";
  EXPECT_TRUE(error.retry_is_safe());
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_THAT(migrator().current(), ElementsAre("m1"));
  migrator().upgrade();
  EXPECT_TRUE(migrator().at_head());
}

TEST_F(MariadbMigrator, APlanGoesOnWhereOnlyTheServerWillKnowAName) {
  then("m1", [] {
    op::create_table("towns", [](op::Table& t) { t.integer("id").primary_key(); });
    op::create_table("t", [](op::Table& t) {
      t.integer("a");
      t.integer("town").references("towns", "id");
      t.unique({"a", "town"});
      t.check("a >= 0 AND a <> 7");
    });
  });
  then("m2", [] {
    op::drop_constraint("", "t", op::unique).existing_unique({"a", "town"});
    op::drop_constraint("", "t", op::check).existing_check("a >= 0 AND a <> 7");
    op::drop_constraint("", "t", op::foreign_key).existing_foreign_key({"town"}, "towns", {"id"});
  });
  then("m3", [] {
    op::run([](soci::session&) {}).reverse([](soci::session&) {});
    op::alter_column("t", "a", [](op::ColumnChange& c) { c.nullable(false).existing_nullable(true); });
    op::add_column("t", op::column("b", op::integer()));
  });
  const auto tells_all = [](const Plan& plan) {
    for (const auto& step : plan.steps) {
      for (const auto& operation : step.operations) {
        EXPECT_FALSE(operation.statements.empty() && operation.description.empty()) << step.revision;
      }
    }
    std::string text;
    for (const auto& step : plan.steps) {
      for (const auto& statement : step.statements()) text += statement + "\n";
    }
    return text;
  };
  EXPECT_THAT(tells_all(migrator().plan_upgrade()), HasSubstr("-- the statement depends on the database"));
  migrator().upgrade("m1");
  EXPECT_THAT(tells_all(migrator().plan_upgrade()), HasSubstr("-- the statement depends on the database"));
  migrator().upgrade();
  EXPECT_THAT(tells_all(migrator().plan_downgrade("base")), HasSubstr("DROP TABLE `t`"));
  migrator().downgrade("base");
  EXPECT_THAT(without_own_tables(connection_->inspect()).tables, IsEmpty());
}

TEST_F(MariadbMigrator, StampsAndComparesIdsAsTheyAre) {
  add_story();
  migrator().stamp("m2");
  EXPECT_THAT(migrator().current(), ElementsAre("m2"));
  EXPECT_EQ(value("SELECT COUNT(*) FROM retort_version WHERE version_num = 'M2'"), "0");
  migrator().stamp("base");
  EXPECT_THAT(migrator().current(), IsEmpty());
}

}  // namespace
}  // namespace retort::test
