#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

namespace {

void changes_name(void (*change)(op::ColumnChange&)) { op::alter_column("people", "name", change); }
void changes_age(void (*change)(op::ColumnChange&)) { op::alter_column("people", "age", change); }

/// A column with all that a careless change of it might lose.
void rich_people() {
  op::create_table("people", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null().server_default("nobody").comment("as it is spoken").unique();
    t.integer("age").not_null().server_default(1);
    t.check("age > 0").name("ck_people_age");
    t.index({"age"}).name("ix_people_age");
  });
}

}  // namespace

Group column_cases() {
  return {
      "columns",
      {
          {"add_column", towns_and_people, [] { op::add_column("people", op::column("born", op::date())); }},
          {"add_column not null with a default", towns_and_people,
           [] { op::add_column("people", op::column("title", op::string(20)).not_null().server_default("")); }},
          {"add_column with an expression for a default", towns_and_people,
           [] {
             op::add_column("people", op::column("seen", op::timestamp()).server_default(op::sql("CURRENT_TIMESTAMP")));
           }},
          {"add_column with a foreign key", towns_and_people,
           [] {
             op::add_column("people",
                            op::column("born_in", op::integer()).references("towns", "id").on_delete(op::set_null));
           }},
          {"add_column unique", towns_and_people,
           [] { op::add_column("people", op::column("code", op::string(8)).unique()); }},
          {"add_column with an index", towns_and_people,
           [] { op::add_column("people", op::column("code", op::string(8)).index()); }},
          {"add_column with a comment", towns_and_people,
           [] { op::add_column("people", op::column("code", op::string(8)).comment("it's a code")); }},
          {"add_column if_not_exists", towns_and_people,
           [] { op::add_column("people", op::column("age", op::integer())).if_not_exists(); }},
          {"add_column first", towns_and_people,
           [] { op::add_column("people", op::column("code", op::string(8))).first(); }, true},
          {"add_column after another", towns_and_people,
           [] { op::add_column("people", op::column("code", op::string(8))).after("name"); }, true},
          {"add_column computed and stored", towns_and_people,
           [] {
             op::add_column("people", op::column("double_age", op::integer()).computed(op::sql("age * 2")).stored());
           }},
          {"add_column computed when read", towns_and_people,
           [] { op::add_column("people", op::column("double_age", op::integer()).computed(op::sql("age * 2"))); }},
          {"create_table with an identity", nullptr,
           [] {
             op::create_table("tickets", [](op::Table& t) {
               t.big_integer("id").primary_key().identity();
               t.text("subject");
             });
           }},
          {"create_table with an identity that starts at 100", nullptr,
           [] {
             op::create_table("tickets", [](op::Table& t) {
               t.big_integer("id").primary_key().identity({.start = 100});
               t.text("subject");
             });
           }},
          {"create_table with an identity in steps", nullptr,
           [] {
             op::create_table("tickets", [](op::Table& t) {
               t.big_integer("id").primary_key().identity({.start = 100, .increment = 10});
               t.text("subject");
             });
           }},
          {"create_table with an identity always", nullptr,
           [] {
             op::create_table("tickets", [](op::Table& t) {
               t.big_integer("id").primary_key().identity({.always = true});
               t.text("subject");
             });
           }},
          {"create_table with defaults of every kind", nullptr,
           [] {
             op::create_table("settings", [](op::Table& t) {
               t.integer("id").primary_key();
               t.integer("a").server_default(-5);
               t.string("b", 30).server_default("it's \"here\": \\n");
               t.boolean("c").server_default(true);
               t.boolean("d").server_default(false);
               t.numeric("e", 10, 2).server_default(op::decimal("12.30"));
               t.double_("f").server_default(0.5);
               t.date("g").server_default("2020-02-29");
               t.timestamp("h").server_default(op::sql("CURRENT_TIMESTAMP"));
               t.string("i", 5).server_default("");
             });
           }},
          {"drop_column", towns_and_people, [] { op::drop_column("people", "note"); }},
          {"drop_column if_exists", towns_and_people, [] { op::drop_column("people", "nothing").if_exists(); }},
          {"drop_column with an index on it",
           [] {
             towns_and_people();
             op::create_index("ix_people_age", "people", {"age"});
           },
           [] { op::drop_column("people", "age"); }},
          {"drop_column with a foreign key on it", people_in_towns, [] { op::drop_column("people", "town_id"); }},
          {"rename_column", people_in_towns, [] { op::rename_column("people", "town_id", "home"); }},
          {"rename_column with a check and an index on it", rich_people,
           [] { op::rename_column("people", "age", "years"); }},
          {"alter_column type", towns_and_people,
           [] { changes_name([](op::ColumnChange& c) { c.type(op::string(120)); }); }},
          {"alter_column type and nothing else is lost", rich_people,
           [] { changes_name([](op::ColumnChange& c) { c.type(op::string(120)); }); }},
          {"alter_column type with an expression", towns_and_people,
           [] {
             op::alter_column("people", "age",
                              [](op::ColumnChange& c) { c.type(op::string(10)).postgresql_using("age::text"); });
           }},
          {"alter_column not null", towns_and_people,
           [] { changes_age([](op::ColumnChange& c) { c.nullable(false); }); }},
          {"alter_column nullable", rich_people, [] { changes_age([](op::ColumnChange& c) { c.nullable(true); }); }},
          {"alter_column default", towns_and_people,
           [] { changes_age([](op::ColumnChange& c) { c.server_default(18); }); }},
          {"alter_column without a default", rich_people,
           [] { changes_age([](op::ColumnChange& c) { c.drop_server_default(); }); }},
          {"alter_column name", people_in_towns,
           [] { op::alter_column("people", "town_id", [](op::ColumnChange& c) { c.new_column_name("home"); }); }},
          {"alter_column all at once", rich_people,
           [] {
             changes_name([](op::ColumnChange& c) {
               c.new_column_name("full_name").type(op::string(90)).nullable(true).server_default("x").comment("new");
             });
           }},
          {"alter_column comment", towns_and_people,
           [] { changes_name([](op::ColumnChange& c) { c.comment("as it's spoken"); }); }},
          {"alter_column without a comment", rich_people,
           [] { changes_name([](op::ColumnChange& c) { c.comment(""); }); }},
          {"alter_column identity", towns_and_people,
           [] { op::alter_column("people", "id", [](op::ColumnChange& c) { c.identity(); }); }},
          {"alter_column identity that starts at 1000", towns_and_people,
           [] { op::alter_column("people", "id", [](op::ColumnChange& c) { c.identity({.start = 1000}); }); }},
          {"alter_column identity of an identity",
           [] { op::create_table("t", [](op::Table& t) { t.big_integer("id").primary_key().identity(); }); },
           [] {
             op::alter_column("t", "id",
                              [](op::ColumnChange& c) { c.identity({.always = true, .start = 7, .increment = 3}); });
           }},
          {"alter_column identity that counts down",
           [] { op::create_table("t", [](op::Table& t) { t.big_integer("id").primary_key().identity(); }); },
           [] { op::alter_column("t", "id", [](op::ColumnChange& c) { c.identity({.increment = -1}); }); }},
          {"alter_column autoincrement", towns_and_people,
           [] { op::alter_column("people", "id", [](op::ColumnChange& c) { c.autoincrement(); }); }},
          {"alter_column in the order of dependence", rich_people,
           [] {
             op::alter_column("people", "age", [](op::ColumnChange& c) { c.type(op::big_integer()); });
             op::alter_column("people", "age", [](op::ColumnChange& c) { c.server_default(2); });
           }},
      }};
}

}  // namespace retort::conformance
