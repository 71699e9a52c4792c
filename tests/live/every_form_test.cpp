// Every type, default and form of constraint on every database: a model that was just created is no difference.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/error.hpp>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "autogenerate/operations_data.hpp"
#include "live/compare_support.hpp"
#include "ops/dialect_texts.hpp"
#include "support/record.hpp"

namespace retort::test {
namespace {

using ::testing::IsEmpty;

using Describe = std::function<void(op::Table&)>;
/// What is described is a table of its own, with these columns.
using Forms = std::vector<std::pair<std::string, Describe>>;

void base(op::Table& t) {
  t.integer("id").primary_key();
  t.integer("a");
  t.integer("b");
  t.string("name", 40);
  t.boolean("flag");
  t.numeric("price", 10, 2);
}

Forms defaults() {
  Forms forms;
  const auto add = [&](const std::string& what, const Type& type, const Value& value) {
    forms.emplace_back("default " + what, [=](op::Table& t) {
      t.integer("id").primary_key();
      t.column("v", type).server_default(value);
    });
  };
  add("0", op::integer(), 0);
  add("negative", op::integer(), -3);
  add("sum", op::integer(), op::sql("1 + 1"));
  add("small", op::small_integer(), 7);
  add("big", op::big_integer(), 5'000'000'000LL);
  add("true", op::boolean(), true);
  add("false", op::boolean(), false);
  add("TRUE", op::boolean(), op::sql("TRUE"));
  add("decimal", op::numeric(10, 2), op::decimal("1.50"));
  add("whole decimal", op::numeric(10, 2), 3);
  add("negative decimal", op::numeric(10, 2), op::decimal("-2.25"));
  add("double", op::double_(), 1.5);
  add("tiny double", op::double_(), 1e-9);
  add("float", op::float_(), 0.25);
  add("text", op::string(40), "x");
  add("quoted", op::string(40), "it's \"so\"");
  add("empty", op::string(40), "");
  add("NULL in words", op::string(40), "NULL");
  add("backslash", op::string(40), "a\\b");
  add("umlaut", op::string(40), "\xC3\xA4");
  add("digits", op::string(40), "123");
  add("true in words", op::string(40), "true");
  add("line break", op::string(40), "a\nb");
  add("literal in sql", op::string(40), op::sql("'x'"));
  add("function", op::string(40), op::sql("upper('x')"));
  add("long text", op::text(), "lorem ipsum");
  add("char", op::char_(4), "ab");
  add("bytes", op::binary(4), op::bytes(std::string("\0\xff", 2)));
  add("date", op::date(), "2020-01-31");
  add("today", op::date(), op::sql("CURRENT_DATE"));
  add("time", op::time(), "10:20:30");
  add("timestamp", op::timestamp(), "2020-01-31 10:20:30");
  add("now", op::timestamp(), op::sql("CURRENT_TIMESTAMP"));
  add("zoned now", op::timestamp().with_time_zone(), op::sql("CURRENT_TIMESTAMP"));
  add("uuid", op::uuid(), "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
  add("json", op::json(), "{\"a\": 1}");
  add("null", op::integer(), nullptr);
  add("enum", op::enum_("mood", {"ok", "it's bad"}), "ok");
  return forms;
}

Forms columns(const std::string& server) {
  Forms forms;
  forms.emplace_back("autoincrement", [](op::Table& t) { t.integer("id").primary_key().autoincrement(); });
  forms.emplace_back("big autoincrement", [](op::Table& t) { t.big_integer("id").primary_key().autoincrement(); });
  forms.emplace_back("identity", [](op::Table& t) { t.integer("id").primary_key().identity(); });
  forms.emplace_back("identity always", [](op::Table& t) {
    t.integer("id").primary_key().identity({.always = true, .start = 100, .increment = 5});
  });
  forms.emplace_back("identity from", [](op::Table& t) { t.integer("id").primary_key().identity({.start = 1000}); });
  forms.emplace_back("no key", [](op::Table& t) { t.integer("x").not_null(); });
  forms.emplace_back("comments", [](op::Table& t) {
    base(t);
    t.comment("a table's \"comment\"\n\\ of two lines");
    t.text("note").comment("it's said");
  });
  for (const char* expression : {"a + b", "a * 2", "(a + 1) * (b - 1)", "-a", "coalesce(a, 0)"}) {
    for (const bool stored : {true, false}) {
      forms.emplace_back(std::string(stored ? "stored " : "computed ") + expression, [=](op::Table& t) {
        base(t);
        t.integer("c").computed(op::sql(expression)).stored(stored);
      });
    }
  }
  const std::string collation = server == "sqlite"       ? "NOCASE"
                                : server == "postgresql" ? "C"
                                : server == "mariadb"    ? "utf8mb4_bin"
                                                         : "UNICODE_CI";
  forms.emplace_back("collation", [=](op::Table& t) {
    base(t);
    t.string("other", 20).collate(collation);
  });
  return forms;
}

Forms constraints() {
  Forms forms;
  const auto add = [&](const std::string& what, const Describe& describe) {
    forms.emplace_back(what, [=](op::Table& t) {
      base(t);
      describe(t);
    });
  };
  forms.emplace_back("composite key", [](op::Table& t) {
    t.integer("x");
    t.integer("y");
    t.primary_key({"y", "x"}).name("pk_composite");
  });
  add("unique", [](op::Table& t) { t.unique({"a"}); });
  add("named unique", [](op::Table& t) { t.unique({"b", "a"}).name("uq_forms_ba"); });
  add("two uniques", [](op::Table& t) {
    t.unique({"a"});
    t.unique({"a", "b"});
  });
  add("deferred unique", [](op::Table& t) { t.unique({"a"}).initially_deferred(); });
  using Action = op::ReferentialAction;
  for (const auto action : {Action::no_action, Action::restrict_, Action::cascade, Action::set_null}) {
    add("key " + std::to_string(static_cast<int>(action)),
        [=](op::Table& t) { t.foreign_key({"a"}, "referent", {"id"}).on_delete(action).on_update(action); });
  }
  add("key to a primary key", [](op::Table& t) { t.integer("r").references("referent"); });
  add("key of two columns", [](op::Table& t) { t.foreign_key({"a", "b"}, "referent", {"x", "y"}).name("fk_two"); });
  add("full match", [](op::Table& t) { t.foreign_key({"a", "b"}, "referent", {"x", "y"}).match("FULL"); });
  add("deferrable key", [](op::Table& t) { t.foreign_key({"a"}, "referent", {"id"}).deferrable(); });
  add("deferred key", [](op::Table& t) { t.foreign_key({"a"}, "referent", {"id"}).initially_deferred(); });
  add("not valid key", [](op::Table& t) { t.foreign_key({"a"}, "referent", {"id"}).name("fk_nv").not_valid(); });
  add("two keys", [](op::Table& t) {
    t.foreign_key({"a"}, "referent", {"id"});
    t.foreign_key({"b"}, "referent", {"id"});
  });
  for (const char* condition : {"a > 0",
                                "a > 0 AND b IS NOT NULL",
                                "a IN (1, 2, 3)",
                                "name IN ('x', 'it''s')",
                                "name LIKE 'a%'",
                                "name NOT LIKE 'b%'",
                                "NOT (a = 1 OR b = 2)",
                                "a BETWEEN 1 AND 10",
                                "a NOT BETWEEN 1 AND 10",
                                "a + b * 2 < 100",
                                "(a + b) * 2 < 100",
                                "a <> 5",
                                "a != 5",
                                "upper(name) = name",
                                "coalesce(a, 0) >= 0",
                                "CASE WHEN a > 0 THEN 1 ELSE 0 END = 1",
                                "name IS NULL OR a > 1",
                                "(a > 0) AND (b > 0)",
                                "a = -1",
                                "name = 'it''s'",
                                "NOT a IS NULL",
                                "trim(name) <> ''",
                                "a > 0 and A < 10",
                                "b >= a",
                                "price > 1.5",
                                "price >= 0 AND price < 1000",
                                "flag = TRUE OR a IS NULL",
                                "a > 0 OR b > 0 AND name <> ''",
                                "CAST(a AS VARCHAR(10)) <> name",
                                "name || 'x' <> 'yx'",
                                "(a, b) <> (1, 2)",
                                "a IN (1)",
                                "a NOT IN (4, 5)",
                                "a > 0 -- said why"}) {
    add(std::string("check ") + condition, [=](op::Table& t) { t.check(condition); });
    if (std::string_view(condition) == "a > 0") {
      add("named check", [](op::Table& t) { t.check("b > 0").name("ck_forms_b"); });
    }
  }
  add("exclude", [](op::Table& t) { t.exclude({{op::sql("int4range(a, b)"), "&&"}}).using_("gist").name("ex_forms"); });
  add("deferred exclude where", [](op::Table& t) {
    t.exclude({{op::sql("a"), "="}, {op::sql("b + 1"), "="}}).where("a > 1 AND name = 'x'").initially_deferred();
  });
  return forms;
}

Forms indexes() {
  Forms forms;
  const auto add = [&](const std::string& what, const Describe& describe) {
    forms.emplace_back(what, [=](op::Table& t) {
      base(t);
      describe(t);
    });
  };
  int number = 0;
  const auto over = [&](
                        const std::string& what, const op::IndexColumns& list,
                        const std::function<void(op::IndexOptions&)>& options = [](op::IndexOptions&) {}) {
    const auto name = "ix_forms_" + std::to_string(++number);
    add(what, [=](op::Table& t) {
      auto index = t.index(list);
      index.name(name);
      options(index);
    });
  };
  over("index", {"a"});
  over("index of two", {"a", "b"});
  over("unique index", {"a"}, [](auto& index) { index.unique(); });
  over("descending", {op::desc("a"), op::desc("b")});
  over("mixed", {op::desc("a"), "b"});
  over("downwards", {"a"}, [](auto& index) { index.descending(); });
  over("lower", {op::sql("lower(name)")});
  over("sum", {op::sql("a + b")});
  over("expression with a column", {op::sql("lower(name)"), "a"});
  over("nulls first", {op::index_column("a").nulls_first()});
  over("nulls last", {op::desc("a").nulls_last()});
  over("length", {op::index_column("name").length(10)});
  over("operator class", {op::index_column("name").operator_class("text_pattern_ops")});
  over("default operator class", {op::index_column("name").operator_class("text_ops")});
  over("hash", {"a"}, [](auto& index) { index.using_("hash"); });
  over("btree", {"a"}, [](auto& index) { index.using_("btree"); });
  over("include", {"a"}, [](auto& index) { index.include({"b", "name"}); });
  over("comment", {"a"}, [](auto& index) { index.comment("it's indexed"); });
  over("fulltext", {"name"}, [](auto& index) { index.using_("fulltext"); });
  for (const char* condition : {"a > 0", "name = 'x'", "a IN (1, 2)", "name IS NOT NULL AND a <> 3", "flag",
                                "name LIKE 'a%' OR price > 2.5", "a BETWEEN 1 AND 3"}) {
    over(std::string("where ") + condition, {"b"}, [=](auto& index) { index.where(condition); });
  }
  return forms;
}

Forms options(const std::string& server) {
  Forms forms;
  const auto add = [&](const char* on, const char* what, const Describe& describe) {
    if (server != on) return;
    forms.emplace_back(what, [=](op::Table& t) {
      base(t);
      describe(t);
    });
  };
  forms.emplace_back("strict", [](op::Table& t) {
    t.integer("id").primary_key();
    t.text("x");
    t.sqlite_strict().sqlite_without_rowid();
  });
  add("postgresql", "unlogged", [](op::Table& t) { t.postgresql_unlogged(); });
  forms.emplace_back("partitioned", [](op::Table& t) {
    t.integer("id").not_null();
    t.date("at").not_null();
    t.postgresql_partition_by("RANGE (at)");
  });
  add("mariadb", "engine", [](op::Table& t) { t.mysql_engine("Aria"); });
  add("mariadb", "charset", [](op::Table& t) { t.mysql_charset("latin1").mysql_collate("latin1_german1_ci"); });
  add("mariadb", "row format", [](op::Table& t) { t.mysql_row_format("DYNAMIC"); });
  return forms;
}

class EveryForm : public Comparison {
 protected:
  /// Without the forms that this database has not: they are refused before anything runs.
  Forms possible(const Forms& forms) {
    const auto connection = runtime::connect(database_.session());
    Forms result;
    for (const auto& form : forms) {
      MetaData model;
      model.table("t", form.second);
      auto table = model.data().tables.begin()->second;
      try {
        ops::choose_texts(table, connection->dialect().name(), {ops::CreateTable{table}});
        connection->dialect().normalized(table);
        result.push_back(form);
      } catch (const UnsupportedOperation&) {
      }
    }
    return result;
  }

  /// False where the server refuses the form (a function it has not).
  bool create(const std::string& name, const Describe& describe) {
    const auto connection = runtime::connect(database_.session());
    const auto operations = recorded([&] { op::create_table(name, describe); });
    try {
      connection->begin({});
      for (auto operation : operations) {
        ops::choose_texts(operation, connection->dialect().name());
        for (const auto& statement : connection->dialect().compile({&operation, 1}, {}, &connection->facts())) {
          connection->execute(statement.sql);
        }
      }
      connection->commit();
      return true;
    } catch (const DatabaseError&) {
      connection->rollback();
      return false;
    }
  }

  /// `count`: how many of the forms this database has.
  void expect_no_difference(const Forms& all, std::size_t count) {
    MetaData model;
    const auto referent = [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("x").not_null();
      t.integer("y").not_null();
      t.unique({"x", "y"}).name("uq_referent");
    };
    model.table("referent", referent);
    ASSERT_TRUE(create("referent", referent));
    std::map<std::string, std::string> made;
    for (const auto& [what, describe] : possible(all)) {
      const auto name = "t" + std::to_string(made.size());
      if (!create(name, describe)) continue;
      made.emplace(name, what);
      model.table(name, describe);
    }
    EXPECT_EQ(made.size(), count);
    const auto operations = compare(database_.session(), model);
    EXPECT_THAT(operations.describe(), IsEmpty()) << render_migration(operations, {.id = "x"});
    EXPECT_THAT(operations.notes(), IsEmpty());
    for (const auto& operation : operations.data().operations) {
      const auto* table = ops::table_of(operation);
      if (table != nullptr) ADD_FAILURE() << ops::describe(operation) << ": " << made[table->name];
    }
  }

  std::size_t count(std::size_t sqlite, std::size_t postgresql, std::size_t mariadb, std::size_t firebird) const {
    return is("sqlite") ? sqlite : is("postgresql") ? postgresql : is("mariadb") ? mariadb : firebird;
  }
};

INSTANTIATE_TEST_SUITE_P(On, EveryForm, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

TEST_P(EveryForm, OfADefaultIsNoDifference) { expect_no_difference(defaults(), count(38, 38, 38, 35)); }
TEST_P(EveryForm, OfAColumnIsNoDifference) { expect_no_difference(columns(GetParam()), count(17, 13, 17, 12)); }
TEST_P(EveryForm, OfAConstraintIsNoDifference) { expect_no_difference(constraints(), count(50, 53, 47, 46)); }
TEST_P(EveryForm, OfAnIndexIsNoDifference) { expect_no_difference(indexes(), count(26, 25, 23, 17)); }
TEST_P(EveryForm, OfAnOptionIsNoDifference) { expect_no_difference(options(GetParam()), count(2, 3, 5, 2)); }

}  // namespace
}  // namespace retort::test
