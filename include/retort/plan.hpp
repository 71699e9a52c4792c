#ifndef RETORT_PLAN_HPP
#define RETORT_PLAN_HPP

#include <chrono>
#include <string>
#include <vector>

namespace retort {

enum class Direction : unsigned char { upgrade, downgrade, stamp };

/// One operation of a step: what the migration said, and the statements it means.
struct StepOperation {
  /// In the words of the directive: `add_column("posts", "title")`.
  std::string description = {};
  /// Where it was recorded: `2026_posts.cpp:17`; empty for the library's own bookkeeping.
  std::string location = {};
  /// The statements in order. Code given to `op::run` stands here as an SQL comment.
  std::vector<std::string> statements = {};
};

/// One revision, up or down.
struct Step {
  std::string revision = {};
  Direction direction = Direction::upgrade;
  std::vector<std::string> down_revision = {};
  std::string message = {};
  /// The migration's operations, then the change of the version row.
  std::vector<StepOperation> operations = {};
  /// The version rows after the step.
  std::vector<std::string> heads_after = {};
  /// How long it took; zero in a plan.
  std::chrono::nanoseconds duration{0};
  /// What a person should know: rows that a downgrade does not bring back.
  std::vector<std::string> notes = {};

  /// All statements of all operations, in order.
  std::vector<std::string> statements() const {
    std::vector<std::string> all = {};
    for (const auto& operation : operations) {
      all.insert(all.end(), operation.statements.begin(), operation.statements.end());
    }
    return all;
  }
};

/// What would happen: the steps with their operations and statements. Nothing was written to make it.
struct Plan {
  std::vector<Step> steps = {};
  std::vector<std::string> heads_before = {};
  std::vector<std::string> heads_after = {};
  bool empty() const noexcept { return steps.empty(); }
};

/// What happened. Every step of it is committed.
struct Report {
  std::vector<Step> steps = {};
  std::vector<std::string> heads_before = {};
  std::vector<std::string> heads_after = {};
  /// The database holds a revision that this program does not know (and the options let it run on).
  bool schema_ahead = false;
  /// Applied revisions whose migration says something else now than when it was applied, where that was looked for: see
  /// EditedMigrationPolicy.
  std::vector<std::string> edited = {};
  bool empty() const noexcept { return steps.empty(); }
};

}  // namespace retort

#endif
