#include "benchmark/support.hpp"

#include <retort/migrator.hpp>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <map>

namespace retort::bench {

namespace {

using namespace sqlite_api;  // NOLINT(google-build-using-namespace): where SOCI puts SQLite

class CreateTable final : public Migration {
 public:
  explicit CreateTable(std::size_t number) : number_(number) {}

  Revision revision() const override {
    Revision revision{.id = id(number_), .message = "create table " + std::to_string(number_)};
    if (number_ > 0) revision.down_revision = {id(number_ - 1)};
    return revision;
  }

  void upgrade() const override {
    op::create_table("table_" + std::to_string(number_), [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("name", 50).not_null();
      t.integer("amount").not_null().server_default(0);
      t.timestamp("created_on").server_default(op::sql("CURRENT_TIMESTAMP"));
    });
  }

 private:
  static std::string id(std::size_t number) {
    char text[16];
    std::snprintf(text, sizeof text, "%012zx", number * 7919 + 1);
    return text;
  }

  std::size_t number_;
};

class Scratch {
 public:
  Scratch() : path_(std::filesystem::temp_directory_path() / ("retort_benchmark_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

[[noreturn]] void give_up(sqlite3* database, const std::string& what) {
  std::fprintf(stderr, "benchmark: %s: %s\n", what.c_str(), sqlite3_errmsg(database));
  std::exit(1);
}

}  // namespace

std::vector<void (*)()>& endings() {
  static std::vector<void (*)()> list;
  return list;
}

std::vector<Comparison>& comparisons() {
  static std::vector<Comparison> all;
  return all;
}

std::vector<Growth>& growths() {
  static std::vector<Growth> all;
  return all;
}

std::vector<Curve>& curves() {
  static std::vector<Curve> all;
  return all;
}

std::vector<AlembicScript>& alembic_scripts() {
  static std::vector<AlembicScript> all;
  return all;
}

std::vector<Count>& counts() {
  static std::vector<Count> all;
  return all;
}

void note_count(const std::string& title, double writes, double limit) {
  for (auto& each : counts()) {
    if (each.title == title) {
      each = {title, writes, limit};
      return;
    }
  }
  counts().push_back({title, writes, limit});
}

MigrationSet line_of(std::size_t revisions) {
  MigrationSet set;
  for (std::size_t i = 0; i < revisions; ++i) set.add(std::make_unique<CreateTable>(i));
  return set;
}

const std::filesystem::path& scratch() {
  static const Scratch scratch;
  return scratch.path();
}

const std::string& migrated_file(std::size_t revisions) {
  static std::map<std::size_t, std::string> files;
  auto& file = files[revisions];
  if (file.empty()) {
    file = (scratch() / ("migrated_" + std::to_string(revisions) + ".db")).string();
    soci::session sql(soci::sqlite3, file);
    sql << "PRAGMA synchronous = OFF";
    Migrator(sql, line_of(revisions)).upgrade();
  }
  return file;
}

const std::string& stamped_file(std::size_t revisions) {
  static std::map<std::size_t, std::string> files;
  auto& file = files[revisions];
  if (file.empty()) {
    file = (scratch() / ("stamped_" + std::to_string(revisions) + ".db")).string();
    soci::session sql(soci::sqlite3, file);
    Migrator(sql, line_of(revisions)).stamp("head");
  }
  return file;
}

sqlite3* open_raw(const std::string& file) {
  sqlite3* database = nullptr;
  if (sqlite3_open(file.c_str(), &database) != SQLITE_OK) give_up(database, file);
  return database;
}

void exec_raw(sqlite3* database, const std::string& sql) {
  if (sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) give_up(database, sql);
}

std::vector<std::string> query_raw(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK) give_up(database, sql);
  std::vector<std::string> rows;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    rows.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
  }
  sqlite3_finalize(statement);
  return rows;
}

}  // namespace retort::bench
