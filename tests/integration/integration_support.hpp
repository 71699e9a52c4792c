#ifndef RETORT_TESTS_INTEGRATION_INTEGRATION_SUPPORT_HPP
#define RETORT_TESTS_INTEGRATION_INTEGRATION_SUPPORT_HPP

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <retort/migration.hpp>
#include <retort/migration_set.hpp>
#include <retort/migrator.hpp>
#include <string>
#include <utility>
#include <vector>

namespace retort::integration {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

/// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

/// A second opinion: a connection of SQLite's own, which knows nothing of the library or of SOCI.
class SqliteFile {
 public:
  explicit SqliteFile(const std::string& path);
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  /// Runs all statements of a script.
  void run(const std::string& script);
  /// Each row as one text, its values divided by `|`.
  Lines query(const std::string& sql);
  /// The first row of a query, or `(no row)`.
  std::string value(const std::string& sql);

 private:
  void* handle_ = nullptr;
};

/// What a database file holds, apart from the version table: comparable, and readable where a comparison fails.
struct Contents {
  /// The texts in sqlite_master by `type name`.
  std::map<std::string, std::string> texts;
  /// The same as a list of tokens: without white space, and with every name quoted alike.
  std::map<std::string, std::string> spelled_alike;
  /// What the pragmas say of columns, foreign keys and indexes.
  Lines structure;
  /// Every row of every table with the types of its values.
  std::map<std::string, Lines> rows;

  std::size_t row_count() const;
};

Contents contents_of(const std::string& path);

/// What is in one and not in the other, in structure, spelling (but for quotes and white space) and rows.
Lines difference(const Contents& before, const Contents& after);
/// The objects whose texts are not the same byte for byte.
Lines respelled(const Contents& before, const Contents& after);

/// Nothing in foreign_key_check, and `ok` from integrity_check.
void expect_sound(const std::string& path);

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

/// Adds a migration that follows the one added before it.
class Chain {
 public:
  Chain& then(const std::string& id, Scripted::Body up, Scripted::Body down = {}, Location where = {});
  const MigrationSet& set() const { return set_; }

 private:
  MigrationSet set_;
  std::string last_;
};

/// `create_table` with an id and a name, for tests that are about something else.
Scripted::Body creates(const std::string& table);

/// Collects what a Migrator tells.
class Witness final : public Listener {
 public:
  void on_step_begin(const StepInfo& step) override { log.push_back(step.log_line()); }
  void on_statement_begin(const StatementInfo& statement) override { statements.emplace_back(statement.sql); }
  void on_lock_wait(std::chrono::milliseconds, std::string_view) override { ++waits; }
  void on_note(std::string_view note) override { notes.emplace_back(note); }

  Lines log;
  Lines statements;
  Lines notes;
  int waits = 0;
};

}  // namespace retort::integration

#endif
