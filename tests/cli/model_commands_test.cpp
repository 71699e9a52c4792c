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
  auto answer = on_database({"check", "--json"}).json();
  EXPECT_EQ(answer.at("current").size(), 1U);
  answer.erase("current");
  EXPECT_EQ(answer, Json::parse(R"({"at_head": true, "pending": [], "operations": [], "notes": []})"));
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
  const auto told = on_database({"check"});
  EXPECT_EQ(told.status, 3);
  EXPECT_EQ(told.out, "Target database is not up to date: it is at 91381a2f4148, and 1 revision is to run\n");
  EXPECT_THAT(told.err, HasSubstr("`upgrade heads`"));
  EXPECT_THAT(told.err, Not(HasSubstr("error")));
  const auto result = on_database({"check", "--json"});
  EXPECT_EQ(result.status, 3);
  const auto answer = result.json();
  EXPECT_EQ(answer.at("at_head"), false);
  EXPECT_EQ(answer.at("current"), Json::parse(R"(["91381a2f4148"])"));
  EXPECT_EQ(answer.at("pending").size(), 1U);
  EXPECT_EQ(answer.at("operations"), nullptr) << "none were looked for";
}

TEST_F(ModelCommands, CheckTellsOfADifferenceThatNoOperationChanges) {
  upgrade();
  soci::session(url()) << "CREATE TABLE notes (id INTEGER PRIMARY KEY NOT NULL)";
  options_.model.table("notes", [](op::Table& t) {
    t.integer("id").primary_key();
    t.sqlite_strict();
  });
  const auto result = on_database({"check"});
  EXPECT_EQ(result.status, 3) << result.out << result.err;
  EXPECT_EQ(result.out, "The database differs from the model in what no operation changes.\n");
  EXPECT_THAT(result.err, HasSubstr("\"notes\" is to be STRICT"));
  EXPECT_THAT(result.err, Not(HasSubstr("--autogenerate")));
  const auto answer = on_database({"check", "--json"});
  EXPECT_EQ(answer.status, 3);
  EXPECT_EQ(answer.json().at("operations").size(), 0U);
  EXPECT_EQ(answer.json().at("notes").size(), 1U);
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

TEST_F(ModelCommands, AutogenerateTakesTheDatabaseForABaseline) {
  set_ = MigrationSet();
  options_.model = {};
  {
    soci::session session(url());
    session << "CREATE TABLE old (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) DEFAULT 'x')";
    session << "CREATE TABLE older (old_id INTEGER REFERENCES old (id))";
  }
  const auto result = on_database({"revision", "--autogenerate", "-m", "as it was", "--rev-id", "b0"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("Detected create_table(\"old\")"));
  EXPECT_THAT(result.err, HasSubstr("`stamp heads`"));
  const auto text = read_file(folder_.path() / "b0_as_it_was.cpp");
  EXPECT_THAT(text, HasSubstr("t.string(\"name\", 20).server_default(\"x\");"));
  EXPECT_THAT(text, HasSubstr("t.integer(\"old_id\").references(\"old\", \"id\");"));
  EXPECT_THAT(text, Not(HasSubstr("down_revision")));
  // A program that has a model already says so.
  options_.model.table("old", scholars);
  const auto json = on_database({"revision", "--baseline", "-m", "x", "--rev-id", "b1", "--json"}).json();
  EXPECT_EQ(json.at("operations").size(), 2U);
  EXPECT_EQ(json.at("operations")[0].at("op"), "create_table");
}

TEST_F(ModelCommands, ABaselineOfNothingIsNoFile) {
  set_ = MigrationSet();
  const auto result = on_database({"revision", "--baseline", "-m", "x"});
  EXPECT_EQ(result.out, "No changes detected; no file is written.\n");
}

TEST_F(ModelCommands, ABaselineIsTheFirstRevision) {
  upgrade();
  auto result = on_database({"revision", "--baseline", "-m", "x", "--json"});
  EXPECT_EQ(result.error_code(), "baseline_not_first");
  // Nor is it for a database that another program migrates.
  set_ = MigrationSet();
  result = on_database({"revision", "--baseline", "-m", "x", "--json"});
  EXPECT_EQ(result.error_code(), "unknown_database_revision");
  EXPECT_THAT(result.err, HasSubstr("c0ffee000001"));
  EXPECT_THAT(written(), IsEmpty());
}

TEST_F(ModelCommands, RenamesAreDecidedWithAutogenerateOnly) {
  EXPECT_EQ(on_database({"revision", "-m", "x", "--assume-renames"}).status, 2);
  EXPECT_EQ(on_database({"revision", "-m", "x", "--no-renames"}).status, 2);
  EXPECT_EQ(on_database({"revision", "--autogenerate", "-m", "x", "--no-renames", "--assume-renames"}).status, 2);
}

TEST_F(ModelCommands, AnOpenRenameIsTold) {
  upgrade();
  options_.model = {};
  options_.model.table("scholars", [](op::Table& t) {
    t.integer("id").primary_key();
    t.string("title", 50).not_null();
    t.integer("grade");
  });
  const auto file = [&](const char* id, std::vector<std::string> more) {
    more.insert(more.begin(), {"revision", "--autogenerate", "-m", "x", "--rev-id", id});
    const auto result = on_database(more);
    EXPECT_EQ(result.status, 0) << result.err;
    return read_file(folder_.path() / (std::string(id) + "_x.cpp")) + result.err;
  };
  const auto open = file("open", {});
  EXPECT_THAT(open, HasSubstr("drop_column(\"name\")"));
  EXPECT_THAT(open,
              HasSubstr("note: The column \"scholars.name\" is dropped and \"title\" is added. That may be a rename"));
  EXPECT_THAT(file("all", {"--assume-renames"}), HasSubstr("op::rename_column(\"scholars\", \"name\", \"title\")"));
  const auto none = file("none", {"--no-renames"});
  EXPECT_THAT(none, HasSubstr("drop_column(\"name\")"));
  EXPECT_THAT(none, Not(HasSubstr("may be a rename")));
}

TEST_F(ModelCommands, SchemaTellsTheDatabaseTheModelOrARevision) {
  upgrade();
  change_the_model();
  const auto columns = [&](std::vector<std::string> words) {
    const auto result = on_database(std::move(words));
    EXPECT_EQ(result.status, 0) << result.err;
    const auto json = result.json();
    EXPECT_EQ(json.at("snapshot_version"), 1);
    EXPECT_EQ(json.at("tables").size(), 1U);
    std::vector<std::string> names{json.at("tables")[0].at("name")};
    for (const auto& column : json.at("tables")[0].at("columns")) names.push_back(column.at("name"));
    return names;
  };
  EXPECT_THAT(columns({"schema", "--json"}), ElementsAre("scholars", "id", "name", "grade"));
  EXPECT_THAT(columns({"schema"}), ElementsAre("scholars", "id", "name", "grade"));
  EXPECT_THAT(columns({"schema", "--model"}), ElementsAre("scholars", "id", "name", "house"));
  EXPECT_THAT(columns({"schema", "--rev", "361"}), ElementsAre("students", "id", "name"));
  EXPECT_THAT(columns({"schema", "--rev", "heads", "--json"}), ElementsAre("scholars", "id", "name", "grade"));
  EXPECT_THAT(columns({"schema", "--rev", "current"}), ElementsAre("scholars", "id", "name", "grade"));
  EXPECT_THAT(columns({"inspect", "--json"}), ElementsAre("scholars", "id", "name", "grade"));
}

TEST_F(ModelCommands, SchemaOfARevisionNeedsNoDatabase) {
  const auto result = run({"schema", "--rev", "91381a2f4148"}, set_);
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.json().at("tables")[0].at("name"), "scholars");
  EXPECT_EQ(run({"schema", "--rev", "nowhere", "--json"}, set_).error_code(), "unknown_revision");
  EXPECT_EQ(run({"schema", "--model", "--json"}, set_).error_code(), "no_model");
  EXPECT_EQ(run({"schema", "--json"}, set_).error_code(), "no_url");
}

TEST_F(ModelCommands, SchemaDrawsAPicture) {
  upgrade();
  EXPECT_THAT(on_database({"schema", "--format", "dot"}).out, HasSubstr("<b>scholars</b>"));
  EXPECT_THAT(on_database({"schema", "--format", "mermaid", "--model"}).out, HasSubstr("erDiagram\n  scholars {\n"));
  EXPECT_EQ(on_database({"schema", "--format", "json", "--json"}).status, 0);
  EXPECT_EQ(on_database({"schema", "--format", "dot", "--json"}).status, 2);
  EXPECT_EQ(on_database({"schema", "--format", "svg"}).status, 2);
  EXPECT_EQ(on_database({"schema", "--rev", "heads", "--model"}).status, 2);
  EXPECT_EQ(on_database({"schema", "--rev", ""}).status, 2);
}

TEST_F(ModelCommands, InspectWritesTheModelOfADatabase) {
  upgrade();
  for (const auto& words : {std::vector<std::string>{"inspect"}, std::vector<std::string>{"inspect", "--cpp"}}) {
    const auto result = on_database(words);
    EXPECT_EQ(result.status, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("inline retort::MetaData model() {\n"));
    EXPECT_THAT(result.out, HasSubstr("    t.string(\"name\", 50).not_null();\n"));
    EXPECT_THAT(result.out, Not(HasSubstr("retort_version")));
  }
  EXPECT_THAT(on_database({"inspect", "--function", "school::wanted"}).out, HasSubstr("namespace school {\n"));
  const auto refused = on_database({"inspect", "--function", "wanted", "--json"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("does not go with --json"));
  EXPECT_EQ(on_database({"inspect", "--cpp", "--json"}).status, 2);
  EXPECT_EQ(on_database({"inspect", "--function", "not a name"}).status, 1);
}

}  // namespace retort::cli_test
