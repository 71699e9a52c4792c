#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <retort/op.hpp>

#include <set>

#include "dialect/sqlite/read_table.hpp"
#include "dialect/sqlite/types.hpp"
#include "dialect/sqlite_database.hpp"

namespace retort::test {
namespace {

using dialect::sqlite::quote;

/// A choice of rapidcheck's, so that a failure shrinks.
std::size_t below(std::size_t limit) { return *rc::gen::inRange<std::size_t>(0, limit); }
bool maybe() { return below(2) == 1; }
template <typename T>
T any_of(std::initializer_list<T> choices) {
  return *(choices.begin() + static_cast<std::ptrdiff_t>(below(choices.size())));
}

const std::vector<std::string>& names() {
  static const std::vector<std::string> kNames = {"a", "B c", "select", "x\"y", "it's", "[odd", "\xC3\xA9", "n;--"};
  return kNames;
}

/// The name in one of the quotes that take it.
std::string spelled(const std::string& name) {
  if (name == "a" && maybe()) return name;
  if (name.find(']') == std::string::npos && maybe()) return "[" + name + "]";
  if (maybe()) return "`" + name + "`";
  return quote(name);
}

std::string gap() { return any_of<std::string>({" ", "  ", "\n", " /* , ) ' */ ", " -- , ( \"\n"}); }

struct RandomTable {
  std::string text;
  std::vector<std::string> columns;
};

/// A CREATE TABLE as people write them: every kind of clause, spacing and quote, over columns k and names().
RandomTable random_table() {
  RandomTable table;
  const bool autoincrement = maybe();
  table.text = "CREATE TABLE" + gap() + "[the table]" + gap() + "(" + gap();
  table.text += autoincrement ? "k INTEGER PRIMARY KEY AUTOINCREMENT" : "k INTEGER";
  const auto count = 2 + below(names().size() - 2);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& name = names()[i];
    table.columns.push_back(name);
    table.text += "," + gap() + spelled(name);
    table.text += any_of<std::string>({"", " INT", " VARCHAR(20)", " double precision", " NVARCHAR( 160 )", " TEXT"});
    if (maybe())
      table.text += gap() + "DEFAULT" + gap() + any_of<std::string>({"1", "-2", "'x,)'", "(1 + (2))", "NULL"});
    if (maybe()) table.text += gap() + "COLLATE" + gap() + any_of<std::string>({"NOCASE", "\"RTRIM\""});
    if (maybe()) table.text += gap() + "CONSTRAINT" + gap() + "[c " + std::to_string(i) + "] CHECK (1)";
    if (maybe()) table.text += gap() + "CHECK" + gap() + "(length('),') > 0)";
    if (maybe()) table.text += gap() + "REFERENCES" + gap() + "parent(id) ON DELETE SET NULL DEFERRABLE";
  }
  if (maybe()) table.text += "," + gap() + "UNIQUE (k, " + spelled(table.columns[0]) + ") ON CONFLICT REPLACE";
  if (maybe()) table.text += any_of<std::string>({",", " "}) + gap() + "CONSTRAINT named CHECK (k <> 0)";
  table.text += gap() + ")";
  return table;
}

std::string list(const std::vector<std::string>& columns) {
  std::string text;
  for (const auto& column : columns) text += ", " + quote(column);
  return text;
}

/// One random operation; the columns whose rows and declarations it does not concern stay in `untouched`.
ops::Action random_change(std::vector<std::string>& untouched, std::size_t number) {
  const schema::QualifiedName table{"", "THE TABLE"};
  const auto take = [&] {
    const auto place = below(untouched.size());
    auto name = untouched[place];
    untouched.erase(untouched.begin() + static_cast<std::ptrdiff_t>(place));
    return name;
  };
  switch (untouched.size() > 1 ? below(5) : 0) {
    case 0:
      return ops::CreateCheck{table, {"check " + std::to_string(number), "1"}};
    case 1:
      return ops::DropColumn{table, take()};
    case 2: {
      ops::AlterColumn change{table, take()};
      change.type = op::string(77);
      if (maybe()) change.nullable = true;
      if (maybe()) change.server_default = std::optional<Value>("new");
      return change;
    }
    case 3: {
      schema::Column column;
      column.name = "added " + std::to_string(number);
      column.type = op::text();
      if (maybe()) column.server_default = Value(op::sql("1 + 1"));
      return ops::AddColumn{table, column};
    }
    default: {
      ops::RenameColumn rename{table, take(), "renamed " + std::to_string(number)};
      return rename;
    }
  }
}

TEST(SqliteRebuildProperty, KeepsRowsAndEverythingElse) {
  const auto holds = rc::check([] {
    const auto table = random_table();
    RC_LOG() << table.text;
    SqliteDatabase db;
    db.run("CREATE TABLE parent (id NUMERIC PRIMARY KEY); INSERT INTO parent VALUES (1);");
    db.run(table.text);
    db.run("CREATE TABLE child (t REFERENCES [the table] (k) ON DELETE CASCADE)");
    db.run("CREATE INDEX ik ON \"the table\" (k DESC) WHERE k > 0");
    db.run("CREATE UNIQUE INDEX uk ON \"the table\" (k)");
    db.run("CREATE TRIGGER tr AFTER DELETE ON \"the table\" BEGIN SELECT ':x; --'; END");
    db.run("CREATE VIEW v AS SELECT k FROM [the table]");
    const auto columns = list(table.columns);
    std::string values;
    for (std::size_t i = 0; i < table.columns.size(); ++i) values += ", 1";
    for (const char* k : {"5", "2", "90"}) {
      db.run("INSERT INTO \"the table\" (k" + columns + ") VALUES (" + k + values + ")");
      db.run("INSERT INTO child VALUES (" + std::string(k) + ")");
    }
    db.run("DELETE FROM \"the table\" WHERE k = 90");

    auto untouched = table.columns;
    ops::Operations operations;
    const auto count = 1 + below(4);
    for (std::size_t i = 0; i < count; ++i) operations.push_back({random_change(untouched, i)});
    const auto rows = "SELECT rowid, k" + list(untouched) + " FROM \"the table\" ORDER BY rowid";
    const std::string others =
        "SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'the table' OR name IN "
        "('ik', 'uk', 'tr') ORDER BY name";
    std::string declared =
        "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo('the table') WHERE name "
        "IN ('k'";
    for (const auto& name : untouched) declared += ", " + dialect::sqlite::literal(Value(name));
    declared += ") ORDER BY cid";
    const std::string child = "SELECT * FROM child";
    const bool counted = table.text.find("AUTOINCREMENT") != std::string::npos;
    const std::string sequence = counted ? "SELECT * FROM sqlite_sequence" : "SELECT 1";
    std::vector<SqliteDatabase::Rows> before;
    for (const auto& query : {rows, others, declared, child, sequence}) before.push_back(db.query(query));

    db.migrate_all(operations);

    std::vector<SqliteDatabase::Rows> after;
    for (const auto& query : {rows, others, declared, child, sequence}) after.push_back(db.query(query));
    RC_ASSERT(after == before);
    RC_ASSERT(db.value("PRAGMA integrity_check") == "ok");
    RC_ASSERT(db.value("PRAGMA foreign_keys") == "1");
    // What is done by ALTER TABLE or by a rebuild is understood again.
    RC_ASSERT(!dialect::sqlite::read_table(*db.native_table({"", "the table"})).columns.empty());
  });
  EXPECT_TRUE(holds);
}

schema::Table random_model() {
  schema::Table table;
  table.name.name = names()[below(names().size())];
  const bool counts = maybe();
  const auto count = 1 + below(names().size() - 1);
  for (std::size_t i = 0; i < count; ++i) {
    schema::Column column;
    column.name = names()[i];
    column.type = any_of<Type>({op::integer(), op::big_integer(), op::string(50), op::text(), op::double_(),
                                op::timestamp().with_time_zone(), op::blob(), op::json(), op::native("ODD(1)")});
    column.nullable = maybe();
    if (maybe()) {
      column.server_default = any_of<Value>({Value(-7), Value("a'b"), Value(0.5), Value(nullptr), Value::bytes("\x01"),
                                             Value(op::sql("1 + 1")), Value(op::sql("CURRENT_TIME"))});
    }
    if (maybe()) column.collation = any_of<std::string>({"NOCASE", "BINARY"});
    if (i == 0 && counts) {
      column.type = op::integer();
      column.autoincrement = true;
      column.nullable = false;
    }
    table.columns.push_back(column);
  }
  const auto name = [](const char* text) { return maybe() ? std::string(text) : std::string(); };
  const auto& first = table.columns.front().name;
  const auto& last = table.columns.back().name;
  if (counts) {
    table.primary_key = schema::PrimaryKey{name("the key"), {first}};
  } else if (maybe()) {
    table.columns.front().nullable = false;
    table.primary_key = schema::PrimaryKey{name("the key"), {first}};
    table.options.sqlite_without_rowid = maybe();
  }
  if (maybe()) table.uniques.push_back({name("u"), {last}});
  if (maybe()) {
    schema::ForeignKey key{name("f"), {last}, {"", "other"}, {"x"}};
    key.on_delete = any_of({op::set_null, op::cascade, op::restrict, op::ReferentialAction::unspecified});
    key.deferral = any_of({schema::Deferral::none, schema::Deferral::deferrable, schema::Deferral::initially_deferred});
    table.foreign_keys.push_back(key);
  }
  if (maybe()) table.checks.push_back({name("c"), quote(first) + " <> '(' /* ) */"});
  if (maybe()) {
    schema::Index index{"an index", {op::IndexColumn(last).descending(), op::IndexColumn(op::sql("length(1)"))}};
    index.unique = maybe();
    if (maybe()) index.where = quote(last) + " IS NOT NULL";
    table.indexes.push_back(index);
  }
  return table;
}

TEST(SqliteReadTableProperty, IsTheReverseOfCreateTable) {
  const auto holds = rc::check([] {
    const auto table = random_model();
    SqliteDatabase db;
    db.migrate_all(ops::Operations{{ops::CreateTable{table}}});
    RC_LOG() << db.text_of(table.name.name);
    RC_ASSERT(dialect::sqlite::read_table(*db.native_table(table.name)) == table);
  });
  EXPECT_TRUE(holds);
}

TEST(SqliteLiteralProperty, IsReadBackAsItWasGiven) {
  SqliteDatabase db;
  const auto holds = rc::check([&db] {
    const auto text = *rc::gen::arbitrary<std::string>();
    RC_ASSERT(db.value("SELECT " + dialect::sqlite::literal(Value(text))) == text);
    const auto number = *rc::gen::arbitrary<std::int64_t>();
    RC_ASSERT(db.value("SELECT " + dialect::sqlite::literal(Value(static_cast<long long>(number)))) ==
              std::to_string(number));
    const auto real = *rc::gen::arbitrary<double>();
    db.run("CREATE TEMP TABLE IF NOT EXISTS r (x REAL); DELETE FROM r;");
    db.run("INSERT INTO r VALUES (" + dialect::sqlite::literal(Value(real)) + ")");
    RC_ASSERT(db.value("SELECT x = " + dialect::sqlite::literal(Value(real)) + " FROM r") == "1");
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace retort::test
