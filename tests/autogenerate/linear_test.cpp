// The work of a comparison grows as the number of objects does. What is counted are allocations, which no machine and
// no load changes: every name that is looked at is given its key, and the names are too long for a string without one.

#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "autogenerate/autogenerate_support.hpp"

namespace {

std::atomic<std::size_t> allocations{0};

}  // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace retort {

namespace {

/// Tables in a chain of foreign keys, with indexes, checks, views and triggers. `wide` ones are of other types, and
/// have a column, an index and a constraint more.
MetaData chain(int size, bool wide) {
  MetaData model;
  const auto name = [](const char* what, int i) {
    return "the_" + std::string(what) + "_with_a_long_name_" + std::to_string(i);
  };
  for (int i = 0; i < size; ++i) {
    model.table(name("table", i), [&](op::Table& t) {
      t.integer("the_primary_key_of_the_table").primary_key();
      t.string("a_text_with_a_certain_length", wide ? 50 : 40);
      t.integer("the_parent_that_comes_before");
      if (wide) t.integer("the_column_that_is_added_to_it").unique();
      if (i > 0) {
        t.foreign_key({"the_parent_that_comes_before"}, name("table", i - 1), {"the_primary_key_of_the_table"})
            .name(name("key", i));
      }
      t.check("the_parent_that_comes_before > 0").name(name("check", i));
      t.index({"a_text_with_a_certain_length"}).name(name(wide ? "second_index" : "first_index", i));
    });
    model.view(name("view", i), "SELECT a_text_with_a_certain_length FROM " + name("table", i));
    model.trigger(name("trigger", i), name("table", i), wide ? "SELECT 1;" : "SELECT 2;",
                  [](op::TriggerOptions& t) { t.on_insert(); });
  }
  return model;
}

/// What a comparison of so many tables, with differences in each, allocates.
std::size_t work(int size) {
  test::Database database;
  database.run(database.compare(chain(size, false)));
  const auto model = chain(size, true);
  const auto before = allocations.load();
  const auto operations = database.compare(model);
  const auto count = allocations.load() - before;
  EXPECT_GE(operations.size(), static_cast<std::size_t>(size) * 6);
  return count;
}

}  // namespace

TEST(Compare, GrowsAsTheNumberOfObjectsDoes) {
  const auto few = work(50);
  const auto more = work(100);
  const auto many = work(200);
  // Twice as much again for twice as many; what is squared would be four times as much.
  EXPECT_LT(static_cast<double>(many - more), 2.3 * static_cast<double>(more - few))
      << few << " " << more << " " << many;
}

}  // namespace retort
