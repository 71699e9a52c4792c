#ifndef RETORT_SRC_DIALECT_MYSQL_OBJECTS_HPP
#define RETORT_SRC_DIALECT_MYSQL_OBJECTS_HPP

#include <string>

#include "dialect/mysql/server.hpp"
#include "ops/object_operations.hpp"
#include "schema/metadata.hpp"

namespace retort::dialect::mysql {

// What is made beside a table: each function gives the statement that creates it, or throws UnsupportedOperation.

/// What stands behind FOR EACH ROW.
std::string trigger_action_text(const schema::Trigger& trigger, const Server& server);
/// What stands between BEGIN and END; all of a body without them.
std::string trigger_body(const std::string& action, const Server& server);
std::string create_trigger_text(const schema::Trigger& trigger, bool if_not_exists, const Server& server);
std::string create_view_text(const schema::View& view, bool if_not_exists, bool replace, const Server& server);
std::string create_sequence_text(const schema::Sequence& sequence, bool if_not_exists, const Server& server);
/// `known` is the sequence before it, or nullptr.
std::string alter_sequence_text(const ops::AlterSequence& change, const schema::Sequence* known);
[[noreturn]] void no_sequences(const schema::QualifiedName& name);

}  // namespace retort::dialect::mysql

#endif
