#include "support/server.hpp"

#include <ibase.h>
#include <soci/firebird/soci-firebird.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace retort::test {

namespace {

const soci::backend_factory& factory_of(std::string_view server) {
  if (server == "sqlite") return *soci::factory_sqlite3();
  if (server == "postgresql") return *soci::factory_postgresql();
  if (server == "mariadb") return *soci::factory_mysql();
  if (server == "firebird") return *soci::factory_firebird();
  throw std::invalid_argument("there is no test server " + std::string(server));
}

/// The server was started by ctest, or is the tester's own: see tests/support/CMakeLists.txt. A program that has
/// started servers for itself alone names their folder in RETORT_TEST_SERVERS.
std::string base_parameters(const std::string& server) {
  const char* own = std::getenv("RETORT_TEST_SERVERS");
  const std::string folder = own == nullptr ? RETORT_SERVERS_FOLDER : own;
  std::ifstream file(folder + "/" + server + "/" + server + ".url");
  std::string line;
  if (!std::getline(file, line)) {
    throw std::runtime_error("no " + server +
                             " runs for the tests; run them with ctest, which starts it, or start it " +
                             "with: tests/support/servers start " RETORT_SERVERS_FOLDER "/" + server + " " + server);
  }
  return line;
}

std::string word_of(const std::string& parameters, std::string_view word) {
  std::istringstream words(parameters);
  for (std::string each; words >> each;) {
    if (each.starts_with(std::string(word) + "=")) return each.substr(word.size() + 1);
  }
  return {};
}

std::string without(const std::string& parameters, std::string_view word) {
  std::istringstream words(parameters);
  std::string result;
  for (std::string each; words >> each;) {
    if (!each.starts_with(std::string(word) + "=")) result += (result.empty() ? "" : " ") + each;
  }
  return result;
}

/// SOCI cannot create a database of Firebird.
void create_firebird(const std::string& file, const std::string& parameters) {
  std::array<ISC_STATUS, 20> status{};
  isc_db_handle database = 0;
  isc_tr_handle transaction = 0;
  const std::string sql = "CREATE DATABASE '" + file + "' USER '" + word_of(parameters, "user") + "' PASSWORD '" +
                          word_of(parameters, "password") + "' PAGE_SIZE 8192 DEFAULT CHARACTER SET UTF8";
  isc_dsql_execute_immediate(status.data(), &database, &transaction, 0, sql.c_str(), 3, nullptr);
  if (status[0] == 1 && status[1] != 0) throw std::runtime_error("cannot create " + file);
  isc_detach_database(status.data(), &database);
}

/// Past SOCI, whose session does not survive the loss of its database.
void drop_firebird(const std::string& file, const std::string& parameters) {
  std::string options(1, static_cast<char>(isc_dpb_version1));
  const auto add = [&](int what, const std::string& text) {
    options += static_cast<char>(what);
    options += static_cast<char>(text.size());
    options += text;
  };
  add(isc_dpb_user_name, word_of(parameters, "user"));
  add(isc_dpb_password, word_of(parameters, "password"));
  std::array<ISC_STATUS, 20> status{};
  isc_db_handle database = 0;
  isc_attach_database(status.data(), 0, file.c_str(), &database, static_cast<short>(options.size()), options.data());
  if (status[1] == 0) isc_drop_database(status.data(), &database);
  if (status[1] != 0) throw std::runtime_error("isc error " + std::to_string(status[1]));
}

/// Before the client library looks for its configuration. Programs that a test starts have it, too.
void configure_firebird(const std::string& base) {
  const auto root = word_of(base, "service") + "root";
  if (access(root.c_str(), R_OK) == 0) setenv("FIREBIRD", root.c_str(), 1);
}

}  // namespace

std::string server_url(std::string_view server) {
  const auto base = base_parameters(std::string(server));
  if (server == "firebird") configure_firebird(base);
  return (server == "mariadb" ? "mysql" : std::string(server)) + "://" + base +
         (server == "mariadb" ? " charset=utf8mb4" : "");
}

ServerDatabase::ServerDatabase(std::string_view server, bool connect) : server_(server) {
  if (server_ == "sqlite") {
    parameters_ = ":memory:";
  } else {
    base_ = base_parameters(server_);
    if (server_ == "firebird") configure_firebird(base_);
    static std::atomic<int> count = 0;
    name_ = "retort_" + std::to_string(getpid()) + "_" + std::to_string(++count);
    create();
  }
  if (connect) session_ = open();
}

ServerDatabase::~ServerDatabase() {
  try {
    if (server_ == "firebird" && session_) session_->rollback();
    session_.reset();
    if (server_ != "sqlite") drop();
  } catch (const std::exception& error) {
    std::cerr << "the database " << name_ << " stays: " << error.what() << std::endl;
  }
}

void ServerDatabase::create() {
  if (server_ == "postgresql") {
    soci::session admin(factory_of(server_), base_ + " dbname=postgres");
    admin << "CREATE DATABASE " + name_ + " TEMPLATE template0";
    parameters_ = base_ + " dbname=" + name_;
  } else if (server_ == "mariadb") {
    soci::session admin(factory_of(server_), base_ + " db=mysql charset=utf8mb4");
    admin << "CREATE DATABASE " + name_ + " CHARACTER SET utf8mb4";
    parameters_ = base_ + " db=" + name_ + " charset=utf8mb4";
  } else {
    name_ = word_of(base_, "service") + name_ + ".fdb";
    create_firebird(name_, base_);
    parameters_ = "service=" + name_ + " " + without(base_, "service");
  }
}

void ServerDatabase::drop() {
  if (server_ == "postgresql") {
    soci::session admin(factory_of(server_), base_ + " dbname=postgres");
    admin << "DROP DATABASE " + name_ + " WITH (FORCE)";
  } else if (server_ == "mariadb") {
    soci::session admin(factory_of(server_), base_ + " db=mysql");
    admin << "DROP DATABASE " + name_;
  } else {
    drop_firebird(name_, base_);
  }
}

std::unique_ptr<soci::session> ServerDatabase::open() const {
  return std::make_unique<soci::session>(factory_of(server_), parameters_);
}

std::string ServerDatabase::url() const {
  const std::string backend = server_ == "mariadb" ? "mysql" : server_ == "sqlite" ? "sqlite3" : server_;
  return backend + "://" + parameters_;
}

std::string ServerDatabase::parameter(std::string_view word) const { return word_of(parameters_, word); }

}  // namespace retort::test
