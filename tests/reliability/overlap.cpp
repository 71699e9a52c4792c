// R3: the client is killed while its server goes on with a long change of structure, and others wait.

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <vector>

#include "reliability/bench.hpp"

namespace retort::reliability {

namespace {

/// A statement of DDL at work, from and to, in microseconds of the server's own clock.
struct Work {
  std::string session;
  double begin = 0;
  double end = 0;
  std::string sql;
};

/// What is at work at this moment: the sessions that are in a change of structure.
std::vector<std::string> at_work(const Place& place, soci::session& session) {
  static const std::map<std::string, std::string> questions = {
      {"postgresql",
       "SELECT CAST(pid AS text) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND "
       "backend_type = 'client backend' AND pid <> pg_backend_pid() AND query ~* '^(alter|create|drop) '"},
      {"mariadb",
       "SELECT CAST(ID AS CHAR) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND ID <> CONNECTION_ID() "
       "AND "
       "INFO REGEXP '^(ALTER|CREATE|DROP) '"},
      {"firebird",
       "SELECT DISTINCT CAST(MON$ATTACHMENT_ID AS VARCHAR(20)) FROM MON$STATEMENTS WHERE MON$STATE = 1 AND "
       "MON$ATTACHMENT_ID <> CURRENT_CONNECTION AND (MON$SQL_TEXT STARTING WITH 'ALTER ' OR MON$SQL_TEXT STARTING WITH "
       "'CREATE ' OR MON$SQL_TEXT STARTING WITH 'UPDATE big ')"}};
  std::vector<std::string> found(100);
  session << questions.at(place.database()), soci::into(found);
  // Firebird's snapshot of what goes on lasts as long as the transaction.
  if (place.database() == "firebird") session.commit();
  return found;
}

/// A server that writes down what it did, when, for whom.
void begin_log(const Place& place, const Database& database) {
  const auto session = database.open();
  if (place.database() == "postgresql") {
    *session << "ALTER DATABASE " + database.name() + " SET log_min_duration_statement = 0";
  } else if (place.database() == "mariadb") {
    *session << "SET GLOBAL log_output = 'TABLE'";
    *session << "SET GLOBAL long_query_time = 0";
    *session << "SET GLOBAL slow_query_log = 1";
  }
}

/// `2026-01-31 12:00:00.123 UTC [4711] LOG:  duration: 1.234 ms  execute <unnamed>: ALTER TABLE ...`: written at the
/// end.
std::vector<Work> postgresql_log(const Place& place) {
  static const std::regex line_form(
      R"(^\S+ (\d+):(\d+):(\d+\.\d+) \S+ \[(\d+)\] \w+: +duration: ([0-9.]+) ms +(?:statement|execute [^:]*): ((?:ALTER|CREATE|DROP) .*))");
  std::vector<Work> result;
  std::ifstream file(place.log_file());
  std::smatch match;
  for (std::string line; std::getline(file, line);) {
    if (!std::regex_search(line, match, line_form)) continue;
    const double end = ((std::stod(match[1]) * 60 + std::stod(match[2])) * 60 + std::stod(match[3])) * 1e6;
    result.push_back({match[4], end - std::stod(match[5]) * 1e3, end, match[6]});
  }
  return result;
}

/// The table tells when a statement began, and how long it took.
std::vector<Work> mariadb_log(const Database& database) {
  const auto session = database.open();
  std::vector<Work> result;
  const soci::rowset<soci::row> rows =
      (session->prepare << "SELECT CAST(thread_id AS CHAR), CAST(UNIX_TIMESTAMP(start_time) * 1e6 AS DOUBLE), "
                           "CAST(TIME_TO_SEC(query_time) * 1e6 AS DOUBLE), "
                           "CAST(LEFT(sql_text, 80) AS CHAR) FROM mysql.slow_log WHERE db = DATABASE() AND sql_text "
                           "REGEXP '^(ALTER|CREATE|DROP) '");
  for (const auto& row : rows) {
    const auto begin = row.get<double>(1);
    result.push_back({row.get<std::string>(0), begin, begin + row.get<double>(2), row.get<std::string>(3)});
  }
  return result;
}

/// How often two sessions were at work at the same time.
int overlaps(Bench& bench, std::vector<Work> all) {
  std::sort(all.begin(), all.end(), [](const Work& a, const Work& b) { return a.begin < b.begin; });
  // The log's clock shows milliseconds.
  constexpr double kClock = 1000;
  int count = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size() && all[j].begin + kClock < all[i].end; ++j) {
      if (all[i].session == all[j].session) continue;
      ++count;
      bench.figures().remark(all[i].sql + " and " + all[j].sql + " were at work at the same time");
    }
  }
  return count;
}

/// Waits until the worker's statement is at work; false where that is never seen.
bool wait_for_work(Bench& bench, const Database& database, soci::session& watcher) {
  constexpr int kTries = 8000;
  for (int i = 0; i < kTries; ++i) {
    if (!at_work(bench.place(), watcher).empty()) return true;
    ::usleep(500);
  }
  bench.figures().remark("the long statement was never seen at work in " + database.name());
  return false;
}

struct Result {
  bool killed = false;
  /// The server was still at work when its client was dead.
  bool went_on = false;
};

Result one_kill(Bench& bench, int waiters) {
  const auto database = bench.place().make();
  auto prepare = bench.start();
  // All but the change that takes long, and what follows it.
  prepare.target = revision_id(kRevisions + 1);
  bench.finish(database, prepare);
  begin_log(bench.place(), database);
  const auto watcher = database.open();

  Result result;
  Process worker(bench.place(), database, bench.start());
  const bool seen = wait_for_work(bench, database, *watcher);
  std::vector<Process> others;
  for (int i = 0; i < waiters; ++i) others.emplace_back(bench.place(), database, bench.start());
  // Time for them to stand in line.
  ::usleep(static_cast<::useconds_t>(bench.random(20000, 60000)));
  result.killed = seen && worker.kill();
  const auto first = worker.wait();
  for (int i = 0; i < 2000; ++i) {
    const auto sessions = at_work(bench.place(), *watcher);
    if (sessions.empty()) break;
    if (i == 0) result.went_on = true;
    if (sessions.size() > 1) ++bench.figures().overlapping;
    ::usleep(2000);
  }
  if (!first.killed()) bench.check_refusal(first);
  for (auto& other : others) {
    const auto outcome = other.wait();
    if (outcome.done()) continue;
    ++bench.figures().failed_starts;
    bench.figures().remark("one that waited failed: " + outcome.text());
  }
  bench.finish(database, bench.start());
  if (bench.place().database() == "mariadb") bench.figures().overlapping += overlaps(bench, mariadb_log(database));
  bench.judge(database);
  return result;
}

}  // namespace

Figures kill_a_client_that_alters(Place& place, const Counts& counts) {
  Bench bench(place, counts, "R3", counts.slow_rows);
  int killed = 0;
  int went_on = 0;
  for (int round = 0; round < counts.rounds; ++round) {
    const auto result = one_kill(bench, 3);
    killed += result.killed ? 1 : 0;
    went_on += result.went_on ? 1 : 0;
  }
  auto& figures = bench.figures();
  std::string proof = "sampled";
  if (place.database() == "postgresql") {
    const auto log = postgresql_log(place);
    figures.overlapping += overlaps(bench, log);
    proof = "sampled, and by the log of " + thousands(static_cast<long>(log.size())) + " statements";
  } else if (place.database() == "mariadb") {
    proof = "sampled, and by the server's log";
  }
  figures.done = thousands(killed) + " kills in the middle, 3 waiting";
  figures.extra = "in " + thousands(went_on) + " of them the server was seen to go on; overlaps " + proof;
  return figures;
}

}  // namespace retort::reliability
