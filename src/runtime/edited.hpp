#ifndef RETORT_SRC_RUNTIME_EDITED_HPP
#define RETORT_SRC_RUNTIME_EDITED_HPP

#include <retort/migrator.hpp>
#include <retort/plan.hpp>

#include <string>
#include <utility>
#include <vector>

#include "runtime/applied_table.hpp"
#include "runtime/set_data.hpp"

namespace retort::runtime {

/// Compares what the applied migrations say now with what they said when they were applied; the revisions that differ.
std::vector<std::string> edited_revisions(const SetData& set,
                                          const std::vector<std::pair<graph::Node, std::string>>& now,
                                          const AppliedTable::Fingerprints& kept);

/// Tells of edited migrations as the options want it: in the report and to the listener, or as a StateError.
void tell_edited(const MigratorOptions& options, const std::vector<std::string>& edited, Report& report);

}  // namespace retort::runtime

#endif
