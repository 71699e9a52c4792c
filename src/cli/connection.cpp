#include "cli/connection.hpp"

#include <soci/soci.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <system_error>

#include "cli/failure.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

namespace fs = std::filesystem;

constexpr const char* kBackends = "sqlite3, postgresql, mysql (also for MariaDB) and firebird";

/// Names that people write for SOCI's.
void check_backend(const std::string& backend) {
  static const std::map<std::string, const char*> known = {
      {"sqlite3", ""},       {"postgresql", ""},         {"mysql", ""},          {"firebird", ""},
      {"sqlite", "sqlite3"}, {"postgres", "postgresql"}, {"pg", "postgresql"},   {"mariadb", "mysql"},
      {"maria", "mysql"},    {"fb", "firebird"},         {"SQLITE3", "sqlite3"}, {"interbase", "firebird"}};
  const auto found = known.find(backend);
  if (found != known.end() && *found->second == '\0') return;
  std::string text = "there is no backend " + quote(backend) + "; ";
  if (found != known.end()) text += "SOCI's name for it is " + std::string(found->second) + ". ";
  throw CommandLineError(text + "The backends are " + kBackends, "unknown_backend");
}

/// Why SQLite cannot open a file; it says "unable to open database file" for all of these.
std::string sqlite_reason(const std::string& file) {
  std::error_code ignored;
  const fs::path path(file);
  if (fs::is_directory(path, ignored)) return "it is a folder; name a file in it";
  const auto folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  if (!fs::exists(folder, ignored)) return "the folder " + quote(folder.string()) + " does not exist; create it first";
  if (!fs::is_directory(folder, ignored)) return quote(folder.string()) + " is not a folder";
  if (fs::exists(path, ignored)) {
    if (::access(file.c_str(), R_OK) != 0) return "this user may not read it; change its permissions";
  } else if (::access(folder.c_str(), W_OK) != 0) {
    return "it does not exist, and this user may not create a file in " + quote(folder.string());
  }
  return {};
}

[[noreturn]] void refuse(const DatabaseUrl& url, const std::string& message) {
  if (message.find("shared library for backend") != std::string::npos) {
    fail("backend_missing", "SOCI's library for " + url.backend +
                                " is not installed, or not where SOCI looks; install it (Debian: libsoci-" +
                                url.backend + "), or name its folder in the environment variable SOCI_BACKENDS_PATH");
  }
  auto reason = url.backend == "sqlite3" && !url.file.empty() ? sqlite_reason(url.file) : std::string();
  if (reason.empty()) reason = url.scrubbed(message);
  throw DatabaseError("cannot open " + url.shown() + ": " + reason, make_facts("connection_failed"));
}

}  // namespace

std::string find_url(const Arguments& arguments, const CliOptions& options) {
  if (!arguments.url.empty()) return arguments.url;
  const char* environment = std::getenv("RETORT_URL");
  if (environment != nullptr && *environment != '\0') return environment;
  return options.url;
}

DatabaseUrl require_url(const Arguments& arguments, const CliOptions& options) {
  const auto text = find_url(arguments, options);
  if (text.empty()) {
    throw CommandLineError(
        "no database is named; give --url backend://parameters (sqlite3://app.db) or set the environment variable "
        "RETORT_URL",
        "no_url");
  }
  auto url = parse_url(text);
  if (!options.open) check_backend(url.backend);
  return url;
}

bool is_missing_file(const DatabaseUrl& url) {
  if (url.backend != "sqlite3" || url.file.empty()) return false;
  std::error_code failed;
  const bool exists = fs::exists(fs::path(url.file), failed);
  // A missing folder is an error of its own.
  const auto folder = fs::path(url.file).parent_path();
  return !failed && !exists && (folder.empty() || fs::is_directory(folder, failed));
}

std::unique_ptr<soci::session> connect(const DatabaseUrl& url, const CliOptions& options, Access access,
                                       Console& console) {
  auto text = url.text;
  if (access == Access::ask && is_missing_file(url)) {
    console.note("the database file " + quote(url.file) + " does not exist yet; it counts as empty");
    text = "sqlite3://:memory:";
  }
  auto session = std::make_unique<soci::session>();
  try {
    if (options.open) {
      options.open(*session, text);
    } else {
      session->open(text);
    }
  } catch (const Error&) {
    throw;
  } catch (const soci::soci_error& error) {
    refuse(url, error.get_error_message());
  } catch (const std::exception& error) {
    refuse(url, error.what());
  }
  return session;
}

}  // namespace retort::cli
