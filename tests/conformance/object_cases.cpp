#include <retort/migration.hpp>

#include "conformance/case.hpp"

namespace op = retort::op;

namespace retort::conformance {

namespace {

void viewed() {
  towns_and_people();
  op::create_view("adults", "SELECT id, name FROM people WHERE age >= 18");
}

retort::SqlText counting() {
  return {{"sqlite", "UPDATE people SET age = 0 WHERE id = NEW.id AND age IS NULL;"},
          {"postgresql", "IF NEW.age IS NULL THEN NEW.age := 0; END IF; RETURN NEW;"},
          {"mysql", "IF NEW.age IS NULL THEN SET NEW.age = 0; END IF;"},
          {"firebird", "IF (NEW.age IS NULL) THEN NEW.age = 0;"}};
}

void creates_trigger() {
  // What SQLite can do only behind, the others do before.
  op::create_trigger("tr_people_age", "people", counting()).before().on_insert();
}

}  // namespace

Group object_cases() {
  return {
      "other objects",
      {
          {"create_schema", nullptr, [] { op::create_schema("school"); }},
          {"create_schema if_not_exists", nullptr, [] { op::create_schema("school").if_not_exists(); }},
          {"drop_schema", [] { op::create_schema("school"); }, [] { op::drop_schema("school"); }},
          {"create_sequence", nullptr, [] { op::create_sequence("numbers"); }},
          {"create_sequence with options", nullptr,
           [] { op::create_sequence("numbers").start(100).increment(5).min_value(10).max_value(100000).cycle(); }},
          {"create_sequence that starts at 100", nullptr, [] { op::create_sequence("numbers").start(100); }},
          {"alter_sequence", [] { op::create_sequence("numbers").start(100); },
           [] { op::alter_sequence("numbers").start(200).increment(5); }},
          {"alter_sequence that counts down", [] { op::create_sequence("numbers").increment(2); },
           [] { op::alter_sequence("numbers").increment(-1).no_min_value().no_max_value().default_start(); }},
          {"alter_sequence with bounds",
           [] { op::create_sequence("numbers").start(100).min_value(10).max_value(100000); },
           [] { op::alter_sequence("numbers").no_min_value().max_value(500).cycle(); }},
          {"drop_sequence", [] { op::create_sequence("numbers"); }, [] { op::drop_sequence("numbers"); }},
          {"create_view", towns_and_people,
           [] { op::create_view("adults", "SELECT id, name FROM people WHERE age >= 18"); }},
          {"create_view materialized", towns_and_people,
           [] { op::create_view("adults", "SELECT id, name FROM people WHERE age >= 18").materialized(); }},
          {"replace_view", viewed, [] { op::replace_view("adults", "SELECT id FROM people WHERE age >= 21"); }},
          {"drop_view", viewed, [] { op::drop_view("adults"); }},
          {"drop_view if_exists", nullptr, [] { op::drop_view("nothing").if_exists(); }},
          {"create_trigger", towns_and_people, creates_trigger},
          {"create_trigger of two events", towns_and_people,
           [] { op::create_trigger("tr_people_age", "people", counting()).before().on_insert().on_update(); }},
          {"create_trigger with a condition", towns_and_people,
           [] { op::create_trigger("tr_people_age", "people", counting()).before().on_insert().when("NEW.age > 3"); }},
          {"drop_trigger",
           [] {
             towns_and_people();
             creates_trigger();
           },
           [] { op::drop_trigger("tr_people_age", "people"); }},
      }};
}

}  // namespace retort::conformance
