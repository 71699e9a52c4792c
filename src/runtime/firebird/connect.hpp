#ifndef RETORT_SRC_RUNTIME_FIREBIRD_CONNECT_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_CONNECT_HPP

#include <memory>

#include "runtime/connection.hpp"

namespace retort::runtime::firebird {

/// The connection behind an open session of SOCI's backend "firebird".
std::unique_ptr<Connection> connect(soci::session& session);

}  // namespace retort::runtime::firebird

#endif
