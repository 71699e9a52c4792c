#ifndef RETORT_TESTS_RELIABILITY_HISTORY_HPP
#define RETORT_TESTS_RELIABILITY_HISTORY_HPP

#include <retort/migration_set.hpp>

#include <string>

namespace retort::reliability {

/// The revisions in full.
inline constexpr int kRevisions = 50;

struct HistoryOptions {
  /// `sqlite`, `postgresql`, `mariadb` or `firebird`.
  std::string database;
  int revisions = kRevisions;
  /// The last revision holds the server up: it alters a table of this many rows, whose size decides how long.
  int slow_rows = 0;
};

/// `r01` to `r50`: what applications do to their databases, each revision of another kind. It creates, alters, renames
/// and drops, it fills and changes rows, among them counters that show a statement that ran twice, and every revision
/// writes into `ledger` that it ran.
MigrationSet history(const HistoryOptions& options);

/// The id of a revision by its number, from 1.
std::string revision_id(int number);

}  // namespace retort::reliability

#endif
