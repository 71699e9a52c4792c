#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/snapshot.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "autogenerate/autogenerate_support.hpp"
#include "support/record.hpp"

namespace retort {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

MetaData wrapped(schema::MetaData schema) { return MetaData(std::make_unique<schema::MetaData>(std::move(schema))); }

schema::MetaData again(const schema::MetaData& schema) { return metadata_from_json(to_json(wrapped(schema))).data(); }

/// One of everything, each member away from its default.
schema::MetaData everything() {
  using op::ReferentialAction;
  using schema::Deferral;
  schema::MetaData all;
  schema::Table t{.name = {"app", "everything"}, .comment = "all \"of\" it\nin two lines"};
  const auto column = [&](std::string name, Type type) -> schema::Column& {
    return t.columns.emplace_back(schema::Column{.name = std::move(name), .type = std::move(type)});
  };
  int count = 0;
  for (const auto& type : {op::integer(),
                           op::small_integer(),
                           op::big_integer(),
                           op::boolean(),
                           op::float_(),
                           op::double_(),
                           op::numeric(10),
                           op::numeric(12, 3),
                           op::numeric(3, -2),
                           op::string(50),
                           op::text(),
                           op::char_(3),
                           op::binary(16),
                           op::blob(),
                           op::date(),
                           op::time(),
                           op::time().with_time_zone(),
                           op::timestamp(),
                           op::timestamp().with_time_zone(),
                           op::interval(),
                           op::uuid(),
                           op::json(),
                           op::enum_("mood", {"ok", "it's"}),
                           Type::enumeration("mood", {"a"}, "other"),
                           op::array(op::integer()),
                           op::array(op::array(op::string(3))),
                           op::native("GEOMETRY(Point, 4326)")}) {
    column("type" + std::to_string(count++), type);
  }
  for (const Value& value :
       {Value(nullptr), Value(true), Value(false), Value(0), Value(std::numeric_limits<std::int64_t>::min()),
        Value(std::numeric_limits<std::int64_t>::max()), Value(1.5), Value(1.0), Value(1e300),
        Value(-std::numeric_limits<double>::infinity()), op::decimal("12.30"), Value(""), Value("it's \"x\" \\ \t"),
        Value(std::string("\0n\xff", 3)), op::bytes(std::string("\0\xff", 2)), Value(op::sql("now()"))}) {
    column("value" + std::to_string(count++), op::text()).server_default = value;
  }
  column("numbered", op::integer()).identity = op::Identity{true, 100, -5};
  column("counted", op::integer()).autoincrement = true;
  column("twice", op::integer()).computed = schema::Computed{"a", true, {{"sqlite", "a"}, {"*", "b"}}};
  auto& odd = column(std::string("odd \xff\0 name", 11), op::text());
  odd.nullable = false;
  odd.comment = "a comment";
  odd.collation = "NOCASE";
  odd.native = {{"sqlite", "ON CONFLICT IGNORE"}};
  t.primary_key = schema::PrimaryKey{"pk", {"numbered", "counted"}, "USING INDEX pk"};
  t.uniques = {{"uq", {"a", "b"}, Deferral::initially_deferred, true, {{"postgresql", "INCLUDE (c)"}}}, {"", {"a"}}};
  t.foreign_keys = {{"fk",
                     {"a", "b"},
                     {"other", "there"},
                     {"x", "y"},
                     ReferentialAction::set_default,
                     ReferentialAction::restrict_,
                     Deferral::deferrable,
                     "FULL",
                     true,
                     "NOT ENFORCED"},
                    {"", {"a"}, {"", "here"}, {}, ReferentialAction::cascade, ReferentialAction::no_action},
                    {"", {"a"}, {"", "here"}, {}, ReferentialAction::set_null}};
  t.checks = {{"ck", "a > 0", true, {{"sqlite", "a > 0"}, {"mysql", "a > 1"}}, {{"mysql", "NOT ENFORCED"}}},
              {"", "b > 0"}};
  t.excludes = {{"ex", {{op::sql("during"), "&&"}}, "gist", "a > 0", Deferral::deferrable, "WITH (x=1)"}};
  schema::Index index{"ix", {}};
  index.columns.emplace_back("plain");
  index.columns.push_back(
      op::index_column("a").descending().nulls_last().length(7).collate("C").operator_class("text_ops"));
  index.columns.push_back(op::IndexColumn(op::sql("lower(a)")).descending().nulls_first());
  index.columns.emplace_back(op::sql({{"sqlite", "lower(a)"}, {"*", "upper(a)"}}));
  index.unique = index.concurrently = index.if_not_exists = index.descending = true;
  index.where = "a > 0";
  index.where_by_dialect = {{"sqlite", "a > 0"}, {"*", "a > 1"}};
  index.method = "btree";
  index.include = {"b", "c"};
  index.comment = "why";
  index.nulls_not_distinct = true;
  index.native = {{"postgresql", "WITH (fillfactor=70)"}, {"mysql", "IGNORED"}};
  t.indexes = {index, {"ix2", {op::IndexColumn("a")}}};
  t.options = {true, true, true, "InnoDB", "utf8mb4", "utf8mb4_bin", "DYNAMIC", "fast", "RANGE (a)", {"parent"}, "x"};
  all.tables.emplace(t.name, t);
  all.tables.emplace(schema::QualifiedName{{}, "bare"}, schema::Table{.name = {{}, "bare"}});
  all.views.emplace(schema::QualifiedName{{}, "v"}, schema::View{{{}, "v"}, "SELECT 1", true, "WITH (x=1)"});
  all.views.emplace(schema::QualifiedName{{}, "w"}, schema::View{{{}, "w"}, {{"sqlite", "SELECT 1"}}});
  all.sequences.emplace(schema::QualifiedName{{}, "s"}, schema::Sequence{{{}, "s"}, 1, 2, 3, 4, true});
  all.enums.emplace(schema::QualifiedName{{}, "e"}, schema::Enum{{{}, "e"}, {"x", "y"}, true});
  all.triggers = {{"tr",
                   {"app", "everything"},
                   "BEGIN SELECT 1; END",
                   schema::Trigger::Timing::instead_of,
                   true,
                   true,
                   true,
                   true,
                   {"a", "b"},
                   "NEW.a > 0"}};
  all.schemas = {"app", "other"};
  all.naming = NamingConvention::recommended();
  all.remarks = {"The function f() is not described."};
  all.uncertain = {{"app", "everything"}, {{}, "raw"}};
  all.complete = true;
  return all;
}

std::string refusal(const std::string& json) {
  const auto error = test::error_of<Error>([&] { metadata_from_json(json); });
  EXPECT_EQ(error.code(), "invalid_snapshot");
  return error.message();
}

std::string document(const std::string& rest) { return R"({"snapshot_version": 1)" + rest + "}"; }

/// A text of any bytes; mostly names.
rc::Gen<std::string> any_text() {
  return rc::gen::weightedOneOf<std::string>({{3, rc::gen::element<std::string>("id", "name", "a b", "", "\"", "\\",
                                                                                "gr\xc3\xb6\xc3\x9f"
                                                                                "e")},
                                              {1, rc::gen::string<std::string>()}});
}

schema::Columns some_names() { return *rc::gen::container<schema::Columns>(any_text()); }

schema::Table any_table(std::string name) {
  schema::Table table{.name = {*rc::gen::element<std::string>("", "s"), std::move(name)}};
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    auto& column = table.columns.emplace_back();
    column.name = *any_text();
    column.type = *rc::gen::element(op::integer(), op::string(7), op::numeric(9, 2), op::enum_("e", {"a", ""}),
                                    op::array(op::uuid()), op::native("X"), op::time().with_time_zone());
    column.nullable = *rc::gen::arbitrary<bool>();
    column.comment = *any_text();
    if (*rc::gen::arbitrary<bool>()) {
      column.server_default =
          *rc::gen::oneOf(rc::gen::map(any_text(), [](std::string text) { return Value(std::move(text)); }),
                          rc::gen::map(any_text(), [](std::string text) { return op::bytes(std::move(text)); }),
                          rc::gen::map(rc::gen::arbitrary<std::int64_t>(), [](std::int64_t n) { return Value(n); }),
                          rc::gen::map(rc::gen::arbitrary<double>(), [](double n) { return Value(n); }));
    }
  }
  if (*rc::gen::arbitrary<bool>()) table.primary_key = schema::PrimaryKey{*any_text(), some_names()};
  if (*rc::gen::arbitrary<bool>()) table.uniques.push_back({*any_text(), some_names()});
  if (*rc::gen::arbitrary<bool>()) table.foreign_keys.push_back({*any_text(), some_names(), {"", *any_text()}, {}});
  if (*rc::gen::arbitrary<bool>()) table.checks.push_back({*any_text(), *any_text()});
  return table;
}

}  // namespace

TEST(Snapshot, HoldsAllOfASchema) {
  const auto all = everything();
  const auto copy = again(all);
  EXPECT_EQ(copy.tables, all.tables);
  EXPECT_EQ(copy, all);
}

TEST(Snapshot, HoldsAnyTexts) {
  EXPECT_TRUE(rc::check([] {
    schema::MetaData schema;
    for (const auto& name : *rc::gen::resize(8, rc::gen::unique<std::vector<std::string>>(any_text()))) {
      auto table = any_table(name);
      schema.tables.emplace(table.name, table);
    }
    RC_ASSERT(again(schema) == schema);
  }));
}

TEST(Snapshot, RefusesOrReadsWhateverBecomesOfADocument) {
  const auto whole = to_json(wrapped(everything()));
  int refused = 0;
  EXPECT_TRUE(rc::check([&] {
    auto text = whole;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      const auto piece =
          *rc::gen::element<std::string>("", "\"", "{", "]", "null", "-1", "\"hex\"", "[]", "\xff", "1e999");
      text.replace(at, *rc::gen::inRange<std::size_t>(0, 12), piece);
    }
    try {
      const auto schema = metadata_from_json(text);
      RC_ASSERT(metadata_from_json(to_json(schema)).data() == schema.data());
    } catch (const Error& error) {
      RC_ASSERT(error.code() == "invalid_snapshot");
      ++refused;
    }
  }));
  EXPECT_GT(refused, 0);
}

TEST(Snapshot, IsTheSameTextEachTime) {
  const auto text = to_json(wrapped(everything()));
  EXPECT_EQ(to_json(metadata_from_json(text)), text);
}

TEST(Snapshot, ReadsLikeASchema) {
  MetaData model;
  model.table("school", [](op::Table& t) { t.integer("id").primary_key(); });
  model.table("pupil", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null().server_default("nobody");
    t.integer("school_id").references("school", "id").on_delete(op::cascade).index();
  });
  EXPECT_EQ(to_json(model), R"json({
  "snapshot_version": 1,
  "complete": true,
  "tables": [
    {
      "name": "pupil",
      "columns": [
        {"name": "id", "type": "integer", "nullable": false},
        {"name": "name", "type": "string(50)", "nullable": false, "server_default": "nobody"},
        {"name": "school_id", "type": "integer"}
      ],
      "primary_key": {"columns": ["id"]},
      "foreign_keys": [
        {"columns": ["school_id"], "referent": "school", "referent_columns": ["id"], "on_delete": "cascade"}
      ],
      "indexes": [
        {"name": "ix_pupil_school_id", "columns": ["school_id"]}
      ]
    },
    {
      "name": "school",
      "columns": [
        {"name": "id", "type": "integer", "nullable": false}
      ],
      "primary_key": {"columns": ["id"]}
    }
  ]
}
)json");
}

TEST(Snapshot, SaysWhereItIsWrong) {
  EXPECT_THAT(refusal(document(", \"tables\": 1e999")), HasSubstr("a number in it is larger"));
  EXPECT_THAT(refusal("{\n\"snapshot_version\": 1,\n oops }"), HasSubstr("it is no JSON: line 3"));
  EXPECT_THAT(refusal(""), HasSubstr("it is no JSON: line 1"));
  EXPECT_THAT(refusal("[]"), HasSubstr("there should be an object, and not array"));
  EXPECT_THAT(refusal("{}"), HasSubstr("there is no \"snapshot_version\""));
  EXPECT_THAT(refusal("{\"snapshot_version\": 2}"), HasSubstr("its version is 2, and this library reads 1"));
  EXPECT_THAT(refusal(document(R"(, "tabels": [])")), HasSubstr("\"tabels\" is not known here"));
  EXPECT_THAT(refusal(document(R"(, "tables": {})")), HasSubstr("tables: there should be a list, and not object"));
  EXPECT_THAT(refusal(document(R"(, "tables": [{"columns": []}])")), HasSubstr("tables[0]: there is no \"name\""));
  const auto column = [](const std::string& text) {
    return refusal(document(R"(, "tables": [{"name": "t", "columns": [{"name": "c", )" + text + "}]}]"));
  };
  EXPECT_THAT(column(R"json("type": "strnig(5)")json"),
              HasSubstr("tables[0].columns[0].type: there is no type \"strnig(5)\""));
  for (const char* type :
       {"string(", "string(5", "string(5,6)", "string(5) ", "string(99999999999)", "", "integer with"}) {
    EXPECT_THAT(column("\"type\": \"" + std::string(type) + "\""), HasSubstr("there is no type")) << type;
  }
  EXPECT_THAT(column(R"("type": {"kind": "x"})"), HasSubstr("type: there should be a type"));
  EXPECT_THAT(column(R"("type": {"native": "x", "more": 1})"), HasSubstr("\"more\" is not known here"));
  EXPECT_THAT(column(R"("type": "text", "nullable": "no")"), HasSubstr("nullable: there should be true or false"));
  EXPECT_THAT(column(R"("type": "text", "server_default": {})"), HasSubstr("server_default: there should be a value"));
  EXPECT_THAT(column(R"("type": "text", "server_default": 18446744073709551615)"), HasSubstr("too large"));
  EXPECT_THAT(column(R"("type": "text", "server_default": {"bytes": "0g"})"), HasSubstr("pairs of hex digits"));
  EXPECT_THAT(column(R"("type": "text", "server_default": {"bytes": "0"})"), HasSubstr("pairs of hex digits"));
  EXPECT_THAT(
      refusal(document(R"(, "tables": [{"name": "t", "columns": [], "foreign_keys": [{"columns": ["a"],
                                   "referent": "b", "on_delete": "casacde"}]}])")),
      HasSubstr("foreign_keys[0].on_delete: \"casacde\" is none of: unspecified, no action, restrict, cascade"));
  EXPECT_THAT(refusal(document(R"(, "tables": [{"name": "t", "columns": []}, {"name": "t", "columns": []}])")),
              HasSubstr("tables[1]: there is another \"t\" already"));
  EXPECT_THAT(refusal(document(R"(, "tables": [], "tables": [])")), HasSubstr("\"tables\" stands there twice"));
  EXPECT_THAT(refusal(document(R"(, "tables": [{"name": "s", "columns": []}, {"name": "t", "columns": [{"name": "a",
                                   "type": "text", "name": "b"}]}])")),
              HasSubstr("tables[1].columns[0]: \"name\" stands there twice"));
  std::string deep = "\"integer\"";
  for (int i = 0; i < 100; ++i) deep = "{\"array\": " + deep + "}";
  EXPECT_THAT(column("\"type\": " + deep), HasSubstr("nested too deeply"));
}

TEST(Inspect, ReadsTheDatabaseWithoutTheMigratorsTables) {
  test::Database database({"CREATE TABLE a (id INTEGER PRIMARY KEY)", "CREATE TABLE b (id INTEGER, secret TEXT)",
                           "CREATE VIEW v AS SELECT 1 AS one", "CREATE TABLE retort_version (version_num TEXT)",
                           "CREATE TABLE retort_journal (id INTEGER)", "CREATE VIRTUAL TABLE f USING fts5(body)"});
  const auto names = [](const MetaData& schema) {
    std::vector<std::string> result;
    for (const auto& [name, table] : schema.data().tables) result.push_back(name.text());
    for (const auto& [name, view] : schema.data().views) result.push_back(name.text());
    return result;
  };
  const auto whole = inspect(database.session());
  EXPECT_THAT(names(whole), ::testing::IsSupersetOf({"a", "b", "v"}));
  EXPECT_THAT(names(whole), Not(::testing::Contains("retort_version")));
  EXPECT_THAT(names(whole), Not(::testing::Contains("retort_journal")));
  EXPECT_TRUE(whole.data().uncertain.contains({{}, "f"}));

  CompareOptions options;
  options.include_name = [](std::string_view kind, std::string_view name) {
    return kind == "column" ? name != "b.secret" : name == "b";
  };
  const auto part = inspect(database.session(), options);
  EXPECT_THAT(names(part), ElementsAre("b"));
  EXPECT_EQ(part.data().tables.at({{}, "b"}).columns.size(), 1U);
}

namespace {

class Step final : public Migration {
 public:
  Step(Revision revision, void (*up)()) : revision_(std::move(revision)), up_(up) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }

 private:
  Revision revision_;
  void (*up_)();
};

MigrationSet three() {
  MigrationSet set;
  set.naming_convention(NamingConvention::recommended());
  set.add(std::make_unique<Step>(Revision{.id = "a1"}, [] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.text("word").unique();
    });
  }));
  set.add(std::make_unique<Step>(Revision{.id = "b1", .down_revision = {"a1"}},
                                 [] { op::add_column("t", op::column("left", op::text())); }));
  set.add(std::make_unique<Step>(Revision{.id = "c1", .down_revision = {"a1"}},
                                 [] { op::add_column("t", op::column("right", op::text())); }));
  return set;
}

std::vector<std::string> columns(const MetaData& schema) {
  std::vector<std::string> names;
  for (const auto& column : schema.data().tables.at({{}, "t"}).columns) names.push_back(column.name);
  return names;
}

}  // namespace

TEST(SchemaAt, AddsUpWhatTheAncestorsSay) {
  const auto set = three();
  EXPECT_THAT(columns(schema_at(set, "a1")), ElementsAre("id", "word"));
  EXPECT_THAT(columns(schema_at(set, "b")), ElementsAre("id", "word", "left"));
  EXPECT_THAT(columns(schema_at(set)), ::testing::UnorderedElementsAre("id", "word", "left", "right"));
  EXPECT_TRUE(schema_at(set, "base").empty());
  EXPECT_EQ(schema_at(set, "a1").data().tables.at({{}, "t"}).uniques.front().name, "uq_t_word");
}

TEST(SchemaAt, RefusesWhatItDoesNotKnow) {
  const auto set = three();
  EXPECT_EQ(test::error_of<Error>([&] { schema_at(set, "nowhere"); }).code(), "unknown_revision");
  EXPECT_EQ(test::error_of<UsageError>([&] { schema_at(set, "a1", "oracle"); }).code(), "unknown_dialect");
}

}  // namespace retort
