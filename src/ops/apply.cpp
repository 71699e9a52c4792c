#include "ops/apply.hpp"

#include <retort/error.hpp>

#include <algorithm>
#include <utility>

#include "core/sql_lexer.hpp"
#include "core/text.hpp"
#include "ops/apply_enum.hpp"
#include "ops/apply_sequence.hpp"
#include "ops/apply_table.hpp"
#include "ops/check_table.hpp"

namespace retort::ops {

namespace {

using schema::MetaData;
using schema::QualifiedName;
using schema::Table;

/// The first word of a statement, in capitals; comments before it are passed over.
std::string first_word(std::string_view sql) {
  std::size_t i = 0;
  while (i < sql.size()) {
    if (sql.substr(i, 2) == "--") {
      i = std::min(sql.find('\n', i), sql.size());
    } else if (sql.substr(i, 2) == "/*") {
      const auto end = sql.find("*/", i + 2);
      i = end == std::string_view::npos ? sql.size() : end + 2;
    } else if (sql[i] == ' ' || sql[i] == '\n' || sql[i] == '\t' || sql[i] == '\r' || sql[i] == '(') {
      ++i;
    } else {
      break;
    }
  }
  std::string word;
  for (; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c >= 'a' && c <= 'z') {
      word += static_cast<char>(c - 'a' + 'A');
    } else if (c >= 'A' && c <= 'Z') {
      word += c;
    } else {
      break;
    }
  }
  return word;
}

/// Statements that leave every structure as it was.
bool changes_rows_only(const SqlText& statement) {
  static constexpr std::string_view kWords[] = {"SELECT", "INSERT", "UPDATE", "DELETE",  "REPLACE",
                                                "WITH",   "VALUES", "MERGE",  "ANALYZE", "PRAGMA",
                                                "GRANT",  "REVOKE", "SET",    "VACUUM",  "REINDEX"};
  return std::all_of(statement.texts().begin(), statement.texts().end(), [](const auto& text) {
    const auto word = first_word(text.second);
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  });
}

class Applier {
 public:
  Applier(const Operation& operation, MetaData& schema) : operation_(operation), schema_(schema) {}

  void operator()(const CreateTable& o) {
    check_table(operation_, o.table);
    if (schema_.find_table(o.table.name) != nullptr) {
      if (o.if_not_exists) return;
      refuse(operation_, "table_exists",
             "the table exists already, by the migrations before this one; drop or rename it first, or say "
             "if_not_exists()");
    }
    schema_.uncertain.erase(o.table.name);
    schema_.tables.insert_or_assign(o.table.name, o.table);
    adopt_enums(schema_, o.table);
  }

  void operator()(const DropTable& o) {
    if (!known_or_absent(o.table, o.if_exists)) return;
    if (const auto dropped = schema_.tables.extract(o.table)) release_enums(schema_, dropped.mapped());
    schema_.uncertain.erase(o.table);
    std::erase_if(schema_.triggers, [&](const auto& trigger) { return trigger.table == o.table; });
  }

  void operator()(const RenameTable& o) {
    check_name(operation_, o.new_name, "the table");
    const QualifiedName renamed{o.table.schema, o.new_name};
    if (schema_.find_table(renamed) != nullptr && renamed != o.table) {
      refuse(operation_, "table_exists", "a table \"" + renamed.text() + "\" exists already; drop or rename it first");
    }
    known_or_absent(o.table, false);
    rename_table(schema_, o.table, renamed);
  }

  void operator()(const CreateTableComment& o) {
    if (auto* table = known(o.table)) table->comment = o.comment;
  }
  void operator()(const DropTableComment& o) {
    if (auto* table = known(o.table)) table->comment.clear();
  }

  void operator()(const AddColumn& o) {
    check_column(operation_, o.column);
    auto* table = known(o.table);
    if (table == nullptr) return;
    if (table->find_column(o.column.name) != nullptr) {
      if (o.if_not_exists) return;
      refuse(operation_, "duplicate_column",
             "the table \"" + o.table.text() + "\" has a column \"" + o.column.name + "\" already");
    }
    add_column(operation_, *table, o);
    adopt_enum(schema_, o.column.type);
  }

  void operator()(const DropColumn& o) {
    auto* table = known(o.table);
    if (table == nullptr) return;
    if (table->find_column(o.column) == nullptr && o.if_exists) return;
    check_columns(operation_, *table, {o.column}, "it");
    const auto type = table->find_column(o.column)->type;
    drop_column(operation_, schema_, *table, o.column);
    release_enum(schema_, type);
  }

  void operator()(const AlterColumn& o) {
    if (o.type) check_type(operation_, o.column, *o.type);
    if (o.new_name) check_name(operation_, *o.new_name, "a column");
    auto* table = known(o.table);
    if (table == nullptr) return;
    check_columns(operation_, *table, {o.column}, "it");
    auto& column = *table->find_column(o.column);
    const auto type = column.type;
    alter_column(column, o);
    if (o.type) {
      adopt_enum(schema_, *o.type);
      if (const auto* now = enum_in(*o.type)) set_values(*now);
      release_enum(schema_, type);
    }
    if (o.new_name) rename(*table, o.column, *o.new_name);
  }

  void operator()(const RenameColumn& o) {
    check_name(operation_, o.new_name, "a column");
    auto* table = known(o.table);
    if (table == nullptr) return;
    check_columns(operation_, *table, {o.column}, "it");
    rename(*table, o.column, o.new_name);
  }

  void operator()(const CreatePrimaryKey& o) {
    auto* table = known(o.table);
    if (table == nullptr) return;
    check_columns(operation_, *table, o.key.columns, "the primary key");
    if (table->primary_key) {
      refuse(operation_, "two_primary_keys",
             "the table \"" + o.table.text() + "\" has a primary key already; drop it first with drop_constraint(\"" +
                 table->primary_key->name + "\", \"" + o.table.text() + "\", op::primary_key)");
    }
    table->primary_key = o.key;
    for (const auto& name : o.key.columns) table->find_column(name)->nullable = false;
  }

  void operator()(const CreateUnique& o) {
    auto* table = with_new_constraint(o.table, o.unique.name);
    if (table == nullptr) return;
    check_columns(operation_, *table, o.unique.columns, "the unique constraint");
    table->uniques.push_back(o.unique);
  }

  void operator()(const CreateForeignKey& o) {
    if (!o.key.referent_columns.empty() && o.key.referent_columns.size() != o.key.columns.size()) {
      refuse(operation_, "column_count",
             "the foreign key has " + std::to_string(o.key.columns.size()) + " columns and refers to " +
                 std::to_string(o.key.referent_columns.size()));
    }
    if (o.key.referent.name.empty()) {
      refuse(operation_, "no_referent", "the foreign key refers to no table; call references(\"table\", \"column\")");
    }
    if (const auto* referent = schema_.find_table(o.key.referent); referent != nullptr) {
      for (const auto& name : o.key.referent_columns) {
        check_columns(operation_, *referent, {name}, "the foreign key");
      }
    }
    auto* table = with_new_constraint(o.table, o.key.name);
    if (table == nullptr) return;
    check_columns(operation_, *table, o.key.columns, "the foreign key");
    table->foreign_keys.push_back(o.key);
  }

  void operator()(const CreateCheck& o) {
    if (o.check.condition.empty()) refuse(operation_, "empty_check", "the condition is empty");
    if (auto* table = with_new_constraint(o.table, o.check.name)) table->checks.push_back(o.check);
  }

  void operator()(const CreateExclude& o) {
    if (auto* table = with_new_constraint(o.table, o.exclude.name)) table->excludes.push_back(o.exclude);
  }

  void operator()(const DropConstraint& o) {
    // A table has one primary key, and many have no name.
    if (o.name.empty() && !o.existing && o.kind != op::ConstraintKind::Value::primary_key) {
      refuse(operation_, "invalid_name",
             "the constraint has an empty name; say which one is dropped, with its name or with existing_unique(...) "
             "and its "
             "kin");
    }
    auto* table = known(o.table);
    if (table == nullptr) return;
    if (drop_constraint(*table, o)) return;
    if (!o.name.empty() && has_unnamed_constraint(*table, o.kind)) {
      // The database has given the name, and which of them goes with it only the database knows.
      schema_.uncertain.insert(o.table);
    } else if (!o.if_exists) {
      refuse(operation_, "unknown_constraint",
             "the table \"" + o.table.text() + "\" has no such constraint" +
                 did_you_mean(o.name, constraint_names(*table)));
    }
  }

  void operator()(const RenameConstraint& o) {
    check_name(operation_, o.new_name, "the constraint");
    auto* table = with_new_constraint(o.table, o.new_name);
    if (table != nullptr && !rename_constraint(*table, o.name, o.new_name)) {
      refuse(operation_, "unknown_constraint",
             "the table \"" + o.table.text() + "\" has no constraint \"" + o.name + "\"" +
                 did_you_mean(o.name, constraint_names(*table)));
    }
  }

  void operator()(const ValidateConstraint& o) {
    check_name(operation_, o.name, "the constraint");
    auto* table = known(o.table);
    if (table != nullptr && !validate_constraint(*table, o.name)) {
      refuse(operation_, "unknown_constraint",
             "the table \"" + o.table.text() + "\" has no foreign key or check \"" + o.name + "\"" +
                 did_you_mean(o.name, constraint_names(*table)));
    }
  }

  void operator()(const CreateIndex& o) {
    check_name(operation_, o.index.name, "the index");
    if (o.index.columns.empty()) refuse(operation_, "no_columns", "the index names no column");
    auto* table = known(o.table);
    if (table == nullptr) return;
    for (const auto& column : o.index.columns) {
      if (!column.is_expression()) check_columns(operation_, *table, {column.name()}, "the index");
    }
    if (find_index(*table, o.index.name) != table->indexes.end()) {
      if (o.index.if_not_exists) return;
      refuse(operation_, "index_exists",
             "the table \"" + o.table.text() + "\" has an index \"" + o.index.name + "\" already");
    }
    table->indexes.push_back(o.index);
    table->indexes.back().if_not_exists = false;
  }

  void operator()(const DropIndex& o) {
    check_name(operation_, o.name, "the index");
    for (auto& [name, table] : schema_.tables) {
      if (!o.table.name.empty() && name != o.table) continue;
      const auto found = find_index(table, o.name);
      if (found != table.indexes.end()) {
        table.indexes.erase(found);
        return;
      }
    }
    if (const auto* table = o.table.name.empty() ? nullptr : schema_.find_table(o.table); table && !o.if_exists) {
      std::vector<std::string> names;
      for (const auto& index : table->indexes) names.push_back(index.name);
      refuse(operation_, "unknown_index",
             "the table \"" + o.table.text() + "\" has no index \"" + o.name + "\"" + did_you_mean(o.name, names));
    }
  }

  void operator()(const RenameIndex& o) {
    check_name(operation_, o.new_name, "the index");
    auto* table = known(o.table);
    if (table == nullptr) return;
    const auto found = find_index(*table, o.name);
    if (found == table->indexes.end()) {
      refuse(operation_, "unknown_index", "the table \"" + o.table.text() + "\" has no index \"" + o.name + "\"");
    }
    found->name = o.new_name;
  }

  void operator()(const CreateSchema& o) {
    check_name(operation_, o.name, "the schema");
    schema_.schemas.insert(o.name);
  }
  void operator()(const DropSchema& o) { schema_.schemas.erase(o.name); }

  void operator()(const CreateSequence& o) {
    check_name(operation_, o.sequence.name.name, "the sequence");
    create(schema_.sequences, o.sequence.name, o.sequence, o.if_not_exists, "sequence");
  }
  void operator()(const AlterSequence& o) {
    check_name(operation_, o.name.name, "the sequence");
    if (o == AlterSequence{o.name}) {
      refuse(
          operation_, "nothing_changes",
          "nothing of the sequence changes; say what does: start(), increment(), min_value(), max_value() or cycle()");
    }
    const auto found = schema_.sequences.find(o.name);
    if (found != schema_.sequences.end()) {
      alter_sequence(found->second, o);
    } else if (schema_.complete) {
      std::vector<std::string> names;
      for (const auto& [name, sequence] : schema_.sequences) names.push_back(name.text());
      refuse(operation_, "unknown_sequence",
             "there is no sequence \"" + o.name.text() + "\"" + did_you_mean(o.name.text(), names));
    }
  }
  void operator()(const DropSequence& o) { schema_.sequences.erase(o.name); }

  void operator()(const CreateEnum& o) {
    check_name(operation_, o.type.name.name, "the enum");
    check_type(operation_, o.type.name.name, Type::enumeration(o.type.name.name, o.type.values));
    create(schema_.enums, o.type.name, o.type, o.if_not_exists, "enum");
  }
  void operator()(const AlterEnum& o) { alter_enum(operation_, schema_, o); }
  void operator()(const DropEnum& o) { schema_.enums.erase(o.name); }

  void operator()(const CreateView& o) {
    check_name(operation_, o.view.name.name, "the view");
    create(schema_.views, o.view.name, o.view, o.if_not_exists, "view");
  }
  void operator()(const ReplaceView& o) {
    check_name(operation_, o.view.name.name, "the view");
    schema_.views.insert_or_assign(o.view.name, o.view);
  }
  void operator()(const DropView& o) {
    schema_.views.erase(o.name);
    std::erase_if(schema_.triggers, [&](const auto& trigger) { return trigger.table == o.name; });
  }

  void operator()(const CreateTrigger& o) {
    check_name(operation_, o.trigger.name, "the trigger");
    if (!o.trigger.on_insert && !o.trigger.on_update && !o.trigger.on_delete) {
      refuse(operation_, "no_event",
             "the trigger fires on nothing; add on_insert(), on_update() or on_delete() to the call");
    }
    schema_.triggers.push_back(o.trigger);
  }
  void operator()(const DropTrigger& o) {
    std::erase_if(schema_.triggers, [&](const auto& t) { return t.name == o.name && t.table == o.table; });
  }

  void operator()(const BulkInsert& o) {
    check_name(operation_, o.table.name, "the table");
    if (o.columns.empty()) refuse(operation_, "no_columns", "bulk_insert names no column");
    for (std::size_t i = 0; i < o.rows.size(); ++i) {
      if (o.rows[i].size() != o.columns.size()) {
        refuse(operation_, "column_count",
               "row " + std::to_string(i + 1) + " has " + std::to_string(o.rows[i].size()) + " values for " +
                   std::to_string(o.columns.size()) + " columns");
      }
    }
    if (const auto* table = known(o.table)) check_columns(operation_, *table, o.columns, "it");
  }

  void operator()(const Execute& o) {
    if (o.touches) {
      for (const auto& table : *o.touches) forget({{}, table});
    } else if (!changes_rows_only(o.statement)) {
      std::vector<QualifiedName> mentioned;
      for (const auto& [name, table] : schema_.tables) {
        for (const auto& [dialect, text] : o.statement.texts()) {
          if (mentions_name(text, name.name)) mentioned.push_back(name);
        }
      }
      for (const auto& name : mentioned) forget(name);
    }
  }

  void operator()(const Run& o) {
    if (o.touches) {
      for (const auto& table : *o.touches) forget({{}, table});
      return;
    }
    for (const auto& [name, table] : schema_.tables) schema_.uncertain.insert(name);
  }

  void operator()(const Irreversible&) {}

  void operator()(const Invoke& o) {
    for (const auto& table : o.operation->touches()) forget({{}, table});
  }

 private:
  void forget(const QualifiedName& table) {
    if (schema_.tables.contains(table)) schema_.uncertain.insert(table);
  }

  /// The table when something certain is known of it. A catalog that was read whole knows what is absent, too.
  Table* known(const QualifiedName& name) {
    check_name(operation_, name.name, "the table");
    if (!known_or_absent(name, false)) return nullptr;
    if (schema_.uncertain.contains(name)) return nullptr;
    const auto found = schema_.tables.find(name);
    return found == schema_.tables.end() ? nullptr : &found->second;
  }

  /// False when the table is certainly absent and that is fine.
  bool known_or_absent(const QualifiedName& name, bool if_exists) {
    check_name(operation_, name.name, "the table");
    if (schema_.tables.contains(name) || !schema_.complete) return true;
    if (if_exists) return false;
    std::vector<std::string> names;
    for (const auto& [other, table] : schema_.tables) names.push_back(other.text());
    refuse(operation_, "unknown_table", "there is no table \"" + name.text() + "\"" + did_you_mean(name.text(), names));
  }

  void set_values(const Type& type) {
    const auto found = schema_.enums.find(enum_name(type));
    if (found != schema_.enums.end()) found->second.values = type.values();
  }

  Table* with_new_constraint(const QualifiedName& name, const std::string& constraint) {
    auto* table = known(name);
    if (table == nullptr || constraint.empty()) return table;
    const auto names = constraint_names(*table);
    if (std::find(names.begin(), names.end(), constraint) != names.end()) {
      refuse(operation_, "duplicate_constraint",
             "the table \"" + name.text() + "\" has a constraint \"" + constraint + "\" already");
    }
    return table;
  }

  void rename(Table& table, const std::string& column, const std::string& new_name) {
    if (column == new_name) return;
    if (table.find_column(new_name) != nullptr) {
      refuse(operation_, "duplicate_column",
             "the table \"" + table.name.text() + "\" has a column \"" + new_name + "\" already");
    }
    rename_column(schema_, table, column, new_name);
  }

  template <typename Objects, typename Object>
  void create(Objects& objects, const QualifiedName& name, const Object& object, bool if_not_exists, const char* what) {
    if (!objects.try_emplace(name, object).second && !if_not_exists) {
      refuse(operation_, "object_exists",
             std::string("a ") + what + " \"" + name.text() + "\" exists already, by the migrations before this one");
    }
  }

  const Operation& operation_;
  MetaData& schema_;
};

}  // namespace

void apply(const Operation& operation, schema::MetaData& schema) {
  std::visit(Applier(operation, schema), operation.action);
}

void apply(const Operations& operations, schema::MetaData& schema) {
  for (const auto& operation : operations) apply(operation, schema);
}

}  // namespace retort::ops
