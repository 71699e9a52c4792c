#ifndef RETORT_SRC_DIALECT_POSTGRESQL_TRIGGERS_HPP
#define RETORT_SRC_DIALECT_POSTGRESQL_TRIGGERS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "schema/metadata.hpp"

namespace retort::dialect::postgresql {

// A trigger of PostgreSQL calls a function. Where a program gives a body in place of EXECUTE FUNCTION, a function is
// made of it, known by its comment, and dropped with the trigger.

/// The comment of a function that was made for a trigger.
inline constexpr std::string_view kTriggerMark = "body of a trigger, made by retort";

/// As the catalog tells a trigger that was created from the description: the body is a block of PL/pgSQL or a call.
schema::Trigger normalized(const schema::Trigger& trigger);
/// A trigger of the catalog, or a description with its body for PostgreSQL, in the one form.
void canonicalize(schema::Trigger& trigger);

/// The statements that create a trigger, its function among them.
std::vector<std::string> create_trigger_texts(const schema::Trigger& trigger, bool if_not_exists);
/// One statement that drops a trigger, and its function where it was made for it: the catalog tells, as a table may
/// have another name meanwhile.
std::string drop_trigger_text(const std::string& trigger, const schema::QualifiedName& table, bool if_exists);
/// True if a function is made for the trigger.
bool has_own_function(const schema::Trigger& trigger);

}  // namespace retort::dialect::postgresql

#endif
