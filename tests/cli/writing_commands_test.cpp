#include "cli/cli_support.hpp"

namespace retort::cli_test {

namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

}  // namespace

class WritingCommands : public CommandLine {
 protected:
  WritingCommands() { options_.migrations_folder = folder_.path().string(); }

  Result write(const std::vector<std::string>& arguments) const { return run(arguments, set_, options_); }

  /// The error of a call that must not leave a file.
  std::string refused(std::vector<std::string> arguments) const {
    arguments.push_back("--json");
    const auto before = files();
    const auto result = write(arguments);
    EXPECT_EQ(result.status, 1) << arguments.at(1);
    EXPECT_EQ(files(), before);
    return result.error_code();
  }

  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }
};

TEST_F(WritingCommands, RevisionWritesAFileThatFollowsTheHead) {
  const auto result = write({"revision", "-m", "Add teachers"});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_THAT(result.out, MatchesRegex("Generating .*/[0-9a-f]{12}_add_teachers\\.cpp \\.\\.\\. done\n"));
  const auto path = fs::directory_iterator(folder_.path())->path();
  const auto text = read_file(path);
  EXPECT_THAT(text, StartsWith("#include <retort/migration.hpp>\n"));
  EXPECT_THAT(text, HasSubstr(".id = \"" + path.filename().string().substr(0, 12) + "\""));
  EXPECT_THAT(text, HasSubstr(".down_revision = {\"c0ffee000001\"}"));
  EXPECT_THAT(text, HasSubstr(".message = \"Add teachers\""));
  EXPECT_THAT(text, ::testing::ContainsRegex("\\.create_date = \"20[0-9]{2}-[0-9-]{5} [0-9:]{8}\""));
  EXPECT_THAT(text, HasSubstr("RETORT_MIGRATION(AddTeachers)\n"));
}

TEST_F(WritingCommands, RevisionTellsTheFileAsJson) {
  const auto json = write({"revision", "-m", "m", "--rev-id", "abc.1", "--branch-label", "north", "--json"}).json();
  EXPECT_EQ(json.at("revision"), "abc.1");
  EXPECT_EQ(json.at("down_revision"), Json::array({"c0ffee000001"}));
  EXPECT_EQ(json.at("branch_labels"), Json::array({"north"}));
  EXPECT_EQ(json.at("path"), (folder_.path() / "abc.1_m.cpp").string());
  EXPECT_TRUE(fs::exists(folder_.path() / "abc.1_m.cpp"));
}

TEST_F(WritingCommands, RevisionInAnEmptySetIsABase) {
  set_ = MigrationSet();
  write({"revision", "-m", "first", "--rev-id", "one"});
  EXPECT_THAT(read_file(folder_.path() / "one_first.cpp"), Not(HasSubstr("down_revision")));
}

TEST_F(WritingCommands, RevisionCanBeginANewBase) {
  const auto json = write({"revision", "-m", "other", "--head", "base", "--branch-label", "other", "--json"}).json();
  EXPECT_EQ(json.at("down_revision"), Json::array());
}

TEST_F(WritingCommands, RevisionBranchesOnlyWhenToldTo) {
  EXPECT_EQ(refused({"revision", "-m", "x", "--head", "361"}), "not_a_head");
  const auto json = write({"revision", "-m", "x", "--head", "361", "--splice", "--json"}).json();
  EXPECT_EQ(json.at("down_revision"), Json::array({"361dae855898"}));
}

TEST_F(WritingCommands, RevisionListsTheHeadsWhereThereAreSeveral) {
  set_ = branched();
  EXPECT_EQ(refused({"revision", "-m", "x"}), "multiple_heads");
  const auto result = write({"revision", "-m", "x"});
  EXPECT_THAT(result.err, HasSubstr("b1"));
  EXPECT_THAT(result.err, HasSubstr("c1"));
  EXPECT_THAT(result.err, HasSubstr("--head"));
  EXPECT_EQ(write({"revision", "-m", "x", "--head", "left@head", "--json"}).json().at("down_revision"),
            Json::array({"b1"}));
}

TEST_F(WritingCommands, RevisionWritesOutDependenciesAndKeepsLabels) {
  set_ = branched();
  const auto json =
      write({"revision", "-m", "x", "--head", "c1", "--depends-on", "left", "--depends-on", "b", "--json"}).json();
  EXPECT_EQ(json.at("depends_on"), Json::array({"left", "b1"}));
}

TEST_F(WritingCommands, RefuseIdsThatTheSetWouldRefuse) {
  for (const char* id :
       {"", "head", "heads", "base", "current", "a-b", "a b", "../x", "a@b", "a:b", "\xc3\xa9", "a/b"}) {
    EXPECT_EQ(refused({"revision", "-m", "x", "--rev-id", id}), "invalid_identifier") << id;
  }
  EXPECT_EQ(refused({"revision", "-m", "x", "--rev-id", std::string(256, 'a')}), "invalid_identifier");
  EXPECT_EQ(refused({"revision", "-m", "x", "--rev-id", "91381a2f4148"}), "duplicate_revision");
  EXPECT_EQ(refused({"revision", "-m", "x", "--branch-label", "head"}), "invalid_identifier");
  EXPECT_EQ(refused({"revision", "-m", "x", "--branch-label", "91381a2f4148"}), "duplicate_label");
  EXPECT_EQ(refused({"revision", "-m", "x", "--branch-label", "n", "--branch-label", "n"}), "duplicate_label");
  EXPECT_EQ(refused({"revision", "-m", "x", "--branch-label", "one", "--rev-id", "one"}), "duplicate_label");
  set_ = branched();
  EXPECT_EQ(refused({"revision", "-m", "x", "--head", "b1", "--branch-label", "left"}), "duplicate_label");
  EXPECT_EQ(refused({"revision", "-m", "x", "--head", "nowhere"}), "unknown_revision");
  EXPECT_EQ(refused({"revision", "-m", "x", "--head", "b1", "--depends-on", "nowhere"}), "unknown_revision");
}

TEST_F(WritingCommands, NeverReplaceAFile) {
  std::ofstream(folder_.path() / "one_x.cpp") << "mine";
  EXPECT_EQ(refused({"revision", "-m", "x", "--rev-id", "one"}), "file_exists");
  // The same revision under another name is not written a second time either.
  EXPECT_EQ(refused({"revision", "-m", "y", "--rev-id", "one"}), "file_exists");
  EXPECT_EQ(read_file(folder_.path() / "one_x.cpp"), "mine");
}

TEST_F(WritingCommands, WarnOfAFileThatIsNotBuiltYet) {
  EXPECT_THAT(write({"revision", "-m", "first"}).err, IsEmpty());
  const auto second = write({"revision", "-m", "second"});
  EXPECT_EQ(second.status, 0);
  EXPECT_THAT(second.err, HasSubstr("_first.cpp\" is not built into this program"));
}

TEST_F(WritingCommands, NeedAFolder) {
  options_.migrations_folder = (folder_.path() / "missing").string();
  EXPECT_EQ(refused({"revision", "-m", "x"}), "folder_missing");
  std::ofstream(folder_.path() / "missing") << "a file";
  EXPECT_EQ(refused({"revision", "-m", "x"}), "folder_missing");
  options_.migrations_folder.clear();
  EXPECT_EQ(refused({"revision", "-m", "x"}), "no_migrations_folder");
  EXPECT_EQ(write({"revision", "-m", "x", "--version-path", folder_.path().string()}).status, 0);
}

TEST_F(WritingCommands, MergeJoinsTheHeads) {
  set_ = branched();
  const auto json = write({"merge", "-m", "together", "--json"}).json();
  EXPECT_EQ(json.at("message"), "together");
  std::vector<std::string> parents = json.at("down_revision");
  EXPECT_THAT(parents, ::testing::UnorderedElementsAre("b1", "c1"));
  EXPECT_THAT(read_file(json.at("path").get<std::string>()), HasSubstr("void upgrade() const override {}"));
  EXPECT_EQ(write({"merge", "c1", "b1", "--json"}).json().at("message"), "merge c1 and b1");
}

TEST_F(WritingCommands, MergeNeedsTwoHeads) {
  EXPECT_EQ(refused({"merge", "-m", "x"}), "nothing_to_merge");
  EXPECT_EQ(refused({"merge", "c0ffee", "-m", "x"}), "nothing_to_merge");
  EXPECT_EQ(refused({"merge", "c0ffee", "head", "-m", "x"}), "nothing_to_merge");
  EXPECT_EQ(refused({"merge", "361", "913", "-m", "x"}), "not_a_head");
}

}  // namespace retort::cli_test
