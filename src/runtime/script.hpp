#ifndef RETORT_SRC_RUNTIME_SCRIPT_HPP
#define RETORT_SRC_RUNTIME_SCRIPT_HPP

#include <retort/migrator.hpp>

#include <string>

#include "graph/plan.hpp"
#include "runtime/bookkeeping.hpp"
#include "runtime/preparation.hpp"

namespace retort::runtime {

/// A plan as SQL text for the database's own client, made without a connection: what a rebuild must know is taken from
/// the schema that the migrations add up to.
///
/// Throws OperationError for code, which no script can hold, and for what must be known of a table and is not.
std::string write_script(const SetData& set, const graph::Plan& plan, const Bookkeeping& books,
                         const dialect::Dialect& dialect);

}  // namespace retort::runtime

#endif
