#ifndef RETORT_SRC_RUNTIME_JOURNAL_OWNER_HPP
#define RETORT_SRC_RUNTIME_JOURNAL_OWNER_HPP

#include <string>
#include <string_view>

namespace retort::runtime {

/// `process 4711 on host db1`: who enters something in the journal.
std::string journal_owner();

/// A name for an entry that no other has. It tells entries of this process from those of one before it that had the
/// same number.
std::string new_journal_run();

/// False when the process is known to have ended. True for one on another host, of which nothing is known.
bool may_be_alive(std::string_view owner, std::string_view run);

}  // namespace retort::runtime

#endif
