#include "testing/parameters.hpp"

#include <retort/error.hpp>

#include <gtest/gtest.h>

#include <string>

namespace retort::testing {
namespace {

std::string code_of(const std::string& text) {
  try {
    Parameters parameters(text);
  } catch (const UsageError& error) {
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos) << error.what();
    return error.code();
  }
  return "none";
}

TEST(Parameters, KeepValuesAsTheyAreWritten) {
  Parameters parameters(R"(host=h  password='a b\'c' dbname="x")");
  EXPECT_EQ(parameters.value("host"), "h");
  EXPECT_EQ(parameters.value("dbname"), "x");
  EXPECT_EQ(parameters.value("port"), "");
  parameters.set("dbname", "other");
  EXPECT_EQ(parameters.text(), R"(host=h password='a b\'c' dbname=other)");
  parameters.remove("host");
  EXPECT_EQ(parameters.text(), R"(password='a b\'c' dbname=other)");
  EXPECT_EQ(Parameters("").text(), "");
  EXPECT_EQ(Parameters("user=").text(), "user=");
}

TEST(Parameters, ShowNoPassword) {
  EXPECT_EQ(Parameters("host=h user=u password=secret port=5").shown(), " host=h port=5");
}

TEST(Parameters, RefuseWhatIsNotWrittenSoAndDoNotShowIt) {
  EXPECT_EQ(code_of("secret"), "invalid_url");
  EXPECT_EQ(code_of("postgres://me:secret@host/db"), "invalid_url");
  EXPECT_EQ(code_of("host=h password='secret"), "invalid_url");
  EXPECT_EQ(code_of("=secret"), "invalid_url");
  EXPECT_EQ(code_of("host=h"), "none");
}

TEST(Url, IsTakenApart) {
  EXPECT_EQ(split_url("postgresql://host=h").first, "postgresql");
  EXPECT_EQ(split_url("postgresql://host=h").second, "host=h");
  EXPECT_THROW(split_url("host=h"), UsageError);
  EXPECT_THROW(split_url("://host=h"), UsageError);
}

}  // namespace
}  // namespace retort::testing
