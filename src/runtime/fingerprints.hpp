#ifndef RETORT_SRC_RUNTIME_FINGERPRINTS_HPP
#define RETORT_SRC_RUNTIME_FINGERPRINTS_HPP

#include <retort/export.hpp>
#include <retort/migration_set.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace retort::runtime {

/// What a migration says, in short: see ops::fingerprint.
struct Fingerprint {
  std::string revision;
  std::string print;
  /// Where the migration was written, when that is known.
  std::string location;
};

/// Of every revision, in the order in which they run on an empty database. Throws what upgrade() throws.
RETORT_API std::vector<Fingerprint> fingerprints(const MigrationSet& migrations);

/// True if the two were made in the same way and differ.
RETORT_API bool prints_differ(std::string_view a, std::string_view b) noexcept;
/// True if the two were made in the same way.
RETORT_API bool prints_compare(std::string_view a, std::string_view b) noexcept;

}  // namespace retort::runtime

#endif
