#ifndef RETORT_SRC_OPS_DIALECT_TEXTS_HPP
#define RETORT_SRC_OPS_DIALECT_TEXTS_HPP

#include <string>
#include <string_view>

#include "ops/operation.hpp"

namespace retort::ops {

// SQL within a definition (a CHECK, a computed column, an index) may be given for each database. It is recorded as it
// was given; as soon as it is known which database is meant, the text for that one takes its place, so that all that
// follows knows one text.

/// Sets `sql` to the one text, or to the first of several, which `by_dialect` holds then.
void take_texts(SqlText text, std::string& sql, SqlText& by_dialect);
schema::Check check_of(std::string name, SqlText condition);

/// The texts for this dialect in place of those given per dialect. Throws UnsupportedOperation, naming the operation,
/// where there is none for it.
void choose_texts(Operation& operation, std::string_view dialect);
/// The same in a table that `operation` is about.
void choose_texts(schema::Table& table, std::string_view dialect, const Operation& operation);

}  // namespace retort::ops

#endif
