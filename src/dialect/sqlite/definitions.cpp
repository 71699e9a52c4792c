#include "dialect/sqlite/definitions.hpp"

#include <algorithm>

#include "core/sql_lexer.hpp"
#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/identifier.hpp"
#include "dialect/sqlite/quoting.hpp"
#include "dialect/sqlite/types.hpp"

namespace retort::dialect::sqlite {

namespace {

using Action = op::ReferentialAction;

/// References never leave a database file, so SQLite takes no schema there.
void check_referent(const schema::QualifiedName& referent, const schema::QualifiedName& table) {
  const auto own = [](const std::string& schema) { return schema.empty() ? std::string("main") : schema; };
  check_schema(referent);
  if (!referent.schema.empty() && !equal_ignoring_case(own(referent.schema), own(table.schema))) {
    unsupported("a foreign key of SQLite cannot leave its database: \"" + table.text() + "\" refers to \"" +
                referent.text() + "\"; keep both tables in one");
  }
}

void append_references(SqlBuilder& sql, const schema::ForeignKey& key, const schema::QualifiedName& table) {
  check_referent(key.referent, table);
  sql.raw("REFERENCES ").name(std::string_view(key.referent.name));
  if (!key.referent_columns.empty()) sql.raw(" ").names(key.referent_columns);
  if (!key.match.empty()) sql.raw(" MATCH ").raw(key.match);
  if (key.on_delete != Action::unspecified) sql.raw(" ON DELETE ").raw(action_text(key.on_delete));
  if (key.on_update != Action::unspecified) sql.raw(" ON UPDATE ").raw(action_text(key.on_update));
  if (key.deferral == schema::Deferral::deferrable) sql.raw(" DEFERRABLE");
  if (key.deferral == schema::Deferral::initially_deferred) sql.raw(" DEFERRABLE INITIALLY DEFERRED");
  sql.raw(native_text(key.native, "sqlite"));
}

void append_primary_key(SqlBuilder& sql, const schema::PrimaryKey& key) {
  sql.constraint(key.name).raw("PRIMARY KEY ").names(key.columns).raw(native_text(key.native, "sqlite"));
}

void append_unique(SqlBuilder& sql, const schema::Unique& unique) {
  if (unique.deferral != schema::Deferral::none) {
    unsupported("SQLite checks UNIQUE at once and cannot defer it; leave out deferrable()");
  }
  refuse_nulls_not_distinct(unique.nulls_not_distinct, unique.name, "SQLite");
  sql.constraint(unique.name).raw("UNIQUE ").names(unique.columns).raw(native_text(unique.native, "sqlite"));
}

void append_foreign_key(SqlBuilder& sql, const schema::ForeignKey& key, const schema::QualifiedName& table) {
  sql.constraint(key.name).raw("FOREIGN KEY ").names(key.columns).raw(" ");
  append_references(sql, key, table);
}

void append_check(SqlBuilder& sql, const schema::Check& check) {
  sql.constraint(check.name).raw("CHECK ");
  append_parenthesized(sql, check.condition);
  sql.raw(native_text(check.native, "sqlite"));
}

/// A text with NUL is written as a cast, which is an expression.
bool is_cast(const Value& value) {
  return value.kind() == Value::Kind::text && value.text().find('\0') != std::string::npos;
}

void append_default(SqlBuilder& sql, const Value& value) {
  if (value.kind() == Value::Kind::sql) {
    if (default_form(value.text()) == DefaultForm::expression) {
      append_parenthesized(sql, value.text());
    } else {
      sql.raw(value.text());
    }
  } else if (is_cast(value)) {
    sql.raw("(").literal(value).raw(")");
  } else {
    sql.literal(value);
  }
}

void append_column(SqlBuilder& sql, const schema::Column& column, bool strict, const schema::PrimaryKey* key) {
  sql.name(std::string_view(column.name));
  if (key != nullptr) {
    if (!is_integer(column.type)) {
      unsupported("SQLite numbers integer columns only; \"" + column.name + "\" is " + column.type.text() +
                  ": use op::integer()");
    }
    // AUTOINCREMENT takes this very word, for all sizes: it is 64 bits.
    sql.raw(" INTEGER");
  } else if (auto type = type_text(column.type, strict); !type.empty()) {
    sql.raw(" ").raw(type);
  }
  if (!column.collation.empty()) sql.raw(" COLLATE ").name(std::string_view(column.collation));
  if (column.server_default) {
    sql.raw(" DEFAULT ");
    append_default(sql, *column.server_default);
  }
  if (column.computed) {
    sql.raw(" GENERATED ALWAYS AS ");
    append_parenthesized(sql, column.computed->sql);
    sql.raw(column.computed->stored ? " STORED" : " VIRTUAL");
  }
  if (!column.nullable) sql.raw(" NOT NULL");
  sql.raw(native_text(column.native, "sqlite"));
  if (key != nullptr) {
    sql.raw(" ").constraint(key->name).raw("PRIMARY KEY").raw(native_text(key->native, "sqlite"));
    sql.raw(" AUTOINCREMENT");
  }
  if (column.type.kind() == Type::Kind::enum_) {
    sql.raw(" ").constraint(column.type.name()).raw("CHECK (").raw(enum_condition(column.name, column.type)).raw(")");
  }
}

/// The primary key that must be declared in its column, because the column counts.
const schema::PrimaryKey* numbered_key(const schema::Table& table) {
  const auto column = std::find_if(table.columns.begin(), table.columns.end(), is_numbered);
  if (column == table.columns.end()) return nullptr;
  const auto& key = table.primary_key;
  if (!key || key->columns.size() != 1 || !equal_ignoring_case(key->columns.front(), column->name)) {
    unsupported("SQLite numbers only the one column of the primary key; make \"" + column->name +
                "\" the primary key of \"" + table.name.text() + "\", or leave out autoincrement() and identity()");
  }
  if (table.options.sqlite_without_rowid) {
    unsupported("SQLite cannot number the rows of a WITHOUT ROWID table; leave out one of the two");
  }
  if (column->identity && column->identity->increment.value_or(1) != 1) {
    unsupported("SQLite counts by one; leave out the increment of \"" + column->name + "\"");
  }
  return &*key;
}

}  // namespace

void check_schema(const schema::QualifiedName& name) {
  if (name.schema.empty() || name.schema == "main" || name.schema == "temp") return;
  unsupported("SQLite has no schemas: \"" + name.text() +
              "\"; leave out schema(), or migrate the other database file through a connection of its own");
}

void append_name(SqlBuilder& sql, const schema::QualifiedName& name) {
  check_schema(name);
  sql.name(name);
}

std::string column_text(const schema::Column& column, bool strict, const schema::PrimaryKey* key) {
  auto sql = builder();
  append_column(sql, column, strict, key);
  return sql.take();
}

std::string primary_key_text(const schema::PrimaryKey& key) {
  auto sql = builder();
  append_primary_key(sql, key);
  return sql.take();
}

std::string unique_text(const schema::Unique& unique) {
  auto sql = builder();
  append_unique(sql, unique);
  return sql.take();
}

std::string foreign_key_text(const schema::ForeignKey& key, const schema::QualifiedName& table) {
  auto sql = builder();
  append_foreign_key(sql, key, table);
  return sql.take();
}

std::string references_text(const schema::ForeignKey& key, const schema::QualifiedName& table) {
  auto sql = builder();
  sql.constraint(key.name);
  append_references(sql, key, table);
  return sql.take();
}

std::string check_text(const schema::Check& check) {
  auto sql = builder();
  append_check(sql, check);
  return sql.take();
}

std::string default_text(const Value& value) {
  auto sql = builder();
  append_default(sql, value);
  return sql.take();
}

bool is_constant(const Value& value) {
  if (value.kind() == Value::Kind::sql) return default_form(value.text()) == DefaultForm::constant;
  return !is_cast(value);
}

bool is_numbered(const schema::Column& column) noexcept { return column.autoincrement || column.identity.has_value(); }

std::string create_table_text(const schema::Table& table, bool if_not_exists) {
  if (!table.excludes.empty()) {
    unsupported("SQLite has no exclusion constraints; use a UNIQUE constraint, or a trigger that refuses the row");
  }
  refuse_empty_table(table, "SQLite");
  const auto* numbered = numbered_key(table);
  auto sql = builder();
  sql.reserve(64 + 48 * table.columns.size());
  sql.raw(if_not_exists ? "CREATE TABLE IF NOT EXISTS " : "CREATE TABLE ");
  append_name(sql, table.name);
  sql.raw(" (\n  ");
  const auto column = [&](const schema::Column& each) {
    append_column(sql, each, table.options.sqlite_strict, is_numbered(each) ? numbered : nullptr);
  };
  static constexpr std::string_view kNext = ",\n  ";
  sql.list(table.columns, column, kNext);
  if (table.primary_key && numbered == nullptr) {
    sql.raw(kNext);
    append_primary_key(sql, *table.primary_key);
  }
  for (const auto& unique : table.uniques) {
    sql.raw(kNext);
    append_unique(sql, unique);
  }
  for (const auto& key : table.foreign_keys) {
    sql.raw(kNext);
    append_foreign_key(sql, key, table.name);
  }
  for (const auto& check : table.checks) {
    sql.raw(kNext);
    append_check(sql, check);
  }
  sql.raw("\n)");
  if (table.options.sqlite_strict) sql.raw(" STRICT");
  if (table.options.sqlite_without_rowid) sql.raw(table.options.sqlite_strict ? ", WITHOUT ROWID" : " WITHOUT ROWID");
  sql.raw(native_text(table.options.native, "sqlite"));
  return sql.take();
}

std::optional<std::int64_t> first_number(const schema::Table& table) {
  for (const auto& column : table.columns) {
    if (column.identity && column.identity->start) return column.identity->start;
  }
  return std::nullopt;
}

}  // namespace retort::dialect::sqlite
