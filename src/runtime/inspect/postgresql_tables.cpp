#include "runtime/inspect/postgresql_tables.hpp"

#include <charconv>
#include <map>
#include <utility>

#include "core/sql_lexer.hpp"
#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/types.hpp"

namespace retort::runtime::postgresql {

namespace {

using dialect::postgresql::parse_type;
using schema::Deferral;
using schema::QualifiedName;
using Action = op::ReferentialAction;

/// The columns of a row, taken one after the other.
class Fields {
 public:
  explicit Fields(TextRow& row) noexcept : row_(row) {}

  std::string text() { return std::move(row_[next_++]).value_or(""); }
  bool flag() { return text() == "1"; }
  std::int64_t number() {
    const auto digits = text();
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  QualifiedName name() {
    auto schema = text();
    return {std::move(schema), text()};
  }
  SqlText native() {
    const auto words = text();
    return words.empty() ? SqlText() : SqlText({{"postgresql", words}});
  }

 private:
  TextRow& row_;
  std::size_t next_ = 0;
};

/// The tables that were found, by their numbers in the catalog.
struct Tables {
  std::vector<FoundTable> list = {};
  std::map<std::string, std::size_t> places = {};

  schema::Table* find(const std::string& oid) {
    const auto place = places.find(oid);
    return place == places.end() ? nullptr : &list[place->second].table;
  }
};

/// Of what the condition takes: for the other queries.
std::string among(const std::string& column, const std::string& condition) {
  return column + " IN (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE " + condition +
         ")";
}

void read_relations(Connection& connection, const std::string& condition, Tables& tables) {
  auto rows = connection.rows(
      "SELECT c.oid::text, " + std::string(kSchema) +
      ", c.relname::text, (c.relispartition OR c.relkind = 'f' OR c.reloftype <> 0)::int, "
      "(c.relpersistence = 'u')::int, t.spcname::text, obj_description(c.oid, 'pg_class'), "
      "CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END, "
      "(SELECT string_agg(quote_ident(p.relname), ',' ORDER BY i.inhseqno) FROM pg_inherits i JOIN pg_class p ON p.oid "
      "= "
      "i.inhparent WHERE i.inhrelid = c.oid AND NOT c.relispartition), "
      "concat_ws(' ', CASE WHEN m.amname <> 'heap' THEN 'USING ' || quote_ident(m.amname) END, " +
      with_options("array_cat(c.reloptions, ARRAY(SELECT 'toast.' || unnest(o.reloptions)))") +
      ") FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_tablespace t ON t.oid = "
      "c.reltablespace LEFT JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_class o ON o.oid = c.reltoastrelid WHERE " +
      condition + " ORDER BY n.nspname, c.relname");
  for (auto& row : rows) {
    Fields fields(row);
    auto oid = fields.text();
    FoundTable found{schema::Table{fields.name()}};
    auto& table = found.table;
    found.opaque = fields.flag();
    table.options.postgresql_unlogged = fields.flag();
    table.options.postgresql_tablespace = fields.text();
    table.comment = fields.text();
    table.options.postgresql_partition_by = fields.text();
    table.options.postgresql_inherits = names_in(fields.text());
    table.options.native = fields.native();
    tables.places.emplace(std::move(oid), tables.list.size());
    tables.list.push_back(std::move(found));
  }
}

Type type_of(Fields& fields) {
  const auto spelled = fields.text();
  auto name = fields.name();
  const auto values = fields.text();
  const bool array = fields.flag();
  if (values.empty()) return parse_type(spelled);
  std::vector<std::string> labels;
  for (auto& label : names_in(values)) labels.push_back(std::move(label));
  auto type = Type::enumeration(std::move(name.name), std::move(labels), std::move(name.schema));
  return array ? Type::array_of(std::move(type)) : type;
}

void read_columns(Connection& connection, const std::string& condition, Tables& tables) {
  // A label is written as a name is, always in quotes: it is no keyword then.
  auto rows = connection.rows(
      "SELECT a.attrelid::text, a.attname::text, format_type(a.atttypid, a.atttypmod), " + std::string(kSchema) +
      ", t.typname::text, (SELECT string_agg('\"' || replace(e.enumlabel, '\"', '\"\"') || '\"', ',' ORDER BY "
      "e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid), (t.oid <> a.atttypid)::int, a.attnotnull::int, "
      "a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid, true), a.attidentity::text, (s.seqrelid IS NOT "
      "NULL)::int, "
      "s.seqstart::text, s.seqincrement::text, "
      "CASE WHEN a.attcollation <> y.typcollation THEN l.collname::text END, col_description(a.attrelid, a.attnum) "
      "FROM pg_attribute a "
      "JOIN pg_type y ON y.oid = a.atttypid "
      "JOIN pg_type t ON t.oid = CASE WHEN y.typcategory = 'A' AND y.typelem <> 0 THEN y.typelem ELSE y.oid END "
      "JOIN pg_namespace n ON n.oid = t.typnamespace "
      "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
      "LEFT JOIN pg_collation l ON l.oid = a.attcollation "
      "LEFT JOIN pg_depend o ON o.refclassid = 'pg_class'::regclass AND o.refobjid = a.attrelid AND o.refobjsubid = "
      "a.attnum AND o.classid = 'pg_class'::regclass AND o.deptype IN ('a', 'i') AND EXISTS (SELECT 1 FROM pg_class q "
      "WHERE q.oid = o.objid AND q.relkind = 'S') "
      "LEFT JOIN pg_sequence s ON s.seqrelid = o.objid "
      "WHERE a.attnum > 0 AND NOT a.attisdropped AND (a.attislocal OR EXISTS (SELECT 1 FROM pg_class p WHERE p.oid = "
      "a.attrelid AND p.relispartition)) AND " +
      among("a.attrelid", condition) + " ORDER BY a.attrelid, a.attnum");
  for (auto& row : rows) {
    Fields fields(row);
    auto* table = tables.find(fields.text());
    if (table == nullptr) continue;
    auto& column = table->columns.emplace_back();
    column.name = fields.text();
    column.type = type_of(fields);
    column.nullable = !fields.flag();
    const bool generated = !fields.text().empty();
    auto expression = fields.text();
    const auto identity = fields.text();
    const bool has_sequence = fields.flag();
    const auto start = fields.number();
    const auto increment = fields.number();
    column.collation = fields.text();
    column.comment = fields.text();
    if (generated) {
      column.computed = schema::Computed{std::move(expression), true};
    } else if (!identity.empty() && has_sequence) {
      column.identity = op::Identity{identity == "a", start, increment};
    } else if (has_sequence && expression.rfind("nextval(", 0) == 0) {
      // A serial is the older way to say it.
      column.identity = op::Identity{false, start, increment};
    } else if (!expression.empty()) {
      column.server_default = Value(Sql{std::move(expression)});
    }
  }
}

Action action_of(const std::string& letter) {
  if (letter == "r") return Action::restrict_;
  if (letter == "c") return Action::cascade;
  if (letter == "n") return Action::set_null;
  if (letter == "d") return Action::set_default;
  return Action::no_action;
}

/// The elements of an exclusion constraint: `element WITH operator`, one behind the other, as jsonb would be too much.
std::vector<op::ExcludeElement> elements_of(const std::string& definition) {
  std::vector<op::ExcludeElement> elements;
  const auto tokens = significant_tokens(definition, SqlSyntax::of("postgresql"));
  int depth = 0;
  std::size_t begin = 0;
  std::size_t with = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto text = tokens[i].in(definition);
    const bool opens = text == "(" || text == "[";
    const bool closes = text == ")" || text == "]";
    if (opens && depth++ == 0) begin = tokens[i].end;
    if (closes) --depth;
    if (depth == 1 && with == 0 && equal_ignoring_case(text, "WITH")) with = i;
    if (with == 0 || !((depth == 1 && text == ",") || (depth == 0 && closes))) continue;
    elements.push_back({Sql{definition.substr(begin, tokens[with - 1].end - begin)},
                        definition.substr(tokens[with].end, tokens[i].begin - tokens[with].end)});
    auto& sign = elements.back().with;
    std::erase(sign, ' ');
    begin = tokens[i].end;
    with = 0;
    if (depth == 0) break;
  }
  return elements;
}

/// Without `CHECK (` and what stands behind the closing parenthesis (NOT VALID, NO INHERIT).
std::string condition_of(const std::string& definition) {
  const auto open = definition.find('(');
  const auto close = definition.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return definition;
  return definition.substr(open + 1, close - open - 1);
}

void read_constraints(Connection& connection, const std::string& condition, Tables& tables) {
  const std::string columns = "(SELECT string_agg(quote_ident(a.attname), ',' ORDER BY u.place) FROM unnest(o.";
  auto rows = connection.rows(
      "SELECT o.conrelid::text, o.contype::text, o.conname::text, o.condeferrable::int, o.condeferred::int, "
      "o.convalidated::int, " +
      columns +
      "conkey) WITH ORDINALITY AS u(number, place) JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = "
      "u.number), " +
      kSchema + ", f.relname::text, " + columns +
      "confkey) WITH ORDINALITY AS u(number, place) JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = "
      "u.number), o.confdeltype::text, o.confupdtype::text, o.confmatchtype::text, "
      "CASE WHEN o.contype IN ('c', 'x') THEN pg_get_constraintdef(o.oid, true) END, m.amname::text, "
      "pg_get_expr(i.indpred, i.indrelid, true), "
      "CASE WHEN o.contype = 'u' THEN (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean::int END, "
      "concat_ws(' ', "
      "CASE WHEN o.contype = 'c' AND o.connoinherit THEN 'NO INHERIT' END, "
      "CASE WHEN o.contype = 'f' AND o.confdeltype IN ('n', 'd') THEN (SELECT CASE o.confdeltype WHEN 'n' THEN 'ON "
      "DELETE "
      "SET NULL (' ELSE 'ON DELETE SET DEFAULT (' END || string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) || "
      "')' FROM pg_attribute a WHERE a.attrelid = o.conrelid AND to_jsonb(o) -> 'confdelsetcols' @> "
      "to_jsonb(a.attnum::int)) END, "
      "(SELECT 'INCLUDE (' || string_agg(quote_ident(a.attname), ', ' ORDER BY k.k) || ')' FROM generate_series("
      "i.indnkeyatts::int, i.indnatts - 1) AS k(k) JOIN pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = "
      "i.indkey[k.k]), " +
      with_options("x.reloptions") +
      ", 'USING INDEX TABLESPACE ' || quote_ident(s.spcname), "
      "CASE WHEN o.contype = 'p' AND o.condeferrable THEN 'DEFERRABLE' END, "
      "CASE WHEN o.contype = 'p' AND o.condeferred THEN 'INITIALLY DEFERRED' END) "
      "FROM pg_constraint o "
      "LEFT JOIN pg_class f ON f.oid = o.confrelid LEFT JOIN pg_namespace n ON n.oid = f.relnamespace "
      "LEFT JOIN pg_index i ON i.indexrelid = o.conindid AND o.contype IN ('p', 'u', 'x') "
      "LEFT JOIN pg_class x ON x.oid = i.indexrelid LEFT JOIN pg_am m ON m.oid = x.relam "
      "LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace "
      "WHERE o.contype IN ('p', 'u', 'f', 'c', 'x') AND o.conparentid = 0 AND (o.conislocal OR o.contype <> 'c') AND " +
      among("o.conrelid", condition) + " ORDER BY o.conrelid, o.oid");
  for (auto& row : rows) {
    Fields fields(row);
    auto* table = tables.find(fields.text());
    if (table == nullptr) continue;
    const auto kind = fields.text();
    auto name = fields.text();
    const bool deferrable = fields.flag();
    const auto deferral = fields.flag() ? Deferral::initially_deferred
                          : deferrable  ? Deferral::deferrable
                                        : Deferral::none;
    const bool valid = fields.flag();
    auto own = names_in(fields.text());
    auto referent = fields.name();
    auto others = names_in(fields.text());
    const auto on_delete = action_of(fields.text());
    const auto on_update = action_of(fields.text());
    const auto match = fields.text();
    const auto definition = fields.text();
    auto method = fields.text();
    auto where = fields.text();
    const bool nulls_not_distinct = fields.flag();
    auto native = fields.native();
    if (kind == "p") {
      table->primary_key = schema::PrimaryKey{std::move(name), std::move(own), std::move(native)};
    } else if (kind == "u") {
      table->uniques.push_back({std::move(name), std::move(own), deferral, nulls_not_distinct, std::move(native)});
    } else if (kind == "f") {
      schema::ForeignKey key{std::move(name), std::move(own), std::move(referent), std::move(others)};
      // That of some of the columns only is told in the words of the database.
      if (native.empty()) key.on_delete = on_delete;
      key.on_update = on_update;
      key.deferral = deferral;
      key.match = match == "f" ? "FULL" : "";
      key.not_valid = !valid;
      key.native = std::move(native);
      table->foreign_keys.push_back(std::move(key));
    } else if (kind == "c") {
      schema::Check check{std::move(name), condition_of(definition), !valid};
      check.native = std::move(native);
      table->checks.push_back(std::move(check));
    } else {
      schema::Exclude exclude{std::move(name), elements_of(definition)};
      exclude.method = std::move(method);
      exclude.where = std::move(where);
      exclude.deferral = deferral;
      exclude.native = std::move(native);
      table->excludes.push_back(std::move(exclude));
    }
  }
}

void read_indexes(Connection& connection, const std::string& condition, Tables& tables) {
  auto rows = connection.rows(
      "SELECT i.indrelid::text, c2.relname::text, i.indisunique::int, m.amname::text, pg_get_expr(i.indpred, "
      "i.indrelid, "
      "true), obj_description(i.indexrelid, 'pg_class'), (k.k > i.indnkeyatts)::int, (i.indkey[k.k - 1] = 0)::int, "
      "CASE WHEN i.indkey[k.k - 1] = 0 THEN pg_get_indexdef(i.indexrelid, k.k::int, true) ELSE a.attname::text END, "
      "(i.indoption[k.k - 1] & 1)::text, ((i.indoption[k.k - 1] & 2) / 2)::text, "
      "CASE WHEN e.attoptions IS NOT NULL THEN p.opcname || ' (' || (SELECT string_agg(option_name || '=' || "
      "quote_literal(option_value), ', ') FROM pg_options_to_table(e.attoptions)) || ')' WHEN NOT p.opcdefault THEN "
      "p.opcname::text END, "
      "CASE WHEN i.indcollation[k.k - 1] <> coalesce(nullif(a.attcollation, 0), 100) AND (a.attnum IS NOT NULL OR "
      "pg_get_indexdef(i.indexrelid) LIKE '% COLLATE %') THEN l.collname::text END, "
      "k.k::text, CASE WHEN i.indisunique THEN (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean::int END, "
      "concat_ws(' ', " +
      with_options("c2.reloptions") +
      ", 'TABLESPACE ' || quote_ident(s.spcname)) "
      "FROM pg_index i JOIN pg_class c2 ON c2.oid = i.indexrelid JOIN pg_am m ON m.oid = c2.relam "
      "LEFT JOIN pg_tablespace s ON s.oid = c2.reltablespace "
      "CROSS JOIN LATERAL generate_series(1, i.indnatts) AS k(k) "
      "LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.k - 1] AND a.attnum > 0 "
      "LEFT JOIN pg_attribute e ON e.attrelid = i.indexrelid AND e.attnum = k.k "
      "LEFT JOIN pg_opclass p ON p.oid = i.indclass[k.k - 1] AND k.k <= i.indnkeyatts "
      "LEFT JOIN pg_collation l ON l.oid = i.indcollation[k.k - 1] AND k.k <= i.indnkeyatts "
      "WHERE i.indisvalid AND NOT EXISTS (SELECT 1 FROM pg_constraint o WHERE o.conindid = i.indexrelid AND o.contype "
      "IN "
      "('p', 'u', 'x')) AND " +
      among("i.indrelid", condition) + " ORDER BY i.indrelid, i.indexrelid, k.k");
  for (auto& row : rows) {
    Fields fields(row);
    auto* table = tables.find(fields.text());
    if (table == nullptr) continue;
    schema::Index head;
    head.name = fields.text();
    head.unique = fields.flag();
    head.method = fields.text();
    head.where = fields.text();
    head.comment = fields.text();
    const bool included = fields.flag();
    const bool expression = fields.flag();
    auto text = fields.text();
    const bool descending = fields.flag();
    const bool nulls_first = fields.flag();
    auto opclass = fields.text();
    auto collation = fields.text();
    if (fields.text() == "1") {
      head.nulls_not_distinct = fields.flag();
      head.native = fields.native();
      table->indexes.push_back(std::move(head));
    }
    auto& index = table->indexes.back();
    if (included) {
      index.include.push_back(std::move(text));
      continue;
    }
    auto column = expression ? op::IndexColumn(Sql{std::move(text)}) : op::IndexColumn(std::move(text));
    column.descending(descending);
    column = nulls_first ? op::IndexColumn(column).nulls_first() : op::IndexColumn(column).nulls_last();
    if (!opclass.empty()) column = op::IndexColumn(column).operator_class(std::move(opclass));
    if (!collation.empty()) column = op::IndexColumn(column).collate(std::move(collation));
    index.columns.push_back(std::move(column));
  }
}

}  // namespace

std::string with_options(const std::string& options) {
  return "(SELECT 'WITH (' || string_agg(option_name || '=' || quote_literal(option_value), ', ') || ')' FROM "
         "pg_options_to_table(" +
         options + "))";
}

std::vector<std::string> names_in(const std::string& list) {
  std::vector<std::string> names;
  for (const auto& token : significant_tokens(list, SqlSyntax::of("postgresql"))) {
    if (token.kind != SqlToken::Kind::punctuation) names.push_back(unquoted(token.in(list)));
  }
  return names;
}

std::vector<FoundTable> read_tables(Connection& connection, const std::string& condition) {
  const auto which = "c.relkind IN ('r', 'p', 'f') AND " +
                     (condition.empty() ? std::string(kOwnSchemas) +
                                              " AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = "
                                              "'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')"
                                        : condition);
  Tables tables;
  read_relations(connection, which, tables);
  if (tables.list.empty()) return {};
  read_columns(connection, which, tables);
  read_constraints(connection, which, tables);
  read_indexes(connection, which, tables);
  return std::move(tables.list);
}

}  // namespace retort::runtime::postgresql
