#include <signal.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "integration/integration_support.hpp"

namespace retort::integration {

namespace {

/// A number from the environment, for long runs: RETORT_RACE_ROUNDS, RETORT_RACE_PROCESSES, RETORT_RACE_REVISIONS.
int setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

/// The statement that writes down that a revision ran, and in which process: it is recorded where it runs.
std::string logs(const std::string& revision) {
  return "INSERT INTO log (revision, process) VALUES ('" + revision + "', " + std::to_string(::getpid()) + ")";
}

/// A chain in which every migration makes a table and writes down that it ran. Every fifth one rebuilds a table, with
/// foreign keys switched off around its transaction.
MigrationSet chain(int revisions) {
  Chain chain;
  chain.then("r0", [] {
    op::create_table("log", [](op::Table& t) {
      t.integer("id").primary_key();
      t.string("revision", 20).not_null();
      t.integer("process").not_null();
    });
    op::create_table("shared", [](op::Table& t) {
      t.integer("id").primary_key();
      t.integer("parent_id").references("shared", "id");
    });
    op::execute(logs("r0"));
  });
  for (int i = 1; i < revisions; ++i) {
    const auto number = std::to_string(i);
    chain.then("r" + number, [i, number] {
      op::create_table("t" + number, [](op::Table& t) { t.integer("id").primary_key(); });
      if (i % 5 == 0) op::create_check_constraint("ck_shared_" + number, "shared", "id > -" + number);
      op::execute(logs("r" + number));
    });
  }
  return chain.set();
}

struct Race {
  const char* name;
  int processes;
  bool half_migrated;
  bool wal;
};

/// Gives the others a chance between two migrations; otherwise the first to come runs them all, and nobody races.
class Courteous final : public Listener {
 public:
  void on_step_end(const StepInfo&, std::chrono::nanoseconds) override {
    ::usleep(static_cast<::useconds_t>(1000 + ::getpid() % 7 * 700));
  }
};

/// What a process does from its start to its end; its exit status.
int start_up(const std::string& file, const MigrationSet& set, const std::string& errors) {
  try {
    soci::session session(soci::sqlite3, "db=" + file);
    session << "PRAGMA foreign_keys = ON";
    Courteous courteous;
    Migrator(session, set, {.listener = &courteous}).upgrade();
    return 0;
  } catch (const std::exception& error) {
    if (auto* out = std::fopen(errors.c_str(), "a")) {
      std::fprintf(out, "%s\n", error.what());
      std::fclose(out);
    }
    return 1;
  }
}

}  // namespace

class StartupRace : public ::testing::TestWithParam<Race> {
 protected:
  /// Lets processes wait at a pipe and go at once. How many failed.
  static int race(int processes, const std::string& file, const MigrationSet& set, const std::string& errors) {
    int gate[2];
    EXPECT_EQ(::pipe(gate), 0);
    std::vector<::pid_t> children;
    for (int i = 0; i < processes; ++i) {
      const auto child = ::fork();
      if (child == 0) {
        ::close(gate[1]);
        char byte = 0;
        while (::read(gate[0], &byte, 1) > 0) continue;
        ::_exit(start_up(file, set, errors));
      }
      children.push_back(child);
    }
    ::close(gate[0]);
    ::close(gate[1]);
    int failed = 0;
    for (const auto child : children) {
      int status = 0;
      ::waitpid(child, &status, 0);
      if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) ++failed;
    }
    return failed;
  }

  TemporaryFolder folder_;
};

TEST_P(StartupRace, RunsEachRevisionOnceAndFailsNobody) {
  const auto& param = GetParam();
  const int rounds = setting("RETORT_RACE_ROUNDS", 2);
  const int revisions = setting("RETORT_RACE_REVISIONS", 20);
  const int processes = setting("RETORT_RACE_PROCESSES", param.processes);
  const auto set = chain(revisions);
  const auto errors = folder_.file("errors");
  int failed = 0;
  int not_once = 0;
  int took_part = 0;
  const auto start = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) {
    const auto file = folder_.file("race" + std::to_string(round) + ".sqlite");
    if (param.wal) SqliteFile(file).run("PRAGMA journal_mode = WAL");
    if (param.half_migrated) {
      soci::session session(soci::sqlite3, "db=" + file);
      Migrator(session, set).upgrade("r" + std::to_string(revisions / 2));
    }
    failed += race(processes, file, set, errors);
    SqliteFile database(file);
    const auto once =
        database.value("SELECT count(*) FROM (SELECT revision FROM log GROUP BY revision HAVING count(*) = 1)");
    not_once += revisions - std::stoi(once);
    EXPECT_EQ(database.value("SELECT count(*) FROM log"), std::to_string(revisions));
    took_part += std::stoi(database.value("SELECT count(DISTINCT process) FROM log"));
    EXPECT_EQ(database.query("SELECT version_num FROM retort_version"), Lines{"r" + std::to_string(revisions - 1)});
    EXPECT_EQ(database.value("PRAGMA journal_mode"), param.wal ? "wal" : "delete");
    expect_sound(file);
  }
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(not_once, 0);
  if (processes >= 8) {
    EXPECT_GT(took_part, rounds) << "nobody raced";
  }
  if (fs::exists(errors)) {
    if (auto* in = std::fopen(errors.c_str(), "r")) {
      char line[1000];
      while (std::fgets(line, sizeof line, in) != nullptr) ADD_FAILURE() << line;
      std::fclose(in);
    }
  }
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::printf(
      "[ figures  ] %s: %d rounds of %d processes (%.1f ran some) and %d revisions: %d starts failed, %d revisions not "
      "once, %.1f s\n",
      param.name, rounds, processes, static_cast<double>(took_part) / rounds, revisions, failed, not_once, seconds);
}

INSTANTIATE_TEST_SUITE_P(Files, StartupRace,
                         ::testing::Values(Race{"TwoOnAnEmptyFile", 2, false, false},
                                           Race{"EightOnAnEmptyFile", 8, false, false},
                                           Race{"SixteenOnAnEmptyFile", 16, false, false},
                                           Race{"SixteenOnAHalfMigratedFile", 16, true, false},
                                           Race{"EightOnAnEmptyFileInWal", 8, false, true},
                                           Race{"SixteenOnAHalfMigratedFileInWal", 16, true, true}),
                         [](const auto& race) { return std::string(race.param.name); });

TEST(StartupKill, LeavesNothingHalfDoneAndTheNextStartFinishes) {
  // A process is killed at a moment of chance, again and again, until one gets to the end.
  TemporaryFolder folder;
  const auto file = folder.file("killed.sqlite");
  const int revisions = setting("RETORT_RACE_REVISIONS", 20);
  const auto set = chain(revisions);
  int kills = 0;
  const int wanted = setting("RETORT_RACE_ROUNDS", 2) * 10;
  for (int attempt = 0; attempt < 20 * wanted; ++attempt) {
    const auto child = ::fork();
    if (child == 0) ::_exit(start_up(file, set, folder.file("errors")));
    if (kills < wanted) {
      ::usleep(static_cast<::useconds_t>(500 + attempt * 300));
      ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status)) {
      ASSERT_EQ(WEXITSTATUS(status), 0);
      break;
    }
    ++kills;
    if (!fs::exists(file)) continue;
    SqliteFile database(file);
    if (database.value("SELECT count(*) FROM sqlite_master WHERE name = 'log'") == "1") {
      // Every row of the log has its version row, and the other way round.
      const auto last = database.value("SELECT 'r' || (count(*) - 1) FROM log");
      EXPECT_EQ(database.query("SELECT version_num FROM retort_version"), Lines{last});
    }
  }
  SqliteFile database(file);
  EXPECT_EQ(database.value("SELECT count(*), count(DISTINCT revision) FROM log"),
            std::to_string(revisions) + "|" + std::to_string(revisions));
  expect_sound(file);
  std::printf("[ figures  ] %d kills before a start came to its end\n", kills);
}

}  // namespace retort::integration
