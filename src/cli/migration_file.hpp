#ifndef RETORT_SRC_CLI_MIGRATION_FILE_HPP
#define RETORT_SRC_CLI_MIGRATION_FILE_HPP

#include <string>
#include <string_view>
#include <vector>

namespace retort::cli {

/// A migration file that is to be written.
struct MigrationFile {
  std::string id;
  std::vector<std::string> down_revision;
  std::string message;
  std::vector<std::string> depends_on;
  std::vector<std::string> branch_labels;
  std::string create_date;
};

/// 12 hex digits of the system's random numbers.
std::string random_id();

/// The message in lower-case ASCII letters, digits and `_`, at most 40 of them, cut at the end of a word. Never empty.
std::string slug(std::string_view message);

/// `91381a2f4148_renaming_students_to_scholars.cpp`.
std::string migration_file_name(const MigrationFile& file);

/// The text as a C++ string literal that means the same bytes, whatever they are.
std::string cpp_literal(std::string_view text);

/// The C++ source. It compiles as it is, and does nothing until directives are written into it.
std::string render_migration_file(const MigrationFile& file);

/// Now, in local time: `2026-01-31 12:00:00`.
std::string create_date_now();

/// Writes a file that must not exist. Never leaves a part of one: what could not be written whole is removed again.
/// Throws Error.
void write_new_file(const std::string& path, std::string_view content);

}  // namespace retort::cli

#endif
