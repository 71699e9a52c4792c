#include "dialect/postgresql/objects.hpp"

#include "dialect/clauses.hpp"
#include "dialect/failure.hpp"
#include "dialect/postgresql/definitions.hpp"
#include "dialect/postgresql/quoting.hpp"

namespace retort::dialect::postgresql {

namespace {

using Nulls = op::IndexColumn::Nulls;

/// `gin_trgm_ops`, or with a schema, quotes or parameters as the program wrote it.
void append_operator_class(SqlBuilder& sql, const std::string& name) {
  sql.raw(" ");
  if (name.find_first_of("\".(") == std::string::npos) {
    sql.name(std::string_view(name));
  } else {
    sql.raw(name);
  }
}

void append_index_column(SqlBuilder& sql, const op::IndexColumn& column, bool descending) {
  if (column.is_expression()) {
    append_parenthesized(sql, column.name());
  } else {
    sql.name(std::string_view(column.name()));
  }
  sql.raw(collate_text(column.collation()));
  if (!column.operator_class().empty()) append_operator_class(sql, column.operator_class());
  if (descending || column.is_descending()) sql.raw(" DESC");
  if (column.nulls() != Nulls::unspecified) {
    sql.raw(column.nulls() == Nulls::first ? " NULLS FIRST" : " NULLS LAST");
  }
}

std::string_view view_word(const schema::View& view) noexcept {
  return view.materialized ? "MATERIALIZED VIEW " : "VIEW ";
}

std::string query_of(const schema::View& view) {
  auto text = text_for(view.query, "postgresql", "view \"" + view.name.text() + "\"");
  const auto statements = split_statements(text, syntax());
  if (statements.size() != 1) {
    refuse(statements.empty() ? "empty_statement" : "several_statements",
           "the query of view \"" + view.name.text() + "\" is " + std::to_string(statements.size()) +
               " statements; give it one SELECT");
  }
  // Without a semicolon or a comment at its end, which would swallow what follows.
  return std::string(statements.front());
}

}  // namespace

std::string unless_exists(std::string_view statement, std::string_view condition) {
  return "DO " + dollar_quoted("\nBEGIN\n  " + std::string(statement) + ";\nEXCEPTION WHEN " + std::string(condition) +
                               " THEN NULL;\nEND\n");
}

std::string create_index_text(const schema::Index& index, const schema::QualifiedName& table, bool if_not_exists) {
  auto sql = builder();
  sql.raw(index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
  if (index.concurrently) sql.raw("CONCURRENTLY ");
  if (if_not_exists || index.if_not_exists) sql.raw("IF NOT EXISTS ");
  // The index is made in the schema of its table, and its name takes none here.
  sql.name(std::string_view(index.name)).raw(" ON ").name(table);
  if (!index.method.empty()) sql.raw(" USING ").name(std::string_view(lower(index.method)));
  sql.raw(" (");
  sql.list(index.columns, [&](const auto& column) { append_index_column(sql, column, index.descending); }).raw(")");
  if (!index.include.empty()) sql.raw(" INCLUDE ").names(index.include);
  if (index.nulls_not_distinct) sql.raw(" NULLS NOT DISTINCT");
  sql.raw(native_text(index.native, "postgresql"));
  if (!index.where.empty()) sql.raw(" WHERE ").raw(index.where);
  return sql.take();
}

std::string create_sequence_text(const schema::Sequence& sequence, bool if_not_exists) {
  auto sql = builder();
  sql.raw(if_not_exists ? "CREATE SEQUENCE IF NOT EXISTS " : "CREATE SEQUENCE ").name(sequence.name);
  const auto number = [&](std::string_view words, const std::optional<std::int64_t>& value) {
    if (value) sql.raw(words).raw(std::to_string(*value));
  };
  number(" INCREMENT BY ", sequence.increment);
  number(" MINVALUE ", sequence.min_value);
  number(" MAXVALUE ", sequence.max_value);
  number(" START WITH ", sequence.start);
  if (sequence.cycle) sql.raw(" CYCLE");
  return sql.take();
}

std::string create_enum_text(const schema::Enum& type) {
  auto sql = builder();
  sql.raw("CREATE TYPE ").name(type.name).raw(" AS ENUM (");
  sql.list(type.values, [&](const std::string& value) {
    // The server would refuse it in words that do not tell which one.
    if (value.size() > kMaxIdentifier) {
      refuse("invalid_value", "the value \"" + value + "\" of the enum \"" + type.name.text() + "\" has " +
                                  std::to_string(value.size()) + " bytes, and PostgreSQL takes " +
                                  std::to_string(kMaxIdentifier) + "; shorten it");
    }
    sql.literal(Value(value));
  });
  return sql.raw(")").take();
}

std::string create_view_text(const schema::View& view, bool if_not_exists) {
  auto sql = builder();
  sql.raw("CREATE ").raw(view_word(view));
  if (if_not_exists && view.materialized) sql.raw("IF NOT EXISTS ");
  sql.name(view.name).raw(native_text(view.native, "postgresql"));
  auto text = sql.raw(" AS ").raw(query_of(view)).take();
  return if_not_exists && !view.materialized ? unless_exists(text, "duplicate_table") : text;
}

std::string replace_view_text(const schema::View& view) {
  const auto name = quote(view.name);
  const auto word = std::string(view_word(view));
  const auto found = "to_regclass(" + literal(Value(name)) + ")";
  // Executed as texts, where no name is taken for a variable of this block.
  const auto execute = [&](const std::string& create) {
    return "EXECUTE " +
           dollar_quoted(create + name + native_text(view.native, "postgresql") + " AS " + query_of(view)) + ";\n";
  };
  std::string replace;
  if (view.materialized) {
    replace += "  SELECT array_agg(pg_get_indexdef(indexrelid)) INTO again FROM pg_index WHERE indrelid = " + found;
  } else {
    replace +=
        "  SELECT array_agg(pg_get_triggerdef(oid)) INTO again FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = " +
        found;
  }
  replace += ";\n  DROP " + word + "IF EXISTS " + name + ";\n  " + execute("CREATE " + word) +
             "  FOREACH statement IN ARRAY coalesce(again, '{}') LOOP\n    EXECUTE statement;\n  END LOOP;\n";
  std::string body = "\nDECLARE\n  again text[];\n  statement text;\nBEGIN\n";
  if (view.materialized) {
    body += replace;
  } else {
    body += "  " + execute("CREATE OR REPLACE VIEW ") + "EXCEPTION WHEN invalid_table_definition THEN\n" + replace;
  }
  return "DO " + dollar_quoted(body + "END\n");
}

std::string comment_text(std::string_view what, const schema::QualifiedName& name, const std::string& comment) {
  auto sql = builder();
  sql.raw("COMMENT ON ").raw(what).raw(" ").name(name).raw(" IS ");
  return sql.literal(comment.empty() ? Value() : Value(comment)).take();
}

std::string column_comment_text(const schema::QualifiedName& table, const std::string& column,
                                const std::string& comment) {
  auto sql = builder();
  sql.raw("COMMENT ON COLUMN ").name(table).raw(".").name(std::string_view(column)).raw(" IS ");
  return sql.literal(comment.empty() ? Value() : Value(comment)).take();
}

}  // namespace retort::dialect::postgresql
