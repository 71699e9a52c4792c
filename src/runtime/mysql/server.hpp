#ifndef RETORT_SRC_RUNTIME_MYSQL_SERVER_HPP
#define RETORT_SRC_RUNTIME_MYSQL_SERVER_HPP

#include "dialect/dialect.hpp"
#include "dialect/mysql/server.hpp"
#include "runtime/inspect/mysql.hpp"

namespace retort::runtime::mysql {

/// Which server it is, and how the session reads texts.
dialect::mysql::Server ask_server(const Ask& ask);

/// The dialect of such a server. Like those of other databases it is there as long as the program: what was read of a
/// database refers to it when the connection is no more. For any thread.
const dialect::Dialect& dialect_of(const dialect::mysql::Server& server);

}  // namespace retort::runtime::mysql

#endif
