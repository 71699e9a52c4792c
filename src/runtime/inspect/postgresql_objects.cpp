#include "runtime/inspect/postgresql_objects.hpp"

#include <charconv>
#include <string>
#include <utility>

#include "core/sql_lexer.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/triggers.hpp"
#include "runtime/inspect/postgresql_spelling.hpp"
#include "runtime/inspect/postgresql_tables.hpp"

namespace retort::runtime::postgresql {

namespace {

using schema::QualifiedName;

std::string text(TextRow& row, std::size_t i) { return std::move(row[i]).value_or(""); }

std::int64_t number(const TextRow& row, std::size_t i) {
  std::int64_t value = 0;
  if (row[i]) std::from_chars(row[i]->data(), row[i]->data() + row[i]->size(), value);
  return value;
}

/// Objects of a catalog that no extension brought.
std::string own(const std::string& catalog, const std::string& alias) {
  return std::string(kOwnSchemas) + " AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '" + catalog +
         "'::regclass AND e.objid = " + alias + ".oid AND e.deptype = 'e')";
}

void read_views(Connection& connection, schema::MetaData& schema) {
  auto rows = connection.rows(
      "SELECT " + std::string(kSchema) + ", c.relname::text, (c.relkind = 'm')::int, pg_get_viewdef(c.oid, true), " +
      with_options("c.reloptions") +
      " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND " +
      own("pg_class", "c") + " ORDER BY c.oid");
  for (auto& row : rows) {
    QualifiedName name{text(row, 0), text(row, 1)};
    const bool materialized = row[2] == "1";
    schema::View view{name, SqlText(bare_query(text(row, 3))), materialized};
    if (row[4]) view.native = SqlText({{"postgresql", *row[4]}});
    schema.views.emplace(name, std::move(view));
  }
}

void read_sequences(Connection& connection, schema::MetaData& schema) {
  // A sequence of a column (a serial's, an identity's) is the column's.
  auto rows = connection.rows(
      "SELECT " + std::string(kSchema) +
      ", c.relname::text, s.seqstart::text, s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcycle::int, "
      "format_type(s.seqtypid, NULL) FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON "
      "n.oid "
      "= c.relnamespace WHERE NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid "
      "= "
      "c.oid AND d.deptype IN ('a', 'i')) AND " +
      own("pg_class", "c"));
  for (auto& row : rows) {
    schema::Sequence sequence{{text(row, 0), text(row, 1)}};
    const auto start = number(row, 2);
    const auto increment = number(row, 3);
    const auto least = number(row, 4);
    const auto most = number(row, 5);
    sequence.cycle = row[6] == "1";
    const auto type = text(row, 7);
    const std::int64_t highest = type == "smallint" ? INT16_MAX : type == "integer" ? INT32_MAX : INT64_MAX;
    const std::int64_t lowest = type == "smallint" ? INT16_MIN : type == "integer" ? INT32_MIN : INT64_MIN;
    // What goes without saying is not said.
    const bool up = increment > 0;
    if (increment != 1) sequence.increment = increment;
    if (least != (up ? 1 : lowest)) sequence.min_value = least;
    if (most != (up ? highest : -1)) sequence.max_value = most;
    if (start != (up ? least : most)) sequence.start = start;
    schema.sequences.emplace(sequence.name, sequence);
  }
}

void read_enums(Connection& connection, schema::MetaData& schema) {
  auto rows =
      connection.rows("SELECT " + std::string(kSchema) +
                      ", t.typname::text, e.enumlabel::text FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid "
                      "JOIN pg_namespace n ON n.oid = t.typnamespace WHERE " +
                      own("pg_type", "t") + " ORDER BY t.oid, e.enumsortorder");
  for (auto& row : rows) {
    QualifiedName name{text(row, 0), text(row, 1)};
    auto& type = schema.enums[name];
    type.name = std::move(name);
    type.values.push_back(text(row, 2));
  }
}

void read_schemas(Connection& connection, schema::MetaData& schema) {
  const auto names =
      connection.query("SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname <> current_schema() AND " +
                       own("pg_namespace", "n") + " AND n.nspname <> 'public'");
  schema.schemas.insert(names.begin(), names.end());
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \n\r\t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \n\r\t") + 1 - begin);
}

void read_triggers(Connection& connection, schema::MetaData& schema) {
  auto rows = connection.rows(
      "SELECT " + std::string(kSchema) +
      ", c.relname::text, t.tgname::text, (t.tgtype & 1)::text, (t.tgtype & 2)::text, (t.tgtype & 4)::text, (t.tgtype "
      "& "
      "8)::text, (t.tgtype & 16)::text, (t.tgtype & 64)::text, "
      "(SELECT string_agg(quote_ident(a.attname), ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid "
      "AND "
      "a.attnum = ANY (t.tgattr)), pg_get_triggerdef(t.oid, true), "
      "CASE WHEN obj_description(t.tgfoid, 'pg_proc') = " +
      dialect::postgresql::literal(Value(std::string(dialect::postgresql::kTriggerMark))) +
      " THEN (SELECT f.prosrc FROM pg_proc f WHERE f.oid = t.tgfoid) END "
      "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT "
      "t.tgisinternal AND " +
      std::string(kOwnSchemas) + " ORDER BY t.oid");
  using Timing = schema::Trigger::Timing;
  for (auto& row : rows) {
    schema::Trigger trigger;
    trigger.table = {text(row, 0), text(row, 1)};
    trigger.name = text(row, 2);
    const auto set = [&](std::size_t i) { return row[i] != "0"; };
    trigger.for_each_statement = !set(3);
    trigger.timing = set(4) ? Timing::before : set(8) ? Timing::instead_of : Timing::after;
    trigger.on_insert = set(5);
    trigger.on_delete = set(6);
    trigger.on_update = set(7);
    trigger.update_of = names_in(text(row, 9));
    const auto definition = text(row, 10);
    const auto tokens = significant_tokens(definition, SqlSyntax::of("postgresql"));
    std::size_t when = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto word = tokens[i].in(definition);
      if (tokens[i].kind != SqlToken::Kind::word) continue;
      if (equal_ignoring_case(word, "WHEN") && when == 0) when = i;
      if (!equal_ignoring_case(word, "EXECUTE")) continue;
      trigger.body = SqlText(definition.substr(tokens[i].begin));
      if (when != 0) {
        trigger.when = definition.substr(tokens[when + 1].end, tokens[i - 1].begin - tokens[when + 1].end);
      }
      break;
    }
    // A function that was made for the trigger is its body.
    if (row[11]) trigger.body = SqlText(trimmed(text(row, 11)));
    dialect::postgresql::canonicalize(trigger);
    schema.triggers.push_back(std::move(trigger));
  }
}

}  // namespace

void read_objects(Connection& connection, schema::MetaData& schema) {
  read_views(connection, schema);
  read_sequences(connection, schema);
  read_enums(connection, schema);
  read_schemas(connection, schema);
  read_triggers(connection, schema);
}

}  // namespace retort::runtime::postgresql
