#include "dialect/sqlite/read_table.hpp"

#include <charconv>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/object_text.hpp"
#include "dialect/sqlite/table_edits.hpp"
#include "dialect/sqlite/table_text.hpp"
#include "dialect/sqlite/types.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = ConstraintText::Kind;

int hex_digit(char c) noexcept { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

std::string bytes_of(std::string_view literal) {
  std::string bytes;
  for (std::size_t i = 2; i + 2 < literal.size(); i += 2) {
    bytes += static_cast<char>(hex_digit(literal[i]) * 16 + hex_digit(literal[i + 1]));
  }
  return bytes;
}

/// A number without a sign before its literal.
Value number(const std::string& text, const Type& type) {
  std::int64_t integer = 0;
  const auto* end = text.data() + text.size();
  if (const auto read = std::from_chars(text.data(), end, integer); read.ec == std::errc() && read.ptr == end) {
    if (type.kind() == Type::Kind::boolean && (integer == 0 || integer == 1)) return {integer == 1};
    return {static_cast<long long>(integer)};
  }
  double real = 0;
  const auto read = std::from_chars(text.data(), end, real);
  if (read.ec != std::errc() || read.ptr != end) return Sql{text};  // 0x10, or out of range
  if (type.kind() == Type::Kind::numeric) return Value::decimal(text);
  return {real};
}

Value default_value(std::string_view text, const Type& type) {
  const auto tokens = significant_tokens(text);
  using Token = SqlToken::Kind;
  if (tokens.size() == 1) {
    const auto word = tokens.front().in(text);
    if (tokens.front().kind == Token::text) return Value(unquoted(word));
    if (tokens.front().kind == Token::bytes) return Value::bytes(bytes_of(word));
    if (tokens.front().kind == Token::number) return number(std::string(word), type);
    if (equal_ignoring_case(word, "NULL")) return nullptr;
    if (equal_ignoring_case(word, "TRUE")) return true;
    if (equal_ignoring_case(word, "FALSE")) return false;
  }
  if (tokens.size() == 2 && tokens.back().kind == Token::number) {
    const auto sign = tokens.front().in(text);
    const auto digits = std::string(tokens.back().in(text));
    return number(sign == "-" ? "-" + digits : digits, type);
  }
  return Sql{std::string(without_parentheses(text))};
}

class Reader {
 public:
  Reader(const NativeTable& native, bool whole)
      : native_(native), text_(parse_create_table(native.table.sql, native.table.name)), whole_(whole) {}

  schema::Table read() {
    table_.name.name = native_.table.name;
    table_.options.sqlite_strict = text_.strict;
    table_.options.sqlite_without_rowid = text_.without_rowid;
    for (const auto& column : text_.columns) read_column(column);
    for (const auto& constraint : text_.constraints) read_constraint(constraint);
    for (auto& column : table_.columns) {
      const bool key = table_.primary_key && contains(table_.primary_key->columns, column.name);
      // A rowid is never NULL, and neither is a key that rows are stored by; other keys of SQLite may be.
      const auto* rowid = text_.rowid_column();
      if (key && (text_.without_rowid || (rowid != nullptr && equal_ignoring_case(rowid->name, column.name)))) {
        column.nullable = false;
      }
    }
    for (const auto& object : native_.dependents) {
      if (object.type == "index" && !object.sql.empty()) read_index(object);
    }
    return std::move(table_);
  }

 private:
  std::string in(Span span) const { return std::string(span.in(text_.text)); }

  void read_column(const ColumnText& text) {
    schema::Column column;
    column.name = text.name;
    const auto* listed = enum_check(text_, text);
    if (listed != nullptr) {
      column.type = Type::enumeration(listed->name, *listed_values(in(listed->expression), text.name));
    } else {
      column.type = parse_type(text.type.in(text_.text));
    }
    const auto place = table_.columns.size();
    table_.columns.push_back(std::move(column));
    for (const auto& constraint : text.constraints) {
      // Looked up each time: reading a key may touch the list.
      auto& target = table_.columns[place];
      switch (constraint.kind) {
        case Kind::not_null:
          target.nullable = false;
          target.native = conflict_of(constraint);
          break;
        case Kind::default_:
          target.server_default = default_value(constraint.expression.in(text_.text), target.type);
          break;
        case Kind::collate:
          target.collation = unquoted(constraint.expression.in(text_.text));
          break;
        case Kind::generated:
          target.computed = schema::Computed{in(constraint.expression), constraint.stored};
          break;
        default:
          if (&constraint != listed) read_constraint(constraint);
      }
    }
  }

  /// What a row does that breaks the rule; ABORT is what all of them do without a word.
  SqlText conflict_of(const ConstraintText& constraint) const {
    auto word = in(constraint.conflict);
    for (char& c : word) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return word.empty() || word == "ABORT" ? SqlText() : SqlText({{"sqlite", "ON CONFLICT " + word}});
  }

  void read_constraint(const ConstraintText& constraint) {
    if (constraint.collated && whole_) {
      refuse("unreadable_table", "a key of \"" + native_.table.name +
                                     "\" has a collation of its own, for which there is no word; use a unique index");
    }
    switch (constraint.kind) {
      case Kind::primary_key:
        table_.primary_key = schema::PrimaryKey{constraint.name, constraint.columns, conflict_of(constraint)};
        if (constraint.autoincrement) {
          if (auto* column = table_.find_column(constraint.columns.front())) column->autoincrement = true;
        }
        break;
      case Kind::unique:
        table_.uniques.push_back({constraint.name, constraint.columns});
        table_.uniques.back().native = conflict_of(constraint);
        break;
      case Kind::foreign_key: {
        auto key = constraint.reference;
        key.name = constraint.name;
        key.columns = constraint.columns;
        table_.foreign_keys.push_back(std::move(key));
        break;
      }
      case Kind::check: {
        auto condition = in(constraint.expression);
        if (!condition.empty() && condition.back() == '\n') condition.pop_back();
        table_.checks.push_back({constraint.name, std::move(condition)});
        break;
      }
      default:
        break;
    }
  }

  void read_index(const NativeObject& object) {
    const auto text = parse_create_index(object.sql, object.name);
    schema::Index index;
    index.name = object.name;
    index.columns = text.columns;
    index.unique = text.unique;
    index.where = text.where.in(text.text);
    table_.indexes.push_back(std::move(index));
  }

  const NativeTable& native_;
  TableText text_;
  bool whole_;
  schema::Table table_;
};

}  // namespace

schema::Table read_table(const NativeTable& native, bool whole) { return Reader(native, whole).read(); }

}  // namespace retort::dialect::sqlite
