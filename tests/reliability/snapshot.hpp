#ifndef RETORT_TESTS_RELIABILITY_SNAPSHOT_HPP
#define RETORT_TESTS_RELIABILITY_SNAPSHOT_HPP

#include <map>
#include <string>
#include <vector>

#include "reliability/place.hpp"

namespace retort::reliability {

/// All that a database holds: its structure as the library reads it and as the database's own tool tells it, every row,
/// and the version rows. Two databases with the same lines are in the same state. Left out is what the library keeps
/// for itself while it works (journal, locks), and which session wrote a line of the ledger.
std::vector<std::string> snapshot(const Place& place, const Database& database);

/// The first lines in which two snapshots differ; empty for none.
std::string difference(const std::vector<std::string>& expected, const std::vector<std::string>& found);

/// How often each revision wrote into the ledger. Empty for a database without one.
std::map<std::string, int> ledger(const Database& database);
/// The version rows; empty for a database without the table.
std::vector<std::string> version_rows(const Database& database);

}  // namespace retort::reliability

#endif
