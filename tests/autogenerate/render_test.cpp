#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>
#include <variant>

#include "autogenerate/autogenerate_support.hpp"
#include "autogenerate/render_operation.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using test::as_operations;
using test::recorded;
using ::testing::HasSubstr;
using ::testing::Not;

const Revision kRevision{.id = "5f3a", .message = "Change things"};

/// The lines between `void upgrade() const override {` and its end.
std::string body_of(const std::string& source, const std::string& function) {
  const auto head = "  void " + function + "() const override {\n";
  const auto begin = source.find(head);
  if (begin == std::string::npos) return "(no " + function + ")";
  const auto from = begin + head.size();
  return source.substr(from, source.find("\n  }\n", from) + 1 - from);
}

template <typename Code>
std::string upgrade_of(const Code& code) {
  return body_of(render_migration(as_operations(recorded(code)), kRevision), "upgrade");
}

TEST(RenderMigration, IsAFileAsOneWouldWriteIt) {
  const auto operations = recorded([] {
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null();
      t.integer("school_id").references("schools", "id").on_delete(op::cascade).index();
      t.timestamp("at").server_default(op::sql("CURRENT_TIMESTAMP"));
      t.unique({"name", "school_id"}).name("uq_students_name");
      t.check("length(name) > 0");
    });
  });
  EXPECT_EQ(render_migration(as_operations(operations), {.id = "5f3a",
                                                         .down_revision = {"91381a2f4148"},
                                                         .message = "Create students",
                                                         .create_date = "2026-01-31 12:00:00"}),
            R"code(#include <retort/migration.hpp>

namespace op = retort::op;

namespace {

class CreateStudents final : public retort::Migration {
 public:
  retort::Revision revision() const override {
    return {.id = "5f3a",
            .down_revision = {"91381a2f4148"},
            .message = "Create students",
            .create_date = "2026-01-31 12:00:00"};
  }

  void upgrade() const override {
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key().autoincrement();
      t.string("name", 50).not_null();
      t.integer("school_id").references("schools", "id").on_delete(op::cascade).index();
      t.timestamp("at").server_default(op::sql("CURRENT_TIMESTAMP"));
      t.unique({"name", "school_id"}).name("uq_students_name");
      t.check("length(name) > 0");
    });
  }

  void downgrade() const override {
    // Destructive: the table's rows are lost.
    op::drop_table("students");
  }
};

}  // namespace

RETORT_MIGRATION(CreateStudents)
)code");
}

TEST(RenderMigration, LeavesAnEmptyOneToBeWritten) {
  const auto source = render_migration({}, {.id = "a", .message = "7 \xe5\xad\xa6 dwarfs"});
  EXPECT_THAT(source, HasSubstr("class Migration7Dwarfs final"));
  EXPECT_THAT(source, HasSubstr("    // op::create_table(...), op::add_column(...), ...\n"));
  EXPECT_THAT(source, Not(HasSubstr("void downgrade")));
  EXPECT_THAT(render_migration({}, {.id = "a", .down_revision = {"b", "c"}, .message = "merge"}),
              HasSubstr("nothing needs to be done.\n  void upgrade() const override {}\n"));
  EXPECT_EQ(migration_file_name({.id = "91381a2f4148", .message = "Add it"}), "91381a2f4148_add_it.cpp");
}

TEST(RenderMigration, WritesOneBatchForOneTable) {
  EXPECT_EQ(upgrade_of([] {
              op::batch_alter_table("a", [](op::TableChange& t) {
                t.drop_column("x");
                t.add_column(op::column("y", op::integer()).references("b", "id").index());
                t.alter_column("z", [](op::ColumnChange& c) { c.type(op::string(80)).nullable(false); });
                t.create_index("ix_z", {op::desc("z"), op::sql("lower(w)")}).unique();
              });
              op::add_column("a", op::column("only", op::text()).unique());
              op::drop_index("ix_b", "b");
            }),
            R"code(    op::batch_alter_table("a", [](op::TableChange& t) {
      // Destructive: the values of the column are lost.
      t.drop_column("x");
      t.add_column(op::column("y", op::integer()).references("b", "id").index());
      t.alter_column("z", [](op::ColumnChange& c) { c.type(op::string(80)).not_null(); });
      t.create_index("ix_z", {op::desc("z"), op::sql("lower(w)")}).unique();
    });
    op::add_column("a", op::column("only", op::text()).unique());
    op::drop_index("ix_b", "b");
)code");
}

TEST(RenderMigration, BreaksLinesThatAreTooLong) {
  const std::string sql =
      "UPDATE a_table_with_a_long_name SET column_with_a_long_name = 'one' WHERE other = 'two' AND "
      "third_column = 3";
  EXPECT_EQ(upgrade_of([&] {
              op::create_foreign_key("fk_a_table_with_a_long_name_other_table", "a_table_with_a_long_name",
                                     "another_table_with_a_long_name", {"first", "second"}, {"x", "y"})
                  .on_delete(op::cascade);
              op::execute(sql + ";\nand more");
              op::bulk_insert("t", {"id", "name"},
                              {{1, "a name that is long enough to need a line of its own"},
                               {2, "another name that needs a line of its own"}});
            }),
            R"code(    op::create_foreign_key("fk_a_table_with_a_long_name_other_table", "a_table_with_a_long_name",
                           "another_table_with_a_long_name", {"first", "second"}, {"x", "y"})
        .on_delete(op::cascade);
    op::execute("UPDATE a_table_with_a_long_name SET column_with_a_long_name = 'one' WHERE other = 'two' AND "
                "third_column = 3;\n"
                "and more");
    op::bulk_insert("t", {"id", "name"},
                    {{1, "a name that is long enough to need a line of its own"},
                     {2, "another name that needs a line of its own"}});
)code");
}

TEST(RenderMigration, FindsAConstraintWithoutANameByWhatItSays) {
  const auto source =
      render_migration(as_operations(recorded([] { op::create_unique_constraint("", "a", {"x"}); })), kRevision);
  EXPECT_THAT(source, HasSubstr("void downgrade() const override { op::drop_constraint(\"\", \"a\", "
                                "op::unique).existing_unique({\"x\"}); }"));
}

TEST(RenderMigration, SaysWhyThereIsNoWayDown) {
  const auto source = render_migration(as_operations(recorded([] { op::execute("VACUUM"); })), kRevision);
  EXPECT_THAT(body_of(source, "downgrade"), HasSubstr("op::irreversible(\"execute(\\\"VACUUM\\\"): "));
}

TEST(RenderMigration, RestoresWhatIsDroppedAndSaysWhatDoesNotComeBack) {
  schema::MetaData before;
  ops::apply(recorded([] { op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); }); }), before);
  const auto source = render_migration(as_operations(recorded([] { op::drop_table("a"); }), before), kRevision);
  EXPECT_EQ(body_of(source, "upgrade"), "    // Destructive: the table's rows are lost.\n    op::drop_table(\"a\");\n");
  EXPECT_EQ(body_of(source, "downgrade"),
            R"code(    // The structure of what upgrade() drops comes back, its rows and values do not.
    op::create_table("a", [](op::Table& t) { t.integer("id").primary_key(); });
)code");
}

TEST(RenderMigration, SaysWhatItCannotWrite) {
  const auto body = upgrade_of([] { op::run([](soci::session&) {}).describe("split\nnames \\"); });
  EXPECT_THAT(body, HasSubstr("    // op::run: code cannot be written out; it comes here by hand: split names \\ .\n"));
  auto operations = recorded([] { op::create_unique_constraint("x", "a", {"b", "c"}); });
  operations = ops::reverse(operations, {});
  std::get<ops::DropConstraint>(operations.front().action).name.clear();
  std::get<ops::DropConstraint>(operations.front().action).existing.reset();
  autogenerate::CodeLines lines;
  autogenerate::render_operations(lines, operations, {});
  EXPECT_THAT(lines.text(), HasSubstr("the constraint has no name"));
}

/// One of each alternative, with every option, recorded, rendered, and compiled.
TEST(RenderMigration, WritesEveryOperationSoThatItCompiles) {
  const auto operations = recorded([] {
    op::create_schema("s").if_not_exists();
    op::create_sequence("q").schema("s").start(-5'000'000'000).increment(2).min_value(INT64_MIN).max_value(9).cycle();
    op::alter_sequence("q").schema("s").start(7).increment(-2).min_value(1).max_value(8).cycle(false);
    op::create_enum("mood", {"ok", "sad"}).schema("s");
    op::create_table("t", [](op::Table& t) {
      t.schema("s").if_not_exists().comment("a comment");
      t.integer("id").identity({.always = true, .start = 5, .increment = 2});
      t.boolean("flag").server_default(false);
      t.double_("real").server_default(1e300);
      t.numeric("n", 10, 2).server_default(op::decimal("1.50"));
      t.blob("bytes").server_default(op::bytes(std::string("\0\"\xff", 3)));
      t.text("nul").server_default(std::string("a\0b", 3));
      t.array("list", op::array(op::timestamp().with_time_zone()));
      t.column("mood", Type::enumeration("mood", {"ok"}, "s"));
      t.enum_("e", "e", {"?\?=", "\\"});
      t.native("geo", "GEOMETRY(POINT, 4326)").nullable().computed(op::sql("f(x)")).stored().collate("C");
      t.text("kept").native({{"sqlite", "ON CONFLICT IGNORE"}});
      t.time("at").with_time_zone().references("other").deferrable();
      t.primary_key({"id", "flag"}).name("pk").native("INCLUDE (n)");
      t.unique({"n"}).nulls_not_distinct().native({{"postgresql", "WITH (fillfactor=70)"}});
      t.foreign_key({"id", "n"}, "p", {"a", "b"}).referent_schema("r").match("FULL").not_valid().initially_deferred();
      t.foreign_key({"n"}, "p", {"a"}).native({{"postgresql", "ON DELETE SET NULL (n)"}});
      t.check("n > 0").native({{"mysql", "NOT ENFORCED"}});
      t.exclude({{op::sql("room"), "="}}).using_("gist").where("x > 1").deferrable().name("ex").native("WITH (a=1)");
      t.index({op::index_column("nul").length(3).collate("C").operator_class("o").nulls_first(),
               op::IndexColumn(op::sql("lower(nul)")).descending().nulls_last()})
          .name("ix")
          .unique()
          .where("flag")
          .using_("btree")
          .include({"n"})
          .comment("c")
          .nulls_not_distinct()
          .native({{"postgresql", "WITH (fillfactor=70)"}, {"mysql", "IGNORED"}});
      t.native({{"postgresql", "WITH (fillfactor=70)"}, {"mysql", "KEY_BLOCK_SIZE=8"}});
      t.mysql_engine("InnoDB")
          .postgresql_unlogged()
          .postgresql_inherits({"x", "y"})
          .postgresql_partition_by("RANGE (n)");
    });
    op::rename_table("a", "b").schema("s");
    op::create_table_comment("a", "c").existing_comment("d");
    op::drop_table_comment("a").existing_comment("d").schema("s");
    op::add_column("a", op::column("x", op::integer()).not_null()).first().if_not_exists();
    op::drop_column("a", "x").if_exists().existing(op::column("x", op::string(3)).server_default("v"));
    op::alter_column("a", "x", [](op::ColumnChange& c) {
      c.schema("s")
          .new_column_name("y")
          .type(op::text())
          .nullable()
          .server_default(nullptr)
          .comment("")
          .autoincrement(false);
      c.collate("C").postgresql_using("x::text").existing_type(op::integer()).existing_nullable(false);
      c.existing_server_default(1).existing_comment("c").existing_autoincrement();
    });
    op::alter_column("a", "x", [](op::ColumnChange& c) { c.drop_server_default(); });
    op::alter_column("a", "x", [](op::ColumnChange& c) { c.identity({.always = true, .increment = -3}); });
    op::alter_column("a", "x", [](op::ColumnChange& c) { c.identity().existing_identity({.start = INT64_MIN}); });
    op::rename_column("a", "x", "y");
    op::create_primary_key("pk", "a", {"x"}).native({{"sqlite", "ON CONFLICT FAIL"}});
    op::create_unique_constraint("u", "a", {"x", "y"}).schema("s").initially_deferred();
    op::create_foreign_key("f", "a", "b", {"x"}, {}).source_schema("s").on_update(op::set_default);
    op::create_check_constraint("c", "a", "x > 0 -- \"quoted\"\n").not_valid();
    op::create_exclude_constraint("e", "a", {{op::sql("during"), "&&"}});
    op::drop_constraint("c", "a", op::check).if_exists().cascade();
    op::rename_constraint("a", "c", "d");
    op::validate_constraint("d", "a");
    op::create_index("i", "a", {"x"}).if_not_exists();
    op::drop_index("i").if_exists();
    op::rename_index("a", "i", "j");
    op::autocommit_block([] {
      op::create_index("i", "a", {"x"}).concurrently();
      op::drop_index("i", "a").concurrently();
    });
    op::alter_enum("mood").schema("s").add_value("fine", "ok").add_value("last").rename_value("sad", "blue");
    op::create_view("v", {{"sqlite", "SELECT 1"}, {"*", "SELECT 2"}}).materialized();
    op::replace_view("v", "SELECT 3").existing_query({{"sqlite", "SELECT 1"}});
    op::drop_view("v").materialized().cascade();
    op::create_trigger("tr", "a", "SELECT 1").before().on_insert().on_update_of({"x"}).on_delete().when("x");
    op::create_trigger("tr", "a", "SELECT 1").instead_of().on_update().for_each_statement().if_not_exists();
    op::drop_trigger("tr", "a").schema("s");
    op::bulk_insert("a", {"x"}, {{nullptr}, {0}, {"text"}, {2.5}, {op::sql("now()")}});
    op::bulk_insert("a", {"x", "y"}, {{"one", "row"}});
    op::bulk_insert("a", {"x"}, {});
    op::execute("INSERT INTO a VALUES ('\xff')").reverse("DELETE FROM a").data_only();
    op::execute({{"sqlite", "PRAGMA x"}}).touches({"a"});
    op::run([](soci::session&) {});
    op::irreversible("for \"reasons\"");
    op::drop_table("a").cascade().if_exists();
    op::drop_enum("mood").schema("s");
    op::drop_sequence("q").schema("s").if_exists();
    op::drop_schema("s").cascade();
  });
  std::set<std::size_t> kinds;
  for (const auto& operation : operations) kinds.insert(operation.action.index());
  EXPECT_EQ(kinds.size() + 1, std::variant_size_v<ops::Action>) << "all but invoke";
  autogenerate::CodeLines lines;
  autogenerate::render_operations(lines, operations, {});
  const auto source =
      "#include <retort/migration.hpp>\nnamespace op = retort::op;\nvoid up();\nvoid up() {\n" + lines.text() + "}\n";
  EXPECT_EQ(test::compile({source}), "") << source;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    autogenerate::CodeLines one;
    autogenerate::render_operations(one, {operations[i]}, {});
    EXPECT_NE(one.text(), "") << ops::describe(operations[i]);
  }
}

TEST(RenderMigration, WritesHowASequenceCountsBothWays) {
  schema::MetaData before;
  before.sequences[{"s", "q"}] = {{"s", "q"}, 5, std::nullopt, std::nullopt, 9, true};
  const auto operations = recorded([] {
    op::alter_sequence("q").schema("s").default_start().increment(2).min_value(1).no_max_value().cycle(false);
  });
  const auto text = [](const ops::Operations& each) {
    autogenerate::CodeLines lines;
    autogenerate::render_operations(lines, each, {});
    return lines.text();
  };
  EXPECT_THAT(text(operations), HasSubstr("op::alter_sequence(\"q\")"));
  EXPECT_THAT(text(operations), HasSubstr(".default_start()"));
  EXPECT_THAT(text(operations), HasSubstr(".increment(2)"));
  EXPECT_THAT(text(operations), HasSubstr(".cycle(false)"));
  const auto back = text(ops::reverse(operations, before));
  EXPECT_THAT(back, HasSubstr(".start(5)"));
  EXPECT_THAT(back, HasSubstr(".increment(1)"));
  EXPECT_THAT(back, HasSubstr(".no_min_value()"));
  EXPECT_THAT(back, HasSubstr(".max_value(9)"));
  EXPECT_THAT(back, HasSubstr(".cycle()"));
}

TEST(RenderMigration, WritesTheSqlOfEachDatabase) {
  const auto body = upgrade_of([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("a").computed({{"sqlite", "1"}, {"*", "2"}});
      t.check({{"sqlite", "a > 1"}, {"*", "a > 2"}});
      t.index({op::sql({{"sqlite", "lower(a)"}, {"*", "upper(a)"}})}).name("ix").where({{"sqlite", "a"}});
    });
    op::create_check_constraint("ck", "t", {{"postgresql", "a > 3"}, {"*", "a > 4"}});
    op::drop_constraint("", "t", op::check).existing_check({{"postgresql", "a > 5"}, {"*", "a > 6"}});
  });
  EXPECT_THAT(body, HasSubstr(R"x(.computed({{"sqlite", "1"}, {"*", "2"}}))x"));
  EXPECT_THAT(body, HasSubstr(R"x(t.check({{"sqlite", "a > 1"}, {"*", "a > 2"}});)x"));
  EXPECT_THAT(body, HasSubstr(R"x(t.index({op::sql({{"sqlite", "lower(a)"}, {"*", "upper(a)"}})}))x"));
  EXPECT_THAT(body, HasSubstr(R"x(.where({{"sqlite", "a"}}))x"));
  EXPECT_THAT(body,
              HasSubstr(R"x(op::create_check_constraint("ck", "t", {{"postgresql", "a > 3"}, {"*", "a > 4"}});)x"));
  EXPECT_THAT(body, HasSubstr(R"x(.existing_check({{"postgresql", "a > 5"}, {"*", "a > 6"}}))x"));
}

}  // namespace

}  // namespace retort
