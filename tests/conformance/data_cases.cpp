#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

Group data_cases() {
  return {"data",
          {
              {"bulk_insert", towns_and_people,
               [] {
                 op::bulk_insert("towns", {"id", "name"},
                                 {{1, "Ulm"}, {2, "it's \"quoted\" \\ :colon"}, {3, "\u00e9\u8868"}});
               }},
              {"bulk_insert of no rows", towns_and_people,
               [] {
                 op::bulk_insert("towns", {"id", "name"}, {});
               }},
              {"bulk_insert into a new table", nullptr,
               [] {
                 op::create_table("v", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.boolean("b");
                   t.big_integer("i");
                   t.double_("d");
                   t.numeric("n", 18, 4);
                   t.text("t");
                   t.blob("x");
                   t.date("day");
                   t.timestamp("at");
                 });
                 op::bulk_insert("v", {"id", "b", "i", "d", "n", "t", "x", "day", "at"},
                                 {{1, true, 9223372036854775807LL, 0.1, op::decimal("12345678901.5678"), "text",
                                   op::bytes(std::string("\x00\xff'\\", 4)), "2020-02-29", "2020-02-29 23:59:59"},
                                  {2, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr}});
               }},
              {"bulk_insert of a decimal of 18 digits", nullptr,
               [] {
                 op::create_table("v", [](op::Table& t) {
                   t.integer("id").primary_key();
                   t.numeric("n", 18, 4);
                 });
                 op::bulk_insert("v", {"id", "n"}, {{1, op::decimal("12345678901234.5678")}});
               }},
              {"execute", towns_and_people, [] { op::execute("UPDATE towns SET name = 'a:b'").data_only(); }},
              {"execute for another database only", towns_and_people,
               [] {
                 op::execute({{"oracle", "ALTER SESSION SET x = 1"}});
               }},
              {"autocommit_block", towns_and_people,
               [] { op::autocommit_block([] { op::create_index("ix_people_name", "people", {"name"}); }); }},
          }};
}

}  // namespace retort::conformance
