#ifndef RETORT_TESTS_BENCHMARK_SUPPORT_HPP
#define RETORT_TESTS_BENCHMARK_SUPPORT_HPP

#include <retort/migration_set.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace sqlite_api {
struct sqlite3;
}

/// What the benchmarks share: histories of any length, the raw driver, files that go away.
namespace retort::bench {

/// A comparison the table at the end shows: ours divided by the raw one, and what it should not exceed.
struct Comparison {
  std::string title;
  std::string ours;
  std::string raw;
  double limit;
};

std::vector<Comparison>& comparisons();

/// Registers a comparison before main runs.
struct Compared {
  Compared(std::string title, std::string ours, std::string raw, double limit) {
    comparisons().push_back({std::move(title), std::move(ours), std::move(raw), limit});
  }
};

/// How the time grows from a small to a ten times larger case, and how many times it should grow at most; 0 for a raw
/// one, which stands beside ours to show what of it is the machine's.
struct Growth {
  std::string title;
  std::string small;
  std::string large;
  double limit;
};

std::vector<Growth>& growths();

struct Grown {
  Grown(std::string title, std::string small, std::string large, double limit) {
    growths().push_back({std::move(title), std::move(small), std::move(large), limit});
  }
};

enum class Axis { revisions, tables };

/// A line of the picture: a benchmark that runs with several numbers of revisions, or of tables.
struct Curve {
  Axis axis;
  std::string title;
  std::string benchmark;
  int colour;
  bool is_raw;
};

std::vector<Curve>& curves();

/// Registers ours and what it is compared with, which is empty where there is nothing.
struct Drawn {
  Drawn(Axis axis, const std::string& title, std::string ours, std::string raw) {
    static int colour = 0;
    ++colour;
    curves().push_back({axis, title, std::move(ours), colour, false});
    if (!raw.empty()) curves().push_back({axis, "raw", std::move(raw), colour, true});
  }
};

/// A script beside this file that times Alembic on the same, where Alembic is installed; it is told our milliseconds
/// as its last argument.
struct AlembicScript {
  std::string command;
  /// The benchmark of ours; empty if the script's figures stand for themselves.
  std::string ours;
};

std::vector<AlembicScript>& alembic_scripts();

struct BesideAlembic {
  explicit BesideAlembic(std::string command, std::string ours = {}) {
    alembic_scripts().push_back({std::move(command), std::move(ours)});
  }
};

/// Something that is counted and no time: the journal's writes, with what they are at most.
struct Count {
  std::string title;
  double writes;
  double limit;
};

std::vector<Count>& counts();

/// Keeps a count for the tables at the end; the last one of a title stays.
void note_count(const std::string& title, double writes, double limit);

/// What is done before main ends: client libraries close themselves behind it, and take sessions badly then.
std::vector<void (*)()>& endings();

/// A line of revisions r0 <- r1 <- ..., each creating one table.
MigrationSet line_of(std::size_t revisions);

/// An empty folder that is removed at the end of the program.
const std::filesystem::path& scratch();

/// The database file with `revisions` applied; made at the first call.
const std::string& migrated_file(std::size_t revisions);

/// The same with the version row only, and no table beside it: nothing that SQLite would have to read hides our part.
const std::string& stamped_file(std::size_t revisions);

/// The raw driver. Ends the program on an error: a benchmark that fails measures nothing.
sqlite_api::sqlite3* open_raw(const std::string& file);
void exec_raw(sqlite_api::sqlite3* database, const std::string& sql);
std::vector<std::string> query_raw(sqlite_api::sqlite3* database, const char* sql);

}  // namespace retort::bench

#endif
