#include "cli/url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/failure.hpp"

namespace retort::cli {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string refusal(const std::string& text) {
  try {
    parse_url(text);
  } catch (const CommandLineError& error) {
    return error.what();
  }
  ADD_FAILURE() << text << " was accepted";
  return {};
}

}  // namespace

TEST(Url, NamesTheFileThatSociOpens) {
  EXPECT_EQ(parse_url("sqlite3://app.db").file, "app.db");
  EXPECT_EQ(parse_url("sqlite3:///var/lib/app.db").file, "/var/lib/app.db");
  EXPECT_EQ(parse_url("sqlite3://db=app.db timeout=5").file, "app.db");
  EXPECT_EQ(parse_url("sqlite3://timeout=5 dbname=app.db").file, "app.db");
  EXPECT_EQ(parse_url("sqlite3://db=\"my app.db\" timeout=5").file, "my app.db");
  EXPECT_EQ(parse_url("sqlite3:///a=b/app.db").file, "/a=b/app.db");
  EXPECT_EQ(parse_url("sqlite3://file:app%20one.db?mode=rw").file, "app one.db");
  EXPECT_EQ(parse_url("sqlite3://file:///var/app.db").file, "/var/app.db");
}

TEST(Url, KnowsADatabaseInMemory) {
  EXPECT_EQ(parse_url("sqlite3://:memory:").file, "");
  EXPECT_EQ(parse_url("sqlite3://file:x?mode=memory&cache=shared").file, "");
  EXPECT_EQ(parse_url("sqlite3://:memory:").shown(), "sqlite3 in memory");
}

TEST(Url, RefusesWhatHasNoBackendWithoutShowingIt) {
  for (const char* text :
       {"SECRET.db", "", "://SECRET", "SECRET:x@host/y", "host=h password=SECRET://x", "a b://SECRET"}) {
    EXPECT_THAT(refusal(text), HasSubstr("sqlite3://app.db"));
    EXPECT_THAT(refusal(text), Not(HasSubstr("SECRET")));
  }
}

TEST(Url, RefusesParametersThatSociWouldTakeForTheName) {
  EXPECT_THAT(refusal("sqlite3://app.db timeout=5"), HasSubstr("sqlite3://db=FILE timeout="));
  EXPECT_THAT(refusal("sqlite3://db='my app.db'"), HasSubstr("double quotes"));
  EXPECT_THAT(refusal("sqlite3://"), HasSubstr("no database file"));
  EXPECT_THAT(refusal("sqlite3://db= timeout=5"), HasSubstr("no database file"));
}

TEST(Url, ShowsBackendHostAndDatabaseOnly) {
  EXPECT_EQ(parse_url("postgresql://host=h port=5 dbname=d user=u password=SECRET").shown(),
            "postgresql host=h port=5 dbname=d");
  EXPECT_EQ(parse_url("mysql://db=d user='root' password='S E C\\'RET'").shown(), "mysql db=d");
  EXPECT_EQ(parse_url("sqlite3://db=app.db vfs=SECRET").shown(), "sqlite3 app.db");
}

TEST(Url, ShowsTheBackendAloneOfWhatItCannotTakeApart) {
  for (const char* text : {"postgresql://postgresql://u:SECRET@h/d", "mysql://host=h SECRET",
                           "mysql://password='SECRET", "postgresql://u:SECRET@h/d?dbname=x"}) {
    const auto url = parse_url(text);
    EXPECT_EQ(url.shown(), url.backend);
    EXPECT_THAT(url.scrubbed("no such option \"SECRET\""), Not(HasSubstr("SECRET")));
  }
}

TEST(Url, TakesItsSecretsOutOfADriversMessage) {
  const auto url = parse_url("postgresql://host=h dbname=d user=joe password='S \\'x'");
  const auto text = url.scrubbed("host h: user joe with S 'x refused by joe\n");
  EXPECT_EQ(text, "host h: user ... with ... refused by ...");
}

}  // namespace retort::cli
