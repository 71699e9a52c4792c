#ifndef RETORT_SRC_RUNTIME_MYSQL_REFUSAL_HPP
#define RETORT_SRC_RUNTIME_MYSQL_REFUSAL_HPP

#include <string>

namespace retort::runtime::mysql {

/// What the server or the client library said when it refused.
struct Refusal {
  unsigned number = 0;
  std::string state;
  std::string message;
};

/// Throws the error for it: StateError `locked` where somebody else held what was wanted, DatabaseError otherwise.
[[noreturn]] void fail(const Refusal& refusal);

/// True for a lock that was waited for in vain, of rows, of a table's definition, or by name.
bool is_locked(unsigned number) noexcept;
/// True if the table in a statement does not exist.
bool is_no_table(unsigned number) noexcept;

}  // namespace retort::runtime::mysql

#endif
