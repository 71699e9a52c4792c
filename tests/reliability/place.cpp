#include "reliability/place.hpp"

#include <soci/sqlite3/soci-sqlite3.h>
#include <stdlib.h>  // NOLINT: setenv and mkdtemp

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <utility>
#include <vector>

namespace retort::reliability {

namespace {

namespace fs = std::filesystem;

std::string server_name(const std::string& database) { return database == "firebird" ? "firebird_server" : database; }

/// In memory where there is enough of it: a hundred thousand commits need no disk to be tested.
fs::path fast_folder() {
  std::error_code error;
  constexpr std::uintmax_t kEnough = 4'000'000'000;
  const fs::path memory = "/dev/shm";
  if (fs::space(memory, error).available >= kEnough && !error) return memory;
  return fs::temp_directory_path();
}

}  // namespace

Database::Database(std::string file, std::string folder)
    : name_(std::move(file)), parameters_("db=" + name_), folder_(std::move(folder)) {}

Database::Database(std::unique_ptr<test::ServerDatabase> server)
    : name_(server->name()), parameters_(server->parameters()), server_(std::move(server)) {}

Database::~Database() {
  std::error_code ignored;
  if (!folder_.empty()) {
    fs::permissions(folder_, fs::perms::owner_all, ignored);
    fs::remove_all(folder_, ignored);
  }
}

std::string Database::parameter(std::string_view word) const {
  std::istringstream words(parameters_);
  for (std::string each; words >> each;) {
    if (each.starts_with(std::string(word) + "=")) return each.substr(word.size() + 1);
  }
  return {};
}

std::unique_ptr<soci::session> Database::open() const {
  if (server_) return server_->open();
  return std::make_unique<soci::session>(*soci::factory_sqlite3(), parameters_);
}

Place::Place(std::string database) : database_(std::move(database)) {
  std::string pattern = (fast_folder() / "retort-reliability.XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
  folder_ = pattern;
  fs::permissions(folder_, fs::perms::others_exec | fs::perms::others_read, fs::perm_options::add);
  if (!has_server()) return;
  ::setenv("RETORT_SERVERS_DURABLE", "1", 1);
  ::setenv("RETORT_TEST_SERVERS", folder_.c_str(), 1);
  servers("start");
  const auto folder = fs::path(folder_) / database_;
  if (server_name(database_) != database_) {
    fs::copy_file(folder / (server_name(database_) + ".url"), folder / (database_ + ".url"));
  }
}

Place::~Place() {
  try {
    if (has_server()) servers("stop");
  } catch (const std::exception& error) {
    std::cerr << error.what() << std::endl;
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Place::servers(const std::string& command) const {
  auto line = "'" RETORT_SERVERS_SCRIPT "' " + command + " '" + folder_ + "/" + database_ + "'";
  if (command != "stop") line += " " + server_name(database_);
  if (std::system(line.c_str()) != 0) throw std::runtime_error("failed: " + line);
}

Database Place::make() {
  if (has_server()) return Database(std::make_unique<test::ServerDatabase>(database_, false));
  const auto folder = folder_ + "/db" + std::to_string(++count_);
  fs::create_directory(folder);
  return {folder + "/data.sqlite", folder};
}

void Place::end_connections(const Database& database) const {
  const auto session = database.open();
  try {
    if (database_ == "postgresql") {
      *session << "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() "
                  "AND pid <> pg_backend_pid()";
    } else if (database_ == "mariadb") {
      std::vector<long long> ids(500);
      *session << "SELECT ID FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID()",
          soci::into(ids);
      for (const auto id : ids) *session << "KILL " + std::to_string(id);
    } else {
      *session << "DELETE FROM MON$ATTACHMENTS WHERE MON$ATTACHMENT_ID <> CURRENT_CONNECTION AND MON$SYSTEM_FLAG = 0";
      session->commit();
    }
  } catch (const soci::soci_error& error) {
    // It may have ended by itself in between.
    const std::string text = error.what();
    if (text.find("Unknown thread") == std::string::npos) throw;
  }
}

std::string Place::log_file() const {
  std::ifstream file(folder_ + "/" + database_ + "/place");
  std::string place;
  std::getline(file, place);
  return place + "/postgresql/data/server.log";
}

}  // namespace retort::reliability
