#ifndef RETORT_SRC_CLI_OUTPUT_TEXT_HPP
#define RETORT_SRC_CLI_OUTPUT_TEXT_HPP

#include <retort/migration_set.hpp>
#include <retort/plan.hpp>
#include <retort/status.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/console.hpp"

namespace retort::cli {

/// What a line about a revision tells besides its id; the wording is Alembic's.
struct LineParts {
  /// `361dae855898 -> `, with the revisions it depends on.
  bool parents = false;
  bool labels = false;
  /// `(branchpoint)` and `(mergepoint)`.
  bool tree = false;
  bool message = false;
};

inline constexpr LineParts kCurrentLine{.tree = true};
inline constexpr LineParts kHeadsLine{.labels = true};
inline constexpr LineParts kBranchLine{.labels = true, .tree = true};
inline constexpr LineParts kHistoryLine{.parents = true, .labels = true, .tree = true, .message = true};

/// Revisions as text for a person.
class RevisionText {
 public:
  RevisionText(const MigrationSet& migrations, Style style);

  /// `361dae855898 -> 91381a2f4148 (head), Renaming students to scholars`, with a line break.
  std::string line(const RevisionInfo& info, const LineParts& parts) const;
  /// The block of `show` and of `-v`: Rev, Parent, Path, message and date, and an empty line.
  std::string block(const RevisionInfo& info) const;
  /// A branch point with what follows it.
  std::string branches(const std::vector<RevisionInfo>& branch_points, bool verbose) const;

 private:
  /// A head that a revision of another branch depends on.
  bool is_effective_head(const RevisionInfo& info) const;
  std::string parents(const RevisionInfo& info) const;

  const MigrationSet& migrations_;
  Style style_;
  /// Everything that something depends on.
  std::set<std::string> depended_on_;
};

/// The steps of a plan with their operations, places and statements, to be read before a release.
std::string plan_text(const Plan& plan, const Style& style);

/// The lines of `status`.
std::string status_text(const Status& status, const Style& style);

/// `91381a2f4148`, `a and b`, `base`: where a database stands.
std::string standing(const std::vector<std::string>& rows);
/// That a database is not at head: where it is, and how much is to run.
std::string behind_words(const std::vector<std::string>& current, const std::vector<std::string>& pending);

}  // namespace retort::cli

#endif
