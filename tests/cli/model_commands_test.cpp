#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// What the migrations of school() lead to.
void scholars(op::Table& t) {
  t.integer("id").primary_key();
  t.string("name", 50).not_null();
  t.integer("grade");
}

}  // namespace

class ModelCommands : public CommandLine {
 protected:
  ModelCommands() {
    options_.model.table("scholars", scholars);
    options_.migrations_folder = folder_.path().string();
  }

  void upgrade() { ASSERT_EQ(on_database({"upgrade", "heads"}).status, 0); }

  /// The program as it is once the model has two changes that no migration makes.
  void change_the_model() {
    options_.model = {};
    options_.model.table("scholars", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null();
      t.string("house", 20);
    });
    options_.model.view("names", "SELECT name FROM scholars");
  }

  std::vector<std::string> written() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_.path())) {
      if (entry.path().extension() == ".cpp") names.push_back(entry.path().filename().string());
    }
    return names;
  }
};

TEST_F(ModelCommands, CheckIsContentWithADatabaseThatIsAsTheModelSays) {
  upgrade();
  const auto result = on_database({"check"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "No new upgrade operations detected.\n");
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_EQ(on_database({"check", "--json"}).json(), Json::parse(R"({"operations": [], "notes": []})"));
}

TEST_F(ModelCommands, CheckTellsEveryDifference) {
  upgrade();
  change_the_model();
  const auto result = on_database({"check"});
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.out, HasSubstr("New upgrade operations detected:\n"));
  EXPECT_THAT(result.out, HasSubstr("  add_column(\"scholars\", \"house\")\n"));
  EXPECT_THAT(result.out, HasSubstr("  drop_column(\"scholars\", \"grade\")\n"));
  EXPECT_THAT(result.out, HasSubstr("  create_view(\"names\")\n"));
  EXPECT_THAT(result.err, HasSubstr("revision --autogenerate"));

  const auto answer = on_database({"check", "--json"});
  EXPECT_EQ(answer.status, 3);
  const auto json = answer.json();
  Json found = Json::object();
  for (const auto& each : json.at("operations")) found[each.at("op").get<std::string>()] = each;
  EXPECT_EQ(found.size(), 3U);
  EXPECT_EQ(found.at("add_column").at("table"), "scholars");
  EXPECT_EQ(found.at("add_column").at("name"), "house");
  EXPECT_EQ(found.at("add_column").at("description"), "add_column(\"scholars\", \"house\")");
  EXPECT_EQ(found.at("add_column").at("destructive"), false);
  EXPECT_EQ(found.at("drop_column").at("name"), "grade");
  EXPECT_EQ(found.at("drop_column").at("destructive"), true);
  EXPECT_EQ(found.at("create_view").at("table"), "");
  EXPECT_EQ(found.at("create_view").at("name"), "names");
}

TEST_F(ModelCommands, CheckTellsOfADatabaseThatIsBehind) {
  ASSERT_EQ(on_database({"upgrade", "91381a2f4148"}).status, 0);
  const auto result = on_database({"check", "--json"});
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(result.error_code(), "not_up_to_date");
  EXPECT_THAT(result.err, HasSubstr("Target database is not up to date: it is at 91381a2f4148, and 1 revision is to"));
  EXPECT_THAT(result.err, HasSubstr("`upgrade heads`"));
  EXPECT_THAT(result.err, Not(HasSubstr("--help")));
}

TEST_F(ModelCommands, CheckDoesNotCreateADatabase) {
  EXPECT_EQ(on_database({"check"}).status, 3);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(ModelCommands, RefuseToCompareWithoutAModel) {
  upgrade();
  options_.model = {};
  for (const auto& words : {std::vector<std::string>{"check", "--json"},
                            std::vector<std::string>{"revision", "--autogenerate", "-m", "x", "--json"}}) {
    const auto result = on_database(words);
    EXPECT_EQ(result.status, 1) << words.front();
    EXPECT_EQ(result.error_code(), "no_model");
    EXPECT_THAT(result.err, HasSubstr("CliOptions::model"));
  }
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(ModelCommands, NameWhatIsWrongWithTheModel) {
  upgrade();
  options_.model.table("notes", [](op::Table& t) {
    t.integer("id").primary_key();
    t.integer("owner").references("nobody", "id");
  });
  const auto result = on_database({"check", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.error_code(), "unknown_table");
  EXPECT_THAT(result.err, HasSubstr("\"nobody\", which the model does not have"));
}

TEST_F(ModelCommands, LookForOptionsOfTheComparison) {
  upgrade();
  change_the_model();
  options_.compare.include_name = [](std::string_view kind, std::string_view) { return kind != "view"; };
  const auto answer = on_database({"check", "--json"}).json();
  EXPECT_EQ(answer.at("operations").size(), 2U);
}

TEST_F(ModelCommands, AutogenerateWritesTheDifference) {
  upgrade();
  change_the_model();
  const auto result = on_database({"revision", "--autogenerate", "-m", "houses", "--rev-id", "h1"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("Detected add_column(\"scholars\", \"house\")"));
  EXPECT_THAT(result.out, HasSubstr("/h1_houses.cpp ... done\n"));
  const auto text = read_file(folder_.path() / "h1_houses.cpp");
  EXPECT_THAT(text, HasSubstr(".down_revision = {\"c0ffee000001\"}"));
  EXPECT_THAT(text, HasSubstr("op::column(\"house\", op::string(20))"));
  EXPECT_THAT(text, HasSubstr("op::create_view(\"names\", \"SELECT name FROM scholars\");"));
  EXPECT_THAT(text, HasSubstr("RETORT_MIGRATION(Houses)"));

  const auto json = on_database({"revision", "--autogenerate", "-m", "again", "--rev-id", "h2", "--json"}).json();
  EXPECT_EQ(json.at("path"), (folder_.path() / "h2_again.cpp").string());
  EXPECT_EQ(json.at("operations").size(), 3U);
}

TEST_F(ModelCommands, AutogenerateWritesNoFileForNothing) {
  upgrade();
  const auto result = on_database({"revision", "--autogenerate", "-m", "nothing"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.out, "No changes detected; no file is written.\n");
  const auto json = on_database({"revision", "--autogenerate", "-m", "nothing", "--json"}).json();
  EXPECT_EQ(json.at("path"), nullptr);
  EXPECT_EQ(json.at("operations"), Json::array());
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(ModelCommands, AutogenerateNeedsADatabaseAtHead) {
  const auto result = on_database({"revision", "--autogenerate", "-m", "x", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.error_code(), "not_up_to_date");
  EXPECT_THAT(written(), IsEmpty());
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(ModelCommands, AutogenerateWritesTheFirstMigrationWithoutADatabase) {
  set_ = MigrationSet();
  const auto result = on_database({"revision", "--autogenerate", "-m", "first", "--rev-id", "one"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(written(), ElementsAre("one_first.cpp"));
  EXPECT_THAT(read_file(folder_.path() / "one_first.cpp"), HasSubstr("op::create_table(\"scholars\""));
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(ModelCommands, AutogenerateChecksTheRevisionBeforeItAsksTheDatabase) {
  const auto result = on_database({"revision", "--autogenerate", "-m", "x", "--head", "nowhere", "--json"});
  EXPECT_EQ(result.error_code(), "unknown_revision");
}

}  // namespace retort::cli_test
