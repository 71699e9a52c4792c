#include <algorithm>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/object_text.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/table_edits.hpp"
#include "dialect/sqlite/types.hpp"

namespace retort::dialect::sqlite {

namespace {

using Kind = ConstraintText::Kind;

const ColumnText& existing_column(const TableText& table, std::string_view name) {
  const auto* column = table.find_column(name);
  if (column == nullptr) {
    schema::Columns columns;
    for (const auto& each : table.columns) columns.push_back(each.name);
    refuse("unknown_column", "table \"" + table_name(table) + "\" has no column \"" + std::string(name) +
                                 "\"; it has " + quoted_list(columns));
  }
  return *column;
}

bool uses(const TableText& table, const ConstraintText& constraint, std::string_view column) {
  return mentions_name(constraint.expression.in(table.text), column);
}

/// What must be changed first, as it would be wrong without the column.
void refuse_if_used(const TableText& table, std::string_view column) {
  const auto refuse_use = [&](const std::string& user, const std::string& way_out) {
    refuse("column_in_use", "column \"" + std::string(column) + "\" of \"" + table_name(table) + "\" is used by " +
                                user + "; " + way_out);
  };
  const auto look = [&](const ConstraintText& constraint, const std::string& owner) {
    if (constraint.kind == Kind::check && uses(table, constraint, column)) {
      const auto text = std::string(constraint.span.in(table.text));
      refuse_use(constraint.name.empty() ? "`" + text + "`" : "CHECK constraint \"" + constraint.name + "\"",
                 "drop that constraint first, in the same batch");
    }
    if (constraint.kind == Kind::generated && uses(table, constraint, column)) {
      refuse_use("the generated column \"" + owner + "\"", "drop that column first");
    }
  };
  for (const auto& other : table.columns) {
    if (equal_ignoring_case(other.name, column)) continue;
    for (const auto& constraint : other.constraints) look(constraint, other.name);
  }
  for (const auto& constraint : table.constraints) {
    look(constraint, {});
    if (constraint.kind == Kind::primary_key && constraint.columns.size() > 1 && contains(constraint.columns, column)) {
      refuse_use("the primary key (" + quoted_list(constraint.columns) + ")",
                 "drop that key first, and create the new one, in the same batch");
    }
  }
}

class ColumnChange {
 public:
  ColumnChange(const TableText& table, const ops::AlterColumn& change)
      : table_(table), change_(change), column_(existing_column(table, change.column)) {}

  TableText make() {
    change_type();
    change_collation();
    change_default();
    change_nullable();
    change_autoincrement();
    return edits_.empty() ? table_ : with_edits(table_, std::move(edits_));
  }

 private:
  void insert(const std::string& clause) { edits_.push_back({{column_.type.end, column_.type.end}, " " + clause}); }
  void replace(Span span, std::string text) {
    if (span.in(table_.text) != text) edits_.push_back({span, std::move(text)});
  }
  void remove(Span span) { edits_.push_back(removal(table_.text, span)); }

  const ConstraintText* own_key() const {
    const auto* key = table_.primary_key();
    return key != nullptr && key->columns.size() == 1 && equal_ignoring_case(key->columns.front(), column_.name)
               ? key
               : nullptr;
  }

  void set_type(std::string text) {
    if (column_.type.empty()) {
      if (!text.empty()) insert(text);
    } else {
      replace(column_.type, std::move(text));
    }
  }

  void change_type() {
    if (!change_.type) return;
    const auto* key = own_key();
    const bool numbered = key != nullptr && key->autoincrement && ops::numbers(change_).value_or(true);
    if (numbered) {
      if (is_integer(*change_.type)) return;  // INTEGER holds 64 bits and is the only word AUTOINCREMENT takes
      unsupported("\"" + column_.name + "\" counts by AUTOINCREMENT, which SQLite has for integers only; add " +
                  "autoincrement(false) to the change");
    }
    const auto is_enum = [](const Type& type) { return type.kind() == Type::Kind::enum_; };
    if (const auto* check = enum_check(table_, column_)) remove(check->span);
    set_type(type_text(*change_.type, table_.strict));
    if (is_enum(*change_.type)) {
      insert(check_text({change_.type->name(), enum_condition(column_.name, *change_.type)}));
    }
  }

  void change_collation() {
    if (!change_.collation) return;
    const auto* collate = column_.find(Kind::collate);
    if (change_.collation->empty()) {
      if (collate != nullptr) remove(collate->span);
    } else if (collate != nullptr) {
      if (!equal_ignoring_case(unquoted(collate->expression.in(table_.text)), *change_.collation)) {
        replace(collate->expression, quote(*change_.collation));
      }
    } else {
      insert("COLLATE " + quote(*change_.collation));
    }
  }

  void change_default() {
    if (!change_.server_default) return;
    const auto* now = column_.find(Kind::default_);
    if (!*change_.server_default) {
      if (now != nullptr) remove(now->span);
    } else if (now != nullptr) {
      replace(now->expression, default_text(**change_.server_default));
    } else {
      insert("DEFAULT " + default_text(**change_.server_default));
    }
  }

  void change_nullable() {
    if (!change_.nullable) return;
    const bool has = column_.find(Kind::not_null) != nullptr;
    if (!*change_.nullable) {
      if (has) return;
      if (const auto* null = column_.find(Kind::null)) {
        replace(null->span, "NOT NULL");
      } else {
        insert("NOT NULL");
      }
      return;
    }
    for (const auto& constraint : column_.constraints) {
      if (constraint.kind == Kind::not_null) remove(constraint.span);
    }
  }

  void change_autoincrement() {
    const auto numbered = ops::numbers(change_);
    if (!numbered) return;
    if (change_.identity && change_.identity->increment.value_or(1) != 1) {
      unsupported("SQLite counts by one; leave out the increment of \"" + column_.name + "\"");
    }
    if (change_.identity && change_.identity->start.value_or(1) != 1) {
      unsupported("SQLite goes on behind the largest number that is there; leave out the start of \"" + column_.name +
                  "\", or set it in sqlite_sequence with op::execute");
    }
    const auto* key = own_key();
    if (key != nullptr && key->autoincrement == *numbered) return;
    if (!*numbered) {
      if (key != nullptr) remove(key->autoincrement_span);
      return;
    }
    if (key == nullptr || table_.without_rowid) {
      unsupported("SQLite numbers only the one column of the primary key of a table with rowids; \"" + column_.name +
                  "\" of \"" + table_name(table_) + "\" is not that");
    }
    if (!change_.type) set_type("INTEGER");
    if (change_.type && !equal_ignoring_case(type_text(*change_.type, table_.strict), "INTEGER")) {
      unsupported("AUTOINCREMENT takes the type integer only; make \"" + column_.name + "\" op::integer()");
    }
    edits_.push_back({key->autoincrement_span, " AUTOINCREMENT"});
  }

  const TableText& table_;
  const ops::AlterColumn& change_;
  const ColumnText& column_;
  std::vector<Edit> edits_;
};

}  // namespace

TableText with_column(const TableText& table, const std::string& definition, const ColumnPlace& place) {
  if (place.first) {
    const auto begin = table.columns.front().span.begin;
    return with_edits(table, {{{begin, begin}, definition + separator_of(table)}});
  }
  const auto end = (place.after.empty() ? table.columns.back() : existing_column(table, place.after)).span.end;
  return with_edits(table, {{{end, end}, separator_of(table) + definition}});
}

TableText with_column_clause(const TableText& table, std::string_view column, const std::string& clause) {
  const auto end = existing_column(table, column).span.end;
  return with_edits(table, {{{end, end}, " " + clause}});
}

TableText without_column(const TableText& table, std::string_view name) {
  const auto& column = existing_column(table, name);
  if (table.columns.size() == 1) {
    refuse("invalid_operation", "\"" + column.name + "\" is the only column of \"" + table_name(table) +
                                    "\"; add another one first, or drop the table");
  }
  refuse_if_used(table, column.name);
  auto result = without_item(table, column.span);
  // Keys over the column go with it; each removal moves what follows, so the search starts again.
  for (;;) {
    const auto key = std::find_if(result.constraints.begin(), result.constraints.end(),
                                  [&](const ConstraintText& each) { return contains(each.columns, name); });
    if (key == result.constraints.end()) return result;
    result = without_item(result, key->span);
  }
}

bool can_drop_natively(const TableText& table, std::string_view name) {
  const auto& column = existing_column(table, name);
  for (const auto kind : {Kind::primary_key, Kind::unique, Kind::foreign_key, Kind::bare}) {
    if (column.find(kind) != nullptr) return false;
  }
  // For the last column SQLite (3.40) looks backwards for a comma, and takes one in a comment for it.
  if (const auto place = static_cast<std::size_t>(&column - table.columns.data()); place > 0) {
    const auto between = Span{table.columns[place - 1].span.end, column.span.begin}.in(table.text);
    if (std::count(between.begin(), between.end(), ',') > 1) return false;
  }
  return std::none_of(table.constraints.begin(), table.constraints.end(),
                      [&](const ConstraintText& each) { return contains(each.columns, name); });
}

TableText with_changed_column(const TableText& table, const ops::AlterColumn& change) {
  return ColumnChange(table, change).make();
}

const ConstraintText* enum_check(const TableText& table, const ColumnText& column) {
  for (const auto& constraint : column.constraints) {
    // A name, and a type just long enough for the values: what makes it ours and not a CHECK somebody wrote.
    if (constraint.kind != Kind::check || constraint.name.empty()) continue;
    const auto values = listed_values(constraint.expression.in(table.text), column.name);
    if (!values) continue;
    const auto type = type_text(Type::enumeration(constraint.name, *values), table.strict);
    if (equal_ignoring_case(column.type.in(table.text), type)) return &constraint;
  }
  return nullptr;
}

}  // namespace retort::dialect::sqlite
