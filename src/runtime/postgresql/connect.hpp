#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_CONNECT_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_CONNECT_HPP

#include <memory>

#include "runtime/connection.hpp"

namespace retort::runtime::postgresql {

/// The connection behind an open session of SOCI's postgresql backend.
std::unique_ptr<Connection> connect(soci::session& session);

}  // namespace retort::runtime::postgresql

#endif
