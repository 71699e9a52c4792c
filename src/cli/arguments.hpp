#ifndef RETORT_SRC_CLI_ARGUMENTS_HPP
#define RETORT_SRC_CLI_ARGUMENTS_HPP

#include <chrono>
#include <map>
#include <optional>
#include <retort/migrator.hpp>
#include <string>
#include <vector>

namespace retort::cli {

enum class Command : unsigned char {
  upgrade,
  downgrade,
  current,
  history,
  heads,
  branches,
  show,
  stamp,
  merge,
  revision,
  plan,
  ensure_version,
  status,
  resume,
  check,
  inspect,
  schema
};

enum class ColorChoice : unsigned char { automatic, always, never };

enum class HistoryFormat : unsigned char { list, text, dot, mermaid };

enum class SchemaFormat : unsigned char { json, dot, mermaid };

/// The command line as values. A member that belongs to another command is empty.
struct Arguments {
  Command command = Command::current;

  // For every command.
  std::string url;
  bool json = false;
  bool verbose = false;
  bool quiet = false;
  ColorChoice color = ColorChoice::automatic;
  std::map<std::string, std::string> x;
  std::optional<std::chrono::milliseconds> lock_timeout;

  /// upgrade, downgrade, plan, show.
  std::string target;
  /// stamp, merge.
  std::vector<std::string> revisions;

  bool sql = false;
  std::string dialect;
  bool plan_downgrade = false;
  bool check_heads = false;
  bool purge = false;
  Resume resume = Resume::automatic;

  std::string range;
  bool indicate_current = false;
  HistoryFormat format = HistoryFormat::list;

  // revision, merge.
  std::string message;
  std::string head;
  bool splice = false;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  /// Absent and empty are two things: an empty id is an error.
  std::optional<std::string> rev_id;
  std::string version_path;
  bool autogenerate = false;
  bool baseline = false;
  bool assume_renames = false;
  bool no_renames = false;

  // schema, inspect.
  /// The schema of this revision, not of the database.
  std::string schema_revision;
  /// That of the program's model.
  bool schema_model = false;
  SchemaFormat schema_format = SchemaFormat::json;
  std::string function;
};

/// What came of the command line.
struct ParseOutcome {
  Arguments arguments;
  /// The program's name, for hints.
  std::string program;
  /// Set if there is nothing to run: 0 with a help text, 2 with what is wrong.
  std::optional<int> status;
  std::string text;
};

ParseOutcome parse_arguments(int argc, const char* const* argv);

/// True if a name stands for something only the database knows: `current`, `+1`, `label@-1`.
bool asks_database(const std::string& name);

}  // namespace retort::cli

#endif
