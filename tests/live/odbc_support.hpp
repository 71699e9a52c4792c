#ifndef RETORT_TESTS_LIVE_ODBC_SUPPORT_HPP
#define RETORT_TESTS_LIVE_ODBC_SUPPORT_HPP

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/odbc/soci-odbc.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <retort/error.hpp>
#include <retort/migration.hpp>
#include <retort/migration_set.hpp>
#include <retort/migrator.hpp>
#include <string>
#include <utility>
#include <vector>

#include "dialect/dialect.hpp"
#include "runtime/connection.hpp"
#include "support/record.hpp"
#include "support/server.hpp"

namespace retort::test {

/// A driver, the server it leads to, and how it is set.
struct Driver {
  const char* label;
  const char* name;
  const char* server;
  const char* parameters = "";
};

inline void PrintTo(const Driver& driver, std::ostream* out) { *out << driver.label; }
inline std::string label_of(const ::testing::TestParamInfo<Driver>& param) { return param.param.label; }

inline constexpr Driver kPostgresql{"PostgreSQL", "PostgreSQL Unicode", "postgresql"};
inline constexpr Driver kPostgresqlAnsi{"PostgreSQLANSI", "PostgreSQL ANSI", "postgresql"};
/// Everything that its users set in other ways.
inline constexpr Driver kPostgresqlSet{"PostgreSQLSet", "PostgreSQL Unicode", "postgresql",
                                       "UseDeclareFetch=1;Fetch=2;BoolsAsChar=0;Protocol=7.4-0;ByteaAsLongVarBinary=1;"
                                       "UseServerSidePrepare=0;TextAsLongVarchar=0;UnknownSizes=2;MaxVarcharSize=10"};
inline constexpr Driver kMariadb{"MariaDB", "MariaDB Unicode", "mariadb"};
inline constexpr Driver kSqlite{"SQLite", "SQLite3", "sqlite"};
inline constexpr Driver kSqliteSet{"SQLiteSet", "SQLite3", "sqlite", "StepAPI=1;LongNames=1;NoTXN=0;NoWCHAR=1"};

/// A migration written in one line.
class OdbcStep final : public Migration {
 public:
  using Body = std::function<void()>;
  OdbcStep(Revision revision, Body up) : revision_(std::move(revision)), up_(std::move(up)) {}
  Revision revision() const override { return revision_; }
  void upgrade() const override { up_(); }

 private:
  Revision revision_;
  Body up_;
};

/// A database of its own that is reached in two ways: through the driver, and natively.
class Odbc : public ::testing::TestWithParam<Driver> {
 protected:
  Odbc() {
    if (is("sqlite")) {
      static std::atomic<int> count = 0;
      file_ = testing::TempDir() + "/retort_odbc_" + std::to_string(getpid()) + "_" + std::to_string(++count) + ".db";
      std::remove(file_.c_str());
      native_ = std::make_unique<soci::session>(*soci::factory_sqlite3(), file_);
    } else {
      server_.emplace(GetParam().server);
      native_ = server_->open();
    }
    session_ = open();
  }
  ~Odbc() override {
    session_.reset();
    native_.reset();
    if (!file_.empty()) std::remove(file_.c_str());
  }

  bool is(std::string_view server) const { return server == GetParam().server; }

  /// Another session through the driver.
  std::unique_ptr<soci::session> open(const std::string& more = {}) const {
    auto parameters = std::string("DRIVER={") + GetParam().name + "};";
    if (*GetParam().parameters != '\0') parameters += GetParam().parameters + std::string(";");
    if (is("sqlite")) {
      parameters += "Timeout=20;FKSupport=1;Database=" + file_;
    } else {
      parameters += "SERVER=" + server_->parameter("host") + ";PORT=" + server_->parameter("port") +
                    ";UID=" + server_->parameter("user") + ";DATABASE=" + server_->name();
    }
    return std::make_unique<soci::session>(*soci::factory_odbc(), parameters + (more.empty() ? "" : ";" + more));
  }

  runtime::Connection& connection() {
    if (!connection_) connection_ = runtime::connect(*session_);
    return *connection_;
  }
  std::int64_t run(const std::string& sql) { return connection().execute(sql); }
  std::string value(const std::string& sql) {
    const auto found = connection().rows(sql);
    if (found.empty()) return "(no row)";
    return found.front().front().value_or("(null)");
  }

  Odbc& then(OdbcStep::Body up) {
    Revision revision{.id = "rev" + std::to_string(++count_)};
    if (count_ > 1) revision.down_revision = {"rev" + std::to_string(count_ - 1)};
    set_.add(std::make_unique<OdbcStep>(revision, std::move(up)));
    return *this;
  }
  Migrator migrator(MigratorOptions options = {}) { return Migrator(*session_, set_, std::move(options)); }

  std::optional<ServerDatabase> server_;
  std::string file_;
  std::unique_ptr<soci::session> native_;
  std::unique_ptr<soci::session> session_;
  std::unique_ptr<runtime::Connection> connection_;
  MigrationSet set_;
  int count_ = 0;
};

}  // namespace retort::test

#endif
