#ifndef RETORT_SRC_RUNTIME_MYSQL_CONNECT_HPP
#define RETORT_SRC_RUNTIME_MYSQL_CONNECT_HPP

#include <memory>

#include "runtime/connection.hpp"

namespace retort::runtime::mysql {

/// The connection behind a session of SOCI's backend `mysql`. Throws UsageError `reconnect` for one that reconnects by
/// itself, which would lose the lock without a word.
std::unique_ptr<Connection> connect(soci::session& session);

}  // namespace retort::runtime::mysql

#endif
