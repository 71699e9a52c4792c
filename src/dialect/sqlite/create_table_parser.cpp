#include <algorithm>
#include <array>

#include "dialect/sqlite/table_text.hpp"
#include "dialect/sqlite/token_reader.hpp"

// SQLite's grammar of CREATE TABLE (its parse.y), read into spans. https://www.sqlite.org/lang_createtable.html

namespace retort::dialect::sqlite {

namespace {

using Kind = ConstraintText::Kind;
using Action = op::ReferentialAction;

class Parser {
 public:
  Parser(std::string text, std::string_view table) : reader_(hold(std::move(text)), table), table_name_(table) {}

  TableText parse() {
    header();
    reader_.expect("(");
    do {
      if (at_table_constraint()) {
        table_constraints();
        break;
      }
      column();
    } while (reader_.take(","));
    reader_.expect(")");
    options();
    if (table_.columns.empty()) reader_.fail();
    return std::move(table_);
  }

 private:
  const std::string& hold(std::string text) {
    table_.text = std::move(text);
    return table_.text;
  }

  void header() {
    reader_.expect("CREATE");
    if (reader_.is("VIRTUAL")) {
      unsupported("\"" + std::string(table_name_) +
                  "\" is a virtual table, whose module decides what it can change; drop it and create it anew with "
                  "op::execute");
    }
    if (!reader_.take("TEMP")) reader_.take("TEMPORARY");
    reader_.expect("TABLE");
    if (reader_.take("IF")) {
      reader_.expect("NOT");
      reader_.expect("EXISTS");
    }
    table_.name.begin = reader_.begin();
    reader_.name();
    if (reader_.take(".")) reader_.name();
    table_.name.end = reader_.end();
  }

  bool at_table_constraint() const noexcept {
    if (reader_.is("CONSTRAINT") || reader_.is("CHECK")) return true;
    if (reader_.is("PRIMARY") || reader_.is("FOREIGN")) return reader_.is("KEY", 1);
    return reader_.is("UNIQUE");
  }

  void column() {
    ColumnText column;
    column.span.begin = column.name_span.begin = reader_.begin();
    column.name = reader_.name();
    column.name_span.end = reader_.end();
    column.type = type();
    while (!reader_.is(",") && !reader_.is(")")) column_constraint(column);
    column.span.end = reader_.end();
    table_.columns.push_back(std::move(column));
  }

  bool at_column_constraint() const noexcept {
    static constexpr std::array<std::string_view, 11> kWords = {"CONSTRAINT", "NOT",        "NULL",  "DEFAULT",
                                                                "PRIMARY",    "UNIQUE",     "CHECK", "REFERENCES",
                                                                "COLLATE",    "DEFERRABLE", "AS"};
    return (reader_.is("GENERATED") && reader_.is("ALWAYS", 1)) ||
           std::any_of(kWords.begin(), kWords.end(), [&](auto word) { return reader_.is(word); });
  }

  Span type() {
    Span span{reader_.end(), reader_.end()};
    while (reader_.at_name() && !at_column_constraint()) {
      const auto token = reader_.next();
      if (span.empty()) span.begin = token.begin;
      span.end = token.end;
    }
    if (!span.empty() && reader_.is("(")) {
      reader_.parenthesized();
      span.end = reader_.end();
    }
    return span;
  }

  /// CONSTRAINT name, where there is one.
  ConstraintText constraint_head() {
    ConstraintText constraint;
    constraint.span.begin = reader_.begin();
    if (reader_.take("CONSTRAINT")) {
      constraint.name_span.begin = reader_.begin();
      constraint.name = reader_.name();
      constraint.name_span.end = reader_.end();
    }
    return constraint;
  }

  void column_constraint(ColumnText& column) {
    auto constraint = constraint_head();
    constraint.columns = {column.name};
    if (reader_.is("DEFERRABLE") || (reader_.is("NOT") && reader_.is("DEFERRABLE", 1))) {
      // A constraint of its own to SQLite's grammar, but it is about the reference before it.
      const bool follows =
          !column.constraints.empty() && column.constraints.back().kind == Kind::foreign_key && constraint.name.empty();
      auto& target = follows ? column.constraints.back() : constraint;
      deferral(target.reference);
      target.span.end = reader_.end();
      if (!follows) column.constraints.push_back(std::move(constraint));
      return;
    }
    if (reader_.take("PRIMARY", "KEY")) {
      constraint.kind = Kind::primary_key;
      constraint.descending = reader_.take("DESC");
      if (!constraint.descending) reader_.take("ASC");
      on_conflict(constraint);
      autoincrement(constraint);
    } else if (reader_.take("NOT", "NULL")) {
      constraint.kind = Kind::not_null;
      on_conflict(constraint);
    } else if (reader_.take("NULL")) {
      constraint.kind = Kind::null;
      on_conflict(constraint);
    } else if (reader_.take("UNIQUE")) {
      constraint.kind = Kind::unique;
      on_conflict(constraint);
    } else if (reader_.take("CHECK")) {
      constraint.kind = Kind::check;
      constraint.expression = reader_.parenthesized();
    } else if (reader_.take("DEFAULT")) {
      constraint.kind = Kind::default_;
      default_value(constraint);
    } else if (reader_.take("COLLATE")) {
      constraint.kind = Kind::collate;
      constraint.expression.begin = reader_.begin();
      reader_.name();
      constraint.expression.end = reader_.end();
    } else if (reader_.is("REFERENCES")) {
      constraint.kind = Kind::foreign_key;
      references(constraint.reference);
    } else if (reader_.take("GENERATED", "ALWAYS") || reader_.is("AS")) {
      reader_.expect("AS");
      constraint.kind = Kind::generated;
      constraint.expression = reader_.parenthesized();
      constraint.stored = reader_.take("STORED");
      if (!constraint.stored) reader_.take("VIRTUAL");
    } else if (constraint.name.empty()) {
      reader_.fail();
    }
    constraint.span.end = reader_.end();
    column.constraints.push_back(std::move(constraint));
  }

  void default_value(ConstraintText& constraint) {
    constraint.expression.begin = reader_.begin();
    if (reader_.is("(")) {
      reader_.parenthesized();
    } else {
      if (!reader_.take("+")) reader_.take("-");
      reader_.next();
    }
    constraint.expression.end = reader_.end();
  }

  void autoincrement(ConstraintText& constraint) {
    constraint.autoincrement_span = {reader_.end(), reader_.end()};
    const auto begin = reader_.begin();
    if (!reader_.take("AUTOINCREMENT")) return;
    constraint.autoincrement = true;
    constraint.autoincrement_span = {begin, reader_.end()};
  }

  void on_conflict(ConstraintText& constraint) {
    if (!reader_.take("ON", "CONFLICT")) return;
    const auto action = reader_.next();
    constraint.conflict = {action.begin, action.end};
  }

  /// `collated`, if given: set where one of them has a collation of its own here, which an index goes by. A reference
  /// takes the word, too, and forgets it.
  schema::Columns names(bool* collated = nullptr) {
    schema::Columns columns;
    reader_.expect("(");
    do {
      columns.push_back(reader_.name());
      if (reader_.take("COLLATE")) {
        reader_.name();
        if (collated != nullptr) *collated = true;
      }
      if (!reader_.take("ASC")) reader_.take("DESC");
    } while (reader_.take(","));
    return columns;
  }

  void references(schema::ForeignKey& key) {
    reader_.expect("REFERENCES");
    key.referent.name = reader_.name();
    if (reader_.is("(")) {
      key.referent_columns = names();
      reader_.expect(")");
    }
    for (;;) {
      if (reader_.take("MATCH")) {
        key.match = reader_.name();
      } else if (reader_.take("ON", "DELETE")) {
        key.on_delete = action();
      } else if (reader_.take("ON", "UPDATE")) {
        key.on_update = action();
      } else if (reader_.take("ON", "INSERT")) {
        action();
      } else {
        return;
      }
    }
  }

  Action action() {
    if (reader_.take("SET", "NULL")) return Action::set_null;
    if (reader_.take("SET", "DEFAULT")) return Action::set_default;
    if (reader_.take("CASCADE")) return Action::cascade;
    if (reader_.take("RESTRICT")) return Action::restrict_;
    if (reader_.take("NO", "ACTION")) return Action::no_action;
    reader_.fail();
  }

  /// [NOT] DEFERRABLE [INITIALLY DEFERRED | INITIALLY IMMEDIATE]
  void deferral(schema::ForeignKey& key) {
    const bool never = reader_.take("NOT");
    reader_.expect("DEFERRABLE");
    bool late = false;
    if (reader_.take("INITIALLY")) {
      late = reader_.take("DEFERRED");
      if (!late) reader_.expect("IMMEDIATE");
    }
    if (!never) key.deferral = late ? schema::Deferral::initially_deferred : schema::Deferral::deferrable;
  }

  void table_constraints() {
    // SQLite takes table constraints with or without commas between them.
    do {
      auto constraint = constraint_head();
      table_constraint(constraint);
      constraint.span.end = reader_.end();
      table_.constraints.push_back(std::move(constraint));
      reader_.take(",");
    } while (!reader_.is(")"));
  }

  void table_constraint(ConstraintText& constraint) {
    if (reader_.take("PRIMARY", "KEY")) {
      constraint.kind = Kind::primary_key;
      constraint.columns = names(&constraint.collated);
      autoincrement(constraint);
      reader_.expect(")");
      on_conflict(constraint);
    } else if (reader_.take("UNIQUE")) {
      constraint.kind = Kind::unique;
      constraint.columns = names(&constraint.collated);
      reader_.expect(")");
      on_conflict(constraint);
    } else if (reader_.take("CHECK")) {
      constraint.kind = Kind::check;
      constraint.expression = reader_.parenthesized();
      on_conflict(constraint);
    } else if (reader_.take("FOREIGN", "KEY")) {
      constraint.kind = Kind::foreign_key;
      constraint.columns = names();
      reader_.expect(")");
      references(constraint.reference);
      if (reader_.is("DEFERRABLE") || (reader_.is("NOT") && reader_.is("DEFERRABLE", 1))) {
        deferral(constraint.reference);
      }
    } else if (constraint.name.empty()) {
      reader_.fail();
    }
  }

  void options() {
    while (!reader_.at_end()) {
      if (reader_.take("WITHOUT")) {
        reader_.expect("ROWID");
        table_.without_rowid = true;
      } else if (reader_.take("STRICT")) {
        table_.strict = true;
      } else {
        reader_.fail();
      }
      if (!reader_.take(",") && !reader_.at_end()) reader_.fail();
    }
  }

  TableText table_;
  TokenReader reader_;
  std::string_view table_name_;
};

}  // namespace

TableText parse_create_table(std::string text, std::string_view table) {
  return Parser(std::move(text), table).parse();
}

}  // namespace retort::dialect::sqlite
