#ifndef RETORT_TESTS_RELIABILITY_PLACE_HPP
#define RETORT_TESTS_RELIABILITY_PLACE_HPP

#include <soci/soci.h>

#include <memory>
#include <string>

#include "support/server.hpp"

namespace retort::reliability {

/// One new database, gone with the object.
class Database {
 public:
  /// A file of SQLite below a folder.
  Database(std::string file, std::string folder);
  explicit Database(std::unique_ptr<test::ServerDatabase> server);
  ~Database();
  Database(Database&&) noexcept = default;
  Database& operator=(Database&&) = delete;

  /// What SOCI connects with.
  const std::string& parameters() const noexcept { return parameters_; }
  /// The database's name on its server; for SQLite and Firebird the file.
  const std::string& name() const noexcept { return name_; }
  std::string parameter(std::string_view word) const;
  std::unique_ptr<soci::session> open() const;

 private:
  std::string name_;
  std::string parameters_;
  /// SQLite: the folder that goes with it.
  std::string folder_;
  std::unique_ptr<test::ServerDatabase> server_;
};

/// Where experiments with one kind of database happen: a temporary folder, and a server of its own where the database
/// has one, which may be killed without disturbing anybody. One at a time in a process.
class Place {
 public:
  /// `sqlite`, `postgresql`, `mariadb` or `firebird`, which is a server here.
  explicit Place(std::string database);
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place();

  const std::string& database() const noexcept { return database_; }
  const std::string& folder() const noexcept { return folder_; }
  bool has_server() const noexcept { return database_ != "sqlite"; }

  Database make();

  /// SIGKILL for all of the server's processes.
  void kill_server() const { servers("kill"); }
  /// With the data and the port that it had.
  void start_server_again() const { servers("again"); }
  /// Cuts everybody's connections to a database, as an administrator does.
  void end_connections(const Database& database) const;
  /// The server's log, where the experiments read it (PostgreSQL).
  std::string log_file() const;

 private:
  void servers(const std::string& command) const;

  std::string database_;
  std::string folder_;
  int count_ = 0;
};

}  // namespace retort::reliability

#endif
