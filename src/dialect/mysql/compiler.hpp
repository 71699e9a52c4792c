#ifndef RETORT_SRC_DIALECT_MYSQL_COMPILER_HPP
#define RETORT_SRC_DIALECT_MYSQL_COMPILER_HPP

#include <span>

#include "dialect/facts.hpp"
#include "dialect/mysql/server.hpp"
#include "dialect/statement.hpp"
#include "ops/operation.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::mysql {

/// See Dialect::compile.
Statements compile_group(std::span<const ops::Operation> group, const schema::MetaData& before, Facts* facts,
                         const Server& server);

}  // namespace retort::dialect::mysql

#endif
