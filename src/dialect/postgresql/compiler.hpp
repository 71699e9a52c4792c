#ifndef RETORT_SRC_DIALECT_POSTGRESQL_COMPILER_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_COMPILER_HPP

#include <span>

#include "dialect/facts.hpp"
#include "dialect/statement.hpp"
#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::postgresql {

/// The statements of a group of operations as group_size() made it. See Dialect::compile.
Statements compile_group(std::span<const ops::Operation> group, const schema::MetaData& before, Facts* facts);

}  // namespace retort::dialect::postgresql

#endif
