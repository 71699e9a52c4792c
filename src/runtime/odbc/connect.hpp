#ifndef RETORT_SRC_RUNTIME_ODBC_CONNECT_HPP
#define RETORT_SRC_RUNTIME_ODBC_CONNECT_HPP

#include <memory>

#include "runtime/connection.hpp"

namespace retort::runtime::odbc {

/// The connection behind an open session of SOCI's odbc backend: to PostgreSQL, MySQL, MariaDB or SQLite, which the
/// driver names. Throws UsageError `unsupported_product` for any other.
std::unique_ptr<Connection> connect(soci::session& session);

}  // namespace retort::runtime::odbc

#endif
