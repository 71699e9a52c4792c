#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

namespace {

void indexed() {
  towns_and_people();
  op::create_index("ix_people_name", "people", {"name"});
}

}  // namespace

Group index_cases() {
  return {"indexes",
          {
              {"create_index", towns_and_people, [] { op::create_index("ix_people_name", "people", {"name"}); }},
              {"create_index over two columns", towns_and_people,
               [] {
                 op::create_index("ix_people_name_age", "people", {"name", "age"});
               }},
              {"create_index unique", towns_and_people,
               [] { op::create_index("ix_people_email", "people", {"email"}).unique(); }},
              {"create_index with a condition", towns_and_people,
               [] { op::create_index("ix_people_adults", "people", {"name"}).where("age >= 18"); }},
              {"create_index over an expression", towns_and_people,
               [] { op::create_index("ix_people_lower", "people", {op::sql("lower(name)")}); }},
              {"create_index with a descending column", towns_and_people,
               [] {
                 op::create_index("ix_people_age", "people", {"name", op::desc("age")});
               }},
              {"create_index all descending", towns_and_people,
               [] { op::create_index("ix_people_age", "people", {op::desc("age")}); }},
              {"create_index with nulls first", towns_and_people,
               [] { op::create_index("ix_people_age", "people", {op::index_column("age").nulls_first()}); }},
              {"create_index with nulls last", towns_and_people,
               [] { op::create_index("ix_people_age", "people", {op::index_column("age").nulls_last()}); }},
              {"create_index of a length", towns_and_people,
               [] { op::create_index("ix_people_note", "people", {op::index_column("note").length(20)}); }},
              {"create_index with a method", towns_and_people,
               [] { op::create_index("ix_people_age", "people", {"age"}).using_("btree"); }},
              {"create_index that includes columns", towns_and_people,
               [] { op::create_index("ix_people_name", "people", {"name"}).include({"age"}); }},
              {"create_index concurrently", towns_and_people,
               [] { op::create_index("ix_people_name", "people", {"name"}).concurrently(); }},
              {"create_index if_not_exists", indexed,
               [] { op::create_index("ix_people_name", "people", {"name"}).if_not_exists(); }},
              {"create_index with an operator class", towns_and_people,
               [] {
                 op::create_index("ix_people_name", "people",
                                  {op::index_column("name").operator_class("varchar_pattern_ops")});
               }},
              {"create_index with a comment", towns_and_people,
               [] { op::create_index("ix_people_name", "people", {"name"}).comment("for look-ups"); }},
              {"create_index unique nulls_not_distinct", towns_and_people,
               [] { op::create_index("ix_people_email", "people", {"email"}).unique().nulls_not_distinct(); }},
              {"create_index with a database's own words", towns_and_people,
               [] {
                 op::create_index("ix_people_name", "people", {"name"})
                     .native({{"postgresql", "WITH (fillfactor=70)"}, {"mysql", "KEY_BLOCK_SIZE=4"}});
               }},
              {"drop_index", indexed, [] { op::drop_index("ix_people_name", "people"); }},
              {"drop_index without a table", indexed, [] { op::drop_index("ix_people_name"); }},
              {"drop_index if_exists", towns_and_people, [] { op::drop_index("ix_nothing", "people").if_exists(); }},
              {"drop_index concurrently", indexed, [] { op::drop_index("ix_people_name", "people").concurrently(); }},
              {"rename_index", indexed, [] { op::rename_index("people", "ix_people_name", "ix_names"); }},
          }};
}

}  // namespace retort::conformance
