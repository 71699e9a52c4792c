#ifndef RETORT_SRC_CLI_URL_HPP
#define RETORT_SRC_CLI_URL_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace retort::cli {

/// SOCI's `backend://parameters`, taken apart as far as something of it may be shown or must be checked.
struct DatabaseUrl {
  /// As it was given. Never shown.
  std::string text;
  std::string backend;
  /// The parameters in SOCI's `key=value` form; nothing if they are not written so.
  std::optional<std::vector<std::pair<std::string, std::string>>> pairs;
  /// SQLite only: the database file; empty for one in memory.
  std::string file;

  /// What may be shown of it: backend, host, database. A list of what may, not of what may not.
  std::string shown() const;
  /// A driver's message with everything taken out that is in the URL and may not be shown.
  std::string scrubbed(std::string_view message) const;
};

/// Throws CommandLineError for a text without a backend, and for SQLite parameters that SOCI would take for a part of
/// the file's name.
DatabaseUrl parse_url(const std::string& text);

}  // namespace retort::cli

#endif
