#ifndef RETORT_SRC_CLI_CONNECTION_HPP
#define RETORT_SRC_CLI_CONNECTION_HPP

#include <memory>
#include <retort/cli.hpp>
#include <string>

#include "cli/arguments.hpp"
#include "cli/console.hpp"
#include "cli/url.hpp"

namespace soci {
class session;
}

namespace retort::cli {

/// What a command will do with the database.
enum class Access : unsigned char {
  /// A database file that does not exist yet may be created.
  write,
  /// It must not be; an empty database in memory stands for it.
  ask
};

/// The URL of the command line, of the environment or of the options, in that order; empty if none is given.
std::string find_url(const Arguments& arguments, const CliOptions& options);

/// The same, or a CommandLineError that tells how to give one.
DatabaseUrl require_url(const Arguments& arguments, const CliOptions& options);

/// True for a SQLite file that does not exist, in a folder that does.
bool is_missing_file(const DatabaseUrl& url);

/// Opens a session. CommandLineError for a URL that cannot be meant; Error for a database that refuses.
std::unique_ptr<soci::session> connect(const DatabaseUrl& url, const CliOptions& options, Access access,
                                       Console& console);

}  // namespace retort::cli

#endif
