#ifndef RETORT_SRC_DIALECT_MYSQL_DIALECT_HPP
#define RETORT_SRC_DIALECT_MYSQL_DIALECT_HPP

#include <memory>

#include "dialect/dialect.hpp"
#include "dialect/mysql/server.hpp"

namespace retort::dialect::mysql {

/// MySQL 5.7 and later, MariaDB 10.2 and later: the dialect of one server.
std::unique_ptr<const Dialect> make_dialect(const Server& server);

/// MySQL 8.0.34, for scripts.
const Dialect& mysql_dialect() noexcept;
/// MariaDB 10.6, for scripts.
const Dialect& mariadb_dialect() noexcept;

}  // namespace retort::dialect::mysql

#endif
