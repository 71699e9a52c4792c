#ifndef RETORT_SRC_CLI_OUTPUT_JSON_HPP
#define RETORT_SRC_CLI_OUTPUT_JSON_HPP

#include <retort/autogenerate.hpp>
#include <retort/error.hpp>
#include <retort/migration_set.hpp>
#include <retort/plan.hpp>
#include <retort/status.hpp>
#include <string>
#include <vector>

#include "cli/comparison.hpp"

// Every function gives one JSON document with a line break at its end. Bytes that are not UTF-8 become U+FFFD.
namespace retort::cli {

std::string json_error(const std::string& message, const ErrorFacts& facts);

struct CurrentRow {
  std::string revision;
  bool head = false;
  /// False for a row that the set does not know.
  bool known = false;
  std::string message;
};

std::string json_current(const std::vector<CurrentRow>& rows, bool at_head);
std::string json_heads(const std::vector<RevisionInfo>& heads);
/// history and show under `revisions`, branches under `branches`.
std::string json_revisions(const char* name, const std::vector<RevisionInfo>& revisions);
std::string json_plan(const Plan& plan);
std::string json_report(const Report& report);
std::string json_script(const std::string& dialect, const std::string& script);
/// All of a Status, with `at_head` and `in_flight`, which is null when nothing is.
std::string json_status(const Status& status);
std::string json_version_table(const std::string& table, bool created);
/// With `operations` where there are any, or were looked for.
std::string json_migration_file(const Revision& file, const std::string& path, const Operations* operations = nullptr);
/// What check found: `operations`, and `notes` of what was not compared.
std::string json_model_state(const ModelState& state);
/// No file was written, as there is nothing to write: `path` is null and `operations` is empty.
std::string json_no_migration_file(const Operations& operations);

}  // namespace retort::cli

#endif
