#include "runtime/firebird/connect.hpp"

#include "runtime/firebird/connection.hpp"

namespace retort::runtime::firebird {

std::unique_ptr<Connection> connect(soci::session& session) {
  auto& backend = *static_cast<soci::firebird_session_backend*>(session.get_backend());
  return std::make_unique<FirebirdConnection>(session, backend);
}

}  // namespace retort::runtime::firebird
