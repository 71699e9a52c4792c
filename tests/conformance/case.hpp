#ifndef RETORT_TESTS_CONFORMANCE_CASE_HPP
#define RETORT_TESTS_CONFORMANCE_CASE_HPP

#include <span>
#include <string>
#include <vector>

namespace retort::conformance {

/// Something a migration may ask for. Every dialect answers each case, with SQL or by saying why it cannot.
struct Case {
  const char* name;
  /// What the database holds before; may be null.
  void (*before)();
  /// The change that is asked for.
  void (*change)();
  /// It asks for a column's place, which some databases do not give: there it is the last.
  bool places_a_column = false;
};

/// The cases of one subject.
struct Group {
  const char* name;
  std::vector<Case> cases;
};

Group table_cases();
Group column_cases();
Group type_cases();
Group constraint_cases();
Group index_cases();
Group object_cases();
Group data_cases();

std::vector<Group> all_groups();

// What many cases begin with.

/// towns (id, name) and people (id, name, age, email, town_id, note), without keys between them.
void towns_and_people();
/// The same and a foreign key from people to towns.
void people_in_towns();

}  // namespace retort::conformance

#endif
