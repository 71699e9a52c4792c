#include "core/sql_lexer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace retort {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = SqlToken::Kind;

std::vector<std::string> words(std::string_view text, SqlSyntax syntax = {}) {
  std::vector<std::string> result;
  for (const auto& token : significant_tokens(text, syntax)) result.emplace_back(token.in(text));
  return result;
}

TEST(SqlLexer, KeepsQuotedThingsWhole) {
  EXPECT_THAT(words("a \"b\"\"c\" [d ' e] `f``g` 'it''s' X'00' --x\n/* y ' */ 1.5e-3, .5"),
              ElementsAre("a", "\"b\"\"c\"", "[d ' e]", "`f``g`", "'it''s'", "X'00'", "1.5e-3", ",", ".5"));
}

TEST(SqlLexer, CoversEveryByteOfAnyText) {
  for (const std::string_view text : {"a'b", "/* x", "\"", "[", "$$", "\xff\xfe 1", "x'", "--", "1e", "0x1g;", "a.b"}) {
    SqlLexer lexer(text);
    std::size_t place = 0;
    for (auto token = lexer.next(); token.kind != Kind::end; token = lexer.next()) {
      EXPECT_EQ(token.begin, place) << text;
      ASSERT_GT(token.end, token.begin) << text;
      place = token.end;
    }
    EXPECT_EQ(place, text.size()) << text;
  }
}

TEST(SqlLexer, TellsWhatHasNoEnd) {
  for (const std::string_view text : {"'abc", "\"abc", "[abc", "/* abc", "'it''"}) {
    EXPECT_TRUE(significant_tokens(text).empty() ? SqlLexer(text).next().unterminated
                                                 : significant_tokens(text).front().unterminated)
        << text;
  }
}

TEST(SqlLexer, KnowsTheQuotesOfOtherDatabases) {
  const auto postgresql = SqlSyntax::of("postgresql");
  EXPECT_THAT(words("$f$ a; $$ b $f$ E'it\\'s' a[1] $1", postgresql),
              ElementsAre("$f$ a; $$ b $f$", "E'it\\'s'", "a", "[", "1", "]", "$", "1"));
  EXPECT_THAT(words("/* a /* b */ c */ d", postgresql), ElementsAre("d"));
  EXPECT_THAT(words("'it\\'s' # x\n\"a\"", SqlSyntax::of("mysql")), ElementsAre("'it\\'s'", "\"a\""));
}

TEST(SqlLexer, TakesDashesForACommentOfMysqlOnlyBeforeASpace) {
  const auto mysql = SqlSyntax::of("mysql");
  EXPECT_THAT(split_statements("SELECT 5--3; COMMIT", mysql), ElementsAre("SELECT 5--3", "COMMIT"));
  EXPECT_THAT(split_statements("SELECT 5 -- 3; COMMIT", mysql), ElementsAre("SELECT 5"));
  EXPECT_THAT(split_statements("SELECT 5 --\n; COMMIT", mysql), ElementsAre("SELECT 5", "COMMIT"));
  EXPECT_THAT(split_statements("SELECT 5--3; COMMIT", SqlSyntax::of("postgresql")), ElementsAre("SELECT 5"));
}

TEST(SqlLexer, KnowsFirebirdsAlternativeQuotes) {
  const auto firebird = SqlSyntax::of("firebird");
  EXPECT_THAT(split_statements("SELECT q'{it's; so}', Q'!a'b;!' FROM t; SELECT 1", firebird),
              ElementsAre("SELECT q'{it's; so}', Q'!a'b;!' FROM t", "SELECT 1"));
  EXPECT_THAT(split_statements("SELECT q'{;", firebird), ElementsAre("SELECT q'{;"));
}

TEST(SqlLexer, UnquotesNames) {
  EXPECT_EQ(unquoted("\"a\"\"b\""), "a\"b");
  EXPECT_EQ(unquoted("[a]"), "a");
  EXPECT_EQ(unquoted("'it''s'"), "it's");
  EXPECT_EQ(unquoted("plain"), "plain");
}

TEST(SplitStatements, EndsThemAtSemicolonsOutsideOfQuotesAndComments) {
  EXPECT_THAT(split_statements("a ';' b; -- ;\n /* ; */ c [;] ;; "), ElementsAre("a ';' b", "c [;]"));
  EXPECT_THAT(split_statements(" -- nothing\n ;"), IsEmpty());
  EXPECT_THAT(split_statements("SELECT $$ a; b $$; c", SqlSyntax::of("postgresql")),
              ElementsAre("SELECT $$ a; b $$", "c"));
}

TEST(SplitStatements, KeepsTheBodyOfATriggerTogether) {
  const std::string_view trigger =
      "CREATE TRIGGER t AFTER INSERT ON x WHEN CASE WHEN 1 THEN 1 END BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; "
      "UPDATE x SET a = 1; END";
  EXPECT_THAT(split_statements(std::string(trigger) + "; SELECT 1"), ElementsAre(trigger, "SELECT 1"));
  EXPECT_TRUE(is_one_statement(std::string(trigger) + ";"));
  const std::string_view procedure =
      "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; CASE x WHEN 1 THEN SELECT 2; END CASE; "
      "WHILE b DO SELECT 3; END WHILE; END";
  EXPECT_THAT(split_statements(std::string(procedure) + "; SELECT 1", SqlSyntax::of("mysql")),
              ElementsAre(procedure, "SELECT 1"));
}

TEST(SplitStatements, TakesBeginForAWordElsewhere) {
  EXPECT_THAT(split_statements("BEGIN; CREATE TABLE log (event TEXT, begin TEXT); COMMIT"),
              ElementsAre("BEGIN", "CREATE TABLE log (event TEXT, begin TEXT)", "COMMIT"));
}

TEST(TransactionControl, IsFoundBehindCommentsAndOnlyAtTheFront) {
  EXPECT_EQ(transaction_control("/* x */ commit work"), "COMMIT");
  EXPECT_EQ(transaction_control("; BEGIN IMMEDIATE"), "BEGIN");
  EXPECT_EQ(transaction_control("start transaction read only"), "START TRANSACTION");
  EXPECT_EQ(transaction_control("End"), "END");
  EXPECT_EQ(transaction_control("SAVEPOINT a"), "SAVEPOINT");
  EXPECT_EQ(transaction_control("SELECT 'COMMIT'"), "");
  EXPECT_EQ(transaction_control("CREATE TRIGGER t AFTER INSERT ON x BEGIN SELECT 1; END"), "");
  EXPECT_EQ(transaction_control("SET x = 1"), "");
}

TEST(MentionsName, LooksAtNamesOnly) {
  EXPECT_TRUE(mentions_name("lower(\"Name\") > 1", "name"));
  EXPECT_TRUE(mentions_name("[name]", "NAME"));
  EXPECT_FALSE(mentions_name("name(x) = 'name' -- name", "name"));
  EXPECT_FALSE(mentions_name("names", "name"));
}

}  // namespace
}  // namespace retort
