#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

namespace {

void keyed() {
  op::create_table("towns", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("code", 3).not_null();
    t.integer("size");
    t.unique({"code"}).name("uq_towns_code");
    t.check("size > 0").name("ck_towns_size");
  });
  op::create_table("people", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("town_id");
    t.foreign_key({"town_id"}, "towns", {"id"}).name("fk_people_town");
  });
}

/// The same without names.
void unnamed() {
  op::create_table("towns", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("code", 3).not_null();
    t.integer("size");
    t.unique({"code"});
    t.check("size > 0");
  });
  op::create_table("people", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("town_id").references("towns", "id");
  });
}

void without_key() {
  op::create_table("pairs", [](op::Table& t) {
    t.integer("a").not_null();
    t.integer("b").not_null();
  });
}

}  // namespace

Group constraint_cases() {
  return {
      "constraints",
      {
          {"create_primary_key", without_key,
           [] {
             op::create_primary_key("pk_pairs", "pairs", {"a", "b"});
           }},
          {"create_primary_key without a name", without_key, [] { op::create_primary_key("", "pairs", {"a"}); }},
          {"create_unique_constraint", towns_and_people,
           [] { op::create_unique_constraint("uq_people_email", "people", {"email"}); }},
          {"create_unique_constraint deferrable", towns_and_people,
           [] { op::create_unique_constraint("uq_people_email", "people", {"email"}).initially_deferred(); }},
          {"create_unique_constraint nulls_not_distinct", towns_and_people,
           [] { op::create_unique_constraint("uq_people_email", "people", {"email"}).nulls_not_distinct(); }},
          {"create_unique_constraint with a database's own words", towns_and_people,
           [] {
             op::create_unique_constraint("uq_people_email", "people", {"email"})
                 .native({{"sqlite", "ON CONFLICT IGNORE"},
                          {"postgresql", "INCLUDE (name) WITH (fillfactor=70)"},
                          {"firebird", "USING DESCENDING INDEX \"ix_people_email\""}});
           }},
          {"create_check_constraint", towns_and_people,
           [] { op::create_check_constraint("ck_people_age", "people", "age >= 0 AND age < 200"); }},
          {"create_check_constraint not valid", towns_and_people,
           [] { op::create_check_constraint("ck_people_age", "people", "age >= 0").not_valid(); }},
          {"create_check_constraint per database", towns_and_people,
           [] {
             op::create_check_constraint("ck_people_age", "people",
                                         {{"sqlite", "typeof(age) = 'integer'"}, {"*", "age >= 0"}});
           }},
          {"create_check_constraint for another database only", towns_and_people,
           [] {
             op::create_check_constraint("ck_people_age", "people", {{"oracle", "age >= 0"}});
           }},
          {"create_foreign_key", towns_and_people,
           [] { op::create_foreign_key("fk_people_town", "people", "towns", {"town_id"}, {"id"}); }},
          {"create_foreign_key with actions", towns_and_people,
           [] {
             op::create_foreign_key("fk_people_town", "people", "towns", {"town_id"}, {"id"})
                 .on_delete(op::set_null)
                 .on_update(op::cascade);
           }},
          {"create_foreign_key with restrict", towns_and_people,
           [] {
             op::create_foreign_key("fk_people_town", "people", "towns", {"town_id"}, {"id"}).on_delete(op::restrict);
           }},
          {"create_foreign_key deferrable", towns_and_people,
           [] {
             op::create_foreign_key("fk_people_town", "people", "towns", {"town_id"}, {"id"}).initially_deferred();
           }},
          {"create_foreign_key with match", towns_and_people,
           [] { op::create_foreign_key("fk_people_town", "people", "towns", {"town_id"}, {"id"}).match("FULL"); }},
          {"create_foreign_key not valid", towns_and_people,
           [] { op::create_foreign_key("fk_people_town", "people", "towns", {"town_id"}, {"id"}).not_valid(); }},
          {"create_exclude_constraint",
           [] {
             op::create_table("stays", [](op::Table& t) {
               t.integer("id").primary_key();
               t.native("during", "int4range");
             });
           },
           [] {
             op::create_exclude_constraint("ex_stays", "stays", {{op::sql("during"), "&&"}}).using_("gist");
           }},
          {"drop_constraint unique", keyed, [] { op::drop_constraint("uq_towns_code", "towns", op::unique); }},
          {"drop_constraint check", keyed, [] { op::drop_constraint("ck_towns_size", "towns", op::check); }},
          {"drop_constraint foreign key", keyed,
           [] { op::drop_constraint("fk_people_town", "people", op::foreign_key); }},
          {"drop_constraint primary key",
           [] {
             without_key();
             op::create_primary_key("pk_pairs", "pairs", {"a"});
           },
           [] { op::drop_constraint("pk_pairs", "pairs", op::primary_key); }},
          {"drop_constraint if_exists", keyed,
           [] { op::drop_constraint("uq_nothing", "towns", op::unique).if_exists(); }},
          {"drop_constraint unique without a name", unnamed,
           [] { op::drop_constraint("", "towns", op::unique).existing_unique({"code"}); }},
          {"drop_constraint check without a name", unnamed,
           [] { op::drop_constraint("", "towns", op::check).existing_check("size > 0"); }},
          {"drop_constraint foreign key without a name", unnamed,
           [] {
             op::drop_constraint("", "people", op::foreign_key).existing_foreign_key({"town_id"}, "towns", {"id"});
           }},
          {"validate_constraint",
           [] {
             towns_and_people();
             op::create_check_constraint("ck_people_age", "people", "age >= 0").not_valid();
           },
           [] { op::validate_constraint("ck_people_age", "people"); }},
          {"rename_constraint unique", keyed,
           [] { op::rename_constraint("towns", "uq_towns_code", "uq_towns_short"); }},
          {"rename_constraint check", keyed, [] { op::rename_constraint("towns", "ck_towns_size", "ck_size"); }},
          {"rename_constraint foreign key", keyed,
           [] { op::rename_constraint("people", "fk_people_town", "fk_home"); }},
      }};
}

}  // namespace retort::conformance
