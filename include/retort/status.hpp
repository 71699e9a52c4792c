#ifndef RETORT_STATUS_HPP
#define RETORT_STATUS_HPP

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <retort/plan.hpp>

namespace retort {

/// What the catalog says about a statement that a run was cut at.
enum class Probe : unsigned char {
  /// Nothing of it is there: the next run sends it.
  not_applied,
  /// It is there: the next run goes on behind it.
  applied,
  /// A part of it is there that is removed first: an index that was never finished (PostgreSQL, CONCURRENTLY).
  partial,
  /// Nobody but a person can tell: the program's own SQL or code, which gave no probe, or a table that somebody else
  /// has
  /// changed meanwhile. The next run stops with a StateError `unfinished_step`; Migrator::resume takes the decision.
  unknown
};

/// A migration of which a part is committed: a run was killed, or failed, where a database cannot undo it.
struct InFlight {
  std::string revision = {};
  Direction direction = Direction::upgrade;
  /// The operation it stands at, from 1 to `total`; operations that are compiled together (one ALTER) count once. What
  /// is before it is done.
  std::size_t step = 0;
  std::size_t total = 0;
  /// The operation in words, and where it was recorded; empty when this program does not have the migration as it was.
  std::string operation = {};
  std::string location = {};
  /// `ready`: not begun. `started`: it may have been applied, see `probe`. `failed`: the database refused it, `error`
  /// tells why.
  std::string state = {};
  std::string error = {};
  Probe probe = Probe::unknown;
  /// Who ran it, `process 4711 on host db1`, and when it began, in UTC.
  std::string owner = {};
  std::string started = {};
};

/// Where a database is, in full. Nothing was written to find out.
struct Status {
  std::vector<std::string> current = {};
  std::vector<std::string> heads = {};
  /// What upgrade("heads") would run, in order; empty too when a row is unknown.
  std::vector<std::string> pending = {};
  /// Rows that the set does not know: a newer program has migrated the database.
  std::vector<std::string> unknown = {};
  /// Applied revisions whose migration says something else now than when it was applied.
  std::vector<std::string> edited = {};
  std::optional<InFlight> in_flight = {};

  /// True if upgrade("heads") would do nothing.
  bool at_head() const noexcept { return pending.empty() && unknown.empty() && !in_flight; }
};

}  // namespace retort

#endif
