#ifndef RETORT_SRC_DIALECT_SQLITE_TABLE_TEXT_HPP
#define RETORT_SRC_DIALECT_SQLITE_TABLE_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schema/constraint.hpp"

namespace retort::dialect::sqlite {

/// A part of a text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool empty() const noexcept { return begin == end; }
  std::string_view in(std::string_view text) const noexcept { return text.substr(begin, end - begin); }
};

/// A constraint as it stands in a CREATE TABLE, of a column or of the table.
struct ConstraintText {
  enum class Kind : unsigned char {
    /// CONSTRAINT name with nothing behind it, which SQLite takes.
    bare,
    primary_key,
    unique,
    foreign_key,
    check,
    not_null,
    null,
    default_,
    collate,
    generated
  };

  Kind kind = Kind::bare;
  /// All of it, CONSTRAINT and ON CONFLICT included.
  Span span;
  std::string name;
  Span name_span;
  /// The columns of a key; of a column's own constraint, that column.
  schema::Columns columns;
  /// CHECK, GENERATED: what is within the parentheses. DEFAULT: the value. COLLATE: the name.
  Span expression;
  /// Primary key: where AUTOINCREMENT would stand; with it, where it does.
  Span autoincrement_span;
  /// The word behind ON CONFLICT.
  Span conflict;
  bool autoincrement = false;
  bool descending = false;
  /// A key whose columns are compared by another collation than their own.
  bool collated = false;
  bool stored = false;
  /// The foreign key; its name and columns are above.
  schema::ForeignKey reference;
};

struct ColumnText {
  std::string name;
  Span name_span;
  /// Empty, right behind the name, when none is declared.
  Span type;
  Span span;
  std::vector<ConstraintText> constraints;

  const ConstraintText* find(ConstraintText::Kind kind) const noexcept;
};

/// A CREATE TABLE and where its parts are.
struct TableText {
  std::string text;
  /// The table's name, with schema where the text has one.
  Span name;
  std::vector<ColumnText> columns;
  std::vector<ConstraintText> constraints;
  bool strict = false;
  bool without_rowid = false;

  const ColumnText* find_column(std::string_view column) const noexcept;
  /// The primary key, of the table or of a column; nullptr without one.
  const ConstraintText* primary_key() const noexcept;
  /// Every foreign key, those of columns first.
  std::vector<const ConstraintText*> foreign_keys() const;
  /// The column that is the rowid by another name; nullptr without one.
  const ColumnText* rowid_column() const noexcept;
};

/// Reads the text of a CREATE TABLE as sqlite_master has it. `table` names it in errors.
///
/// Throws OperationError (`unreadable_table`) for what it does not understand to the last token, and
/// UnsupportedOperation for virtual tables.
TableText parse_create_table(std::string text, std::string_view table);

/// A replacement of a part of a text; an empty span inserts.
struct Edit {
  Span span;
  std::string replacement;
};

/// The text with the edits made; they do not overlap.
std::string edited(const std::string& text, std::vector<Edit> edits);

/// The edit that takes a part out, with the spaces before it.
Edit removal(const std::string& text, Span span);

}  // namespace retort::dialect::sqlite

#endif
