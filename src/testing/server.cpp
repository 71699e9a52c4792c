#include "testing/server.hpp"

#include <retort/error.hpp>

#include <unistd.h>

#include <exception>
#include <map>
#include <utility>

#include "runtime/connection.hpp"
#include "testing/owner.hpp"
#include "testing/parameters.hpp"

namespace retort::testing {

namespace {

std::shared_ptr<Server> make_server(const std::string& url) {
  const auto [backend, parameters] = split_url(url);
  if (backend == "postgresql") return postgresql_server(parameters);
  if (backend == "mysql") return mysql_server(parameters);
  if (backend == "firebird") return firebird_server(parameters);
  throw UsageError("databases for tests cannot be made through \"" + backend +
                       "\"; name a server by postgresql://, mysql:// or firebird://, or leave the URL out for SQLite "
                       "in memory",
                   {.code = "unsupported_backend"});
}

}  // namespace

void drop_left_overs(Server& server) {
  for (const auto& name : server.names()) {
    if (!is_left_over(name)) continue;
    try {
      server.drop(name);
    } catch (const std::exception&) {
      // Another program may have been faster. What really stays is in nobody's way.
    }
  }
}

std::shared_ptr<Server> Server::at(const std::string& url) {
  static std::mutex mutex;
  // Never destroyed: the sessions would end behind the client libraries.
  static auto& known = *new std::map<std::string, std::shared_ptr<Server>>();
  {
    const std::lock_guard lock(mutex);
    if (const auto found = known.find(url); found != known.end()) return found->second;
  }
  auto server = make_server(url);
  drop_left_overs(*server);
  const std::lock_guard lock(mutex);
  return known.emplace(url, std::move(server)).first->second;
}

AdministratorSessions::AdministratorSessions(Open open) : open_(std::move(open)), owner_(getpid()) {}

AdministratorSessions::~AdministratorSessions() { leave_to_parent(); }

void AdministratorSessions::leave_to_parent() {
  if (owner_ == getpid()) return;
  for (auto& session : idle_) static_cast<void>(session.release());
  idle_.clear();
  owner_ = getpid();
}

template <typename Work>
void AdministratorSessions::with_session(Work work) {
  std::unique_ptr<soci::session> session;
  {
    const std::lock_guard lock(mutex_);
    leave_to_parent();
    if (!idle_.empty()) {
      session = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!session) session = open_();
  // One that has failed may have lost its server: it is not used again.
  work(*runtime::connect(*session));
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(session));
}

void AdministratorSessions::execute(const std::string& sql) {
  with_session([&](runtime::Connection& connection) { connection.execute(sql); });
}

std::vector<std::string> AdministratorSessions::query(const std::string& sql) {
  std::vector<std::string> result;
  with_session([&](runtime::Connection& connection) { result = connection.query(sql); });
  return result;
}

ServerDatabase::ServerDatabase(std::shared_ptr<Server> server)
    : server_(std::move(server)), name_(new_database_name()), owner_(getpid()) {
  server_->create(name_);
  exists_ = true;
}

ServerDatabase::ServerDatabase(std::shared_ptr<Server> server, const ServerDatabase& from)
    : server_(std::move(server)), name_(new_database_name()), owner_(getpid()) {
  exists_ = server_->copy(from.name_, name_);
}

bool ServerDatabase::is_ours() const noexcept { return owner_ == getpid(); }

ServerDatabase::~ServerDatabase() {
  if (!exists_ || !is_ours()) return;
  try {
    server_->drop(name_);
  } catch (const std::exception&) {
    // The next program that uses the server finds it by its name.
  }
}

}  // namespace retort::testing
