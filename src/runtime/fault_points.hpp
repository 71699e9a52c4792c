#ifndef RETORT_SRC_RUNTIME_FAULT_POINTS_HPP
#define RETORT_SRC_RUNTIME_FAULT_POINTS_HPP

#include <memory>

#include "runtime/connection.hpp"

namespace retort::runtime {

/// For tests/reliability, and compiled in only where RETORT_FAULT_POINTS is on: a connection that meets with a fault
/// where the environment variable RETORT_FAULT says so. Without the variable it is the connection itself.
///
/// Before and behind every statement, question, BEGIN, COMMIT, ROLLBACK and lock is a boundary; they are counted from 1
/// over the life of the process. At the N-th one
///
/// * `N:kill` ends the process with SIGKILL;
/// * `N:cut` shuts every connected socket of the process: what is sent next does not arrive;
/// * `N:deaf` shuts them for reading: what is sent next arrives, and nobody hears the answer.
///
/// `trace:FILE` writes a line for each boundary as it is passed (`17 after execute CREATE TABLE`), so that a harness
/// knows how many there are. Anything else is a UsageError. The file descriptors 0, 1 and 2 are never shut.
///
/// Not boundaries: the statements that a connection sends within one of these calls (taking a lock is one call),
/// reading the catalog, and what code given to `op::run` does with the session, which is the program's own.
std::unique_ptr<Connection> with_fault_points(std::unique_ptr<Connection> connection);

}  // namespace retort::runtime

#endif
