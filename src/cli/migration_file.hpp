#ifndef RETORT_SRC_CLI_MIGRATION_FILE_HPP
#define RETORT_SRC_CLI_MIGRATION_FILE_HPP

#include <string>
#include <string_view>

namespace retort::cli {

/// 12 hex digits of the system's random numbers.
std::string random_id();

/// Now, in local time: `2026-01-31 12:00:00`.
std::string create_date_now();

/// Writes a file that must not exist. Never leaves a part of one: what could not be written whole is removed again.
/// Throws Error.
void write_new_file(const std::string& path, std::string_view content);

}  // namespace retort::cli

#endif
