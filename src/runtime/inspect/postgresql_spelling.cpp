#include "runtime/inspect/postgresql_spelling.hpp"

#include <retort/error.hpp>

#include <utility>

#include "dialect/postgresql/quoting.hpp"
#include "runtime/inspect/looking_table.hpp"
#include "runtime/inspect/postgresql.hpp"

namespace retort::runtime::postgresql {

namespace {

/// What `ask` returns, in a transaction or behind a savepoint that is undone. None where it is refused: the definition
/// speaks of what is not there yet, or nothing may be made here.
template <typename Ask>
auto undone(Connection& connection, Ask&& ask) -> decltype(ask()) {
  const bool inside = connection.in_transaction();
  if (inside) {
    connection.execute("SAVEPOINT _retort_look");
  } else {
    connection.begin({});
  }
  decltype(ask()) answer;
  try {
    answer = ask();
  } catch (const Error&) {
    answer.reset();
  }
  if (inside) {
    connection.execute("ROLLBACK TO SAVEPOINT _retort_look");
    connection.execute("RELEASE SAVEPOINT _retort_look");
  } else {
    connection.rollback();
  }
  return answer;
}

/// The answer to a question about a temporary view of the query, `pg_temp._retort_look`.
std::optional<std::string> ask_of_view(Connection& connection, std::string_view query, const std::string& question) {
  return undone(connection, [&]() -> std::optional<std::string> {
    connection.execute("CREATE TEMPORARY VIEW _retort_look AS " + std::string(query));
    return connection.query(question).at(0);
  });
}

}  // namespace

/// What pg_get_viewdef tells, without what stands around it.
std::string bare_query(std::string query) {
  const auto begin = query.find_first_not_of(" \n");
  if (begin != std::string::npos) query.erase(0, begin);
  if (!query.empty() && query.back() == ';') query.pop_back();
  return query;
}

std::optional<schema::Table> spell_table(Connection& connection, const schema::Table& table) {
  return undone(connection, [&] {
    const schema::QualifiedName name{"pg_temp", "_retort_look"};
    create_looking_table(connection, table, name);
    return inspect_table(connection, name);
  });
}

std::optional<std::string> spell_query(Connection& connection, std::string_view query) {
  auto spelled = ask_of_view(connection, query, "SELECT pg_get_viewdef('pg_temp._retort_look'::regclass, true)");
  if (!spelled) return std::nullopt;
  return bare_query(std::move(*spelled));
}

bool keeps_view_columns(Connection& connection, const schema::QualifiedName& view, std::string_view query) {
  // Columns may only be added behind those that are there.
  const auto other = ask_of_view(
      connection, query,
      "SELECT count(*) FROM pg_attribute o LEFT JOIN pg_attribute n ON n.attrelid = 'pg_temp._retort_look'::regclass "
      "AND "
      "n.attnum = o.attnum WHERE o.attrelid = to_regclass(" +
          dialect::postgresql::literal(Value(dialect::postgresql::quote(view))) +
          ") AND o.attnum > 0 AND (n.attname, n.atttypid, n.atttypmod, n.attcollation) IS DISTINCT FROM (o.attname, "
          "o.atttypid, o.atttypmod, o.attcollation)");
  return other && *other == "0";
}

}  // namespace retort::runtime::postgresql
