#ifndef RETORT_SRC_RUNTIME_INSPECT_LOOKING_TABLE_HPP
#define RETORT_SRC_RUNTIME_INSPECT_LOOKING_TABLE_HPP

#include "runtime/connection.hpp"
#include "schema/table.hpp"

namespace retort::runtime {

/// Makes an empty table of the description under another name, with its checks and indexes and without its keys to
/// others, so that the server can be asked how it spells their expressions. Throws what the server refuses.
void create_looking_table(Connection& connection, schema::Table table, const schema::QualifiedName& name);

}  // namespace retort::runtime

#endif
