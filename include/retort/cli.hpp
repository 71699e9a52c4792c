#ifndef RETORT_CLI_HPP
#define RETORT_CLI_HPP

#include <functional>
#include <map>
#include <string>

#include <retort/autogenerate.hpp>
#include <retort/export.hpp>
#include <retort/metadata.hpp>
#include <retort/migration_set.hpp>

namespace soci {
class session;
}

namespace retort {

/// What the command line of an application knows without being told.
struct CliOptions {
  /// The database when neither `--url` nor the environment variable RETORT_URL names one, in SOCI's own form:
  /// `sqlite3://app.db`. Never shown.
  std::string url = {};
  /// The folder where `revision` and `merge` write new migration files.
  std::string migrations_folder = {};
  /// The schema that the program wants: what `check` and `revision --autogenerate` hold against the database. Empty:
  /// the program gives none, and they say so.
  MetaData model = {};
  /// How the two are compared, and what takes part. The version table is the one below.
  CompareOptions compare = {};
  std::string version_table = "retort_version";
  std::string version_schema = {};
  /// Opens a session for a URL. By default SOCI loads the backend by its name; give a function of your own to link a
  /// backend statically or to prepare each connection.
  std::function<void(soci::session& session, const std::string& url)> open = {};
  /// Hears the `-x key=value` arguments, before the command runs: for what `open` or the migrations are to know.
  /// Without it they are accepted, and a note says that nobody reads them.
  std::function<void(const std::map<std::string, std::string>& arguments)> x_arguments = {};
};

namespace cli {

/// The command line linked into the application: its own binary becomes the tool.
///
/// Returns the exit status: 0; 1 after an error, told on standard error; 2 for a wrong command line; 3 from the asking
/// commands when the database is behind, and from `check` when the model differs from it. Throws nothing.
RETORT_API int main(int argc, char** argv, const MigrationSet& migrations, CliOptions options = {});

}  // namespace cli

}  // namespace retort

#endif
