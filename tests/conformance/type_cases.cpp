#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

namespace {

void holds(const retort::Type& type) {
  op::create_table("t", [&](op::Table& t) {
    t.integer("id").primary_key();
    t.column("value", type);
  });
}

}  // namespace

Group type_cases() {
  return {"types",
          {
              {"type integer", nullptr, [] { holds(op::integer()); }},
              {"type small_integer", nullptr, [] { holds(op::small_integer()); }},
              {"type big_integer", nullptr, [] { holds(op::big_integer()); }},
              {"type boolean", nullptr, [] { holds(op::boolean()); }},
              {"type float_", nullptr, [] { holds(op::float_()); }},
              {"type double_", nullptr, [] { holds(op::double_()); }},
              {"type numeric(10, 2)", nullptr, [] { holds(op::numeric(10, 2)); }},
              {"type numeric(18)", nullptr, [] { holds(op::numeric(18)); }},
              {"type numeric(38, 10)", nullptr, [] { holds(op::numeric(38, 10)); }},
              {"type string(50)", nullptr, [] { holds(op::string(50)); }},
              {"type text", nullptr, [] { holds(op::text()); }},
              {"type char_(8)", nullptr, [] { holds(op::char_(8)); }},
              {"type binary(16)", nullptr, [] { holds(op::binary(16)); }},
              {"type blob", nullptr, [] { holds(op::blob()); }},
              {"type date", nullptr, [] { holds(op::date()); }},
              {"type time", nullptr, [] { holds(op::time()); }},
              {"type time with a zone", nullptr, [] { holds(op::time().with_time_zone()); }},
              {"type timestamp", nullptr, [] { holds(op::timestamp()); }},
              {"type timestamp with a zone", nullptr, [] { holds(op::timestamp().with_time_zone()); }},
              {"type interval", nullptr, [] { holds(op::interval()); }},
              {"type uuid", nullptr, [] { holds(op::uuid()); }},
              {"type json", nullptr, [] { holds(op::json()); }},
              {"type enum_", nullptr,
               [] {
                 holds(op::enum_("mood", {"ok", "sad", "it's fine"}));
               }},
              {"type array(integer)", nullptr, [] { holds(op::array(op::integer())); }},
              {"type array(string(10))", nullptr, [] { holds(op::array(op::string(10))); }},
              {"type native", nullptr, [] { holds(op::native("SMALLINT")); }},
              {"enum shared by two tables", nullptr,
               [] {
                 op::create_table("a", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.enum_("mood", "mood", {"ok", "sad"}).not_null().server_default("ok");
                 });
                 op::create_table("b", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.enum_("mood", "mood", {"ok", "sad"});
                 });
               }},
              {"enum column added to a table", towns_and_people,
               [] {
                 op::add_column("people", op::column("mood", op::enum_("mood", {"ok", "sad"})));
               }},
              {"enum column dropped",
               [] {
                 op::create_table("a", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.enum_("mood", "mood", {"ok", "sad"});
                 });
               },
               [] { op::drop_column("a", "mood"); }},
              {"create_enum", nullptr,
               [] {
                 op::create_enum("mood", {"ok", "sad"});
               }},
              {"drop_enum",
               [] {
                 op::create_enum("mood", {"ok", "sad"});
               },
               [] { op::drop_enum("mood"); }},
              {"alter_enum with a new value",
               [] {
                 op::create_enum("mood", {"ok", "sad"});
                 op::create_table("a", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.enum_("mood", "mood", {"ok", "sad"}).not_null().server_default("ok");
                 });
               },
               [] { op::alter_enum("mood").add_value("glad", "sad").add_value("mad"); }},
              {"alter_enum with a renamed value",
               [] {
                 op::create_enum("mood", {"ok", "sad"});
                 op::create_table("a", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.enum_("mood", "mood", {"ok", "sad"});
                 });
               },
               [] { op::alter_enum("mood").rename_value("sad", "blue"); }},
          }};
}

}  // namespace retort::conformance
