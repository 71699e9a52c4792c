// What differs between MySQL and MariaDB and between their versions, as text: MySQL itself is not at hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/op.hpp>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "dialect/mysql/dialect.hpp"
#include "dialect/mysql/server.hpp"
#include "dialect/mysql/types.hpp"
#include "support/record.hpp"

namespace retort::test {
namespace {

using dialect::mysql::Server;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

Server mysql(int version) { return {.version = version}; }
Server mariadb(int version) { return {.mariadb = true, .version = version}; }

/// The statements of what is recorded behind `before`.
std::vector<std::string> compiled(
    const Server& server, FunctionRef<void()> record, FunctionRef<void()> before = [] {}) {
  const auto dialect = dialect::mysql::make_dialect(server);
  schema::MetaData schema;
  ops::apply(ops::record(before, {.dialect = "mysql"}).operations, schema);
  std::vector<std::string> result;
  const auto operations = ops::record(record, {.dialect = "mysql"}).operations;
  std::span<const ops::Operation> rest(operations);
  while (!rest.empty()) {
    const auto group = rest.first(dialect->group(rest));
    for (auto& statement : dialect->compile(group, schema, nullptr)) result.push_back(std::move(statement.sql));
    for (const auto& operation : group) ops::apply(operation, schema);
    rest = rest.subspan(group.size());
  }
  return result;
}

std::string only(
    const Server& server, FunctionRef<void()> record, FunctionRef<void()> before = [] {}) {
  const auto statements = compiled(server, record, before);
  EXPECT_EQ(statements.size(), 1U);
  return statements.empty() ? std::string() : statements.front();
}

std::string refused(
    const Server& server, FunctionRef<void()> record, FunctionRef<void()> before = [] {}) {
  return error_of<UnsupportedOperation>([&] { compiled(server, record, before); }).message();
}

void people() {
  op::create_table("people", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("name", 50).not_null().server_default("x");
    t.check("id > 0").name("ck");
    t.index({"name"}).name("ix");
  });
}

TEST(MysqlServer, KnowsWhatEachVersionCan) {
  struct Row {
    const char* what;
    bool (Server::*can)() const noexcept;
    /// The first version that can; kNever for none.
    int mysql;
    int mariadb;
  };
  constexpr int kAlways = 0;
  const Row rows[] = {
      {"renames_columns", &Server::renames_columns, 80000, 100502},
      {"renames_indexes", &Server::renames_indexes, 50700, 100502},
      {"enforces_checks", &Server::enforces_checks, 80016, 100201},
      {"has_expression_defaults", &Server::has_expression_defaults, 80013, 100201},
      {"has_text_defaults", &Server::has_text_defaults, Server::kNever, kAlways},
      {"has_expression_indexes", &Server::has_expression_indexes, 80013, Server::kNever},
      {"has_descending_indexes", &Server::has_descending_indexes, 80000, 100801},
      {"has_long_uniques", &Server::has_long_uniques, Server::kNever, 100400},
      {"has_uuid", &Server::has_uuid, Server::kNever, 100700},
      {"has_conditional_clauses", &Server::has_conditional_clauses, Server::kNever, kAlways},
      {"has_conditional_views", &Server::has_conditional_views, 90100, 100103},
      {"has_conditional_triggers", &Server::has_conditional_triggers, 80029, 100104},
      {"has_sequences", &Server::has_sequences, Server::kNever, 100300},
      {"has_generated_not_null", &Server::has_generated_not_null, kAlways, Server::kNever},
      {"drops_constraints", &Server::drops_constraints, 80019, 100201},
  };
  constexpr int kNewest = 190000;
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    for (const bool is_mariadb : {false, true}) {
      const int first = is_mariadb ? row.mariadb : row.mysql;
      Server server{.mariadb = is_mariadb, .version = first == Server::kNever || first == kAlways ? kNewest : first};
      EXPECT_EQ((server.*row.can)(), first != Server::kNever);
      if (first == Server::kNever || first == kAlways) continue;
      --server.version;
      EXPECT_FALSE((server.*row.can)());
    }
  }
}

TEST(MysqlVersion, RenamesAColumnByItsDefinitionWhereThereIsNoOtherWay) {
  const auto rename = [] { op::rename_column("people", "name", "full_name"); };
  const auto old_people = [] {
    op::create_table("people", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null().server_default("x");
    });
  };
  const std::string plain = "ALTER TABLE `people` RENAME COLUMN `name` TO `full_name`";
  const std::string full = "ALTER TABLE `people` CHANGE COLUMN `name` `full_name` VARCHAR(50) NOT NULL DEFAULT 'x'";
  EXPECT_EQ(only(mysql(80034), rename, people), plain);
  EXPECT_EQ(only(mariadb(100600), rename, people), plain);
  EXPECT_EQ(only(mariadb(100501), rename, people), full);
  EXPECT_EQ(only(mysql(50744), rename, old_people), full);
}

TEST(MysqlVersion, RenamesAnIndexWhereTheServerCan) {
  const auto rename = [] { op::rename_index("people", "ix", "ix_new"); };
  EXPECT_EQ(only(mysql(80034), rename, people), "ALTER TABLE `people` RENAME INDEX `ix` TO `ix_new`");
  EXPECT_EQ(only(mariadb(100502), rename, people), "ALTER TABLE `people` RENAME INDEX `ix` TO `ix_new`");
  EXPECT_THAT(refused(mariadb(100501), rename, people), HasSubstr("drop_index"));
}

TEST(MysqlVersion, DropsACheckInTheWordsOfTheServer) {
  const auto drop = [] { op::drop_constraint("ck", "people", op::check); };
  EXPECT_EQ(only(mysql(80019), drop, people), "ALTER TABLE `people` DROP CONSTRAINT `ck`");
  EXPECT_EQ(only(mysql(80018), drop, people), "ALTER TABLE `people` DROP CHECK `ck`");
  EXPECT_EQ(only(mariadb(100600), drop, people), "ALTER TABLE `people` DROP CONSTRAINT `ck`");
}

TEST(MysqlVersion, RefusesAUselessCheck) {
  const auto check = [] { op::create_check_constraint("positive", "people", "id > 0"); };
  EXPECT_EQ(only(mysql(80016), check), "ALTER TABLE `people` ADD CONSTRAINT `positive` CHECK (id > 0)");
  EXPECT_THAT(refused(mysql(80015), check), HasSubstr("MySQL before 8.0.16 reads a CHECK and forgets it"));
  EXPECT_THAT(refused(mariadb(100200), check), HasSubstr("MariaDB before 10.2.1"));
}

TEST(MysqlVersion, WritesDefaultsAsTheServerTakesThem) {
  const auto column = [](Type type, Value value) {
    return [type = std::move(type), value = std::move(value)] {
      op::add_column("t", op::column("c", type).server_default(value));
    };
  };
  const auto text = column(op::text(), "x");
  EXPECT_THAT(only(mysql(80034), text), HasSubstr("`c` LONGTEXT DEFAULT ('x')"));
  EXPECT_THAT(only(mariadb(100600), text), HasSubstr("`c` LONGTEXT DEFAULT 'x'"));
  EXPECT_THAT(refused(mysql(80012), text), HasSubstr("use a trigger"));
  const auto expression = column(op::integer(), op::sql("1 + 1"));
  EXPECT_THAT(only(mysql(80013), expression), HasSubstr("DEFAULT (1 + 1)"));
  EXPECT_THAT(only(mariadb(100201), expression), HasSubstr("DEFAULT (1 + 1)"));
  EXPECT_THAT(refused(mysql(80012), expression), HasSubstr("MySQL 8.0.13"));
  EXPECT_THAT(refused(mysql(80012), column(op::integer(), op::sql("(1 + 1)"))), HasSubstr("MySQL 8.0.13"));
}

TEST(MysqlVersion, MakesTheIndexesThatTheServerHas) {
  const auto expression = [] { op::create_index("ix_lower", "people", {op::sql("lower(name)")}); };
  EXPECT_EQ(only(mysql(80013), expression), "ALTER TABLE `people` ADD INDEX `ix_lower` ((lower(name)))");
  EXPECT_THAT(refused(mysql(80012), expression), HasSubstr("MySQL before 8.0.13 has no indexes over expressions"));
  EXPECT_THAT(refused(mariadb(110400), expression), HasSubstr("MariaDB has no indexes over expressions"));
  const auto descending = [] { op::create_index("ix_desc", "people", {op::desc("name")}); };
  EXPECT_THAT(only(mysql(80034), descending), HasSubstr("(`name` DESC)"));
  EXPECT_THAT(only(mariadb(100801), descending), HasSubstr("(`name` DESC)"));
  // They read the word and forget it: an index upwards serves the same queries.
  EXPECT_THAT(only(mariadb(100600), descending), HasSubstr("(`name`)"));
  EXPECT_THAT(only(mysql(50744), descending), HasSubstr("(`name`)"));
}

TEST(MysqlVersion, KeepsLongValuesUniqueWhereTheServerCan) {
  const auto notes = [] {
    op::create_table("notes", [](op::Table& t) {
      t.integer("id").primary_key();
      t.text("body").unique();
    });
  };
  EXPECT_THAT(only(mariadb(100600), notes), HasSubstr("UNIQUE (`body`)"));
  EXPECT_THAT(refused(mysql(80034), notes), HasSubstr("length(n)"));
  EXPECT_THAT(refused(mariadb(100300), notes), HasSubstr("length(n)"));
}

TEST(MysqlVersion, HasAUuidOrThirtySixCharacters) {
  using dialect::mysql::parse_type;
  using dialect::mysql::type_text;
  EXPECT_EQ(type_text(op::uuid(), mariadb(100700)), "UUID");
  EXPECT_EQ(parse_type("uuid", mariadb(100700)), op::uuid());
  for (const auto& server : {mysql(80034), mariadb(100600)}) {
    EXPECT_EQ(type_text(op::uuid(), server), "CHAR(36)");
    const auto dialect = dialect::mysql::make_dialect(server);
    const auto schema = schema_after([] { op::create_table("t", [](op::Table& t) { t.uuid("u").primary_key(); }); });
    EXPECT_EQ(dialect->normalized(schema.tables.begin()->second).columns.at(0).type, op::char_(36));
  }
  // What was made before the server was upgraded.
  EXPECT_TRUE(dialect::mysql::make_dialect(mariadb(100700))->serves(op::char_(36), op::uuid()));
  EXPECT_FALSE(dialect::mysql::make_dialect(mariadb(100700))->serves(op::char_(35), op::uuid()));
}

TEST(MysqlVersion, TakesTheDigitsOfItsDecimal) {
  using dialect::mysql::type_text;
  EXPECT_EQ(type_text(op::numeric(65, 38), mariadb(100600)), "DECIMAL(65, 38)");
  EXPECT_EQ(type_text(op::numeric(65, 30), mysql(80034)), "DECIMAL(65, 30)");
  EXPECT_THROW(type_text(op::numeric(65, 31), mysql(80034)), UnsupportedOperation);
  EXPECT_THROW(type_text(op::numeric(65, 39), mariadb(100600)), UnsupportedOperation);
}

TEST(MysqlVersion, AsksForWhatExistsWhereTheServerCan) {
  const auto drop = [] { op::drop_column("people", "nothing").if_exists(); };
  EXPECT_EQ(only(mariadb(100600), drop, people), "ALTER TABLE `people` DROP COLUMN IF EXISTS `nothing`");
  // MySQL has no such clause: what is known of the table decides.
  EXPECT_THAT(compiled(mysql(80034), drop, people), IsEmpty());
  EXPECT_EQ(only(
                mysql(80034), [] { op::drop_column("people", "name").if_exists(); }, people),
            "ALTER TABLE `people` DROP COLUMN `name`");
  const auto index = [] { op::create_index("ix", "people", {"name"}).if_not_exists(); };
  EXPECT_EQ(only(mariadb(100600), index, people), "ALTER TABLE `people` ADD INDEX IF NOT EXISTS `ix` (`name`)");
  EXPECT_THAT(compiled(mysql(80034), index, people), IsEmpty());
  const auto view = [] { op::create_view("v", "SELECT 1").if_not_exists(); };
  EXPECT_EQ(only(mysql(90100), view), "CREATE VIEW IF NOT EXISTS `v` AS SELECT 1");
  EXPECT_EQ(only(mariadb(100600), view), "CREATE VIEW IF NOT EXISTS `v` AS SELECT 1");
  EXPECT_THAT(refused(mysql(80034), view), HasSubstr("replace_view"));
  const auto trigger = [] {
    op::create_trigger("tr", "people", "SET NEW.name = 'y'").before().on_insert().if_not_exists();
  };
  EXPECT_THAT(only(mysql(80029), trigger), HasSubstr("CREATE TRIGGER IF NOT EXISTS `tr`"));
  EXPECT_THAT(only(mariadb(100600), trigger), HasSubstr("CREATE TRIGGER IF NOT EXISTS `tr`"));
  EXPECT_THAT(refused(mysql(80028), trigger), HasSubstr("CREATE TRIGGER IF NOT EXISTS"));
}

TEST(MysqlVersion, HasSequencesOnMariadb) {
  const auto create = [] { op::create_sequence("s").start(5); };
  EXPECT_EQ(only(mariadb(100300), create), "CREATE SEQUENCE `s` START WITH 5");
  for (const auto& server : {mysql(80034), mariadb(100200)}) {
    EXPECT_THAT(refused(server, create), HasSubstr("use autoincrement()"));
    EXPECT_THAT(refused(server, [] { op::drop_sequence("s"); }), HasSubstr("use autoincrement()"));
  }
}

TEST(MysqlVersion, SaysNotNullOfAComputedColumnWhereTheServerDoes) {
  const auto column = [] { op::add_column("t", op::column("c", op::integer()).computed(op::sql("1 + 1")).not_null()); };
  EXPECT_THAT(only(mysql(80034), column), HasSubstr("VIRTUAL NOT NULL"));
  EXPECT_THAT(refused(mariadb(110400), column), HasSubstr("use a check instead"));
  const auto before = [] {
    op::create_table("t", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("c").computed(op::sql("id + 1"));
    });
  };
  const auto change = [] { op::alter_column("t", "c", [](op::ColumnChange& c) { c.nullable(false); }); };
  EXPECT_THAT(only(mysql(80034), change, before), HasSubstr("VIRTUAL NOT NULL"));
  EXPECT_THAT(refused(mariadb(110400), change, before), HasSubstr("leave out nullable()"));
}

TEST(MysqlVersion, SpellsExpressionsAsItsCatalogDoes) {
  const auto condition = [](const Server& server) {
    const auto schema = schema_after([] {
      op::create_table("t", [](op::Table& t) {
        t.integer("id").primary_key();
        t.string("name", 20);
        t.check("upper(name) != now()").name("ck");
      });
    });
    return dialect::mysql::make_dialect(server)->normalized(schema.tables.begin()->second).checks.at(0).condition;
  };
  EXPECT_EQ(condition(mariadb(100600)), "ucase(name) <> current_timestamp()");
  EXPECT_THAT(condition(mysql(80034)), AllOf(HasSubstr("upper(name) <> now()"), Not(HasSubstr("ucase"))));
}

TEST(MysqlVersion, TellsTablesApartByCaseWhereTheFileSystemDoes) {
  using dialect::NameOf;
  const auto linux_server = dialect::mysql::make_dialect(mysql(80034));
  const auto windows_server = dialect::mysql::make_dialect({.version = 80034, .tells_table_case = false});
  EXPECT_NE(linux_server->name_key(NameOf::table, "People"), linux_server->name_key(NameOf::table, "people"));
  EXPECT_EQ(windows_server->name_key(NameOf::table, "People"), windows_server->name_key(NameOf::table, "people"));
  EXPECT_EQ(linux_server->name_key(NameOf::part, "Name"), linux_server->name_key(NameOf::part, "name"));
}

TEST(MysqlVersion, WritesItsScriptsForItsOwnClient) {
  EXPECT_EQ(dialect::mysql::make_dialect(mysql(80034))->script_form().client, "mysql");
  EXPECT_EQ(dialect::mysql::make_dialect(mariadb(100600))->script_form().client, "mariadb");
}

}  // namespace
}  // namespace retort::test
