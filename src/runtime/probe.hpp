#ifndef RETORT_SRC_RUNTIME_PROBE_HPP
#define RETORT_SRC_RUNTIME_PROBE_HPP

#include <retort/status.hpp>

#include <span>
#include <string>
#include <vector>

#include "dialect/statement.hpp"
#include "ops/operation.hpp"
#include "runtime/connection.hpp"
#include "runtime/journal.hpp"
#include "schema/metadata.hpp"

namespace retort::runtime {

/// What the catalog shows of everything that the operations change, a line for each object. Empty where it cannot be
/// told: the program's own SQL and code, and objects that this database is not asked about.
///
/// Asked right before a statement that commits by itself, and again on the next start. `known` is the schema that the
/// migrations add up to: which tables have columns of an enum.
std::string catalog_state(Connection& connection, std::span<const ops::Operation> operations,
                          const schema::MetaData& known);

/// How far the statement came that a journal entry stands at. `operation` is the one the statement belongs to;
/// `operations` are those of its group, and `is_last` tells that no statement of the group follows it.
Probe probe(Connection& connection, const JournalEntry& entry, const ops::Operation& operation,
            std::span<const ops::Operation> operations, bool is_last);

/// True when nothing of what the entry stands at has been applied, whatever the program says now.
bool is_untouched(Connection& connection, const JournalEntry& entry);

/// True for SQL that changes rows at most, so that a transaction can hold it: told by its first word.
bool changes_rows_only(std::string_view sql, const dialect::Dialect& dialect);

}  // namespace retort::runtime

#endif
