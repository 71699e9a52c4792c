#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/error.hpp>
#include <retort/snapshot.hpp>

#include <string>

#include "autogenerate/autogenerate_support.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

MetaData hostile() {
  MetaData model;
  model.table("hostile \" \\ ?\?/ name", [](op::Table& t) {
    t.text("*/ // R\"(").server_default("it's");
    t.integer("\xc3\xbc").not_null();
    t.check("\"\xc3\xbc\"\n > 0").name("ck \"x\"");
  });
  model.table("plain", [](op::Table& t) {
    t.integer("id").primary_key().autoincrement();
    t.integer("parent").references("plain", "id").on_delete(op::cascade).index();
    t.timestamp("at").server_default(op::sql("CURRENT_TIMESTAMP"));
  });
  model.view("v", {{"sqlite", "SELECT 1 AS \"one\""}, {"*", "SELECT 2 AS one"}});
  return model;
}

}  // namespace

TEST(ModelSource, IsAHeaderWithAFunction) {
  MetaData model;
  model.table("t", [](op::Table& t) { t.integer("id").primary_key(); });
  model.table("u", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("t_id").not_null().references("t", "id");
  });
  EXPECT_EQ(render_model(model, "app::model"), R"(#ifndef APP_MODEL_HPP
#define APP_MODEL_HPP

#include <retort/metadata.hpp>

namespace app {

// The schema that the program wants, for CliOptions::model and retort::compare.
inline retort::MetaData model() {
  namespace op = retort::op;
  retort::MetaData schema;
  schema.table("t", [](op::Table& t) { t.integer("id").primary_key(); });
  schema.table("u", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("t_id").not_null().references("t", "id");
  });
  return schema;
}

}  // namespace app

#endif
)");
}

TEST(ModelSource, CompilesWithoutAWarningAndSaysTheSame) {
  const auto wanted = hostile();
  test::Database database;
  database.run(creation_of(wanted));
  const auto found = inspect(database.session());
  const std::string main =
      "#include <retort/snapshot.hpp>\n#include <cstdio>\nint main() { std::fputs(retort::to_json(model()).c_str(), "
      "stdout); }\n";
  // The words of the database, and those of a model, which has a text for each database.
  EXPECT_EQ(test::compile({render_model(found) + main, render_model(wanted) + main, render_model(MetaData()) + main}),
            "");
  EXPECT_THAT(database.compare(wanted).describe(), ::testing::IsEmpty());
}

TEST(ModelSource, SaysTheObjectsThatAreNoTables) {
  MetaData model;
  model.schema("s").enum_("mood", {"ok", "bad"}).sequence("plain");
  model.sequence("counted", [](op::SequenceOptions& o) { o.start(5).cycle().schema("s"); });
  model.table("t", [](op::Table& t) { t.integer("id").primary_key(); });
  model.view("m", "SELECT 1", [](op::ViewOptions& o) { o.materialized(); });
  model.trigger("tr", "t", "SELECT 1;", [](op::TriggerOptions& o) { o.before().on_update_of({"id"}).when("x"); });
  const auto source = render_model(model);
  EXPECT_THAT(source, HasSubstr("  schema.schema(\"s\");\n"
                                "  schema.enum_(\"mood\", {\"ok\", \"bad\"});\n"
                                "  schema.sequence(\"plain\");\n"
                                "  schema.sequence(\"counted\", [](op::SequenceOptions& o) { "
                                "o.schema(\"s\").start(5).cycle(); });\n"));
  EXPECT_THAT(source, HasSubstr("  schema.view(\"m\", \"SELECT 1\", [](op::ViewOptions& o) { o.materialized(); });\n"
                                "  schema.trigger(\"tr\", \"t\", \"SELECT 1;\", [](op::TriggerOptions& o) { "
                                "o.before().on_update_of({\"id\"}).when(\"x\"); });\n"));
  EXPECT_EQ(test::compile({source}), "");
}

TEST(ModelSource, TellsWhatAModelCannotSay) {
  test::Database database({"CREATE VIRTUAL TABLE f USING fts5(body)"});
  EXPECT_THAT(render_model(inspect(database.session())), HasSubstr("// \"f\" is not described here"));
}

TEST(ModelSource, RefusesWhatIsNoName) {
  for (const char* name : {"", "1st", "a-b", "a::", "::a", "class", "a:b", "a b", "app::int"}) {
    EXPECT_EQ(test::error_of<UsageError>([&] { render_model({}, name); }).code(), "usage") << name;
  }
  EXPECT_THAT(render_model({}, "_a__b"), StartsWith("#ifndef A_B_HPP\n"));
}

TEST(Creation, IsInAnOrderThatCanBeExecuted) {
  test::Database database({"CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b)",
                           "CREATE TABLE b (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c, self INTEGER REFERENCES b)",
                           "CREATE TABLE c (id INTEGER PRIMARY KEY)", "CREATE VIEW z AS SELECT id FROM a",
                           "CREATE VIEW y AS SELECT id FROM z",
                           "CREATE TRIGGER tr AFTER INSERT ON a BEGIN DELETE FROM c; END"});
  const auto schema = inspect(database.session());
  const auto operations = creation_of(schema);
  EXPECT_THAT(operations.describe(),
              ::testing::ElementsAre("create_table(\"c\")", "create_table(\"b\")", "create_table(\"a\")",
                                     "create_view(\"z\")", "create_view(\"y\")", "create_trigger(\"tr\", \"a\")"));
  test::Database other;
  other.run(operations);
  EXPECT_THAT(other.compare(schema).describe(), ::testing::IsEmpty());
}

TEST(Creation, ClosesACycleOfForeignKeys) {
  test::Database database({"CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b)",
                           "CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a)"});
  const auto schema = inspect(database.session());
  const auto operations = creation_of(schema);
  EXPECT_EQ(operations.size(), 3U);
  EXPECT_THAT(operations.describe().back(), StartsWith("create_foreign_key("));
  test::Database other;
  other.run(operations);
  EXPECT_THAT(other.compare(schema).describe(), ::testing::IsEmpty());
}

TEST(Creation, TellsWhatItLeavesOut) {
  test::Database database({"CREATE TABLE a (id INTEGER PRIMARY KEY)", "CREATE VIRTUAL TABLE f USING fts5(body)"});
  const auto operations = creation_of(inspect(database.session()));
  EXPECT_EQ(operations.describe(), std::vector<std::string>{"create_table(\"a\")"});
  EXPECT_THAT(operations.notes(), ::testing::Contains(HasSubstr("\"f\" is left out")));
}

}  // namespace retort
