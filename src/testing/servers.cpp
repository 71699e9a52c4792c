#include <retort/error.hpp>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "runtime/firebird_file.hpp"
#include "testing/migrate.hpp"
#include "testing/owner.hpp"
#include "testing/parameters.hpp"
#include "testing/server.hpp"

// What each server calls a database, and how it is copied.
namespace retort::testing {

namespace {

class PostgresqlServer final : public Server {
 public:
  explicit PostgresqlServer(const std::string& parameters)
      : parameters_(parameters), sessions_([this] { return connect(parameters_); }) {
    if (parameters_.value("dbname").empty()) parameters_.set("dbname", "postgres");
  }

  void create(const std::string& name) override { sessions_.execute("CREATE DATABASE " + name); }
  bool copy(const std::string& from, const std::string& name) override {
    sessions_.execute("CREATE DATABASE " + name + " TEMPLATE " + from + strategy());
    return true;
  }
  void drop(const std::string& name) override {
    try {
      sessions_.execute("DROP DATABASE " + name + " WITH (FORCE)");
    } catch (const Error& error) {
      // Before PostgreSQL 13 there was no other way than to wait for those who are connected.
      if (error.backend_code() != "42601") throw;
      sessions_.execute("DROP DATABASE " + name);
    }
  }
  std::vector<std::string> names() override {
    return sessions_.query("SELECT datname FROM pg_database WHERE left(datname, " +
                           std::to_string(kDatabasePrefix.size()) + ") = '" + std::string(kDatabasePrefix) + "'");
  }
  std::unique_ptr<soci::session> open(const std::string& name) override {
    auto parameters = parameters_;
    parameters.set("dbname", name);
    return connect(parameters);
  }

 private:
  static std::unique_ptr<soci::session> connect(const Parameters& parameters) {
    return open_session("postgresql", parameters.text(), "the server postgresql" + parameters.shown());
  }

  /// Copying the files is the faster way, but ends with two checkpoints: for a server that is there for tests and does
  /// not wait for its disk.
  const std::string& strategy() {
    const std::lock_guard lock(asking_);
    if (!strategy_) {
      const auto copies_files = sessions_.query(
          "SELECT 1 WHERE current_setting('fsync') = 'off' AND current_setting('server_version_num')::integer >= "
          "150000");
      strategy_ = copies_files.empty() ? "" : " STRATEGY FILE_COPY";
    }
    return *strategy_;
  }

  Parameters parameters_;
  AdministratorSessions sessions_;
  std::mutex asking_;
  std::optional<std::string> strategy_;
};

class MysqlServer final : public Server {
 public:
  explicit MysqlServer(const std::string& parameters)
      : parameters_(parameters), sessions_([this] { return connect_administrator(); }) {
    // SOCI knows three words for it.
    for (const char* key : {"dbname", "service"}) parameters_.remove(key);
    if (parameters_.value("db").empty()) parameters_.set("db", "information_schema");
  }

  void create(const std::string& name) override {
    const auto charset = parameters_.value("charset");
    sessions_.execute("CREATE DATABASE " + name + (charset == "utf8mb4" ? " CHARACTER SET utf8mb4" : ""));
  }
  bool copy(const std::string&, const std::string&) override { return false; }
  void drop(const std::string& name) override { sessions_.execute("DROP DATABASE " + name); }
  std::vector<std::string> names() override {
    return sessions_.query("SELECT schema_name FROM information_schema.schemata WHERE left(schema_name, " +
                           std::to_string(kDatabasePrefix.size()) + ") = '" + std::string(kDatabasePrefix) + "'");
  }
  std::unique_ptr<soci::session> open(const std::string& name) override {
    auto parameters = parameters_;
    parameters.set("db", name);
    return connect(parameters);
  }

 private:
  static std::unique_ptr<soci::session> connect(const Parameters& parameters) {
    return open_session("mysql", parameters.text(), "the server mysql" + parameters.shown());
  }
  /// A test that has left a transaction open elsewhere must not wait for it, which may be for a day.
  std::unique_ptr<soci::session> connect_administrator() const {
    auto session = connect(parameters_);
    *session << "SET SESSION lock_wait_timeout = 3";
    return session;
  }

  Parameters parameters_;
  AdministratorSessions sessions_;
};

/// The service names a folder, with or without a host before it, or a database whose folder is meant.
class FirebirdServer final : public Server {
 public:
  explicit FirebirdServer(const std::string& parameters) : parameters_(parameters) {
    const auto service = parameters_.value("service");
    folder_ = service.substr(0, service.rfind('/') + 1);
    if (folder_.empty()) {
      throw UsageError(
          "the URL of Firebird names no folder for the databases; write \"firebird://service=/folder/ user=SYSDBA "
          "password=...\", with the host and a colon before the folder where there is one",
          {.code = "invalid_url"});
    }
    is_local_ = folder_.front() == '/';
    parameters_.remove("service");
  }

  void create(const std::string& name) override { runtime::create_firebird_file(file(name)); }
  bool copy(const std::string& from, const std::string& name) override {
    // A file that the server keeps to itself, or that lies on another machine, is made anew.
    if (!is_local_) return false;
    std::error_code error;
    const auto target = file(name).path;
    if (!std::filesystem::copy_file(file(from).path, target, error)) return false;
    try {
      open(name);
      return true;
    } catch (const Error&) {
      std::filesystem::remove(target, error);
      return false;
    }
  }
  void drop(const std::string& name) override {
    try {
      runtime::drop_firebird_file(file(name));
    } catch (const DatabaseError&) {
      // What was killed while it copied has left a file that is no database.
      std::error_code error;
      if (!is_local_ || !std::filesystem::remove(file(name).path, error)) throw;
    }
  }
  std::vector<std::string> names() override {
    std::vector<std::string> result;
    std::error_code error;
    // On another machine nobody tells what lies in the folder.
    for (const auto& entry : std::filesystem::directory_iterator(is_local_ ? folder_ : "", error)) {
      const auto& path = entry.path();
      if (path.extension() == kEnding && path.stem().string().starts_with(kDatabasePrefix)) {
        result.push_back(path.stem().string());
      }
    }
    return result;
  }
  std::unique_ptr<soci::session> open(const std::string& name) override {
    auto parameters = parameters_;
    parameters.set("service", file(name).path);
    return open_session("firebird", parameters.text(), "the database firebird service=" + file(name).path);
  }

 private:
  static constexpr const char* kEnding = ".fdb";

  runtime::FirebirdFile file(const std::string& name) const {
    return {folder_ + name + kEnding, parameters_.value("user"), parameters_.value("password")};
  }

  Parameters parameters_;
  std::string folder_;
  bool is_local_ = false;
};

}  // namespace

std::shared_ptr<Server> postgresql_server(const std::string& parameters) {
  return std::make_shared<PostgresqlServer>(parameters);
}
std::shared_ptr<Server> mysql_server(const std::string& parameters) {
  return std::make_shared<MysqlServer>(parameters);
}
std::shared_ptr<Server> firebird_server(const std::string& parameters) {
  return std::make_shared<FirebirdServer>(parameters);
}

}  // namespace retort::testing
