#include "runtime/edited.hpp"

#include <retort/error.hpp>

#include "core/text.hpp"
#include "ops/fingerprint.hpp"

namespace retort::runtime {

std::vector<std::string> edited_revisions(const SetData& set,
                                          const std::vector<std::pair<graph::Node, std::string>>& now,
                                          const AppliedTable::Fingerprints& kept) {
  std::vector<std::string> edited;
  for (const auto& [node, print] : now) {
    const auto& id = set.graph().id(node);
    const auto found = kept.find(id);
    if (found != kept.end() && ops::fingerprints_differ(found->second, print)) edited.push_back(id);
  }
  return edited;
}

void tell_edited(const MigratorOptions& options, const std::vector<std::string>& edited, Report& report) {
  if (edited.empty()) return;
  const bool several = edited.size() > 1;
  const auto what = std::string(several ? "the migrations " : "the migration ") + join(edited, ", ") +
                    (several ? " say" : " says") +
                    " something else now than when it was applied to this database; what is applied does not change "
                    "by that: put it back as it was, and say what is new in a migration of its own";
  if (options.edited_migrations == EditedMigrationPolicy::refuse) {
    throw StateError(what, {.code = "edited_migration", .revision = edited.front()});
  }
  report.edited = edited;
  if (options.listener != nullptr) options.listener->on_note(what);
}

}  // namespace retort::runtime
