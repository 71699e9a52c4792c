#ifndef RETORT_SRC_DIALECT_FIREBIRD_DIALECT_HPP
#define RETORT_SRC_DIALECT_FIREBIRD_DIALECT_HPP

#include "dialect/dialect.hpp"

namespace retort::dialect::firebird {

/// Firebird 3.0.
const Dialect& dialect() noexcept;

}  // namespace retort::dialect::firebird

#endif
