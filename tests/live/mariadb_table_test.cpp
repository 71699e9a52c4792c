#include <optional>
#include <string>
#include <vector>

#include "dialect/sqlite/object_text.hpp"
#include "live/mariadb_support.hpp"

namespace retort::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MariadbTable : public Mariadb {
 protected:
  schema::Table inspected(const std::string& name) {
    auto schema = connection_->inspect();
    const auto found = schema.tables.find({{}, name});
    return found == schema.tables.end() ? schema::Table{} : found->second;
  }
};

bool same_default(const std::optional<Value>& a, const std::optional<Value>& b) {
  const bool sql = a && b && a->kind() == Value::Kind::sql && b->kind() == Value::Kind::sql;
  return sql ? dialect::sqlite::same_sql(a->text(), b->text()) : a == b;
}

void every_type(op::Table& t) {
  t.integer("a_integer");
  t.small_integer("a_small").server_default(-3);
  t.big_integer("a_big").server_default(5'000'000'000LL);
  t.boolean("a_boolean").not_null().server_default(true);
  t.float_("a_float").server_default(1.5);
  t.double_("a_double").server_default(1e300);
  t.numeric("a_numeric", 20, 6).server_default(op::decimal("12.3"));
  t.numeric("a_whole", 5);
  t.string("a_string", 50).server_default("it's \\ \"quoted\" :x \xc3\xa9");
  t.text("a_text").server_default("it's \\ \xc3\xa9");
  t.char_("a_char", 3).server_default("abc");
  t.binary("a_binary", 16).server_default(op::bytes(std::string("\x01z\\", 3)));
  t.blob("a_blob");
  t.date("a_date").server_default("2024-02-29");
  t.time("a_time").server_default("10:20:30");
  t.timestamp("a_stamp").server_default(op::sql("CURRENT_TIMESTAMP"));
  t.timestamp("a_zoned").with_time_zone().server_default(op::sql("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"));
  t.timestamp("a_moment").server_default("2024-01-01 10:00:00");
  t.uuid("a_uuid");
  t.json("a_json");
  t.enum_("an_enum", "mood", {"ok", "it's \\ bad", "\xc3\xa9"}).server_default("it's \\ bad");
  t.native("a_native", "MEDIUMINT(9) UNSIGNED").server_default(7);
  t.string("collated", 10).collate("utf8mb4_bin").comment("c'omment \\ \xc3\xa9");
  t.integer("computed").computed(op::sql("a_integer + 1"));
  t.string("kept", 60).computed(op::sql("upper(a_string)")).stored();
  t.text("expression").server_default(op::sql("concat('a', upper('b'))"));
}

TEST_F(MariadbTable, EveryTypeAndDefaultReadsBackAsItIsWritten) {
  const auto schema = schema_after([] { op::create_table("types", [](op::Table& t) { every_type(t); }); });
  migrate([] { op::create_table("types", [](op::Table& t) { every_type(t); }); });
  const auto wanted = connection_->dialect().normalized(schema.tables.begin()->second);
  const auto found = inspected("types");
  ASSERT_EQ(found.columns.size(), wanted.columns.size());
  for (std::size_t i = 0; i < wanted.columns.size(); ++i) {
    SCOPED_TRACE(wanted.columns[i].name);
    EXPECT_EQ(found.columns[i].type.text(), wanted.columns[i].type.text());
    EXPECT_PRED2(same_default, found.columns[i].server_default, wanted.columns[i].server_default)
        << (found.columns[i].server_default ? found.columns[i].server_default->text() : "none") << " is not "
        << (wanted.columns[i].server_default ? wanted.columns[i].server_default->text() : "none");
    EXPECT_EQ(found.columns[i].nullable, wanted.columns[i].nullable);
    EXPECT_EQ(found.columns[i].collation, wanted.columns[i].collation);
    EXPECT_EQ(found.columns[i].comment, wanted.columns[i].comment);
    EXPECT_EQ(found.columns[i].computed.has_value(), wanted.columns[i].computed.has_value());
  }
  // op:: has a word for each type of op::, so that what is read can be written again.
  const auto model = schema.tables.begin()->second;
  for (std::size_t i = 0; i < model.columns.size(); ++i) {
    const auto kind = model.columns[i].type.kind();
    if (kind == Type::Kind::enum_ || kind == Type::Kind::native) continue;
    EXPECT_EQ(found.columns[i].type, model.columns[i].type) << model.columns[i].name;
  }
  run("INSERT INTO types (a_integer) VALUES (1)");
  EXPECT_EQ(value("SELECT a_string FROM types"), "it's \\ \"quoted\" :x \xc3\xa9");
  EXPECT_EQ(value("SELECT a_text FROM types"), "it's \\ \xc3\xa9");
  EXPECT_EQ(value("SELECT an_enum FROM types"), "it's \\ bad");
  EXPECT_EQ(value("SELECT hex(a_binary) FROM types"), "017A5C");
}

TEST_F(MariadbTable, TheFactsOfOneTableAreThoseOfAll) {
  migrate([] {
    op::create_table("parents", [](op::Table& t) { t.integer("id").primary_key().autoincrement(); });
    op::create_table("types", [](op::Table& t) {
      every_type(t);
      t.integer("parent_id").references("parents").on_delete(op::cascade);
      t.check("a_integer > 0").name("ck_positive");
      t.index({op::desc("a_integer"), op::index_column("a_text").length(10)}).name("ix_two").comment("why");
    });
  });
  const auto table = connection_->facts().table({{}, "types"});
  ASSERT_TRUE(table);
  EXPECT_EQ(*table, inspected("types"));
  EXPECT_EQ(table->foreign_keys.front().referent_columns, schema::Columns{"id"});
  EXPECT_FALSE(connection_->facts().table({{}, "nothing"}));
}

TEST_F(MariadbTable, AChangeOfOneThingLosesNoneOfTheOthers) {
  run("CREATE TABLE t (id INT PRIMARY KEY, hidden INT UNSIGNED NOT NULL DEFAULT 3 INVISIBLE COMMENT 'it''s' CHECK "
      "(hidden < 100), stamped DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3), "
      "padded "
      "INT(5) ZEROFILL NULL DEFAULT 7, latin VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'a, "
      "b "
      "(c)', document JSON, base INT, made INT AS (base + 1) STORED COMMENT 'made')");
  const auto before = [&](const char* column) { return column_line("t", column); };
  EXPECT_EQ(before("hidden"), "int(10) unsigned NOT NULL INVISIBLE DEFAULT 3 COMMENT 'it''s' CHECK (`hidden` < 100)");
  migrate([] { op::alter_column("t", "hidden", [](op::ColumnChange& c) { c.server_default(4); }); });
  EXPECT_EQ(before("hidden"), "int(10) unsigned NOT NULL INVISIBLE DEFAULT 4 COMMENT 'it''s' CHECK (`hidden` < 100)");
  migrate([] { op::alter_column("t", "hidden", [](op::ColumnChange& c) { c.type(op::big_integer()).comment(""); }); });
  EXPECT_EQ(before("hidden"), "bigint(20) NOT NULL INVISIBLE DEFAULT 4 CHECK (`hidden` < 100)");
  migrate([] { op::alter_column("t", "hidden", [](op::ColumnChange& c) { c.nullable().drop_server_default(); }); });
  EXPECT_EQ(before("hidden"), "bigint(20) INVISIBLE DEFAULT NULL CHECK (`hidden` < 100)");

  migrate([] { op::alter_column("t", "stamped", [](op::ColumnChange& c) { c.nullable(); }); });
  EXPECT_EQ(before("stamped"), "datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)");
  migrate([] { op::alter_column("t", "stamped", [](op::ColumnChange& c) { c.server_default("2024-01-01"); }); });
  EXPECT_EQ(before("stamped"), "datetime(3) DEFAULT '2024-01-01 00:00:00.000' ON UPDATE current_timestamp(3)");

  migrate([] { op::alter_column("t", "padded", [](op::ColumnChange& c) { c.not_null(); }); });
  EXPECT_EQ(before("padded"), "int(5) unsigned zerofill NOT NULL DEFAULT 00007");
  migrate([] {
    op::alter_column("t", "latin", [](op::ColumnChange& c) { c.type(op::string(20)).new_column_name("longer"); });
  });
  EXPECT_EQ(before("longer"), "varchar(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'a, b (c)'");
  migrate([] { op::alter_column("t", "document", [](op::ColumnChange& c) { c.comment("raw \\ form"); }); });
  EXPECT_THAT(before("document"), HasSubstr("CHECK (json_valid(`document`))"));
  EXPECT_EQ(inspected("t").find_column("document")->comment, "raw \\ form");
  migrate([] { op::alter_column("t", "document", [](op::ColumnChange& c) { c.type(op::text()); }); });
  EXPECT_EQ(before("document"), "longtext DEFAULT NULL COMMENT 'raw \\\\ form'");
  migrate([] { op::alter_column("t", "made", [](op::ColumnChange& c) { c.comment("known"); }); });
  EXPECT_EQ(before("made"), "int(11) GENERATED ALWAYS AS (`base` + 1) STORED COMMENT 'known'");
  migrate([] { op::alter_column("t", "id", [](op::ColumnChange& c) { c.autoincrement(); }); });
  EXPECT_EQ(before("id"), "int(11) NOT NULL AUTO_INCREMENT");
}

TEST_F(MariadbTable, WhatTheServerCannotTellIsNotRepeated) {
  // MariaDB itself shows the default as '?', with which a MODIFY would replace it.
  run("CREATE TABLE t (x VARCHAR(20) NOT NULL DEFAULT '\xf0\x9f\x98\x80', b VARBINARY(4) DEFAULT X'01FE5C', y INT)");
  const auto error = error_of<OperationError>(
      [&] { migrate([] { op::alter_column("t", "x", [](op::ColumnChange& c) { c.nullable(); }); }); });
  EXPECT_EQ(error.code(), "hidden_text");
  EXPECT_THAT(error.message(), HasSubstr("server_default("));
  migrate([] {
    op::alter_column("t", "x", [](op::ColumnChange& c) { c.nullable().server_default("\xf0\x9f\x98\x80"); });
    op::alter_column("t", "b", [](op::ColumnChange& c) { c.type(op::binary(8)).comment("bytes"); });
  });
  run("INSERT INTO t (y) VALUES (1)");
  EXPECT_EQ(value("SELECT x FROM t"), "\xf0\x9f\x98\x80");
  EXPECT_EQ(value("SELECT hex(b) FROM t"), "01FE5C");
}

TEST_F(MariadbTable, ManyChangesAreOneStatement) {
  migrate([] {
    op::create_table("parents", [](op::Table& t) { t.integer("id").primary_key(); });
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("gone");
      t.integer("pair_a");
      t.integer("pair_b");
      t.string("name", 20).unique();
      t.unique({"pair_a", "pair_b"});
      t.integer("parent_id").references("parents");
      t.check("gone > 0");
    });
  });
  const auto sent = migrate([] {
    op::batch_alter_table("t", [](op::TableChange& t) {
      t.add_column(op::column("added", op::integer()).not_null().server_default(1)).after("id");
      t.drop_constraint("", op::check).existing_check("gone > 0");
      t.drop_column("gone");
      t.drop_column("pair_a");
      t.drop_constraint("", op::unique).existing_unique("name");
      t.drop_constraint("", op::foreign_key).existing_foreign_key("parent_id", "parents", "id");
      t.alter_column("name", [](op::ColumnChange& c) { c.type(op::string(40)).not_null(); });
      t.rename_column("parent_id", "father_id");
      t.create_index("ix_added", {op::desc("added")});
      t.create_check_constraint("ck_added", "added > 0");
      t.create_table_comment("changed");
    });
  });
  ASSERT_EQ(sent.size(), 1U);
  const auto table = inspected("t");
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  EXPECT_THAT(names, ElementsAre("id", "added", "pair_b", "name", "father_id"));
  EXPECT_THAT(table.uniques, IsEmpty());
  EXPECT_THAT(table.foreign_keys, IsEmpty());
  EXPECT_EQ(table.indexes.size(), 1U) << "the index that MySQL made for the foreign key went with it";
  EXPECT_EQ(table.checks.size(), 1U);
  EXPECT_EQ(table.comment, "changed");
}

TEST_F(MariadbTable, HostileNamesAreNamesAndNothingElse) {
  for (const auto& name : std::vector<std::string>{"select", "a`b", "a\"b", "a'b", "a;b", "a.b", "a -- b",
                                                   "\xc3\xbc\xe4\xb8\xad", "a\\b", ":v", "%s", std::string(64, 'x')}) {
    SCOPED_TRACE(name);
    migrate([&] {
      op::create_table(name, [&](op::Table& t) {
        t.integer("id").primary_key();
        t.string(name, 20).not_null().server_default(name.substr(0, 20));
        t.index({op::index_column(name)}).name(name);
      });
      op::alter_column(name, name, [](op::ColumnChange& c) { c.nullable(); });
      op::rename_table(name, "other");
    });
    EXPECT_EQ(inspected("other").indexes.front().name, name);
    EXPECT_EQ(inspected("other").columns[1].server_default, Value(name.substr(0, 20)));
    migrate([] { op::drop_table("other"); });
  }
  for (const auto& name : {std::string(65, 'x'), std::string("a "), std::string("\xf0\x9f\x98\x80")}) {
    const auto error = error_of<OperationError>([&] { migrate([&] { op::drop_table(name); }); });
    EXPECT_EQ(error.code(), "invalid_identifier");
  }
}

TEST_F(MariadbTable, AnEnumChangesInEachColumnWithItsRows) {
  const auto before = schema_after([] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.enum_("mood", "mood", {"ok", "sad"}).not_null().server_default("sad");
    });
  });
  migrate([&] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.enum_("mood", "mood", {"ok", "sad"}).not_null().server_default("sad");
    });
  });
  run("INSERT INTO t (id) VALUES (1)");
  const auto change = recorded([] { op::alter_enum("mood").rename_value("sad", "blue").add_value("glad", "ok"); });
  for (const auto& statement : connection_->dialect().compile(change, before, &connection_->facts())) {
    run(statement.sql);
  }
  EXPECT_EQ(value("SELECT mood FROM t"), "blue");
  EXPECT_EQ(column_line("t", "mood"), "enum('glad','ok','blue') NOT NULL DEFAULT 'blue'");
}

}  // namespace
}  // namespace retort::test
