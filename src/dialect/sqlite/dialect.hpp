#ifndef RETORT_SRC_DIALECT_SQLITE_DIALECT_HPP
#define RETORT_SRC_DIALECT_SQLITE_DIALECT_HPP

#include "dialect/dialect.hpp"

namespace retort::dialect::sqlite {

/// SQLite 3.35 and later.
const Dialect& dialect() noexcept;

}  // namespace retort::dialect::sqlite

#endif
