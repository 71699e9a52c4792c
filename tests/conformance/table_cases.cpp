#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

Group table_cases() {
  return {"tables",
          {
              {"create_table", nullptr,
               [] {
                 op::create_table("students", [](op::Table& t) {
                   t.integer("id").primary_key().autoincrement();
                   t.string("name", 50).not_null();
                   t.integer("grade").not_null().server_default(0);
                   t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP"));
                   t.unique({"name", "grade"}).name("uq_students_name");
                   t.check("grade >= 0").name("ck_students_grade");
                   t.index({"grade"}).name("ix_students_grade");
                 });
               }},
              {"create_table with a composite primary key", nullptr,
               [] {
                 op::create_table("marks", [](op::Table& t) {
                   t.integer("student").primary_key();
                   t.integer("course").primary_key();
                   t.numeric("mark", 4, 2);
                 });
               }},
              {"create_table with a named primary key", nullptr,
               [] {
                 op::create_table("marks", [](op::Table& t) {
                   t.integer("a").not_null();
                   t.integer("b").not_null();
                   t.primary_key({"b", "a"}).name("pk_marks");
                 });
               }},
              {"create_table with unnamed constraints", nullptr,
               [] {
                 op::create_table("towns", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.string("code", 3).unique();
                   t.integer("size");
                   t.check("size > 0");
                   t.unique({"code", "size"});
                 });
               }},
              {"create_table with a foreign key in the column",
               [] { op::create_table("towns", [](op::Table& t) { t.integer("id").primary_key(); }); },
               [] {
                 op::create_table("people", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.integer("town_id").references("towns", "id").on_delete(op::cascade).index();
                 });
               }},
              {"create_table with a foreign key to itself", nullptr,
               [] {
                 op::create_table("nodes", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.integer("parent").references("nodes", "id").on_delete(op::set_null);
                 });
               }},
              {"create_table with every referential action",
               [] { op::create_table("towns", [](op::Table& t) { t.integer("id").primary_key(); }); },
               [] {
                 op::create_table("people", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.integer("a");
                   t.integer("b");
                   t.integer("c");
                   t.foreign_key({"a"}, "towns", {"id"}).name("fk_a").on_delete(op::cascade).on_update(op::cascade);
                   t.foreign_key({"b"}, "towns", {"id"}).name("fk_b").on_delete(op::set_null).on_update(op::no_action);
                   t.foreign_key({"c"}, "towns", {"id"}).name("fk_c").on_delete(op::no_action);
                 });
               }},
              {"create_table with comments", nullptr,
               [] {
                 op::create_table("pupils", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.text("note").comment("it's \"raw\"");
                   t.comment("one row a pupil: it's so");
                 });
               }},
              {"create_table if_not_exists", nullptr,
               [] {
                 op::create_table("pupils", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.if_not_exists();
                 });
               }},
              {"create_table in a schema", [] { op::create_schema("school"); },
               [] {
                 op::create_table("pupils", [](op::Table& t) {
                   t.schema("school");
                   t.integer("id").primary_key();
                   t.string("name", 20).index();
                 });
               }},
              {"create_table with options of MySQL", nullptr,
               [] {
                 op::create_table("logs", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.mysql_engine("InnoDB")
                       .mysql_charset("utf8mb4")
                       .mysql_collate("utf8mb4_bin")
                       .mysql_row_format("COMPRESSED");
                 });
               }},
              {"create_table with options of SQLite", nullptr,
               [] {
                 op::create_table("pairs", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.text("value");
                   t.sqlite_strict().sqlite_without_rowid();
                 });
               }},
              {"create_table unlogged", nullptr,
               [] {
                 op::create_table("cache", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.postgresql_unlogged();
                 });
               }},
              {"create_table partitioned", nullptr,
               [] {
                 op::create_table("events", [](op::Table& t) {
                   t.integer("id").not_null();
                   t.date("day").not_null();
                   t.postgresql_partition_by("RANGE (day)");
                 });
               }},
              {"create_table with reserved and strange names", nullptr,
               [] {
                 op::create_table("select", [](op::Table& t) {
                   t.integer("order").primary_key();
                   t.integer("two words");
                   t.integer("quote\"d");
                   t.integer("back`tick");
                   t.integer("br[ack]et");
                   t.integer("x; drop table y");
                   t.integer("percent%s");
                   t.integer("colon:name");
                   t.integer("back\\slash");
                   t.integer("it's");
                 });
               }},
              {"create_table with names beyond ASCII", nullptr,
               [] {
                 op::create_table("caf\u00e9", [](op::Table& t) {
                   t.integer("na\u00efve").primary_key();
                   t.integer("\u8868");
                 });
               }},
              {"create_table with an emoji for a name", nullptr,
               [] { op::create_table("\U0001F600", [](op::Table& t) { t.integer("id").primary_key(); }); }},
              {"create_table with a name in two cases", nullptr,
               [] { op::create_table("MixedCase", [](op::Table& t) { t.integer("CamelCase").primary_key(); }); }},
              {"drop_table", towns_and_people, [] { op::drop_table("people"); }},
              {"drop_table if_exists", nullptr, [] { op::drop_table("nobody").if_exists(); }},
              {"drop_table cascade", people_in_towns, [] { op::drop_table("towns").cascade(); }},
              {"rename_table", people_in_towns, [] { op::rename_table("towns", "cities"); }},
              {"rename_table in a schema",
               [] {
                 op::create_schema("school");
                 op::create_table("pupils", [](op::Table& t) {
                   t.schema("school");
                   t.integer("id").primary_key();
                 });
               },
               [] { op::rename_table("pupils", "students").schema("school"); }},
              {"create_table_comment", towns_and_people, [] { op::create_table_comment("people", "those who live"); }},
              {"drop_table_comment",
               [] {
                 op::create_table("people", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.comment("old");
                 });
               },
               [] { op::drop_table_comment("people"); }},
              {"batch_alter_table", towns_and_people,
               [] {
                 op::batch_alter_table("people", [](op::TableChange& t) {
                   t.rename_column("email", "mail");
                   t.drop_column("note");
                   t.add_column(op::column("born", op::date()));
                   t.alter_column("name", [](op::ColumnChange& c) { c.type(op::string(80)); });
                   t.create_unique_constraint("uq_people_name", {"name"});
                 });
               }},
          }};
}

}  // namespace retort::conformance
