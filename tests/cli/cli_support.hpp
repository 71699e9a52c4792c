#ifndef RETORT_TESTS_CLI_CLI_SUPPORT_HPP
#define RETORT_TESTS_CLI_CLI_SUPPORT_HPP

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <retort/cli.hpp>
#include <retort/migration.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace retort::cli_test {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "retort_cli_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Sends a descriptor to a file for as long as it lives.
class Capture {
 public:
  explicit Capture(int descriptor) : descriptor_(descriptor), file_(std::tmpfile()), saved_(::dup(descriptor)) {
    std::fflush(nullptr);
    ::dup2(::fileno(file_), descriptor_);
  }
  ~Capture() {
    std::fflush(nullptr);
    ::dup2(saved_, descriptor_);
    ::close(saved_);
    std::fclose(file_);
  }
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  std::string text() {
    std::fflush(nullptr);
    std::rewind(file_);
    std::string result;
    char buffer[4096];
    for (std::size_t got = 0; (got = std::fread(buffer, 1, sizeof buffer, file_)) > 0;) result.append(buffer, got);
    return result;
  }

 private:
  int descriptor_;
  std::FILE* file_;
  int saved_;
};

struct Result {
  int status = -1;
  std::string out;
  std::string err;

  Json json() const { return Json::parse(out); }
  std::string error_code() const { return json().at("error").at("code").get<std::string>(); }
};

inline int call(const std::vector<std::string>& arguments, const MigrationSet& set, const CliOptions& options) {
  std::vector<std::string> words = arguments;
  words.insert(words.begin(), "/usr/local/bin/school");
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return cli::main(static_cast<int>(words.size()), argv.data(), set, options);
}

inline Result run(const std::vector<std::string>& arguments, const MigrationSet& set, const CliOptions& options = {}) {
  Capture out(STDOUT_FILENO);
  Capture err(STDERR_FILENO);
  Result result;
  result.status = call(arguments, set, options);
  result.out = out.text();
  result.err = err.text();
  return result;
}

/// A migration written in one line.
class Scripted final : public Migration {
 public:
  using Body = std::function<void()>;
  explicit Scripted(Revision revision, Body up = {}, Body down = {})
      : revision_(std::move(revision)), up_(std::move(up)), down_(std::move(down)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override {
    if (up_) up_();
  }
  void downgrade() const override { down_ ? down_() : Migration::downgrade(); }

 private:
  Revision revision_;
  Body up_;
  Body down_;
};

inline void add(MigrationSet& set, Revision revision, Scripted::Body up = {}, Scripted::Body down = {}) {
  set.add(std::make_unique<Scripted>(std::move(revision), std::move(up), std::move(down)));
}

/// The pupils: three revisions in a row.
inline MigrationSet school() {
  MigrationSet set;
  add(set, {.id = "361dae855898", .message = "create students", .create_date = "2026-01-30 09:00:00"}, [] {
    op::create_table("students", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null();
    });
  });
  add(set, {.id = "91381a2f4148", .down_revision = {"361dae855898"}, .message = "Renaming students to scholars"},
      [] { op::rename_table("students", "scholars"); });
  add(set, {.id = "c0ffee000001", .down_revision = {"91381a2f4148"}, .message = "add a grade"},
      [] { op::add_column("scholars", op::column("grade", op::integer())); });
  return set;
}

/// Two branches from `a1`, one labelled, and a head that another branch depends on.
inline MigrationSet branched() {
  MigrationSet set;
  const auto table = [](std::string name) {
    return [name] { op::create_table(name, [](op::Table& t) { t.integer("id").primary_key(); }); };
  };
  add(set, {.id = "a1", .message = "the base"}, table("ta1"));
  add(set, {.id = "b1", .down_revision = {"a1"}, .message = "left", .branch_labels = {"left"}}, table("tb1"));
  add(set, {.id = "c1", .down_revision = {"a1"}, .message = "right", .depends_on = {"b1"}}, table("tc1"));
  return set;
}

/// A SQLite file, the `--url` for it, and the commands on it.
class CommandLine : public ::testing::Test {
 protected:
  CommandLine() { ::unsetenv("RETORT_URL"); }

  fs::path file() const { return folder_.path() / "school.db"; }
  std::string url() const { return "sqlite3://" + file().string(); }

  Result on_database(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--url", url()});
    return run(arguments, set_, options_);
  }

  /// One value from the file, read without the library.
  std::string query(const std::string& sql) const {
    soci::session session(url());
    std::string value;
    soci::indicator indicator = soci::i_null;
    session << sql, soci::into(value, indicator);
    return session.got_data() && indicator == soci::i_ok ? value : std::string();
  }
  std::string version() const { return query("SELECT group_concat(version_num) FROM retort_version"); }
  bool has_table(const std::string& name) const {
    return !query("SELECT name FROM sqlite_master WHERE type = 'table' AND name = '" + name + "'").empty();
  }

  TemporaryFolder folder_;
  MigrationSet set_ = school();
  CliOptions options_;
};

inline std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace retort::cli_test

#endif
