#include "ops/apply_table.hpp"

#include <algorithm>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/sql_rename.hpp"
#include "ops/check_table.hpp"

namespace retort::ops {

namespace {

using schema::Columns;
using schema::MetaData;
using schema::Table;

bool contains(const Columns& columns, std::string_view name) {
  return std::find(columns.begin(), columns.end(), name) != columns.end();
}

/// `INCLUDE (name)`.
bool mentions(const SqlText& native, std::string_view name) {
  return std::any_of(native.texts().begin(), native.texts().end(),
                     [&](const auto& text) { return mentions_name(text.second, name); });
}

bool indexes_column(const schema::Index& index, std::string_view name) {
  return contains(index.include, name) || mentions(index.native, name) || mentions_name(index.where, name) ||
         std::any_of(index.columns.begin(), index.columns.end(), [&](const auto& column) {
           return column.is_expression() ? mentions_name(column.name(), name) : column.name() == name;
         });
}

void rename_in(Columns& columns, const std::string& name, const std::string& new_name) {
  std::replace(columns.begin(), columns.end(), name, new_name);
}

void rename_in(std::string& sql, const std::string& name, const std::string& new_name) {
  if (!sql.empty()) sql = rename_name(sql, name, new_name);
}

void rename_in(SqlText& native, const std::string& name, const std::string& new_name) {
  auto texts = native.texts();
  for (auto& [dialect, text] : texts) rename_in(text, name, new_name);
  native = SqlText(std::move(texts));
}

void rename_in(schema::Index& index, const std::string& name, const std::string& new_name) {
  for (auto& column : index.columns) {
    if (column.is_expression()) {
      column.rename(rename_name(column.name(), name, new_name));
    } else if (column.name() == name) {
      column.rename(new_name);
    }
  }
  rename_in(index.include, name, new_name);
  rename_in(index.where, name, new_name);
  rename_in(index.native, name, new_name);
}

}  // namespace

void rename_table(MetaData& schema, const schema::QualifiedName& name, const schema::QualifiedName& new_name) {
  if (auto node = schema.tables.extract(name)) {
    node.key() = new_name;
    node.mapped().name = new_name;
    schema.tables.insert(std::move(node));
  }
  if (schema.uncertain.erase(name) != 0) schema.uncertain.insert(new_name);
  for (auto& [other, table] : schema.tables) {
    for (auto& key : table.foreign_keys) {
      if (key.referent == name) key.referent = new_name;
    }
  }
  for (auto& trigger : schema.triggers) {
    if (trigger.table == name) trigger.table = new_name;
  }
}

void add_column(const Operation& operation, Table& table, const AddColumn& add) {
  auto place = table.columns.end();
  if (add.first) {
    place = table.columns.begin();
  } else if (!add.after.empty()) {
    check_columns(operation, table, {add.after}, "after()");
    place =
        std::find_if(table.columns.begin(), table.columns.end(), [&](const auto& c) { return c.name == add.after; });
    ++place;
  }
  table.columns.insert(place, add.column);
}

void drop_column(const Operation& operation, MetaData& schema, Table& table, const std::string& column) {
  const auto needed = [&](const std::string& by) {
    refuse(operation, "column_in_use",
           "the column \"" + column + "\" of \"" + table.name.text() + "\" is used by " + by + "; drop that first");
  };
  for (const auto& check : table.checks) {
    if (mentions_name(check.condition, column)) {
      needed("the check " + (check.name.empty() ? "(" + check.condition + ")" : "\"" + check.name + "\""));
    }
  }
  for (const auto& other : table.columns) {
    if (other.computed && other.name != column && mentions_name(other.computed->sql, column)) {
      needed("the computed column \"" + other.name + "\"");
    }
  }
  for (const auto& [name, other] : schema.tables) {
    for (const auto& key : other.foreign_keys) {
      const bool own_key = name == table.name && contains(key.columns, column);
      if (key.referent == table.name && contains(key.referent_columns, column) && !own_key) {
        needed("a foreign key of \"" + name.text() + "\"");
      }
    }
  }
  if (table.columns.size() == 1) {
    refuse(operation, "empty_table", "\"" + column + "\" is the only column; drop the table instead");
  }
  std::erase_if(table.columns, [&](const auto& c) { return c.name == column; });
  std::erase_if(table.indexes, [&](const auto& index) { return indexes_column(index, column); });
  std::erase_if(table.uniques, [&](const auto& unique) {
    return contains(unique.columns, column) || mentions(unique.native, column);
  });
  std::erase_if(table.foreign_keys, [&](const auto& key) { return contains(key.columns, column); });
  const auto& key = table.primary_key;
  if (key && (contains(key->columns, column) || mentions(key->native, column))) table.primary_key.reset();
}

void alter_column(schema::Column& column, const AlterColumn& change) {
  if (change.type) column.type = *change.type;
  if (change.nullable) column.nullable = *change.nullable;
  if (change.server_default) column.server_default = *change.server_default;
  if (change.comment) column.comment = *change.comment;
  if (change.autoincrement || change.identity) {
    column.autoincrement = change.autoincrement.value_or(false);
    column.identity = change.identity;
  }
  if (change.collation) column.collation = *change.collation;
}

void rename_column(MetaData& schema, Table& table, const std::string& column, const std::string& new_name) {
  table.find_column(column)->name = new_name;
  for (auto& other : table.columns) {
    if (other.computed) rename_in(other.computed->sql, column, new_name);
  }
  if (auto& key = table.primary_key) {
    rename_in(key->columns, column, new_name);
    rename_in(key->native, column, new_name);
  }
  for (auto& unique : table.uniques) {
    rename_in(unique.columns, column, new_name);
    rename_in(unique.native, column, new_name);
  }
  for (auto& check : table.checks) rename_in(check.condition, column, new_name);
  for (auto& index : table.indexes) rename_in(index, column, new_name);
  for (auto& [name, other] : schema.tables) {
    for (auto& key : other.foreign_keys) {
      if (name == table.name) {
        rename_in(key.columns, column, new_name);
        rename_in(key.native, column, new_name);
      }
      if (key.referent == table.name) rename_in(key.referent_columns, column, new_name);
    }
  }
  for (auto& trigger : schema.triggers) {
    if (trigger.table == table.name) rename_in(trigger.update_of, column, new_name);
  }
}

namespace {

bool says_the_same(const schema::Unique& a, const schema::Unique& b) { return a.columns == b.columns; }
bool says_the_same(const schema::Check& a, const schema::Check& b) { return a.condition == b.condition; }
bool says_the_same(const schema::Exclude& a, const schema::Exclude& b) { return a.elements == b.elements; }
bool says_the_same(const schema::ForeignKey& a, const schema::ForeignKey& b) {
  return a.columns == b.columns && a.referent == b.referent;
}

/// What tells one constraint without a name from another; not how it acts.
template <typename Constraint>
bool says_the_same(const Constraint& constraint, const AnyConstraint& other) {
  const auto* same_kind = std::get_if<Constraint>(&other);
  return constraint.name.empty() && same_kind != nullptr && says_the_same(constraint, *same_kind);
}

}  // namespace

std::optional<AnyConstraint> find_constraint(const Table& table, const DropConstraint& drop) {
  using Kind = op::ConstraintKind::Value;
  const auto among = [&](const auto& constraints, Kind kind) -> std::optional<AnyConstraint> {
    if (drop.kind != kind && drop.kind != Kind::unknown) return std::nullopt;
    for (const auto& constraint : constraints) {
      const bool by_name = !drop.name.empty() && constraint.name == drop.name;
      const bool by_content = drop.existing && says_the_same(constraint, *drop.existing);
      if (by_name || by_content) return constraint;
    }
    return std::nullopt;
  };
  // A name that the migrations did not give is one that the database gave, where only one can be meant.
  const auto only_unnamed = [&](const auto& constraints, Kind kind) -> std::optional<AnyConstraint> {
    if (drop.kind != kind || drop.name.empty() || drop.existing || drop.if_exists) return std::nullopt;
    const auto unnamed = [](const auto& constraint) { return constraint.name.empty(); };
    if (std::count_if(constraints.begin(), constraints.end(), unnamed) != 1) return std::nullopt;
    return *std::find_if(constraints.begin(), constraints.end(), unnamed);
  };
  // A table has one primary key, and most databases let it go without a name.
  if (drop.kind == Kind::primary_key) return table.primary_key;
  if (auto found = among(table.uniques, Kind::unique)) return found;
  if (auto found = among(table.foreign_keys, Kind::foreign_key)) return found;
  if (auto found = among(table.checks, Kind::check)) return found;
  if (auto found = among(table.excludes, Kind::exclude)) return found;
  if (auto found = only_unnamed(table.uniques, Kind::unique)) return found;
  if (auto found = only_unnamed(table.foreign_keys, Kind::foreign_key)) return found;
  return only_unnamed(table.checks, Kind::check);
}

bool has_unnamed_constraint(const Table& table, op::ConstraintKind::Value kind) {
  using Kind = op::ConstraintKind::Value;
  const auto among = [&](const auto& constraints, Kind of) {
    return (kind == of || kind == Kind::unknown) &&
           std::any_of(constraints.begin(), constraints.end(), [](const auto& each) { return each.name.empty(); });
  };
  return among(table.uniques, Kind::unique) || among(table.foreign_keys, Kind::foreign_key) ||
         among(table.checks, Kind::check) || among(table.excludes, Kind::exclude);
}

bool drop_constraint(Table& table, const DropConstraint& drop) {
  const auto found = find_constraint(table, drop);
  if (!found) return false;
  const auto erase = [](auto& constraints, const auto& constraint) {
    constraints.erase(std::find(constraints.begin(), constraints.end(), constraint));
  };
  std::visit(Overloaded{[&](const schema::PrimaryKey&) { table.primary_key.reset(); },
                        [&](const schema::Unique& c) { erase(table.uniques, c); },
                        [&](const schema::ForeignKey& c) { erase(table.foreign_keys, c); },
                        [&](const schema::Check& c) { erase(table.checks, c); },
                        [&](const schema::Exclude& c) { erase(table.excludes, c); }},
             *found);
  return true;
}

bool rename_constraint(Table& table, std::string_view name, const std::string& new_name) {
  const auto among = [&](auto& constraints) {
    for (auto& constraint : constraints) {
      if (constraint.name == name) {
        constraint.name = new_name;
        return true;
      }
    }
    return false;
  };
  if (table.primary_key && table.primary_key->name == name) {
    table.primary_key->name = new_name;
    return true;
  }
  return among(table.uniques) || among(table.foreign_keys) || among(table.checks) || among(table.excludes);
}

bool validate_constraint(Table& table, std::string_view name) {
  const auto among = [&](auto& constraints) {
    const auto found =
        std::find_if(constraints.begin(), constraints.end(), [&](const auto& c) { return c.name == name; });
    if (found == constraints.end()) return false;
    found->not_valid = false;
    return true;
  };
  return among(table.foreign_keys) || among(table.checks);
}

std::vector<std::string> constraint_names(const Table& table) {
  std::vector<std::string> names;
  const auto add = [&](const auto& constraints) {
    for (const auto& constraint : constraints) {
      if (!constraint.name.empty()) names.push_back(constraint.name);
    }
  };
  if (table.primary_key && !table.primary_key->name.empty()) names.push_back(table.primary_key->name);
  add(table.uniques);
  add(table.foreign_keys);
  add(table.checks);
  add(table.excludes);
  return names;
}

std::vector<schema::Index>::iterator find_index(Table& table, std::string_view name) {
  return std::find_if(table.indexes.begin(), table.indexes.end(), [&](const auto& i) { return i.name == name; });
}

std::vector<schema::Index>::const_iterator find_index(const Table& table, std::string_view name) {
  return std::find_if(table.indexes.begin(), table.indexes.end(), [&](const auto& i) { return i.name == name; });
}

}  // namespace retort::ops
