#ifndef RETORT_SRC_TESTING_MIGRATE_HPP
#define RETORT_SRC_TESTING_MIGRATE_HPP

#include <retort/testing.hpp>

#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>

namespace retort::testing {

/// A session that SOCI opens by the backend's name. Throws UsageError `cannot_open` in the words of `what`.
std::unique_ptr<soci::session> open_session(const std::string& backend, const std::string& parameters,
                                            const std::string& what);

/// A new SQLite database in memory. The first of the process turns off SQLite's memory statistics, if it still can.
std::unique_ptr<soci::session> open_memory();

/// Takes an empty database to a revision, with the seeds put in on the way.
void migrate(soci::session& session, const MigrationSet& migrations, std::string_view revision,
             const DatabaseOptions& options);

/// The ids that a revision's name means, in one text. Throws StateError for what it does not name.
std::string canonical_revision(const MigrationSet& migrations, std::string_view revision);

}  // namespace retort::testing

#endif
