#include "dialect/mysql/definitions.hpp"

#include <algorithm>

#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/mysql/quoting.hpp"
#include "dialect/mysql/types.hpp"

namespace retort::dialect::mysql {

namespace {

using Action = op::ReferentialAction;

constexpr std::size_t kMostComment = 1024;
constexpr std::size_t kMostTableComment = 2048;

void append_action(SqlBuilder& sql, std::string_view when, Action action) {
  if (action == Action::unspecified) return;
  if (action == Action::set_default) {
    unsupported("InnoDB does not take SET DEFAULT for a foreign key; use op::set_null, or a trigger");
  }
  sql.raw(when).raw(action_text(action));
}

/// The column that counts must begin a key.
void check_numbered(const schema::Table& table) {
  const auto numbered = std::find_if(table.columns.begin(), table.columns.end(), is_numbered);
  if (numbered == table.columns.end()) return;
  if (std::count_if(table.columns.begin(), table.columns.end(), is_numbered) > 1) {
    unsupported("MySQL numbers one column of a table; leave out autoincrement() or identity() for the others");
  }
  const auto begins = [&](const schema::Columns& columns) {
    return !columns.empty() && equal_ignoring_case(columns.front(), numbered->name);
  };
  const bool keyed =
      (table.primary_key && begins(table.primary_key->columns)) ||
      std::any_of(table.uniques.begin(), table.uniques.end(), [&](const auto& each) { return begins(each.columns); }) ||
      std::any_of(table.indexes.begin(), table.indexes.end(), [&](const schema::Index& each) {
        return !each.columns.empty() && equal_ignoring_case(each.columns.front().name(), numbered->name);
      });
  if (!keyed) {
    unsupported("MySQL numbers only a column that begins a key; make \"" + numbered->name +
                "\" the primary key, or the first column of a unique constraint or an index");
  }
}

std::vector<op::IndexColumn> elements(const schema::Columns& columns) { return {columns.begin(), columns.end()}; }

int bytes_a_character(const schema::Table& table, const Server& server) {
  const auto& charset = table.options.mysql_charset.empty() ? table.options.mysql_collate : table.options.mysql_charset;
  if (charset.empty()) return std::max(server.character_bytes, 1);
  if (charset.starts_with("utf8mb4") || charset.starts_with("utf16") || charset.starts_with("utf32")) return 4;
  return charset.starts_with("utf8") ? 3 : 1;
}

int bytes_of_column(const schema::Column& column, int length, int character) {
  using Kind = Type::Kind;
  const auto& type = column.type;
  if (type.kind() == Kind::string || type.kind() == Kind::char_) {
    return (length > 0 ? std::min(length, type.length()) : type.length()) * character;
  }
  if (type.kind() == Kind::binary) return length > 0 ? std::min(length, type.length()) : type.length();
  return length > 0 ? length * (is_character(type) ? character : 1) : 8;
}

void append_options(SqlBuilder& sql, const schema::Table& table, const Server& server) {
  const auto& options = table.options;
  if (!options.mysql_engine.empty()) sql.raw(" ENGINE=").name(std::string_view(options.mysql_engine));
  for (const auto& column : table.columns) {
    if (column.identity && column.identity->start) {
      sql.raw(" AUTO_INCREMENT=").raw(std::to_string(*column.identity->start));
    }
  }
  if (!options.mysql_charset.empty()) sql.raw(" DEFAULT CHARSET=").name(std::string_view(options.mysql_charset));
  if (!options.mysql_collate.empty()) sql.raw(" COLLATE=").name(std::string_view(options.mysql_collate));
  if (!options.mysql_row_format.empty()) {
    // A keyword, which takes no quotes: only letters may stand there.
    if (!std::all_of(options.mysql_row_format.begin(), options.mysql_row_format.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; })) {
      refuse("invalid_value", "the row format \"" + printable(options.mysql_row_format) + "\" is no word like DYNAMIC");
    }
    sql.raw(" ROW_FORMAT=").raw(options.mysql_row_format);
  }
  if (!table.comment.empty()) {
    std::string text;
    append_plain_text(text, table.comment, server, "the table's comment", kMostTableComment);
    sql.raw(" COMMENT=").raw(text);
  }
  sql.raw(native_text(options.native, "mysql"));
}

void append_index_column(SqlBuilder& sql, const op::IndexColumn& column, const Server& server) {
  using Nulls = op::IndexColumn::Nulls;
  const auto wrong_nulls = column.is_descending() ? Nulls::first : Nulls::last;
  if (column.nulls() == wrong_nulls) {
    unsupported("an index of MySQL has NULL first when ascending and last when descending; leave out " +
                std::string(wrong_nulls == Nulls::first ? "nulls_first()" : "nulls_last()") + " for \"" +
                column.name() + "\"");
  }
  if (!column.collation().empty()) {
    unsupported("an index of MySQL has the collation of its column; give the column \"" + column.name() +
                "\" the collation, or index a generated column that has it");
  }
  if (column.is_expression()) {
    if (!server.has_expression_indexes()) {
      unsupported(std::string(server.words()) + (server.mariadb ? "" : " before 8.0.13") +
                  " has no indexes over expressions; add a column with computed(op::sql(\"" + column.name() +
                  "\")) and index that");
    }
    append_parenthesized(sql, column.name());
  } else {
    sql.name(std::string_view(column.name()));
    if (column.length() > 0) sql.raw("(").raw(std::to_string(column.length())).raw(")");
  }
  if (column.is_descending() && server.has_descending_indexes()) sql.raw(" DESC");
}

}  // namespace

bool is_numbered(const schema::Column& column) noexcept { return column.autoincrement || column.identity.has_value(); }

void no_excludes() {
  unsupported("MySQL has no exclusion constraints; use a UNIQUE constraint, or a trigger that refuses the row");
}

std::string comment_text(std::string_view comment, const Server& server) {
  std::string text = "COMMENT ";
  append_plain_text(text, comment, server, "the comment", kMostComment);
  return text;
}

std::string column_definition(const schema::Column& column, const Server& server) {
  auto sql = builder();
  sql.raw(type_text(column.type, server));
  if (!column.collation.empty()) sql.raw(" COLLATE ").name(std::string_view(column.collation));
  if (column.computed) {
    sql.raw(" GENERATED ALWAYS AS ");
    append_parenthesized(sql, column.computed->sql);
    sql.raw(column.computed->stored ? " STORED" : " VIRTUAL");
    if (!column.nullable) {
      if (!server.has_generated_not_null()) {
        unsupported("a computed column of MariaDB takes no NOT NULL; leave out not_null() for \"" + column.name +
                    "\", and use a check instead");
      }
      sql.raw(" NOT NULL");
    }
  } else {
    // A TIMESTAMP without a word is NOT NULL on servers of old.
    const bool stamp =
        is_stamp(column.type) && (column.type.has_time_zone() || column.type.kind() == Type::Kind::native);
    if (!column.nullable) {
      sql.raw(" NOT NULL");
    } else if (stamp) {
      sql.raw(" NULL");
    }
  }
  if (column.server_default) sql.raw(" DEFAULT ").raw(default_text(*column.server_default, column.type, server));
  if (is_numbered(column)) {
    if (!is_integer(column.type)) {
      unsupported("MySQL numbers integer columns only; \"" + column.name + "\" is " + column.type.text() +
                  ": use op::integer() or op::big_integer()");
    }
    if (column.identity) check_identity(*column.identity, column.name);
    sql.raw(" AUTO_INCREMENT");
  }
  sql.raw(native_text(column.native, "mysql"));
  if (!column.comment.empty()) sql.raw(" ").raw(comment_text(column.comment, server));
  return sql.take();
}

void check_identity(const op::Identity& identity, const std::string& column) {
  if (identity.increment.value_or(1) != 1) {
    unsupported("AUTO_INCREMENT counts in steps that the server's settings give; leave out the increment of \"" +
                column + "\"");
  }
  if (identity.always) {
    unsupported("AUTO_INCREMENT takes a value that a program gives; leave out `always` for \"" + column + "\"");
  }
}

std::string column_text(const schema::Column& column, const Server& server) {
  return quote(column.name) + " " + column_definition(column, server);
}

std::string primary_key_text(const schema::PrimaryKey& key) {
  // Its name is PRIMARY, whatever it is called.
  return builder().raw("PRIMARY KEY ").names(key.columns).raw(native_text(key.native, "mysql")).take();
}

std::string unique_text(const schema::Unique& unique) {
  if (unique.deferral != schema::Deferral::none) {
    unsupported("MySQL checks UNIQUE at once and cannot defer it; leave out deferrable()");
  }
  refuse_nulls_not_distinct(unique.nulls_not_distinct, unique.name, "MySQL");
  auto sql = builder();
  sql.constraint(unique.name).raw("UNIQUE ").names(unique.columns).raw(native_text(unique.native, "mysql"));
  return sql.take();
}

std::string foreign_key_text(const schema::ForeignKey& key, const FindKey& find_key) {
  if (key.deferral != schema::Deferral::none) {
    unsupported("MySQL checks foreign keys at once and cannot defer them; leave out deferrable()");
  }
  if (!key.match.empty() && !equal_ignoring_case(key.match, "SIMPLE")) {
    unsupported("MySQL knows MATCH SIMPLE only, and forgets ON DELETE where another stands; leave out match()");
  }
  auto sql = builder();
  sql.constraint(key.name).raw("FOREIGN KEY ").names(key.columns).raw(" REFERENCES ").name(key.referent).raw(" ");
  sql.names(key.referent_columns.empty() ? find_key(key.referent) : key.referent_columns);
  append_action(sql, " ON DELETE ", key.on_delete);
  append_action(sql, " ON UPDATE ", key.on_update);
  return sql.raw(native_text(key.native, "mysql")).take();
}

std::string check_text(const schema::Check& check, const Server& server) {
  if (!server.enforces_checks()) {
    unsupported(std::string(server.words()) + " before " + (server.mariadb ? "10.2.1" : "8.0.16") +
                " reads a CHECK and forgets it; use a trigger, or a newer server");
  }
  auto sql = builder();
  sql.constraint(check.name).raw("CHECK ");
  append_parenthesized(sql, check.condition);
  return sql.raw(native_text(check.native, "mysql")).take();
}

std::string_view index_method(const schema::Index& index) noexcept {
  for (const std::string_view method : {"BTREE", "HASH", "FULLTEXT", "SPATIAL"}) {
    if (equal_ignoring_case(index.method, method)) return method;
  }
  return {};
}

std::string index_text(const schema::Index& index, const Server& server, bool if_not_exists) {
  if (index.unique && !index.where.empty()) {
    unsupported("MySQL has no partial indexes, and \"" + index.name +
                "\" would refuse more rows without its where(); make a computed column unique that is NULL for the "
                "other rows");
  }
  refuse_nulls_not_distinct(index.nulls_not_distinct, index.name, "MySQL");
  const auto method = index_method(index);
  const bool special = method == "FULLTEXT" || method == "SPATIAL";
  auto sql = builder();
  if (index.unique) sql.raw("UNIQUE ");
  if (special) sql.raw(method).raw(" ");
  sql.raw("INDEX ");
  if (if_not_exists) sql.raw("IF NOT EXISTS ");
  sql.name(std::string_view(index.name));
  if (!method.empty() && !special) sql.raw(" USING ").raw(method);
  sql.raw(" (").list(index.columns, [&](const op::IndexColumn& column) { append_index_column(sql, column, server); });
  sql.raw(")");
  sql.raw(native_text(index.native, "mysql"));
  if (!index.comment.empty()) sql.raw(" ").raw(comment_text(index.comment, server));
  return sql.take();
}

void check_key(const schema::Table& table, const std::vector<op::IndexColumn>& columns, bool unique,
               const std::string& what, const Server& server) {
  constexpr int kMostBytes = 3072;
  if (unique && server.has_long_uniques()) return;
  const auto character = bytes_a_character(table, server);
  int bytes = 0;
  for (const auto& element : columns) {
    if (element.is_expression()) continue;
    const auto* column = table.find_column(element.name());
    if (column == nullptr) continue;
    if (is_large(column->type) && element.length() == 0) {
      unsupported(what + " is over \"" + column->name + "\", a " + column->type.text() +
                  ", of which MySQL keeps the beginning only; give op::index_column(\"" + column->name +
                  "\").length(n), or use op::string(n)");
    }
    const auto length = bytes_of_column(*column, element.length(), character);
    bytes += length;
    if (length <= kMostBytes) continue;
    unsupported(what + " is over \"" + column->name + "\" of up to " + std::to_string(length) +
                " bytes, and an index of InnoDB holds 3072; give op::index_column(\"" + column->name + "\").length(" +
                std::to_string(kMostBytes / character) + "), or a shorter column");
  }
  if (bytes > kMostBytes) {
    unsupported(what + " holds up to " + std::to_string(bytes) +
                " bytes, and an index of InnoDB 3072; give the beginnings of its columns with length(n)");
  }
}

std::string create_table_text(const schema::Table& table, bool if_not_exists, const Server& server,
                              const FindKey& find_key) {
  if (!table.excludes.empty()) no_excludes();
  refuse_empty_table(table, "MySQL");
  check_numbered(table);
  const auto key_of = [&](const schema::QualifiedName& referent) {
    const bool own = referent.schema == table.name.schema && equal_ignoring_case(referent.name, table.name.name);
    return own && table.primary_key ? table.primary_key->columns : find_key(referent);
  };
  auto sql = builder();
  sql.raw(if_not_exists ? "CREATE TABLE IF NOT EXISTS " : "CREATE TABLE ").name(table.name).raw(" (\n  ");
  static constexpr std::string_view kNext = ",\n  ";
  sql.list(
      table.columns, [&](const schema::Column& each) { sql.raw(column_text(each, server)); }, kNext);
  if (table.primary_key) {
    check_key(table, elements(table.primary_key->columns), false, "the primary key", server);
    sql.raw(kNext).raw(primary_key_text(*table.primary_key));
  }
  for (const auto& unique : table.uniques) {
    check_key(table, elements(unique.columns), true, "the unique constraint \"" + unique.name + "\"", server);
    sql.raw(kNext).raw(unique_text(unique));
  }
  for (const auto& key : table.foreign_keys) sql.raw(kNext).raw(foreign_key_text(key, key_of));
  for (const auto& check : table.checks) sql.raw(kNext).raw(check_text(check, server));
  for (const auto& index : table.indexes) {
    const auto method = index_method(index);
    if (method != "FULLTEXT" && method != "SPATIAL") {
      check_key(table, index.columns, index.unique, "the index \"" + index.name + "\"", server);
    }
    sql.raw(kNext).raw(index_text(index, server));
  }
  sql.raw("\n)");
  append_options(sql, table, server);
  return sql.take();
}

}  // namespace retort::dialect::mysql
