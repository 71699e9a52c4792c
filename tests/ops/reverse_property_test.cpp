#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "ops/reverse.hpp"
#include "support/record.hpp"

namespace retort {
namespace {

std::string some_name(const char* prefix) { return prefix + std::to_string(*rc::gen::inRange(0, 6)); }

const schema::Table* some_table(const schema::MetaData& schema) {
  if (schema.tables.empty()) return nullptr;
  auto found = schema.tables.begin();
  std::advance(found, *rc::gen::inRange<std::size_t>(0, schema.tables.size()));
  return &found->second;
}

std::string some_column(const schema::Table& table) {
  return table.columns[*rc::gen::inRange<std::size_t>(0, table.columns.size())].name;
}

Type some_type() {
  return *rc::gen::element(op::integer(), op::string(20), op::text(), op::numeric(8, 2), op::boolean(),
                           op::timestamp().with_time_zone());
}

void some_new_table(const std::string& name) {
  op::create_table(name, [&](op::Table& t) {
    t.integer("id").primary_key();
    const int columns = *rc::gen::inRange(1, 5);
    for (int i = 0; i < columns; ++i) {
      auto& column = t.column("c" + std::to_string(i), some_type()).nullable(*rc::gen::arbitrary<bool>());
      if (*rc::gen::arbitrary<bool>()) column.index();
      if (*rc::gen::arbitrary<bool>()) column.server_default("7");
    }
    t.unique({"c0", "id"}).name("uq_" + name);
    if (*rc::gen::arbitrary<bool>()) t.foreign_key({"c0"}, name, {"id"}).name("fk_" + name);
  });
}

/// One directive that may or may not fit the schema.
void some_directive(const schema::MetaData& schema) {
  const auto* table = some_table(schema);
  if (table == nullptr) return some_new_table(some_name("t"));
  const auto name = table->name.name;
  switch (*rc::gen::inRange(0, 11)) {
    case 0:
      return some_new_table(some_name("t"));
    case 1:
      op::drop_table(name);
      return;
    case 2:
      op::rename_table(name, some_name("t"));
      return;
    case 3:
      op::add_column(name, op::column(some_name("c"), some_type()).index());
      return;
    case 4:
      op::drop_column(name, some_column(*table));
      return;
    case 5:
      op::rename_column(name, some_column(*table), some_name("c"));
      return;
    case 6:
      return op::alter_column(name, some_column(*table), [](op::ColumnChange& c) {
        c.type(some_type()).nullable(*rc::gen::arbitrary<bool>());
        if (*rc::gen::arbitrary<bool>()) c.new_column_name(some_name("c"));
        if (*rc::gen::arbitrary<bool>()) c.drop_server_default();
      });
    case 7:
      op::create_check_constraint(some_name("ck"), name, some_column(*table) + " > 0");
      return;
    case 8:
      op::drop_constraint("uq_" + name, name, op::unique);
      return;
    case 9:
      op::create_index(some_name("ix"), name, {some_column(*table)});
      return;
    default:
      if (!table->indexes.empty()) op::drop_index(table->indexes.front().name, name);
      return;
  }
}

/// Unnamed order within a table (which index was made first) is nothing a database keeps.
schema::MetaData without_order(schema::MetaData schema) {
  for (auto& [name, table] : schema.tables) {
    const auto by_name = [](const auto& a, const auto& b) { return a.name < b.name; };
    std::sort(table.indexes.begin(), table.indexes.end(), by_name);
    std::sort(table.uniques.begin(), table.uniques.end(), by_name);
    std::sort(table.foreign_keys.begin(), table.foreign_keys.end(), by_name);
    std::sort(table.checks.begin(), table.checks.end(), by_name);
  }
  return schema;
}

TEST(Reverse, OfAnyListLeavesTheSchemaAsItWas) {
  EXPECT_TRUE(rc::check([] {
    schema::MetaData start;
    ops::apply(test::recorded([] {
                 some_new_table("t0");
                 some_new_table("t1");
               }),
               start);
    auto schema = start;
    ops::Operations up;
    const int length = *rc::gen::inRange(1, 12);
    for (int i = 0; i < length; ++i) {
      const auto next = test::recorded([&] { some_directive(schema); });
      auto tried = schema;
      try {
        ops::apply(next, tried);
      } catch (const OperationError&) {
        continue;  // it did not fit
      }
      schema = tried;
      up.insert(up.end(), next.begin(), next.end());
    }
    const auto down = ops::reverse(up, start);
    ops::apply(down, schema);
    RC_ASSERT(without_order(schema) == without_order(start));
  }));
}

TEST(Reverse, TwiceIsTheSameForWhatIsItsOwnMirror) {
  EXPECT_TRUE(rc::check([] {
    const auto name = some_name("t");
    schema::MetaData start;
    ops::apply(test::recorded([&] { some_new_table(name); }), start);
    const auto& table = start.tables.at({"", name});
    const auto column = some_column(table);
    const auto up = test::recorded([&] {
      op::rename_column(name, column, "renamed");
      op::alter_column(name, "renamed", [](op::ColumnChange& c) { c.new_column_name("again"); });
      op::rename_table(name, "other");
    });
    auto after = start;
    ops::apply(up, after);
    const auto there_and_back = ops::reverse(ops::reverse(up, start), after);
    RC_ASSERT(test::actions(there_and_back) == test::actions(up));
  }));
}

}  // namespace
}  // namespace retort
