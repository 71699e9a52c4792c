#ifndef RETORT_SRC_AUTOGENERATE_FIND_RENAMES_HPP
#define RETORT_SRC_AUTOGENERATE_FIND_RENAMES_HPP

#include <retort/autogenerate.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "autogenerate/sides.hpp"
#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::autogenerate {

struct FoundRenames {
  /// The database as it is when everything is renamed; none where nothing is.
  std::optional<schema::MetaData> database = {};
  /// Tables first, then their columns under the new names.
  std::vector<ops::Action> actions = {};
  /// Tables that get another name: the key of that one, and the name in the database.
  std::map<std::string, schema::QualifiedName> tables = {};
  /// The keys of tables in which columns get other names.
  std::set<std::string> changed = {};
  /// What nobody decided about.
  std::vector<RenameGuess> open = {};
};

struct RenameSearch {
  const schema::MetaData& database;
  const schema::MetaData& model;
  /// The two of them side by side.
  const Sides& sides;
  const Names& names;
  const Filter& filter;
  const CompareOptions& options;
};

/// What has another name in the model, as the options decide. Only what this database can rename.
FoundRenames find_renames(const RenameSearch& search);

}  // namespace retort::autogenerate

#endif
