#include "conformance/case.hpp"

#include <retort/migration.hpp>

namespace op = retort::op;

namespace retort::conformance {

std::vector<Group> all_groups() {
  return {table_cases(), column_cases(), type_cases(), constraint_cases(), index_cases(), object_cases(), data_cases()};
}

namespace {

void towns() {
  op::create_table("towns", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 40).not_null();
  });
}

void person(op::Table& t) {
  t.integer("id").primary_key();
  t.string("name", 50).not_null();
  t.integer("age");
  t.string("email", 100);
  t.integer("town_id");
  t.text("note");
}

}  // namespace

void towns_and_people() {
  towns();
  op::create_table("people", person);
}

void people_in_towns() {
  towns();
  op::create_table("people", [](op::Table& t) {
    person(t);
    t.foreign_key({"town_id"}, "towns", {"id"}).name("fk_people_town").on_delete(op::cascade);
  });
}

}  // namespace retort::conformance
