#include <ibase.h>
#include <soci/firebird/soci-firebird.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "live/firebird_support.hpp"
#include "support/own_tables.hpp"

namespace retort::test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FirebirdMigrator : public FirebirdTest {
 protected:
  void add_everything() {
    then("a1", [] {
      op::create_table("album", [](op::Table& t) {
        t.integer("id").primary_key().autoincrement();
        t.string("title", 80).not_null().unique();
        t.enum_("mood", "mood", {"ok", "sad"}).not_null().server_default("ok");
        t.numeric("price", 10, 2).server_default(op::decimal("9.99"));
        t.index({op::desc("price")}).name("ix_album_price");
        t.comment("one row an album");
      });
      op::create_table("track", [](op::Table& t) {
        t.integer("id").primary_key();
        t.integer("album_id").references("album", "id").on_delete(op::cascade);
        t.string("name", 100);
      });
      op::bulk_insert("album", {"title", "mood"}, {{"First", "ok"}, {"It's; a 'second' :x", "sad"}});
      op::bulk_insert("track", {"id", "album_id", "name"}, {{1, 1, "One"}, {2, 2, "Two \xF0\x9F\x98\x80"}});
    });
    then("a2", [] {
      op::batch_alter_table("track", [](op::TableChange& t) {
        t.add_column(op::column("bpm", op::small_integer()).not_null().server_default(120));
        t.alter_column("name", [](op::ColumnChange& c) { c.type(op::string(200)).not_null(); });
        t.create_check_constraint("ck_track_bpm", "bpm > 0");
        t.create_index("ix_track_name", {"name"});
      });
      op::create_view("titles", "SELECT title FROM album");
      op::create_trigger("touch", "track", "NEW.bpm = NEW.bpm + 1;").before().on_insert();
      op::rename_column("album", "price", "cost");
    });
    then(
        "a3",
        [] {
          op::drop_trigger("touch", "track");
          op::drop_constraint("ck_track_bpm", "track", op::check);
          op::drop_column("track", "bpm");
          op::alter_enum("mood").add_value("overjoyed", "sad").rename_value("ok", "fine");
          op::execute("UPDATE track SET name = 'x' WHERE id = 1")
              .reverse("UPDATE track SET name = 'One' WHERE id = 1")
              .data_only();
        },
        [] {
          op::execute("UPDATE track SET name = 'One' WHERE id = 1").data_only();
          op::add_column("track", op::column("bpm", op::small_integer()).not_null().server_default(120));
          op::create_check_constraint("ck_track_bpm", "track", "bpm > 0");
          op::alter_enum("mood").rename_value("fine", "ok");
          op::create_trigger("touch", "track", "NEW.bpm = NEW.bpm + 1;").before().on_insert();
        });
  }
};

TEST_F(FirebirdMigrator, GoesUpAndDownAgain) {
  add_everything();
  auto migrator = this->migrator();
  EXPECT_EQ(migrator.upgrade().steps.size(), 3U);
  EXPECT_THAT(migrator.current(), ElementsAre("a3"));
  EXPECT_THAT(rows("SELECT id, title, mood, cost FROM album ORDER BY 1"),
              ElementsAre("1|First|fine|9.99", "2|It's; a 'second' :x|sad|9.99"));
  EXPECT_THAT(rows("SELECT * FROM track ORDER BY id"), ElementsAre("1|1|x", "2|2|Two \xF0\x9F\x98\x80"));
  EXPECT_TRUE(migrator.at_head());
  EXPECT_FALSE(connection_->in_transaction());

  migrator.downgrade("a1");
  EXPECT_THAT(rows("SELECT id, title, mood, price FROM album ORDER BY 1"),
              ElementsAre("1|First|ok|9.99", "2|It's; a 'second' :x|sad|9.99"));
  EXPECT_THAT(rows("SELECT * FROM track ORDER BY id"), ElementsAre("1|1|One", "2|2|Two \xF0\x9F\x98\x80"));
  migrator.downgrade("base");
  EXPECT_THAT(migrator.current(), IsEmpty());
  const auto left = connection_->inspect();
  EXPECT_THAT(rows("SELECT version_num FROM retort_version"), IsEmpty());
  EXPECT_THAT(without_own_tables(left).tables, IsEmpty());
}

TEST_F(FirebirdMigrator, KeepsNothingOfStructureThatFails) {
  then("b1", [] { op::create_table("t", [](op::Table& t) { t.integer("x"); }); });
  then("b2", [] {
    op::add_column("t", op::column("y", op::integer()));
    op::create_table("u", [](op::Table& t) { t.integer("x"); });
    op::create_view("v", "SELECT nothing FROM nowhere");
  });
  auto migrator = this->migrator();
  const auto error = error_of<DatabaseError>([&] { migrator.upgrade(); });
  EXPECT_EQ(error.revision(), "b2");
  EXPECT_THAT(error.applied(), ElementsAre("b1"));
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_THAT(migrator.current(), ElementsAre("b1"));
  const auto found = connection_->inspect();
  EXPECT_FALSE(found.tables.contains({{}, "u"}));
  EXPECT_EQ(found.tables.at({{}, "t"}).columns.size(), 1U);
}

TEST_F(FirebirdMigrator, TellsWhatIsCommittedBetweenStructureAndRows) {
  then("c1", [] {
    op::create_table("t", [](op::Table& t) { t.integer("x").not_null(); });
    op::bulk_insert("t", {"x"}, {{nullptr}});
  });
  auto migrator = this->migrator();
  const auto error = error_of<DatabaseError>([&] { migrator.upgrade(); });
  EXPECT_EQ(error.code(), "constraint");
  EXPECT_TRUE(error.leaves_partial_change());
  EXPECT_THAT(error.sql(), HasSubstr("VALUES (...)"));
  EXPECT_TRUE(connection_->inspect().tables.contains({{}, "t"}));
  EXPECT_THAT(migrator.current(), IsEmpty());
}

TEST_F(FirebirdMigrator, ChecksRowsThatAreThere) {
  then("d1", [] {
    op::create_table("t", [](op::Table& t) { t.integer("x"); });
    op::bulk_insert("t", {"x"}, {{-1}, {1}});
  });
  then("d2", [] { op::create_check_constraint("ck", "t", "x > 0"); });
  auto migrator = this->migrator();
  const auto error = error_of<DatabaseError>([&] { migrator.upgrade(); });
  EXPECT_EQ(error.code(), "verification_failed");
  EXPECT_FALSE(error.leaves_partial_change());
  EXPECT_THAT(migrator.current(), ElementsAre("d1"));
}

TEST_F(FirebirdMigrator, RunsCodeInTheSameTransaction) {
  then("e1", [] { op::create_table("t", [](op::Table& t) { t.string("x", 10); }); });
  then("e2", [] {
    op::run([](soci::session& sql) {
      sql << "INSERT INTO t VALUES ('code')";
      op::add_column("t", op::column("y", op::integer()));
      sql << "UPDATE t SET y = 7";
    });
  });
  then("e3", [] {
    op::run([](soci::session& sql) {
      sql << "INSERT INTO t (x) VALUES ('gone')";
      throw std::runtime_error("enough");
    }).data_only();
  });
  auto migrator = this->migrator();
  EXPECT_THROW(migrator.upgrade(), Error);
  EXPECT_THAT(migrator.current(), ElementsAre("e2"));
  EXPECT_THAT(rows("SELECT * FROM t"), ElementsAre("code|7"));
}

TEST_F(FirebirdMigrator, NarrowsATypeThroughANewColumn) {
  then("f1", [] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("x", 20).not_null().unique();
      t.integer("last");
    });
    op::bulk_insert("t", {"id", "x", "last"}, {{1, "12", 5}});
  });
  then("f2", [] { op::alter_column("t", "x", [](op::ColumnChange& c) { c.type(op::string(5)); }); });
  then("f3", [] { op::alter_column("t", "x", [](op::ColumnChange& c) { c.type(op::integer()); }); });
  auto migrator = this->migrator();
  migrator.upgrade();
  EXPECT_THAT(rows("SELECT * FROM t"), ElementsAre("1|12|5"));
  const auto table = *connection_->facts().table({{}, "t"});
  EXPECT_EQ(table.columns[1].name, "x");
  EXPECT_EQ(table.columns[1].type, op::integer());
  EXPECT_FALSE(table.columns[1].nullable);
  EXPECT_EQ(table.uniques.size(), 1U);
  migrator.downgrade("f1");
  EXPECT_EQ(connection_->facts().table({{}, "t"})->columns[1].type, op::string(20));
  EXPECT_THAT(rows("SELECT * FROM t"), ElementsAre("1|12|5"));
}

TEST_F(FirebirdMigrator, StampsAndPlansWithoutTouchingAnything) {
  add_everything();
  auto migrator = this->migrator();
  EXPECT_EQ(migrator.plan_upgrade().steps.size(), 3U);
  EXPECT_TRUE(connection_->inspect().tables.empty());
  migrator.stamp("a2");
  EXPECT_THAT(migrator.current(), ElementsAre("a2"));
  EXPECT_THAT(migrator.pending(), ElementsAre("a3"));
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(FirebirdMigrator, ItsScriptDoesTheSame) {
  add_everything();
  const auto script = Migrator::offline("firebird", set_).script_upgrade("a2");
  const std::string file = "firebird_" + std::to_string(::getpid()) + ".sql";
  std::ofstream(file) << script;
  const auto command = "isql-fb -q -bail -charset UTF8 -user SYSDBA -i " + file + " " + database_.name() + " 2>&1";
  connection_.reset();
  database_.session().close();
  const auto status = std::system(command.c_str());  // NOLINT(cert-env33-c): a test's own command
  std::remove(file.c_str());
  database_.session().open(*soci::factory_firebird(), database_.parameters());
  connection_ = runtime::connect(database_.session());
  ASSERT_EQ(status, 0) << script;
  EXPECT_THAT(migrator().current(), ElementsAre("a2"));
  EXPECT_THAT(rows("SELECT title FROM album ORDER BY id"), ElementsAre("First", "It's; a 'second' :x"));
}

}  // namespace
}  // namespace retort::test
