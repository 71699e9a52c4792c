#ifndef RETORT_SRC_DIALECT_MYSQL_COLUMN_CHANGE_HPP
#define RETORT_SRC_DIALECT_MYSQL_COLUMN_CHANGE_HPP

#include <optional>
#include <string>
#include <string_view>

#include "dialect/mysql/server.hpp"
#include "ops/column_operations.hpp"

namespace retort::dialect::mysql {

/// The whole definition of a column after a change: MODIFY repeats all of it, and what it does not repeat is lost.
/// `now` is the definition as it is.
std::string changed_definition(const ops::AlterColumn& change, std::string_view now, const Server& server);

/// Throws OperationError (`hidden_text`) when a text that would be repeated holds a question mark: the server shows one
/// for each character beyond U+FFFF, and a MODIFY would put it there.
void refuse_hidden(const ops::AlterColumn& change, std::string_view now, const Server& server);

/// The column as the operation's own existing_... tell; none where they leave out what must be known.
std::optional<schema::Column> told_column(const ops::AlterColumn& change);

}  // namespace retort::dialect::mysql

#endif
