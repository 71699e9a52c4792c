#include "dialect/mysql/alteration.hpp"

#include <algorithm>
#include <utility>

#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/mysql/column_change.hpp"
#include "dialect/mysql/definitions.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/mysql/types.hpp"

namespace retort::dialect::mysql {

namespace {

constexpr const char* kNullRows =
    "rows that are there may hold NULL; fill them first, with op::execute or op::run before it";
constexpr const char* kDuplicateRows =
    "rows that are there have the same values; make them differ first, with op::execute or op::run before it";
constexpr const char* kOrphanRows =
    "rows that are there may refer to rows that are not; correct them first, and see that the columns on both sides "
    "have the same type and that the other side has a key over them";
constexpr const char* kOtherRows = "rows that are there do not satisfy it; correct them first";

std::string with_condition(std::string_view words, bool conditional, const Server& server, std::string_view condition) {
  std::string text(words);
  if (conditional && server.has_conditional_clauses()) text += condition;
  return text + " ";
}

}  // namespace

std::optional<TableText> find_table_text(const schema::QualifiedName& name, const schema::MetaData& before,
                                         Facts* facts, const Server& server) {
  if (facts != nullptr) {
    const auto native = facts->native_table(name);
    if (!native) return std::nullopt;
    return parse_create_table(sendable(native->table.sql, server), server);
  }
  const auto* table = before.find_table(name);
  if (table == nullptr) return std::nullopt;
  // The foreign keys of the model that name no columns are of no interest here.
  const auto no_columns = [](const schema::QualifiedName&) { return schema::Columns{"?"}; };
  return parse_create_table(create_table_text(*table, false, server, no_columns), server);
}

schema::Columns find_primary_key(const schema::QualifiedName& name, const schema::MetaData& before, Facts* facts,
                                 const Server& server) {
  const auto table = find_table_text(name, before, facts, server);
  const auto* key = table ? table->primary_key() : nullptr;
  if (key == nullptr) {
    refuse("unknown_table", "the foreign key does not say which columns of \"" + name.text() +
                                "\" it refers to, MySQL wants them, and the table or its primary key is not known; "
                                "name them: references(\"" +
                                name.name + "\", \"column\")");
  }
  return key->columns;
}

const TableText* Alteration::known_or_null() {
  if (!std::exchange(asked_, true)) known_ = find_table_text(table_, before_, facts_, server_);
  return known_ ? &*known_ : nullptr;
}

const TableText& Alteration::known() {
  if (const auto* table = known_or_null()) return *table;
  if (facts_ != nullptr) refuse("unknown_table", "the database has no table \"" + table_.text() + "\"");
  refuse("unknown_table", "nothing is known of table \"" + table_.text() +
                              "\", and MySQL must be told all of what it changes; run this with a connection, or "
                              "create the table in a migration before this one");
}

const ColumnText& Alteration::known_column(const std::string& column) {
  const auto& table = known();
  const auto* found = table.find_column(column);
  if (found == nullptr) {
    schema::Columns names;
    for (const auto& each : table.columns) names.push_back(each.name);
    refuse("unknown_column",
           "the table \"" + table_.text() + "\" has no column \"" + column + "\"; it has " + quoted_list(names));
  }
  return *found;
}

void Alteration::hint(const char* failure) {
  if (failure_.find(failure) != std::string::npos) return;
  if (!failure_.empty()) failure_ += "; or ";
  failure_ += failure;
}

bool Alteration::goes_on(bool conditional, std::string_view words, bool exists_wanted, std::string& clause,
                         const std::function<bool(const TableText&)>& exists) {
  clause = with_condition(words, conditional, server_, exists_wanted ? " IF EXISTS" : " IF NOT EXISTS");
  if (!conditional || server_.has_conditional_clauses()) return true;
  return exists(known()) == exists_wanted;
}

void Alteration::check_columns(const std::vector<op::IndexColumn>& columns, bool unique,
                               const std::string& what) const {
  if (const auto* table = before_.find_table(table_)) check_key(*table, columns, unique, what, server_);
}

void Alteration::add_column(const ops::AddColumn& op) {
  std::string text;
  if (!goes_on(op.if_not_exists, "ADD COLUMN", false, text,
               [&](const TableText& table) { return table.find_column(op.column.name) != nullptr; })) {
    return;
  }
  text += column_text(op.column, server_);
  if (op.first) text += " FIRST";
  if (!op.after.empty()) text += " AFTER " + quote(op.after);
  clause(std::move(text));
  if (op.column.identity && op.column.identity->start) {
    clause("AUTO_INCREMENT=" + std::to_string(*op.column.identity->start));
  }
}

void Alteration::drop_column(const ops::DropColumn& op) {
  std::string text;
  if (!goes_on(op.if_exists, "DROP COLUMN", true, text,
               [&](const TableText& table) { return table.find_column(op.column) != nullptr; })) {
    return;
  }
  if (const auto* table = known_or_null()) {
    // A foreign key keeps its column; and a key over several would go on without this one, as another key.
    for (const auto& key : table->foreign_keys) {
      if (contains(key.columns, op.column)) drop_foreign_key(key);
    }
    for (const auto& key : table->keys) {
      if (key.columns.size() < 2 || !contains(key.columns, op.column)) continue;
      if (key.primary) {
        if (gone_.insert("PRIMARY").second) clause("DROP PRIMARY KEY");
      } else {
        drop_key(key.name);
      }
    }
  }
  clause(text + quote(op.column));
}

void Alteration::alter_column(const ops::AlterColumn& op) {
  const bool renames = op.new_name && *op.new_name != op.column;
  const bool changes = op.type || op.nullable || op.server_default || op.comment || ops::numbers(op) || op.collation;
  if (!changes) {
    if (renames) rename_column(op.column, *op.new_name);
    return;
  }
  std::string now;
  if (known_or_null() != nullptr) {
    now = known_column(op.column).definition;
  } else if (const auto told = facts_ == nullptr ? told_column(op) : std::nullopt) {
    now = column_definition(*told, server_);
  } else if (facts_ == nullptr) {
    refuse("unknown_table", "MySQL must be told all of a column to change a part of it, and nothing is known of \"" +
                                op.column + "\" of \"" + table_.text() +
                                "\"; give existing_type(...) and existing_nullable(...), and existing_server_default, "
                                "existing_comment, existing_autoincrement where they apply, or run this with a "
                                "connection");
  } else {
    known();
  }
  if (op.nullable && !*op.nullable) hint(kNullRows);
  if (facts_ != nullptr) refuse_hidden(op, now, server_);
  const auto definition = changed_definition(op, now, server_);
  if (renames) {
    clause("CHANGE COLUMN " + quote(op.column) + " " + quote(*op.new_name) + " " + definition);
  } else {
    clause("MODIFY COLUMN " + quote(op.column) + " " + definition);
  }
  if (op.identity && op.identity->start) clause("AUTO_INCREMENT=" + std::to_string(*op.identity->start));
}

void Alteration::rename_column(const std::string& column, const std::string& new_name) {
  if (server_.renames_columns()) {
    clause("RENAME COLUMN " + quote(column) + " TO " + quote(new_name));
  } else {
    clause("CHANGE COLUMN " + quote(column) + " " + quote(new_name) + " " + known_column(column).definition);
  }
}

void Alteration::create_primary_key(const ops::CreatePrimaryKey& op) {
  check_columns({op.key.columns.begin(), op.key.columns.end()}, false, "the primary key");
  hint(kDuplicateRows);
  clause("ADD " + primary_key_text(op.key));
}

void Alteration::create_unique(const ops::CreateUnique& op) {
  check_columns({op.unique.columns.begin(), op.unique.columns.end()}, true,
                "the unique constraint \"" + op.unique.name + "\"");
  hint(kDuplicateRows);
  clause("ADD " + unique_text(op.unique));
}

void Alteration::create_foreign_key(const ops::CreateForeignKey& op) {
  hint(kOrphanRows);
  clause("ADD " + foreign_key_text(op.key, [&](const schema::QualifiedName& referent) {
           return find_primary_key(referent, before_, facts_, server_);
         }));
}

void Alteration::create_check(const ops::CreateCheck& op) {
  hint(kOtherRows);
  clause("ADD " + check_text(op.check, server_));
}

void Alteration::create_index(const ops::CreateIndex& op) {
  const auto method = index_method(op.index);
  if (method != "FULLTEXT" && method != "SPATIAL") {
    check_columns(op.index.columns, op.index.unique, "the index \"" + op.index.name + "\"");
  }
  const bool conditional = op.index.if_not_exists;
  if (conditional && !server_.has_conditional_clauses() && known().find_key(op.index.name) != nullptr) return;
  if (op.index.unique) hint(kDuplicateRows);
  clause("ADD " + index_text(op.index, server_, conditional && server_.has_conditional_clauses()));
}

void Alteration::drop_index(const ops::DropIndex& op) {
  std::string text;
  if (!goes_on(op.if_exists, "DROP INDEX", true, text,
               [&](const TableText& table) { return table.find_key(op.name) != nullptr; })) {
    return;
  }
  gone_.insert("KEY " + op.name);
  clause(text + quote(op.name));
}

void Alteration::rename_index(const ops::RenameIndex& op) {
  if (!server_.renames_indexes()) {
    unsupported("this server cannot rename an index; drop it with drop_index and create it with create_index");
  }
  clause("RENAME INDEX " + quote(op.name) + " TO " + quote(op.new_name));
}

void Alteration::comment(const std::string& text) {
  constexpr std::size_t kMostTableComment = 2048;
  std::string sql = "COMMENT=";
  append_plain_text(sql, text, server_, "the table's comment", kMostTableComment);
  clause(std::move(sql));
}

Statements Alteration::finish() {
  Statements statements;
  if (clauses_.empty()) return statements;
  auto sql = builder();
  sql.raw("ALTER TABLE ").name(table_);
  sql.raw(clauses_.size() == 1 ? " " : "\n  ");
  sql.list(
      clauses_, [&](const std::string& each) { sql.raw(each); }, ",\n  ");
  auto& statement = statements.emplace_back();
  statement.sql = sql.take();
  statement.failure = std::move(failure_);
  return statements;
}

}  // namespace retort::dialect::mysql
