#ifndef RETORT_SRC_TESTING_SERVER_HPP
#define RETORT_SRC_TESTING_SERVER_HPP

#include <soci/soci.h>
#include <sys/types.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace retort::testing {

/// A database server on which tests make databases of their own. For any thread.
class Server {
 public:
  /// The one behind a URL, connected to when it is first used. What crashed programs left there is dropped then. Throws
  /// UsageError for a URL that names none.
  static std::shared_ptr<Server> at(const std::string& url);

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  virtual ~Server() = default;

  virtual void create(const std::string& name) = 0;
  /// Creates a copy of one that nobody is connected to; false where this server copies none.
  virtual bool copy(const std::string& from, const std::string& name) = 0;
  virtual void drop(const std::string& name) = 0;
  /// The databases whose names begin as those of tests do.
  virtual std::vector<std::string> names() = 0;
  virtual std::unique_ptr<soci::session> open(const std::string& name) = 0;

 protected:
  Server() = default;
};

std::shared_ptr<Server> postgresql_server(const std::string& parameters);
std::shared_ptr<Server> mysql_server(const std::string& parameters);
std::shared_ptr<Server> firebird_server(const std::string& parameters);

/// Drops the databases of programs that are no more.
void drop_left_overs(Server& server);

/// Lets go of what databases are copied from; each is dropped with the last copy that is being made of it.
void drop_templates();

/// Sessions to a server's own database, each for one statement at a time: databases are created and dropped by them.
class AdministratorSessions {
 public:
  using Open = std::function<std::unique_ptr<soci::session>()>;

  explicit AdministratorSessions(Open open);
  AdministratorSessions(const AdministratorSessions&) = delete;
  AdministratorSessions& operator=(const AdministratorSessions&) = delete;
  ~AdministratorSessions();

  void execute(const std::string& sql);
  std::vector<std::string> query(const std::string& sql);

 private:
  template <typename Work>
  void with_session(Work work);
  /// The sessions of the parent, in a child of fork(): closing them would close the parent's.
  void leave_to_parent();

  Open open_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<soci::session>> idle_;
  pid_t owner_;
};

/// A database on a server, dropped at the end; not by a child of the process that made it.
class ServerDatabase {
 public:
  /// A new and empty one, or a copy.
  explicit ServerDatabase(std::shared_ptr<Server> server);
  ServerDatabase(std::shared_ptr<Server> server, const ServerDatabase& from);
  ServerDatabase(const ServerDatabase&) = delete;
  ServerDatabase& operator=(const ServerDatabase&) = delete;
  ~ServerDatabase();

  std::unique_ptr<soci::session> open() { return server_->open(name_); }
  /// False where the server copies nothing: there is no database then.
  bool exists() const noexcept { return exists_; }
  bool is_ours() const noexcept;

 private:
  std::shared_ptr<Server> server_;
  std::string name_;
  bool exists_ = false;
  pid_t owner_;
};

}  // namespace retort::testing

#endif
