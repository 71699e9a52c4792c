#include <retort/autogenerate.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>

#include "cli/commands.hpp"
#include "cli/comparison.hpp"
#include "cli/failure.hpp"
#include "cli/migration_file.hpp"
#include "cli/output_json.hpp"
#include "cli/text.hpp"

namespace retort::cli {

namespace {

namespace fs = std::filesystem;

/// Every id and every label of the set.
struct Names {
  explicit Names(const MigrationSet& migrations) {
    for (const auto& info : migrations.history()) {
      ids.insert(info.revision.id);
      labels.insert(info.revision.branch_labels.begin(), info.revision.branch_labels.end());
    }
  }
  std::set<std::string> ids;
  std::set<std::string> labels;
};

fs::path folder_of(const Context& context) {
  const auto& given = context.arguments.version_path;
  const fs::path folder = given.empty() ? context.options.migrations_folder : given;
  if (folder.empty()) {
    fail("no_migrations_folder",
         "this program does not know where its migrations are written; give --version-path FOLDER, or set "
         "CliOptions::migrations_folder");
  }
  std::error_code ignored;
  if (!fs::exists(folder, ignored)) {
    fail("folder_missing", "the folder " + quote(folder.string()) +
                               " does not exist; create it, or name another with "
                               "--version-path");
  }
  if (!fs::is_directory(folder, ignored)) fail("folder_missing", quote(folder.string()) + " is not a folder");
  return folder;
}

/// The rules of the graph for ids and labels, so that no file is written that its set would refuse.
void check_name(const std::string& name, const char* what) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  const auto refuse = [&](const std::string& why) {
    fail("invalid_identifier", std::string("the ") + what + " " + quote(name) + " " + why);
  };
  if (name.empty()) refuse("is empty");
  if (!std::all_of(name.begin(), name.end(), good)) refuse("may consist of letters, digits, _ and . only");
  if (name.size() > 255) refuse("is longer than 255 characters");
  for (const char* word : {"head", "heads", "base", "current"}) {
    if (name == word) refuse("is a word with a meaning of its own; choose another");
  }
}

/// The files of the folder that hold an id: its name is the id, or begins with the id and `_`.
bool has_file(const fs::path& folder, const std::string& id) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto name = entry.path().filename().string();
    if (entry.path().extension() == ".cpp" && (name == id + ".cpp" || name.rfind(id + "_", 0) == 0)) return true;
  }
  return false;
}

std::string choose_id(const Context& context, const Names& names, const fs::path& folder) {
  if (!context.arguments.rev_id) {
    for (;;) {
      auto id = random_id();
      if (names.ids.count(id) == 0 && names.labels.count(id) == 0 && !has_file(folder, id)) return id;
    }
  }
  const auto& id = *context.arguments.rev_id;
  check_name(id, "revision id");
  if (names.ids.count(id) != 0)
    fail("duplicate_revision", "there is a revision " + quote(id) + "; choose another --rev-id", id);
  if (names.labels.count(id) != 0)
    fail("duplicate_revision", quote(id) + " is the label of a branch; choose another --rev-id", id);
  if (has_file(folder, id)) {
    fail("file_exists",
         "the folder " + quote(folder.string()) + " has a file of the revision " + quote(id) +
             ", which is not built into this program; build it, or choose another --rev-id",
         id);
  }
  return id;
}

void check_labels(const std::vector<std::string>& labels, const Names& names, const std::string& id) {
  std::set<std::string> seen;
  for (const auto& label : labels) {
    check_name(label, "branch label");
    const bool used = names.ids.count(label) != 0 || names.labels.count(label) != 0 || label == id;
    if (used || !seen.insert(label).second) {
      fail("duplicate_label", "the name " + quote(label) + " is used already; choose another --branch-label");
    }
  }
}

std::vector<std::string> depends_on(const Context& context, const Names& names) {
  std::vector<std::string> result;
  for (const auto& name : context.arguments.depends_on) {
    // A label goes on meaning the branch; the beginning of an id is written out.
    if (names.labels.count(name) != 0) {
      result.push_back(name);
      continue;
    }
    const auto found = context.migrations.find(name);
    if (found.empty()) fail("unknown_revision", "--depends-on " + quote(name) + " stands for no revision");
    for (const auto& info : found) result.push_back(info.revision.id);
  }
  return result;
}

/// The parents that names stand for, each once. A parent that is no head makes a branch, which must be meant.
std::vector<std::string> parents(const Context& context, const std::vector<std::string>& names) {
  std::vector<std::string> result;
  for (const auto& name : names) {
    for (const auto& info : context.migrations.find(name)) {
      const auto& id = info.revision.id;
      if (std::find(result.begin(), result.end(), id) != result.end()) continue;
      if (!info.next.empty() && !context.arguments.splice) {
        fail("not_a_head",
             "revision " + quote(id) + " is not a head: " + join(info.next, ", ") +
                 (info.next.size() == 1 ? " follows it" : " follow it") + "; give --splice to begin a new branch there",
             id);
      }
      result.push_back(id);
    }
  }
  return result;
}

std::vector<std::string> default_parent(const Context& context) {
  const auto heads = context.migrations.heads();
  if (heads.size() > 1) {
    std::vector<std::string> ids;
    for (const auto& head : heads) ids.push_back(head.revision.id);
    fail("multiple_heads",
         "there are several heads (" + join(ids, ", ") + "); give one with --head, or join them with `merge heads`");
  }
  if (heads.empty()) return {};
  return {heads.front().revision.id};
}

/// A file that was written and not built yet is not in the set: the new revision would not follow it.
void warn_of_unbuilt_files(const Context& context, const Names& names, const fs::path& folder) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    const auto stem = entry.path().stem().string();
    if (entry.path().extension() != ".cpp") continue;
    const auto id = stem.substr(0, stem.find('_'));
    const bool generated = id.size() == 12 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (generated && names.ids.count(id) == 0) {
      context.console.note(quote(entry.path().filename().string()) +
                           " is not built into this program, so the new revision does not follow it; build first if "
                           "it should");
    }
  }
}

/// `operations`: what was looked for and goes into the file; null for one that is written by hand.
int write_migration(const Context& context, Revision file, const Names& names, const fs::path& folder,
                    const Operations* operations = nullptr) {
  file.id = choose_id(context, names, folder);
  file.branch_labels = context.arguments.branch_labels;
  check_labels(file.branch_labels, names, file.id);
  file.create_date = create_date_now();
  warn_of_unbuilt_files(context, names, folder);
  const auto path = (folder / migration_file_name(file)).string();
  write_new_file(path, render_migration(operations == nullptr ? Operations() : *operations, file));
  context.console.out(context.arguments.json ? json_migration_file(file, path, operations)
                                             : "Generating " + one_line(path) + " ... done\n");
  return 0;
}

}  // namespace

int run_revision(const Context& context) {
  const auto folder = folder_of(context);
  const Names names(context.migrations);
  Revision file;
  file.message = context.arguments.message;
  const auto& head = context.arguments.head;
  file.down_revision = head.empty() ? default_parent(context) : parents(context, {head});
  file.depends_on = depends_on(context, names);
  if (!context.arguments.autogenerate) return write_migration(context, std::move(file), names, folder);

  // Without revisions and without a model there is nothing to say but what the database is.
  const bool baseline = context.arguments.baseline || (context.options.model.empty() && context.migrations.empty());
  const auto operations = baseline ? find_baseline(context) : find_difference(context);
  if (operations.empty()) {
    tell_notes(context, operations);
    context.console.out(context.arguments.json ? json_no_migration_file(operations)
                                               : "No changes detected; no file is written.\n");
    return 0;
  }
  for (const auto& words : operations.describe()) context.console.info("Detected " + one_line(words));
  tell_notes(context, operations);
  const auto status = write_migration(context, std::move(file), names, folder, &operations);
  if (baseline) {
    context.console.note("the database itself has all of it already: once this is built, `stamp heads` says so");
  }
  return status;
}

int run_merge(const Context& context) {
  const auto folder = folder_of(context);
  const Names names(context.migrations);
  Revision file;
  file.down_revision = parents(context, context.arguments.revisions);
  if (file.down_revision.size() < 2) {
    fail("nothing_to_merge", "a merge joins two revisions or more, and " +
                                 quote(join(context.arguments.revisions, " ")) + " stands for " +
                                 (file.down_revision.empty() ? "none" : "one: " + file.down_revision.front()));
  }
  file.message =
      is_blank(context.arguments.message) ? "merge " + join(file.down_revision, " and ") : context.arguments.message;
  return write_migration(context, std::move(file), names, folder);
}

}  // namespace retort::cli
