#ifndef RETORT_SRC_AUTOGENERATE_SCHEMA_MEMBERS_HPP
#define RETORT_SRC_AUTOGENERATE_SCHEMA_MEMBERS_HPP

#include <concepts>
#include <type_traits>

#include "schema/metadata.hpp"

// The members of every struct of a schema with the names that they have in a snapshot. One list serves writing and
// reading. Every struct is taken apart by a structured binding, so that a member that is added to one does not compile
// until it is named here.
//
// `io(name, member)` is a member that is left out at its default, `io.must(name, member)` one that is always there.
namespace retort::autogenerate {

template <typename Given, typename Struct>
concept Of = std::same_as<std::remove_const_t<Given>, Struct>;

void members(auto& io, Of<NamingConvention> auto& o) {
  auto& [ix, uq, ck, fk, pk] = o;
  io("ix", ix);
  io("uq", uq);
  io("ck", ck);
  io("fk", fk);
  io("pk", pk);
}

void members(auto& io, Of<op::Identity> auto& o) {
  auto& [always, start, increment] = o;
  io("always", always);
  io("start", start);
  io("increment", increment);
}

void members(auto& io, Of<op::ExcludeElement> auto& o) {
  auto& [expression, with] = o;
  io.must("expression", expression);
  io.must("with", with);
}

void members(auto& io, Of<schema::Computed> auto& o) {
  auto& [sql, stored, by_dialect] = o;
  io.must("sql", sql);
  io("by_dialect", by_dialect);
  io("stored", stored);
}

void members(auto& io, Of<schema::Column> auto& o) {
  auto& [name, type, nullable, autoincrement, server_default, identity, computed, comment, collation, native] = o;
  io.must("name", name);
  io.must("type", type);
  io("nullable", nullable, true);
  io("autoincrement", autoincrement);
  io("identity", identity);
  io("server_default", server_default);
  io("computed", computed);
  io("collation", collation);
  io("comment", comment);
  io("native", native);
}

void members(auto& io, Of<schema::PrimaryKey> auto& o) {
  auto& [name, columns, native] = o;
  io("name", name);
  io.must("columns", columns);
  io("native", native);
}

void members(auto& io, Of<schema::Unique> auto& o) {
  auto& [name, columns, deferral, nulls_not_distinct, native] = o;
  io("name", name);
  io.must("columns", columns);
  io("deferral", deferral);
  io("nulls_not_distinct", nulls_not_distinct);
  io("native", native);
}

void members(auto& io, Of<schema::ForeignKey> auto& o) {
  auto& [name, columns, referent, referent_columns, on_delete, on_update, deferral, match, not_valid, native] = o;
  io("name", name);
  io.must("columns", columns);
  io.must("referent", referent);
  io("referent_columns", referent_columns);
  io("on_delete", on_delete);
  io("on_update", on_update);
  io("deferral", deferral);
  io("match", match);
  io("not_valid", not_valid);
  io("native", native);
}

void members(auto& io, Of<schema::Check> auto& o) {
  auto& [name, condition, not_valid, by_dialect, native] = o;
  io("name", name);
  io.must("condition", condition);
  io("by_dialect", by_dialect);
  io("not_valid", not_valid);
  io("native", native);
}

void members(auto& io, Of<schema::Exclude> auto& o) {
  auto& [name, elements, method, where, deferral, native] = o;
  io("name", name);
  io.must("elements", elements);
  io("method", method);
  io("where", where);
  io("deferral", deferral);
  io("native", native);
}

void members(auto& io, Of<schema::Index> auto& o) {
  auto& [name, columns, unique, concurrently, if_not_exists, descending, where, method, include, comment,
         where_by_dialect, nulls_not_distinct, native] = o;
  io("name", name);
  io.must("columns", columns);
  io("unique", unique);
  io("where", where);
  io("where_by_dialect", where_by_dialect);
  io("method", method);
  io("include", include);
  io("descending", descending);
  io("concurrently", concurrently);
  io("if_not_exists", if_not_exists);
  io("comment", comment);
  io("nulls_not_distinct", nulls_not_distinct);
  io("native", native);
}

void members(auto& io, Of<schema::TableOptions> auto& o) {
  auto& [strict, without_rowid, unlogged, engine, charset, collate, row_format, tablespace, partition_by, inherits,
         native] = o;
  io("sqlite_strict", strict);
  io("sqlite_without_rowid", without_rowid);
  io("postgresql_unlogged", unlogged);
  io("mysql_engine", engine);
  io("mysql_charset", charset);
  io("mysql_collate", collate);
  io("mysql_row_format", row_format);
  io("postgresql_tablespace", tablespace);
  io("postgresql_partition_by", partition_by);
  io("postgresql_inherits", inherits);
  io("native", native);
}

void members(auto& io, Of<schema::Table> auto& o) {
  auto& [name, columns, primary_key, uniques, foreign_keys, checks, excludes, indexes, comment, options] = o;
  io.must("name", name);
  io("comment", comment);
  io.must("columns", columns);
  io("primary_key", primary_key);
  io("uniques", uniques);
  io("foreign_keys", foreign_keys);
  io("checks", checks);
  io("excludes", excludes);
  io("indexes", indexes);
  io("options", options);
}

void members(auto& io, Of<schema::Sequence> auto& o) {
  auto& [name, start, increment, min_value, max_value, cycle] = o;
  io.must("name", name);
  io("start", start);
  io("increment", increment);
  io("min_value", min_value);
  io("max_value", max_value);
  io("cycle", cycle);
}

void members(auto& io, Of<schema::Enum> auto& o) {
  auto& [name, values, implicit] = o;
  io.must("name", name);
  io.must("values", values);
  io("implicit", implicit);
}

void members(auto& io, Of<schema::View> auto& o) {
  auto& [name, query, materialized, native] = o;
  io.must("name", name);
  io.must("query", query);
  io("materialized", materialized);
  io("native", native);
}

void members(auto& io, Of<schema::Trigger> auto& o) {
  auto& [name, table, body, timing, on_insert, on_update, on_delete, for_each_statement, update_of, when] = o;
  io.must("name", name);
  io.must("table", table);
  io.must("timing", timing);
  io("on_insert", on_insert);
  io("on_update", on_update);
  io("on_delete", on_delete);
  io("update_of", update_of);
  io("for_each_statement", for_each_statement);
  io("when", when);
  io.must("body", body);
}

void members(auto& io, Of<schema::MetaData> auto& o) {
  auto& [tables, views, sequences, enums, triggers, schemas, naming, uncertain, complete, remarks] = o;
  io("complete", complete);
  io("naming_convention", naming);
  io("schemas", schemas);
  io("enums", enums);
  io("sequences", sequences);
  io("tables", tables);
  io("views", views);
  io("triggers", triggers);
  io("uncertain", uncertain);
  io("remarks", remarks);
}

}  // namespace retort::autogenerate

#endif
