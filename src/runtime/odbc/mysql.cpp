#include <retort/error.hpp>

#include <utility>

#include "runtime/mysql/catalog.hpp"
#include "runtime/mysql/named_lock.hpp"
#include "runtime/mysql/server.hpp"
#include "runtime/odbc/connection.hpp"

namespace retort::runtime::odbc {

namespace {

class MysqlOverOdbc final : public OdbcConnection {
 public:
  MysqlOverOdbc(soci::session& session, Database database, const dialect::mysql::Server& server)
      : OdbcConnection(session, std::move(database)),
        server_(server),
        dialect_(mysql::dialect_of(server)),
        catalog_(*this, server_),
        lock_(*this) {}

  const dialect::Dialect& dialect() const noexcept override { return dialect_; }
  dialect::Facts& facts() noexcept override { return catalog_; }
  schema::MetaData inspect() override { return catalog_.inspect(); }
  std::optional<std::string> spelled_query(std::string_view query) override { return mysql::spell_query(*this, query); }
  std::optional<schema::Table> spelled_table(const schema::Table& table) override {
    return mysql::spell_table(*this, table);
  }

  bool lock(std::string_view name, const BeginOptions& options) override { return lock_.lock(name, options); }
  void prove_lock() override { lock_.prove(); }
  std::string unlock() noexcept override { return lock_.unlock(); }

 protected:
  void begin_now(const BeginOptions&) override {
    // A driver may connect anew without a word (AUTO_RECONNECT), and the lock was the old connection's.
    lock_.prove();
    execute("START TRANSACTION");
  }
  void commit_now() override { execute("COMMIT"); }
  bool statements_commit() const noexcept override { return true; }

  bool is_open() override {
    if (server_.mariadb) return query("SELECT @@in_transaction").at(0) == "1";
    // Outside of a transaction a savepoint is gone with the statement that makes it.
    execute("SAVEPOINT _retort_look");
    try {
      execute("RELEASE SAVEPOINT _retort_look");
      return true;
    } catch (const DatabaseError& error) {
      constexpr std::string_view kNoSavepoint = "1305";
      if (error.backend_code() == kNoSavepoint) return false;
      throw;
    }
  }

 private:
  dialect::mysql::Server server_;
  const dialect::Dialect& dialect_;
  mysql::Catalog catalog_;
  mysql::NamedLock lock_;
};

}  // namespace

std::unique_ptr<Connection> connect_mysql(soci::session& session, const Native& native, SQLHDBC handle) {
  const Database plain(native, handle, Product::mysql, SqlSyntax::of("mysql"));
  const auto encoding = plain.run("SELECT @@character_set_client").rows.at(0).at(0).value_or("");
  if (encoding != "utf8mb4") {
    throw StateError("statements are UTF-8, and the session's character set is " + encoding +
                         ", in which the server would read other characters; put CHARSET=utf8mb4 into the connection's "
                         "parameters",
                     {.code = "client_encoding"});
  }
  const auto server = mysql::ask_server([&](const std::string& sql) { return plain.run(sql).rows; });
  const Database database(native, handle, Product::mysql, dialect::mysql::syntax_of(server));
  return std::make_unique<MysqlOverOdbc>(session, database, server);
}

}  // namespace retort::runtime::odbc
