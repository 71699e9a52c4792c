// Enums that several columns, tables and schemas share, in a database that nobody's migrations made: what is generated
// makes each of them once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <retort/autogenerate.hpp>
#include <retort/snapshot.hpp>

#include <initializer_list>
#include <string>

#include "runtime/connection.hpp"
#include "schema/metadata.hpp"
#include "support/generated_program.hpp"
#include "support/server.hpp"

namespace retort::test {
namespace {

using ::testing::IsEmpty;

void execute(soci::session& session, std::initializer_list<const char*> statements) {
  const auto connection = runtime::connect(session);
  for (const auto* statement : statements) connection->execute(statement);
  if (connection->in_transaction()) connection->commit();
}

TEST(EnumAdoption, OfSharedEnumsRecreatesThem) {
  ServerDatabase original("postgresql");
  ServerDatabase recreated("postgresql");
  execute(original.session(),
          {"CREATE SCHEMA paint", "CREATE TYPE colour AS ENUM ('red', 'x', 'it''s \"green\"')",
           "CREATE TYPE paint.shade AS ENUM ('dark', 'light')", "CREATE TYPE unused AS ENUM ('a', 'b')",
           "CREATE TYPE \"Odd Name\" AS ENUM ('one', 'One', '')",
           "CREATE TABLE cars (id integer PRIMARY KEY, body colour DEFAULT 'x'::colour, roof colour NOT NULL, "
           "stripes colour[] DEFAULT '{red,x}'::colour[], shade paint.shade DEFAULT 'dark'::paint.shade)",
           "CREATE TABLE bikes (id integer PRIMARY KEY, frame colour DEFAULT 'red', shades paint.shade[], "
           "odd \"Odd Name\" DEFAULT 'One', CHECK (frame <> 'x'::colour))",
           "CREATE INDEX ix_bikes_red ON bikes (id) WHERE frame = 'red'::colour"});
  auto* source = &original.session();
  const auto schema = inspect(*source);
  EXPECT_EQ(schema.data().enums.size(), 3U) << "the fourth is in another schema, and told by its columns";
  EXPECT_EQ(metadata_from_json(to_json(schema)).data(), schema.data());
  const auto migration = render_migration(creation_of(schema), {.id = "b0", .message = "as it was"});
  const GeneratedProgram program(migration, render_model(schema));
  ASSERT_EQ(program.built().status, 0) << program.built().text << migration;
  EXPECT_THAT(program.built().text, IsEmpty());
  auto said = program.run(recreated.url(), "upgrade heads");
  ASSERT_EQ(said.status, 0) << said.text << migration;
  EXPECT_THAT(compare(recreated.session(), schema).describe(), IsEmpty()) << migration;
  EXPECT_THAT(compare(*source, schema).describe(), IsEmpty());
  said = program.run(recreated.url(), "check");
  EXPECT_EQ(said.status, 0) << said.text << render_model(schema);
  said = program.run(original.url(), "stamp heads");
  ASSERT_EQ(said.status, 0) << said.text;
  said = program.run(original.url(), "check");
  EXPECT_EQ(said.status, 0) << said.text;
  said = program.run(recreated.url(), "downgrade base");
  EXPECT_EQ(said.status, 0) << said.text << migration;
  EXPECT_THAT(compare(recreated.session(), {}).describe(), IsEmpty());
  const auto left = inspect(recreated.session()).data();
  EXPECT_TRUE(left.enums.empty());
}

}  // namespace
}  // namespace retort::test
