#include "dialect/mysql/column_change.hpp"

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/mysql/definitions.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/mysql/table_text.hpp"
#include "dialect/mysql/types.hpp"

namespace retort::dialect::mysql {

namespace {

bool has_on_update(const std::optional<std::optional<Value>>& given, const Server& server) {
  return given && *given && (*given)->kind() == Value::Kind::sql &&
         on_update_in((*given)->text(), server) < (*given)->text().size();
}

void change_type(ColumnPieces& pieces, const Type& type, const std::string& column, const Server& server) {
  const auto* check = pieces.find("CHECK");
  // JSON of MariaDB is a LONGTEXT with this check.
  const bool was_json = check != nullptr && mentions_name(*check, column) &&
                        check->find("json_valid") != std::string::npos && pieces.type() == "longtext";
  pieces.set_type(type_text(type, server));
  if (was_json) pieces.remove("CHECK");
  if (!is_character(type) || was_json) {
    pieces.remove("CHARACTER SET");
    pieces.remove("CHARSET");
    pieces.remove("COLLATE");
  }
  if (!is_stamp(type)) pieces.remove("ON UPDATE");
}

void change_default(ColumnPieces& pieces, const ops::AlterColumn& change, const Type& type, const Server& server) {
  const auto& value = *change.server_default;
  if (has_on_update(change.existing_server_default, server)) pieces.remove("ON UPDATE");
  if (!value) {
    pieces.remove("DEFAULT");
    return;
  }
  if (has_on_update(change.server_default, server)) pieces.remove("ON UPDATE");
  pieces.set("DEFAULT", "DEFAULT " + default_text(*value, type, server));
}

void change_nullable(ColumnPieces& pieces, bool nullable, const Server& server, const std::string& column) {
  if (pieces.find("GENERATED") != nullptr || pieces.find("AS") != nullptr) {
    if (!server.has_generated_not_null()) {
      unsupported("a computed column of MariaDB takes neither NULL nor NOT NULL; leave out nullable() for \"" + column +
                  "\"");
    }
  }
  pieces.remove("NULL");
  if (nullable) {
    pieces.remove("NOT NULL");
    // Without the word a TIMESTAMP is NOT NULL on servers of old.
    pieces.set("NULL", "NULL");
    return;
  }
  const auto* now = pieces.find("DEFAULT");
  if (now != nullptr && equal_ignoring_case(*now, "DEFAULT NULL")) pieces.remove("DEFAULT");
  pieces.set("NOT NULL", "NOT NULL");
}

}  // namespace

std::string changed_definition(const ops::AlterColumn& change, std::string_view now, const Server& server) {
  ColumnPieces pieces(now, server);
  const auto type = change.type ? *change.type : parse_type(pieces.type(), server);
  if (change.type) change_type(pieces, type, change.column, server);
  if (change.collation) {
    pieces.remove("CHARACTER SET");
    pieces.remove("CHARSET");
    pieces.remove("COLLATE");
    if (!change.collation->empty()) pieces.set("COLLATE", "COLLATE " + quote(*change.collation));
  }
  if (change.server_default) change_default(pieces, change, type, server);
  if (change.nullable) change_nullable(pieces, *change.nullable, server, change.column);
  if (const auto numbered = ops::numbers(change)) {
    pieces.remove("AUTO_INCREMENT");
    if (*numbered) {
      if (change.identity) check_identity(*change.identity, change.column);
      if (!is_integer(type)) {
        unsupported("MySQL numbers integer columns only; \"" + change.column + "\" is " + type.text() +
                    ": change its type to op::integer() or op::big_integer()");
      }
      pieces.remove("DEFAULT");
      pieces.set("AUTO_INCREMENT", "AUTO_INCREMENT");
    }
  }
  if (change.comment) {
    pieces.remove("COMMENT");
    if (!change.comment->empty()) pieces.set("COMMENT", comment_text(*change.comment, server));
  }
  return pieces.text();
}

void refuse_hidden(const ops::AlterColumn& change, std::string_view now, const Server& server) {
  const ColumnPieces pieces(now, server);
  const auto hides = [](const std::string& text) { return text.find('?') != std::string::npos; };
  const auto* value = pieces.find("DEFAULT");
  const bool in_default = !change.server_default && value != nullptr && hides(*value);
  const bool in_type = !change.type && hides(pieces.type());
  if (!in_default && !in_type) return;
  refuse("hidden_text", std::string(in_default ? "the default" : "the type") + " of \"" + change.column +
                            "\" must be repeated and holds a question mark, which is what the server shows for a "
                            "character beyond U+FFFF, too; say in the same change what it is, with " +
                            (in_default ? "server_default(...)" : "type(...)"));
}

std::optional<schema::Column> told_column(const ops::AlterColumn& change) {
  const auto& type = change.existing_type ? change.existing_type : change.type;
  const auto nullable = change.existing_nullable ? change.existing_nullable : change.nullable;
  if (!type || !nullable) return std::nullopt;
  schema::Column column{change.column, *type};
  column.nullable = *nullable;
  column.server_default = change.existing_server_default.value_or(std::nullopt);
  column.comment = change.existing_comment.value_or(std::string());
  column.autoincrement = change.existing_identity || change.existing_autoincrement.value_or(false);
  column.collation = change.existing_collation.value_or(std::string());
  return column;
}

}  // namespace retort::dialect::mysql
