#ifndef RETORT_SRC_RUNTIME_SQLITE3_STATISTICS_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_STATISTICS_HPP

#include <retort/export.hpp>

namespace retort::runtime::sqlite3 {

/// Turns off the statistics that the SQLite of SOCI's backend keeps of its memory: they take a lock of the whole
/// process at each allocation, so that threads which use a database each wait for one another.
///
/// Does nothing where SQLite was used before, or where SOCI cannot load the backend: whoever needs it hears of that.
RETORT_API void turn_off_memory_statistics() noexcept;

}  // namespace retort::runtime::sqlite3

#endif
