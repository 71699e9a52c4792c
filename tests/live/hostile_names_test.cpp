// Names of every kind that can be quoted: what is generated from a database compiles, recreates it, and changes it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/snapshot.hpp>

#include <string>

#include "live/compare_support.hpp"
#include "support/generated_program.hpp"

namespace retort::test {
namespace {

using ::testing::IsEmpty;

class HostileNames : public Comparison {};

INSTANTIATE_TEST_SUITE_P(On, HostileNames, ::testing::Values("sqlite", "postgresql", "mariadb", "firebird"),
                         [](const auto& each) { return std::string(each.param); });

const std::string kTable = "line\nbreak \"; DROP";
const std::string kKey = "\x01\t\x7f";
const std::string kColumn = "a'b\\n\r\n*/ ?\?/";
const std::string kOther = "-- \xc3\xa9 `x`";

MetaData hostile(int length) {
  MetaData model;
  model.table(kTable, [&](op::Table& t) {
    t.integer(kKey).primary_key();
    t.string(kColumn, length).not_null().server_default("x");
    t.index({kColumn}).name("ix\n\x02");
    t.unique({kColumn, kKey}).name("uq\n\"\x03");
  });
  model.table(kOther, [&](op::Table& t) {
    t.integer("id").primary_key();
    t.integer(kColumn);
    t.foreign_key({kColumn}, kTable, {kKey}).name("fk\n`\x04");
  });
  return model;
}

TEST_P(HostileNames, AreWrittenReadAndChanged) {
  const auto model = hostile(20);
  run(compare(database_.session(), model));
  EXPECT_THAT(difference(model), IsEmpty());
  EXPECT_THAT(compare(database_.session(), model).notes(), IsEmpty());
  const auto schema = inspect(database_.session());
  EXPECT_EQ(metadata_from_json(to_json(schema)).data(), schema.data());
  const auto operations = compare(database_.session(), hostile(30));
  run(operations);
  EXPECT_THAT(difference(hostile(30)), IsEmpty());
  undo(operations);
  EXPECT_THAT(difference(model), IsEmpty());
}

TEST_P(HostileNames, AreExactInTheProgramThatIsGenerated) {
  const auto model = hostile(20);
  run(compare(database_.session(), model));
  const auto schema = inspect(database_.session());
  const auto migration = render_migration(creation_of(schema), {.id = "b0", .message = "as it was"});
  const GeneratedProgram program(migration, render_model(schema));
  ASSERT_EQ(program.built().status, 0) << program.built().text << migration;
  EXPECT_THAT(program.built().text, IsEmpty());
  ServerDatabase other(GetParam());
  const auto file = program.path("other.db");
  const auto url = is("sqlite") ? "sqlite3://" + file : other.url();
  auto said = program.run(url, "upgrade heads");
  ASSERT_EQ(said.status, 0) << said.text << migration;
  {
    soci::session session(url);
    EXPECT_THAT(compare(session, model).describe(), IsEmpty()) << migration;
  }
  said = program.run(url, "check");
  EXPECT_EQ(said.status, 0) << said.text;
  said = program.run(url, "downgrade base");
  EXPECT_EQ(said.status, 0) << said.text;
}

}  // namespace
}  // namespace retort::test
