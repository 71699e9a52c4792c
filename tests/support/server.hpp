#ifndef RETORT_TESTS_SUPPORT_SERVER_HPP
#define RETORT_TESTS_SUPPORT_SERVER_HPP

#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>

namespace retort::test {

/// A database of its own, new and empty, which goes away with the object: on a server for `postgresql`, `mariadb` and
/// `firebird`, in memory for `sqlite`.
class ServerDatabase {
 public:
  /// Without `connect` there is no session() of its own: for servers that are ended while the object lives.
  explicit ServerDatabase(std::string_view server, bool connect = true);
  ServerDatabase(const ServerDatabase&) = delete;
  ServerDatabase& operator=(const ServerDatabase&) = delete;
  ~ServerDatabase();

  /// The one session that is always there, where one was asked for.
  soci::session& session() noexcept { return *session_; }
  /// Another session to the same database (not for sqlite).
  std::unique_ptr<soci::session> open() const;

  /// The server, as given.
  const std::string& server() const noexcept { return server_; }
  /// The database's name; for Firebird its file.
  const std::string& name() const noexcept { return name_; }
  /// What SOCI connects with.
  const std::string& parameters() const noexcept { return parameters_; }
  /// `postgresql://host=...`, as the command line takes it.
  std::string url() const;
  /// The value of a word of the parameters: `port`.
  std::string parameter(std::string_view word) const;

 private:
  void create();
  void drop();

  std::string server_;
  /// What SOCI connects to the server with, without a database.
  std::string base_;
  std::string name_;
  std::string parameters_;
  std::unique_ptr<soci::session> session_;
};

/// What SOCI connects to a server with, as a URL without a database.
std::string server_url(std::string_view server);

}  // namespace retort::test

#endif
