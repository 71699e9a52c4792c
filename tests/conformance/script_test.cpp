#include <gtest/gtest.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>
#include <retort/error.hpp>
#include <retort/migrator.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "conformance/answers.hpp"
#include "conformance/case.hpp"
#include "conformance/live.hpp"
#include "support/server.hpp"

namespace {

using namespace retort;
using namespace retort::conformance;

using Lines = std::vector<std::string>;

/// A database, and the command line client that people run scripts with.
class Client {
 public:
  explicit Client(const std::string& server) : folder_(std::filesystem::temp_directory_path() / unique_name()) {
    std::filesystem::create_directory(folder_);
    if (server == "sqlite") {
      const auto file = (folder_ / "a.sqlite").string();
      sqlite_ = std::make_unique<soci::session>(soci::sqlite3, "db=" + file);
      command_ = "sqlite3 -bail '" + file + "' < SCRIPT";
      return;
    }
    database_ = std::make_unique<test::ServerDatabase>(server);
    const auto word = [&](const char* name) { return database_->parameter(name); };
    const std::string place = " -h '" + word("host") + "'";
    if (server == "postgresql") {
      command_ = "PGPASSWORD='" + word("password") + "' psql -X -q -v ON_ERROR_STOP=1" + place + " -p '" +
                 word("port") + "' -U '" + word("user") + "' -d " + database_->name() + " -f SCRIPT";
    } else if (server == "mariadb") {
      command_ = "MYSQL_PWD='" + word("password") +
                 "' mariadb --no-defaults --protocol=tcp --default-character-set=utf8mb4" + place + " -P '" +
                 word("port") + "' -u '" + word("user") + "' " + database_->name() + " < SCRIPT";
    } else {
      command_ = "isql-fb -q -bail -ch UTF8 -user '" + word("user") + "' -password '" + word("password") + "' '" +
                 database_->name() + "' -i SCRIPT";
    }
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { std::filesystem::remove_all(folder_); }

  /// What the client said; it must succeed.
  void run(const std::string& script) const {
    const auto file = folder_ / "script.sql";
    const auto said = folder_ / "said";
    std::ofstream(file) << script;
    auto command = command_;
    command.replace(command.find("SCRIPT"), 6, "'" + file.string() + "'");
    const int status = std::system(("(" + command + ") > '" + said.string() + "' 2>&1").c_str());
    std::ostringstream words;
    words << std::ifstream(said).rdbuf();
    EXPECT_EQ(status, 0) << words.str() << "\n" << script;
  }

  soci::session& session() { return sqlite_ ? *sqlite_ : database_->session(); }

 private:
  static std::string unique_name() {
    static int count = 0;
    return "retort_script_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  }

  std::filesystem::path folder_;
  std::unique_ptr<soci::session> sqlite_;
  std::unique_ptr<test::ServerDatabase> database_;
  std::string command_;
};

class Script : public testing::TestWithParam<std::tuple<std::string, std::size_t>> {
 protected:
  static void run_case(const std::string& server, const Case& each) {
    SCOPED_TRACE(server + ": " + each.name);
    const auto set = set_of(each);
    auto offline = Migrator::offline(server, set);
    std::string up;
    try {
      up = offline.script_upgrade("base:change");
    } catch (const OperationError&) {
      return;  // refused, as the list of answers has it
    }
    Client client(server);
    forget_schemas(client.session());
    client.run(up);
    Migrator online(client.session(), set);
    EXPECT_EQ(online.current(), Lines{"change"});
    expect_schema(client.session(), sum_of(each.before, each.change, server), way_up(each),
                  dialect::find_dialect(server));
    std::string down;
    try {
      down = offline.script_downgrade("change:before");
    } catch (const OperationError&) {
      return;
    }
    SCOPED_TRACE("down again");
    client.run(down);
    EXPECT_EQ(online.current(), Lines{"before"});
    expect_schema(client.session(), sum_of(each.before, nullptr, server), Way::after_down,
                  dialect::find_dialect(server));
  }
};

INSTANTIATE_TEST_SUITE_P(On, Script, testing::Combine(testing::ValuesIn(servers()), testing::Range<std::size_t>(0, 7)),
                         [](const auto& each) {
                           auto name = std::get<0>(each.param) + "_" + all_groups().at(std::get<1>(each.param)).name;
                           for (char& c : name) c = c == ' ' ? '_' : c;
                           return name;
                         });

/// The client makes of a script what a run makes of the migrations.
TEST_P(Script, IsRunByTheDatabasesOwnClient) {
  const auto& [server, place] = GetParam();
  const auto group = all_groups().at(place);
  for (const auto& each : group.cases) run_case(server, each);
}

}  // namespace
