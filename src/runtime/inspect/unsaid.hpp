#ifndef RETORT_SRC_RUNTIME_INSPECT_UNSAID_HPP
#define RETORT_SRC_RUNTIME_INSPECT_UNSAID_HPP

#include <string>
#include <vector>

#include "runtime/connection.hpp"

namespace retort::runtime {

/// What the connection's own database or schema holds that inspect() has no value for, a sentence each: functions,
/// types that columns may have, rules, policies, events. Extensions count as a whole. Throws DatabaseError.
std::vector<std::string> unsaid(Connection& connection);

}  // namespace retort::runtime

#endif
