#include "runtime/fingerprints.hpp"

#include "dialect/dialect.hpp"
#include "ops/fingerprint.hpp"
#include "runtime/preparation.hpp"
#include "runtime/set_data.hpp"

namespace retort::runtime {

std::vector<Fingerprint> fingerprints(const MigrationSet& migrations) {
  const auto& set = migrations.data();
  const auto& graph = set.graph();
  std::vector<Fingerprint> result;
  // SQLite has no limit for names: nothing of them is cut.
  const auto& dialect = *dialect::find_dialect("sqlite");
  for (auto& [node, print] : applied_fingerprints(set, graph.ids(graph.heads()), dialect)) {
    result.push_back({graph.id(node), std::move(print), set.where(node).text()});
  }
  return result;
}

bool prints_differ(std::string_view a, std::string_view b) noexcept { return ops::fingerprints_differ(a, b); }

bool prints_compare(std::string_view a, std::string_view b) noexcept {
  return a.substr(0, a.find(':')) == b.substr(0, b.find(':'));
}

}  // namespace retort::runtime
