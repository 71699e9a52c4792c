#include <retort/error.hpp>
#include <retort/testing/checks.hpp>

#include <exception>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "testing/check_support.hpp"
#include "testing/workshop.hpp"

// The checks that take every revision up and down.
namespace retort::testing {

namespace {

/// Whether a migration may be left without a way back: it says so itself.
bool is_on_purpose(const IrreversibleOperation& error) { return error.operation().rfind("irreversible", 0) == 0; }

/// What a walk looks at.
struct Stride {
  /// Holds the catalog and the rows against what they were before the way up and down.
  bool look_below = false;
  /// Holds the catalog against what it was before the way down and up.
  bool look_above = false;
  /// Gives the tables rows before each revision.
  bool fill = false;
};

/// Up, down and up again at every revision.
class Walk {
 public:
  Walk(const MigrationSet& migrations, const CheckOptions& options, Stride stride)
      : options_(options),
        workshop_(migrations, options),
        stride_(stride),
        generator_(options.rows, options.row_seed) {}

  CheckResult run() {
    for (const auto& revision : workshop_.order()) {
      if (auto fault = at(revision)) return std::move(*fault);
    }
    return CheckResult::passed(empty_.empty() ? std::string()
                                              : "no row that satisfies its constraints was found for " + join(empty_));
  }

 private:
  using Fault = std::optional<CheckResult>;

  Fault at(const std::string& revision) {
    if (stride_.fill) {
      for (auto& table : workshop_.fill(generator_)) empty_.insert(std::move(table));
    }
    const auto schema_below = workshop_.schema_lines();
    const auto rows_below = workshop_.rows();
    RowExclusions gone;
    try {
      gone = taken_away(workshop_.up(revision));
    } catch (const std::exception& error) {
      return failed_at(
          revision, std::string(stride_.fill ? "the upgrade fails on tables that have rows: " : "the upgrade fails: ") +
                        error.what());
    }
    const auto schema_above = workshop_.schema_lines();
    try {
      workshop_.down(revision);
    } catch (const IrreversibleOperation& error) {
      if (is_on_purpose(error)) return std::nullopt;
      return failed_at(revision,
                       std::string("there is no way back, and op::irreversible does not say so: ") + error.what());
    } catch (const std::exception& error) {
      return failed_at(revision, std::string("the downgrade fails: ") + error.what());
    }
    if (stride_.look_below) {
      if (auto fault = look_below(revision, schema_below, rows_below, gone)) return fault;
    }
    try {
      workshop_.up(revision);
    } catch (const std::exception& error) {
      return failed_at(revision, std::string("it cannot be upgraded again after its downgrade: ") + error.what());
    }
    const auto diff = stride_.look_above ? unified_diff(schema_above, workshop_.schema_lines(), "after upgrade",
                                                        "after upgrade, downgrade and upgrade")
                                         : std::string();
    if (diff.empty()) return std::nullopt;
    return failed_at(revision,
                     "going up again after the downgrade leads to another schema; let downgrade() undo what upgrade() "
                     "does\n" +
                         diff);
  }

  Fault look_below(const std::string& revision, const std::vector<std::string>& schema,
                   const std::vector<TableRows>& rows, const RowExclusions& gone) {
    const auto diff = unified_diff(schema, workshop_.schema_lines(), "before upgrade", "after downgrade");
    if (!diff.empty()) {
      return failed_at(revision,
                       "the downgrade does not lead back to the schema before it; correct downgrade(), or leave it out "
                       "where it can be derived\n" +
                           diff);
    }
    if (contains(options_.rows_may_change, revision)) return std::nullopt;
    const auto rows_diff = unified_diff(lines_of(rows, gone), lines_of(workshop_.rows(), gone), "rows before upgrade",
                                        "rows after downgrade");
    if (rows_diff.empty()) return std::nullopt;
    return failed_at(revision,
                     "the rows after upgrade and downgrade are not those before; where that is meant, name the "
                     "revision in CheckOptions::rows_may_change\n" +
                         rows_diff);
  }

  const CheckOptions& options_;
  Workshop workshop_;
  Stride stride_;
  RowGenerator generator_;
  std::set<std::string> empty_;
};

}  // namespace

CheckResult check_downgrade(const MigrationSet& migrations, const CheckOptions& options) {
  return checked([&] { return Walk(migrations, options, {.look_below = true}).run(); });
}

CheckResult check_staircase(const MigrationSet& migrations, const CheckOptions& options) {
  return checked([&] { return Walk(migrations, options, {.look_above = true}).run(); });
}

CheckResult check_rows(const MigrationSet& migrations, const CheckOptions& options) {
  return checked([&] { return Walk(migrations, options, {.look_below = true, .fill = true}).run(); });
}

}  // namespace retort::testing
