#ifndef RETORT_SRC_DIALECT_MYSQL_TABLE_TEXT_HPP
#define RETORT_SRC_DIALECT_MYSQL_TABLE_TEXT_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/mysql/server.hpp"
#include "schema/constraint.hpp"

namespace retort::dialect::mysql {

struct ColumnText {
  std::string name;
  /// All that stands behind the name.
  std::string definition;
};

struct KeyText {
  bool primary = false;
  bool unique = false;
  /// FULLTEXT, SPATIAL.
  bool special = false;
  std::string name;
  schema::Columns columns;
};

struct ForeignKeyText {
  std::string name;
  schema::Columns columns;
  schema::QualifiedName referent;
  schema::Columns referent_columns;
  std::string definition;
};

struct CheckText {
  std::string name;
  std::string condition;
};

/// A CREATE TABLE, as SHOW CREATE TABLE or create_table_text has it. What is not understood is passed over.
struct TableText {
  std::vector<ColumnText> columns;
  std::vector<KeyText> keys;
  std::vector<ForeignKeyText> foreign_keys;
  std::vector<CheckText> checks;

  const ColumnText* find_column(std::string_view name) const noexcept;
  const KeyText* find_key(std::string_view name) const noexcept;
  const KeyText* primary_key() const noexcept;
};

/// The text of SHOW CREATE TABLE as this session would have to send it: the server escapes backslashes in it whatever
/// sql_mode says, and writes bytes that are no characters as they are.
std::string sendable(std::string_view sql, const Server& server);

TableText parse_create_table(std::string_view sql, const Server& server);

/// What a column says of itself, piece by piece: DEFAULT with its value, COMMENT with its text, and so on. Pieces that
/// nobody asks for stay as they are, so that a change of one loses none of the others.
class ColumnPieces {
 public:
  ColumnPieces(std::string_view definition, const Server& server);

  const std::string& type() const noexcept { return type_; }
  void set_type(std::string type) { type_ = std::move(type); }
  /// The piece that begins with these words, or nullptr: `DEFAULT`, `NOT NULL`.
  const std::string* find(std::string_view word) const noexcept;
  void remove(std::string_view word);
  /// In the place of the old one, or where the grammar wants it.
  void set(std::string_view word, std::string piece);
  std::string text() const;

 private:
  std::string type_;
  std::vector<std::string> pieces_;
};

}  // namespace retort::dialect::mysql

#endif
