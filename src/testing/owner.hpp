#ifndef RETORT_SRC_TESTING_OWNER_HPP
#define RETORT_SRC_TESTING_OWNER_HPP

#include <string>
#include <string_view>

namespace retort::testing {

/// What the names of databases begin with that tests make on servers.
inline constexpr std::string_view kDatabasePrefix = "retort_test_";

/// A name that no other database has: the prefix, and who makes it (the machine, the process and when that was
/// started), so that it can be told later whether its maker is still there. Small letters, digits and `_`; at most 60
/// of them.
std::string new_database_name();

/// True for a name that was made on this machine, by a process that is no more. Others' are none of our business.
bool is_left_over(std::string_view name);

}  // namespace retort::testing

#endif
