#ifndef RETORT_SRC_DIALECT_SQLITE_READ_TRIGGER_HPP
#define RETORT_SRC_DIALECT_SQLITE_READ_TRIGGER_HPP

#include "dialect/facts.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::sqlite {

/// The trigger that a CREATE TRIGGER of sqlite_master describes, its body without BEGIN and END. Throws OperationError
/// (`unreadable_table`).
schema::Trigger read_trigger(const NativeObject& object);

}  // namespace retort::dialect::sqlite

#endif
