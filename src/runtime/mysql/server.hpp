#ifndef RETORT_SRC_RUNTIME_MYSQL_SERVER_HPP
#define RETORT_SRC_RUNTIME_MYSQL_SERVER_HPP

#include "dialect/mysql/server.hpp"
#include "runtime/inspect/mysql.hpp"

namespace retort::runtime::mysql {

/// Which server it is, and how the session reads texts.
dialect::mysql::Server ask_server(const Ask& ask);

}  // namespace retort::runtime::mysql

#endif
