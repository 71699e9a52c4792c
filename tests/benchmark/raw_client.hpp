#ifndef RETORT_TESTS_BENCHMARK_RAW_CLIENT_HPP
#define RETORT_TESTS_BENCHMARK_RAW_CLIENT_HPP

#include <soci/soci.h>

#include <string>

namespace retort::bench {

/// Sends a statement through the native client behind a session, past SOCI and past retort. Ends the program on an
/// error: a benchmark that fails measures nothing.
///
/// On Firebird there is one transaction for all of them, past the session's own, which `COMMIT` ends.
void send_raw(soci::session& session, const std::string& sql);

}  // namespace retort::bench

#endif
