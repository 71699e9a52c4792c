#include <fstream>

#include "live/firebird_support.hpp"

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
        t.create_check_constraint("ck_track_bpm", "\"bpm\" > 0");
        t.create_index("ix_track_name", {"name"});
      });
      op::create_view("titles", "SELECT \"title\" FROM \"album\"");
      op::create_trigger("touch", "track", "NEW.\"bpm\" = NEW.\"bpm\" + 1;").before().on_insert();
      op::rename_column("album", "price", "cost");
    });
    then(
        "a3",
        [] {
          op::drop_trigger("touch", "track");
          op::drop_constraint("ck_track_bpm", "track", op::check);
          op::drop_column("track", "bpm");
          op::alter_enum("mood").add_value("overjoyed", "sad").rename_value("ok", "fine");
          op::execute("UPDATE \"track\" SET \"name\" = 'x' WHERE \"id\" = 1")
              .reverse("UPDATE \"track\" SET \"name\" = 'One' WHERE \"id\" = 1")
              .data_only();
        },
        [] {
          op::execute("UPDATE \"track\" SET \"name\" = 'One' WHERE \"id\" = 1").data_only();
          op::add_column("track", op::column("bpm", op::small_integer()).not_null().server_default(120));
          op::create_check_constraint("ck_track_bpm", "track", "\"bpm\" > 0");
          op::alter_enum("mood").rename_value("fine", "ok");
          op::create_trigger("touch", "track", "NEW.\"bpm\" = NEW.\"bpm\" + 1;").before().on_insert();
        });
  }
};

TEST_F(FirebirdMigrator, GoesUpAndDownAgain) {
  add_everything();
  auto migrator = this->migrator();
  EXPECT_EQ(migrator.upgrade().steps.size(), 3U);
  EXPECT_THAT(migrator.current(), ElementsAre("a3"));
  EXPECT_THAT(rows("SELECT \"id\", \"title\", \"mood\", \"cost\" FROM \"album\" ORDER BY 1"),
              ElementsAre("1|First|fine|9.99", "2|It's; a 'second' :x|sad|9.99"));
  EXPECT_THAT(rows("SELECT * FROM \"track\" ORDER BY \"id\""), ElementsAre("1|1|x", "2|2|Two \xF0\x9F\x98\x80"));
  EXPECT_TRUE(migrator.at_head());
  EXPECT_FALSE(connection_->in_transaction());

  migrator.downgrade("a1");
  EXPECT_THAT(rows("SELECT \"id\", \"title\", \"mood\", \"price\" FROM \"album\" ORDER BY 1"),
              ElementsAre("1|First|ok|9.99", "2|It's; a 'second' :x|sad|9.99"));
  EXPECT_THAT(rows("SELECT * FROM \"track\" ORDER BY \"id\""), ElementsAre("1|1|One", "2|2|Two \xF0\x9F\x98\x80"));
  migrator.downgrade("base");
  EXPECT_THAT(migrator.current(), IsEmpty());
  const auto left = connection_->inspect();
  EXPECT_THAT(rows("SELECT version_num FROM \"retort_version\""), IsEmpty());
  EXPECT_EQ(left.tables.size(), 1U);  // the version table
}

}  // namespace
}  // namespace retort::test
