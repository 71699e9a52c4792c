#ifndef RETORT_SRC_AUTOGENERATE_SPELLING_HPP
#define RETORT_SRC_AUTOGENERATE_SPELLING_HPP

#include "autogenerate/compare_table.hpp"
#include "schema/table.hpp"

// Servers that keep no text of an expression tell it in words of their own. Most of them are known; where a difference
// is one of expressions, the server is asked for its words before it counts.
namespace retort::autogenerate {

/// True if a default, a computed column, a check, an exclusion or an index is another one: it may be the same in other
/// words.
bool hangs_on_expressions(const TableDifference& difference);

/// Gives a table of the model, as the database would say it, the expressions that the server has told.
void take_expressions(schema::Table& normal, const schema::Table& spelled);

}  // namespace retort::autogenerate

#endif
