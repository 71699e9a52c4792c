#include "dialect/firebird/table_changes.hpp"

#include <algorithm>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/sql_rename.hpp"
#include "dialect/failure.hpp"
#include "dialect/firebird/blocks.hpp"
#include "dialect/firebird/conversion.hpp"
#include "dialect/firebird/definitions.hpp"
#include "dialect/firebird/objects.hpp"
#include "dialect/firebird/quoting.hpp"
#include "dialect/firebird/types.hpp"
#include "dialect/identifier.hpp"

namespace retort::dialect::firebird {

namespace {

constexpr const char* kColumnUsed =
    "Firebird keeps a column that a view, a trigger, a computed column or another table's foreign key uses as it is: "
    "drop those in this migration before it, and create them again behind it";

constexpr const char* kKeyUsed =
    "a key that a foreign key of another table refers to stays as it is: drop the foreign key before it, and create it "
    "again behind it";

const SqlSyntax kSyntax = SqlSyntax::of("firebird");

bool mentions(const std::string& sql, const std::string& column) { return mentions_name(sql, column, kSyntax); }

bool is_over(const schema::Index& index, const std::string& column) {
  return std::any_of(index.columns.begin(), index.columns.end(), [&](const op::IndexColumn& each) {
    return each.is_expression() ? mentions(each.name(), column) : each.name() == column;
  });
}

void replace(schema::Columns& columns, const std::string& from, const std::string& to) {
  std::replace(columns.begin(), columns.end(), from, to);
}

ops::AnyConstraint renamed(ops::AnyConstraint constraint, const schema::QualifiedName& table, const std::string& from,
                           const std::string& to) {
  std::visit(
      ops::Overloaded{[&](schema::PrimaryKey& key) { replace(key.columns, from, to); },
                      [&](schema::Unique& unique) { replace(unique.columns, from, to); },
                      [&](schema::ForeignKey& key) {
                        replace(key.columns, from, to);
                        if (key.referent == table) replace(key.referent_columns, from, to);
                      },
                      [&](schema::Check& check) { check.condition = rename_name(check.condition, from, to, kSyntax); },
                      [](schema::Exclude&) {}},
      constraint);
  return constraint;
}

bool is_enum(const schema::Column* column) { return column != nullptr && column->type.kind() == Type::Kind::enum_; }

ops::AnyConstraint enum_check(const std::string& column, const Type& type) {
  return schema::Check{{}, enum_condition(column, type)};
}

std::vector<ops::AnyConstraint> constraints_over(const schema::Table& table, const std::string& column) {
  std::vector<ops::AnyConstraint> result;
  for (auto& constraint : constraints_of(table)) {
    if (concerns(constraint, column)) result.push_back(std::move(constraint));
  }
  return result;
}

using References = std::vector<std::pair<schema::QualifiedName, schema::ForeignKey>>;

/// The foreign keys of all tables that refer to a column, but for those that are over that column themselves.
References references_to(const schema::Table& table, const std::string& column, const schema::MetaData& before) {
  References result;
  const auto collect = [&](const schema::Table& child) {
    for (const auto& key : child.foreign_keys) {
      if (key.referent != table.name || (child.name == table.name && contains(key.columns, column))) continue;
      const auto& referred = !key.referent_columns.empty() ? key.referent_columns
                             : table.primary_key           ? table.primary_key->columns
                                                           : key.referent_columns;
      if (contains(referred, column)) result.emplace_back(child.name, key);
    }
  };
  collect(table);
  for (const auto& [name, child] : before.tables) {
    if (name != table.name) collect(child);
  }
  return result;
}

/// A CHECK is a trigger, and so is an action of a foreign key; a trigger holds its columns until it is gone for all.
bool has_triggers(const ops::AnyConstraint& constraint) {
  return std::holds_alternative<schema::Check>(constraint) || std::holds_alternative<schema::ForeignKey>(constraint);
}

bool have_triggers(const std::vector<ops::AnyConstraint>& constraints) {
  return std::any_of(constraints.begin(), constraints.end(), has_triggers);
}

/// Makes a new column of the new type, moves the values and puts it in the old one's place.
void replace_column(StatementList& out, const ops::AlterColumn& op, const schema::Table& known) {
  const auto& old = *known.find_column(op.column);
  for (const auto& column : known.columns) {
    if (column.computed && mentions(column.computed->sql, op.column)) {
      unsupported("Firebird cannot give \"" + op.column + "\" the type " + op.type->text() + " while \"" + column.name +
                  "\" is computed from it; drop that column first and add it again behind");
    }
  }
  if (is_numbered(old)) {
    unsupported("Firebird cannot turn " + old.type.text() + " into " + op.type->text() + " for \"" + op.column +
                "\", which numbers its rows; add another column, copy the values with "
                "op::execute, and drop this one");
  }
  auto column = old;
  column.type = *op.type;
  const auto place = std::distance(known.columns.data(), &old) + 1;
  auto temporary = "retort_" + op.column;
  while (temporary.size() > kMaxIdentifier || (static_cast<unsigned char>(temporary.back()) & 0x80U) != 0) {
    temporary.pop_back();
  }
  const auto over = constraints_over(known, op.column);
  const bool indexed = std::any_of(known.indexes.begin(), known.indexes.end(),
                                   [&](const schema::Index& index) { return is_over(index, op.column); });
  if (!over.empty() || indexed || is_enum(&old)) {
    auto& statement = out.add(drop_dependents_text(known.name.name, op.column));
    statement.frees = is_enum(&old) || have_triggers(over);
    statement.failure = kColumnUsed;
  }
  schema::Column filled{temporary, column.type};
  filled.collation = column.collation;
  // The CHECK of an enum is made when the column has its name.
  if (is_enum(&filled)) filled.type = Type(Type::Kind::string, static_cast<int>(characters_of(filled.type)));
  out.clause(op.table, "ADD " + column_text(filled));
  out.flush();
  out.add("UPDATE " + quote(known.name.name) + " SET " + quote(temporary) + " = " + quote(op.column),
          Statement::Effect::rows)
      .failure = "a value that is there cannot become " + op.type->text() +
                 "; change the rows first, with op::execute or op::run before it";
  out.clause_when_freed(op.table, "DROP " + quote(op.column), kColumnUsed);
  out.flush();
  const auto name = quote(op.column);
  out.clause(op.table, "ALTER " + quote(temporary) + " TO " + name);
  out.flush();
  out.clause(op.table, "ALTER " + name + " POSITION " + std::to_string(place));
  if (column.server_default) {
    out.clause(op.table, "ALTER " + name + " SET DEFAULT " + default_text(*column.server_default, op.column));
  }
  if (!column.nullable) out.clause(op.table, "ALTER " + name + " SET NOT NULL");
  for (const auto& constraint : over) out.clause(op.table, add_clause(constraint));
  if (is_enum(&column)) out.clause(op.table, add_clause(enum_check(op.column, column.type)));
  out.flush();
  for (const auto& index : known.indexes) {
    if (is_over(index, op.column)) out.add(create_index_text(index, op.table));
  }
  if (!column.comment.empty()) out.add(column_comment_text(op.table, op.column, column.comment));
}

}  // namespace

void StatementList::set_operation(std::size_t index, bool autocommit) {
  index_ = index;
  autocommit_ = autocommit;
}

Statement& StatementList::add(std::string sql, Statement::Effect effect) {
  flush();
  auto& statement = out_.emplace_back();
  statement.sql = std::move(sql);
  statement.effect = effect;
  statement.operation = index_;
  statement.outside_transaction = autocommit_;
  return statement;
}

void StatementList::add_all(std::vector<std::string> statements) {
  for (auto& statement : statements) add(std::move(statement));
}

void StatementList::clause(const schema::QualifiedName& table, const std::string& text, std::string_view failure) {
  if (open_.sql.empty() || table_ != table) {
    flush();
    auto sql = builder();
    sql.raw("ALTER TABLE ");
    append_name(sql, table);
    open_.sql = sql.raw(" ").take();
    table_ = table;
  } else {
    open_.sql += ", ";
  }
  open_.sql += text;
  open_.operation = index_;
  open_.outside_transaction = autocommit_;
  if (open_.failure.empty()) open_.failure = failure;
}

void StatementList::freeing_clause(const schema::QualifiedName& table, const std::string& text) {
  clause(table, text, kKeyUsed);
  open_.frees = true;
}

void StatementList::clause_when_freed(const schema::QualifiedName& table, const std::string& text,
                                      std::string_view failure) {
  // What the statement before drops is not free for a clause of the same statement.
  flush();
  clause(table, text, failure);
  open_.needs_freed = true;
}

void StatementList::flush() {
  if (!open_.sql.empty()) out_.push_back(std::exchange(open_, Statement{}));
}

std::optional<schema::Table> find_known(const schema::QualifiedName& table, const schema::MetaData& before,
                                        Facts* facts) {
  check_schema(table);
  if (facts != nullptr) return facts->table(table);
  const auto* known = before.find_table(table);
  return known == nullptr ? std::nullopt : std::optional(*known);
}

std::vector<ops::AnyConstraint> constraints_of(const schema::Table& table) {
  std::vector<ops::AnyConstraint> result;
  if (table.primary_key) result.emplace_back(*table.primary_key);
  result.insert(result.end(), table.uniques.begin(), table.uniques.end());
  result.insert(result.end(), table.foreign_keys.begin(), table.foreign_keys.end());
  result.insert(result.end(), table.checks.begin(), table.checks.end());
  return result;
}

const std::string& name_of(const ops::AnyConstraint& constraint) noexcept {
  return std::visit([](const auto& each) -> const std::string& { return each.name; }, constraint);
}

bool concerns(const ops::AnyConstraint& constraint, const std::string& column) {
  return std::visit(ops::Overloaded{[&](const schema::Check& check) { return mentions(check.condition, column); },
                                    [](const schema::Exclude&) { return false; },
                                    [&](const auto& key) {
                                      return std::find(key.columns.begin(), key.columns.end(), column) !=
                                             key.columns.end();
                                    }},
                    constraint);
}

std::string add_clause(const ops::AnyConstraint& constraint) {
  return "ADD " + std::visit(ops::Overloaded{[](const schema::PrimaryKey& key) { return primary_key_text(key); },
                                             [](const schema::Unique& unique) { return unique_text(unique); },
                                             [](const schema::ForeignKey& key) { return foreign_key_text(key); },
                                             [](const schema::Check& check) { return check_text(check); },
                                             [](const schema::Exclude&) -> std::string { no_excludes(); }},
                             constraint);
}

void drop_constraint(StatementList& out, const schema::QualifiedName& table, const ops::AnyConstraint& constraint) {
  const auto& name = name_of(constraint);
  const bool frees = has_triggers(constraint);
  if (!name.empty()) {
    const auto text = "DROP CONSTRAINT " + quote(name);
    frees ? out.freeing_clause(table, text) : out.clause(table, text, kKeyUsed);
    return;
  }
  check_schema(table);
  auto& statement = out.add(drop_unnamed_text(table.name, constraint));
  statement.frees = frees;
  statement.failure = kKeyUsed;
}

void drop_column(StatementList& out, const ops::DropColumn& op, const std::optional<schema::Table>& known) {
  check_schema(op.table);
  const auto drop = "ALTER TABLE " + quote(op.table.name) + " DROP " + quote(op.column);
  if (op.if_exists) {
    auto& first = out.add(drop_dependents_text(op.table.name, op.column));
    first.frees = true;
    auto& statement = out.add(block_if(column_exists(op.table.name, op.column), {drop}));
    statement.frees = statement.needs_freed = true;
    statement.failure = kColumnUsed;
    return;
  }
  const auto* column = known ? known->find_column(op.column) : nullptr;
  const auto over = column != nullptr ? constraints_over(*known, op.column) : std::vector<ops::AnyConstraint>();
  const bool alone = column != nullptr && !is_enum(column) && over.empty() &&
                     std::none_of(known->indexes.begin(), known->indexes.end(),
                                  [&](const schema::Index& index) { return is_over(index, op.column); });
  if (!alone) {
    out.add(drop_dependents_text(op.table.name, op.column)).frees =
        column == nullptr || is_enum(column) || have_triggers(over);
  }
  out.clause_when_freed(op.table, "DROP " + quote(op.column), kColumnUsed);
}

void rename_column(StatementList& out, const schema::QualifiedName& table, const std::string& from,
                   const std::string& to, const std::optional<schema::Table>& known, const schema::MetaData& before) {
  // The foreign keys go before the key that they refer to, and come back behind it.
  const auto references = known ? references_to(*known, from, before) : References();
  for (const auto& [child, key] : references) drop_constraint(out, child, key);
  std::vector<ops::AnyConstraint> again;
  if (known) {
    if (const auto* column = known->find_column(from); is_enum(column)) {
      drop_constraint(out, table, enum_check(from, column->type));
      again.push_back(enum_check(to, column->type));
    }
    for (auto& constraint : constraints_over(*known, from)) {
      drop_constraint(out, table, constraint);
      again.push_back(renamed(std::move(constraint), table, from, to));
    }
  }
  out.clause_when_freed(table, "ALTER " + quote(from) + " TO " + quote(to), kColumnUsed);
  out.flush();
  for (const auto& constraint : again) out.clause(table, add_clause(constraint));
  for (const auto& [child, key] : references) {
    out.clause(child, add_clause(renamed(key, table, from, to)));
  }
}

void change_type(StatementList& out, const ops::AlterColumn& op, const std::optional<schema::Table>& known) {
  const auto* old = known ? known->find_column(op.column) : nullptr;
  type_text(*op.type);  // refuses what cannot be created
  if (old != nullptr && old->computed) {
    unsupported("\"" + op.column + "\" is computed; drop the column and add it again with another type");
  }
  const auto before = old != nullptr ? std::optional(old->type) : op.existing_type;
  const bool in_key = old != nullptr && !constraints_over(*known, op.column).empty();
  if (old != nullptr && conversion(old->type, *op.type, in_key) == Conversion::replace) {
    replace_column(out, op, *known);
    return;
  }
  const bool was_enum = before && before->kind() == Type::Kind::enum_;
  if (was_enum) drop_constraint(out, op.table, enum_check(op.column, *before));
  if (!before || column_type_text(*before) != column_type_text(*op.type)) {
    out.clause(op.table, "ALTER " + quote(op.column) + " TYPE " + type_text(*op.type),
               "Firebird widens a type and does not narrow it, nor change that of a column in a key: add a column of "
               "the new type, copy the values with op::execute, and drop the old one");
  }
  if (op.type->kind() == Type::Kind::enum_) out.clause(op.table, add_clause(enum_check(op.column, *op.type)));
}

}  // namespace retort::dialect::firebird
