#include <algorithm>
#include <variant>

#include "core/sql_lexer.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/mysql/alteration.hpp"
#include "dialect/mysql/definitions.hpp"
#include "dialect/mysql/normalize.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/sqlite/object_text.hpp"

// The half of Alteration that drops and renames constraints: MySQL drops each kind in words of its own.

namespace retort::dialect::mysql {

namespace {

using Constraint = op::ConstraintKind::Value;

/// The name of the index that MySQL made for a foreign key by itself, if there is one. The model, which does not hold
/// such indexes, tells by having no other.
std::optional<std::string> own_index(const TableText& table, const ForeignKeyText& key, bool is_model) {
  const auto shares = [&](const ForeignKeyText& each) {
    return each.name != key.name && equal_ignoring_case(each.columns.front(), key.columns.front());
  };
  // Another foreign key may need it.
  if (std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), shares)) return std::nullopt;
  for (const auto& each : table.keys) {
    const bool special = each.unique || each.primary || each.special;
    if (is_made_for(each.name, each.columns, key.name, key.columns, special)) return each.name;
  }
  const auto serves = [&](const KeyText& each) {
    return !each.special && each.columns.size() >= key.columns.size() &&
           same_names({each.columns.begin(), each.columns.begin() + static_cast<std::ptrdiff_t>(key.columns.size())},
                      key.columns);
  };
  if (!is_model || std::any_of(table.keys.begin(), table.keys.end(), serves)) return std::nullopt;
  const bool named = !is_made_for(key.columns.front(), key.columns, key.name, key.columns, false);
  return named ? key.name : key.columns.front();
}

template <typename Named>
const Named* named(const std::vector<Named>& among, const std::string& name) {
  const auto found =
      std::find_if(among.begin(), among.end(), [&](const Named& each) { return equal_ignoring_case(each.name, name); });
  return found == among.end() ? nullptr : &*found;
}

[[noreturn]] void no_such(const schema::QualifiedName& table, const std::string& what) {
  refuse("unknown_constraint", "the table \"" + table.text() + "\" has no " + what);
}

/// Without a database the name that the server gave is not known.
[[noreturn]] void nameless(const schema::QualifiedName& table, const std::string& what) {
  refuse("unknown_table", "the " + what + " of \"" + table.text() +
                              "\" has no name of its own, and only the database knows the one that MySQL gave it; run "
                              "this with a connection, or give it a name");
}

}  // namespace

void Alteration::drop_key(const std::string& name) {
  if (gone_.insert("KEY " + name).second) clause("DROP INDEX " + quote(name));
}

void Alteration::drop_foreign_key(const ForeignKeyText& key) {
  if (key.name.empty()) nameless(table_, "foreign key over " + quoted_list(key.columns));
  if (!gone_.insert("FOREIGN KEY " + key.name).second) return;
  clause("DROP FOREIGN KEY " + quote(key.name));
  if (const auto index = own_index(known(), key, facts_ == nullptr)) drop_key(*index);
}

void Alteration::drop_check(const std::string& name) {
  clause((server_.drops_constraints() ? "DROP CONSTRAINT " : "DROP CHECK ") + quote(name));
}

bool Alteration::drop_named(const ops::DropConstraint& op) {
  const auto wants = [&](Constraint kind) { return op.kind == kind || op.kind == Constraint::unknown; };
  const auto* table = known_or_null();
  if (table == nullptr) {
    // The name and the kind say enough.
    if (op.kind == Constraint::foreign_key) clause("DROP FOREIGN KEY " + quote(op.name));
    if (op.kind == Constraint::check) drop_check(op.name);
    if (op.kind == Constraint::unique) drop_key(op.name);
    if (op.kind == Constraint::unknown) known();
    return true;
  }
  if (wants(Constraint::foreign_key)) {
    if (const auto* key = named(table->foreign_keys, op.name)) {
      drop_foreign_key(*key);
      return true;
    }
  }
  if (wants(Constraint::unique)) {
    if (const auto* key = table->find_key(op.name); key != nullptr && key->unique) {
      drop_key(key->name);
      return true;
    }
  }
  if (!wants(Constraint::check)) return false;
  if (named(table->checks, op.name) != nullptr) {
    drop_check(op.name);
    return true;
  }
  // A CHECK that MariaDB keeps in its column goes by that column's name.
  const auto* column = table->find_column(op.name);
  if (column == nullptr) return false;
  ColumnPieces pieces(column->definition, server_);
  if (pieces.find("CHECK") == nullptr) return false;
  pieces.remove("CHECK");
  clause("MODIFY COLUMN " + quote(column->name) + " " + pieces.text());
  return true;
}

void Alteration::drop_by_content(const ops::DropConstraint& op) {
  const auto& table = known();
  const auto& existing = *op.existing;
  if (const auto* unique = std::get_if<schema::Unique>(&existing)) {
    const auto words = "unique constraint over " + quoted_list(unique->columns);
    for (const auto& key : table.keys) {
      if (!key.unique || !same_names(key.columns, unique->columns)) continue;
      if (key.name.empty()) nameless(table_, words);
      return drop_key(key.name);
    }
    if (!op.if_exists) no_such(table_, words);
  } else if (const auto* wanted = std::get_if<schema::ForeignKey>(&existing)) {
    const auto words = "foreign key over " + quoted_list(wanted->columns);
    // Of several that say the same the last one was the last to come.
    const auto found =
        std::find_if(table.foreign_keys.rbegin(), table.foreign_keys.rend(), [&](const ForeignKeyText& key) {
          return !gone_.contains("FOREIGN KEY " + key.name) && same_names(key.columns, wanted->columns) &&
                 equal_ignoring_case(key.referent.name, wanted->referent.name);
        });
    if (found != table.foreign_keys.rend()) return drop_foreign_key(*found);
    if (!op.if_exists) no_such(table_, words);
  } else if (const auto* check = std::get_if<schema::Check>(&existing)) {
    const auto condition = server_spelling(check->condition, server_);
    for (const auto& each : table.checks) {
      if (!sqlite::same_sql(server_spelling(each.condition, server_), condition)) continue;
      if (each.name.empty()) nameless(table_, "check (" + check->condition + ")");
      return drop_check(each.name);
    }
    if (!op.if_exists) no_such(table_, "check (" + check->condition + ")");
  } else {
    no_excludes();
  }
}

void Alteration::drop_constraint(const ops::DropConstraint& op) {
  const bool key =
      op.kind == Constraint::primary_key || (op.existing && std::holds_alternative<schema::PrimaryKey>(*op.existing));
  if (key) {
    if (op.if_exists && known().primary_key() == nullptr) return;
    if (gone_.insert("PRIMARY").second) clause("DROP PRIMARY KEY");
    return;
  }
  if (op.kind == Constraint::exclude) no_excludes();
  if (op.name.empty() && op.existing) return drop_by_content(op);
  if (drop_named(op)) return;
  if (op.if_exists) return;
  if (op.existing && facts_ == nullptr) return drop_by_content(op);
  no_such(table_, "constraint \"" + op.name + "\" of this kind");
}

void Alteration::rename_constraint(const ops::RenameConstraint& op) {
  const auto& table = known();
  const auto* index = table.find_key(op.name);
  if (const auto* key = named(table.foreign_keys, op.name)) {
    clause("DROP FOREIGN KEY " + quote(op.name));
    clause("ADD CONSTRAINT " + quote(op.new_name) + " " + key->definition);
    const auto own = own_index(table, *key, facts_ == nullptr);
    if (own && *own == key->name && server_.renames_indexes()) {
      clause("RENAME INDEX " + quote(*own) + " TO " + quote(op.new_name));
    }
  } else if (index != nullptr && index->unique) {
    rename_index({table_, op.name, op.new_name});
  } else if (const auto* check = named(table.checks, op.name)) {
    drop_check(op.name);
    clause("ADD " + check_text({op.new_name, check->condition}, server_));
  } else if (table.primary_key() == nullptr || !before_.find_table(table_) ||
             !before_.find_table(table_)->primary_key || before_.find_table(table_)->primary_key->name != op.name) {
    // The name of a primary key is PRIMARY, and stays.
    no_such(table_, "constraint \"" + op.name + "\"");
  }
}

}  // namespace retort::dialect::mysql
