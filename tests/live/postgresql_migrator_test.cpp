#include <soci/soci.h>

#include "live/postgresql_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(Postgresql, GoesUpAndDownAndUpAgain) {
  then([] {
    op::create_table("students", [](op::Table& t) {
      t.big_integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null().unique().comment("as in the passport");
      t.enum_("mood", "mood", {"ok", "sad"}).server_default("ok");
      t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP")).with_time_zone();
      t.comment("one row a pupil");
    });
    op::bulk_insert("students", {"id", "name"}, {{1, "Ann"}, {2, "it's \\ \":x\" \xF0\x9F\x98\x80"}});
  });
  then([] {
    op::add_column("students", op::column("grade", op::integer()).not_null().server_default(0).index());
    op::execute("UPDATE students SET grade = 3 WHERE name = 'Ann'").reverse("SELECT 1");
  });
  auto migrator = this->migrator();
  for (int round = 0; round < 2; ++round) {
    migrator.upgrade();
    EXPECT_THAT(migrator.current(), ElementsAre("rev2"));
    EXPECT_EQ(value("SELECT name FROM students WHERE id = 2"), "it's \\ \":x\" \xF0\x9F\x98\x80");
    EXPECT_EQ(value("SELECT grade FROM students WHERE mood = 'ok' AND id = 1"), "3");
    EXPECT_EQ(value("INSERT INTO students (name) VALUES ('Bo') RETURNING id"), "3");
    migrator.downgrade("base");
    EXPECT_THAT(migrator.current(), IsEmpty());
    EXPECT_THAT(query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"),
                ElementsAre("retort_version"));
    EXPECT_THAT(query("SELECT typname FROM pg_type WHERE typtype = 'e'"), IsEmpty());
  }
}

}  // namespace
}  // namespace retort::test
