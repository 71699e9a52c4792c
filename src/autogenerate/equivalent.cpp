#include "autogenerate/equivalent.hpp"

#include <algorithm>
#include <tuple>

#include "core/sql_lexer.hpp"
#include "dialect/sqlite/object_text.hpp"

namespace retort::autogenerate {

namespace {

using dialect::sqlite::same_sql;
using Action = op::ReferentialAction;

/// The same, whatever quotes are put around a word: `fillfactor='70'`.
bool same_words(std::string_view a, std::string_view b) {
  const auto left = significant_tokens(a);
  const auto right = significant_tokens(b);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [&](const SqlToken& x, const SqlToken& y) {
    return equal_ignoring_case(unquoted(x.in(a)), unquoted(y.in(b)));
  });
}

/// NO ACTION is what SQL does when nothing is said.
bool same_action(Action a, Action b) noexcept {
  const auto said = [](Action action) { return action == Action::unspecified ? Action::no_action : action; };
  return said(a) == said(b);
}

bool same_match(const std::string& a, const std::string& b) noexcept {
  const auto said = [](const std::string& match) { return match.empty() ? std::string_view("SIMPLE") : match; };
  return equal_ignoring_case(said(a), said(b));
}

bool same_element(const op::IndexColumn& a, const op::IndexColumn& b, const Names& names) {
  if (a.is_expression() != b.is_expression() || a.is_descending() != b.is_descending()) return false;
  if (!equal_ignoring_case(a.collation(), b.collation()) || a.nulls() != b.nulls()) return false;
  if (!equal_ignoring_case(a.operator_class(), b.operator_class()) || a.length() != b.length()) return false;
  return a.is_expression() ? same_sql(a.name(), b.name()) : names.same(a.name(), b.name());
}

}  // namespace

bool same_native(const SqlText& a, const SqlText& b) {
  // There is one text by now, that of this database.
  const auto words = [](const SqlText& native) {
    return native.empty() ? std::string_view() : std::string_view(native.texts().front().second);
  };
  return same_words(words(a), words(b));
}

bool same_type(const Type& a, const Type& b) {
  const bool native = a.kind() == Type::Kind::native && b.kind() == Type::Kind::native;
  return native ? same_sql(a.name(), b.name()) : a == b;
}

bool same_default(const std::optional<Value>& a, const std::optional<Value>& b) {
  const bool sql = a && b && a->kind() == Value::Kind::sql && b->kind() == Value::Kind::sql;
  return sql ? same_sql(a->text(), b->text()) : a == b;
}

bool same_computed(const std::optional<schema::Computed>& a, const std::optional<schema::Computed>& b) {
  if (!a || !b) return !a && !b;
  return a->stored == b->stored && same_sql(a->sql, b->sql);
}

bool same_content(const schema::PrimaryKey& a, const schema::PrimaryKey& b, const Names& names) {
  return names.same(a.columns, b.columns) && same_native(a.native, b.native);
}

bool same_content(const schema::Unique& a, const schema::Unique& b, const Names& names) {
  return a.deferral == b.deferral && a.nulls_not_distinct == b.nulls_not_distinct && same_native(a.native, b.native) &&
         names.same(a.columns, b.columns);
}

bool same_content(const schema::ForeignKey& a, const schema::ForeignKey& b, const Names& names) {
  return a.deferral == b.deferral && same_action(a.on_delete, b.on_delete) && same_action(a.on_update, b.on_update) &&
         same_match(a.match, b.match) && same_native(a.native, b.native) && names.same(a.columns, b.columns) &&
         names.same_table(a.referent.name, b.referent.name) && names.same(a.referent_columns, b.referent_columns);
}

bool same_content(const schema::Check& a, const schema::Check& b, const Names&) {
  return same_sql(a.condition, b.condition) && same_native(a.native, b.native);
}

bool same_content(const schema::Exclude& a, const schema::Exclude& b, const Names&) {
  return a.deferral == b.deferral && equal_ignoring_case(a.method, b.method) && same_sql(a.where, b.where) &&
         same_native(a.native, b.native) &&
         std::equal(a.elements.begin(), a.elements.end(), b.elements.begin(), b.elements.end(),
                    [](const auto& x, const auto& y) {
                      return x.with == y.with && same_sql(x.expression.text, y.expression.text);
                    });
}

bool same_content(const schema::Trigger& a, const schema::Trigger& b, const Names& names, std::string_view dialect) {
  const auto events = [](const schema::Trigger& trigger) {
    return std::tuple(trigger.timing, trigger.on_insert, trigger.on_update, trigger.on_delete,
                      trigger.for_each_statement);
  };
  const auto* body = a.body.find(dialect);
  const auto* other = b.body.find(dialect);
  return events(a) == events(b) && names.same(a.update_of, b.update_of) && same_sql(a.when, b.when) &&
         body != nullptr && other != nullptr && same_sql(*body, *other);
}

bool same_option(const std::string& a, const std::string& b) { return same_sql(a, b); }

bool same_content(const schema::Index& a, const schema::Index& b, const Names& names) {
  return a.unique == b.unique && same_sql(a.where, b.where) && equal_ignoring_case(a.method, b.method) &&
         a.comment == b.comment && a.nulls_not_distinct == b.nulls_not_distinct && same_native(a.native, b.native) &&
         names.same(a.include, b.include) &&
         std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                    [&](const auto& x, const auto& y) { return same_element(x, y, names); });
}

bool same_query(const schema::View& database, const schema::View& model, std::string_view dialect) {
  const auto* now = database.query.find(dialect);
  const auto* wanted = model.query.find(dialect);
  return now != nullptr && wanted != nullptr && same_sql(*now, *wanted);
}

bool same_options(const schema::View& database, const schema::View& model, std::string_view dialect) {
  const auto words = [&](const SqlText& native) {
    const auto* text = native.find(dialect);
    return text == nullptr ? std::string_view() : std::string_view(*text);
  };
  return database.materialized == model.materialized && same_words(words(database.native), words(model.native));
}

}  // namespace retort::autogenerate
