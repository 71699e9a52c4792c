#ifndef RETORT_SRC_DIALECT_POSTGRESQL_DIALECT_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_DIALECT_HPP

#include "dialect/dialect.hpp"

namespace retort::dialect::postgresql {

/// PostgreSQL from version 12 on. Alive as long as the program.
const Dialect& dialect() noexcept;

}  // namespace retort::dialect::postgresql

#endif
