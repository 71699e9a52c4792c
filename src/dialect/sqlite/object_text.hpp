#ifndef RETORT_SRC_DIALECT_SQLITE_OBJECT_TEXT_HPP
#define RETORT_SRC_DIALECT_SQLITE_OBJECT_TEXT_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/sqlite/table_text.hpp"

namespace retort::dialect::sqlite {

/// A CREATE INDEX as sqlite_master has it, and where its parts are.
struct IndexText {
  std::string text;
  Span name;
  bool unique = false;
  std::vector<op::IndexColumn> columns;
  /// Within the parentheses.
  Span elements;
  /// Behind WHERE; empty without one.
  Span where;

  /// True if a column is a key of the index, or stands in one of its expressions.
  bool uses(std::string_view column) const;
};

/// Throws OperationError (`unreadable_table`).
IndexText parse_create_index(std::string text, std::string_view index);

/// True if a trigger's text names the column as its table's own: NEW.c, OLD.c, UPDATE OF c.
bool trigger_uses(std::string_view text, std::string_view column);

/// A statement whose compilation compiles the trigger, for EXPLAIN. `column`: one that can be set.
std::string firing_statement(std::string_view trigger, const schema::QualifiedName& table, std::string_view column);

/// The values of a condition of the form `column IN ('a', 'b')`, or none when it has another form.
std::optional<std::vector<std::string>> listed_values(std::string_view condition, std::string_view column);

/// True if the texts are the same but for spaces, comments and the case of words.
bool same_sql(std::string_view a, std::string_view b);

/// The text without the parentheses around all of it, if there are any.
std::string_view without_parentheses(std::string_view text);

}  // namespace retort::dialect::sqlite

#endif
