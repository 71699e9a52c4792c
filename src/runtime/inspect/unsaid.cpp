#include "runtime/inspect/unsaid.hpp"

#include <string_view>

#include "dialect/postgresql/quoting.hpp"
#include "dialect/postgresql/triggers.hpp"

namespace retort::runtime {

namespace {

/// Each of these answers with two columns, what something is and its name, in an order of its own.

std::string of_postgresql() {
  const auto own = [](const std::string& catalog, const std::string& alias) {
    return " n.nspname = current_schema() AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '" + catalog +
           "'::regclass AND e.objid = " + alias + ".oid AND e.deptype = 'e')";
  };
  return "SELECT k, x FROM ("
         "SELECT 'extension' AS k, extname::text AS x FROM pg_extension WHERE extname <> 'plpgsql' "
         "UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, "
         "p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE "
         "obj_description(p.oid, 'pg_proc') IS DISTINCT FROM " +
         dialect::postgresql::literal(Value(std::string(dialect::postgresql::kTriggerMark))) + " AND" +
         own("pg_proc", "p") +
         // The type of a table's rows, a range's own, and arrays are not types by themselves.
         " UNION ALL SELECT CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'composite type' "
         "END, "
         "t.typname::text FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = "
         "t.typrelid WHERE (t.typtype IN ('d', 'r') OR c.relkind = 'c') AND" +
         own("pg_type", "t") +
         " UNION ALL SELECT 'rule', r.rulename || ' on ' || c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = "
         "r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.rulename <> '_RETURN' AND" +
         own("pg_class", "c") +
         " UNION ALL SELECT 'policy', p.polname || ' on ' || c.relname FROM pg_policy p JOIN pg_class c ON c.oid = "
         "p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE" +
         own("pg_class", "c") +
         " UNION ALL SELECT 'row level security', 'of ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = "
         "c.relnamespace WHERE c.relrowsecurity AND" +
         own("pg_class", "c") +
         " UNION ALL SELECT 'statistics', s.stxname::text FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = "
         "s.stxnamespace WHERE" +
         own("pg_statistic_ext", "s") +
         " UNION ALL SELECT CASE WHEN i.indisvalid THEN 'index' ELSE 'unfinished index' END, x.relname || ' on ' || "
         "c.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_class c ON c.oid = i.indrelid JOIN "
         "pg_namespace n ON n.oid = c.relnamespace WHERE (c.relkind = 'm' OR NOT i.indisvalid) AND" +
         own("pg_class", "c") +
         " UNION ALL SELECT 'state', 'of the trigger ' || t.tgname || ' on ' || c.relname FROM pg_trigger t JOIN "
         "pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE t.tgenabled <> 'O' AND "
         "NOT t.tgisinternal AND" +
         own("pg_class", "c") + ") AS u ORDER BY k, x";
}

constexpr const char* kOfMysql =
    "SELECT LOWER(ROUTINE_TYPE), ROUTINE_NAME FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE() "
    "UNION ALL SELECT 'event', EVENT_NAME FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY 1, 2";

constexpr const char* kOfFirebird =
    "SELECT 'domain', TRIM(RDB$FIELD_NAME) FROM RDB$FIELDS WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND RDB$FIELD_NAME "
    "NOT STARTING WITH 'RDB$' "
    "UNION ALL SELECT 'exception', TRIM(RDB$EXCEPTION_NAME) FROM RDB$EXCEPTIONS WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 "
    "UNION ALL SELECT 'function', TRIM(RDB$FUNCTION_NAME) FROM RDB$FUNCTIONS WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 "
    "AND RDB$PACKAGE_NAME IS NULL "
    "UNION ALL SELECT 'package', TRIM(RDB$PACKAGE_NAME) FROM RDB$PACKAGES WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 "
    "UNION ALL SELECT 'procedure', TRIM(RDB$PROCEDURE_NAME) FROM RDB$PROCEDURES WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 "
    "AND RDB$PACKAGE_NAME IS NULL "
    "UNION ALL SELECT 'trigger', TRIM(RDB$TRIGGER_NAME) FROM RDB$TRIGGERS WHERE COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND "
    "RDB$RELATION_NAME IS NULL "
    "UNION ALL SELECT 'state', 'of the trigger ' || TRIM(RDB$TRIGGER_NAME) FROM RDB$TRIGGERS WHERE "
    "COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND RDB$RELATION_NAME IS NOT NULL AND RDB$TRIGGER_INACTIVE = 1 "
    "UNION ALL SELECT 'position', 'of the trigger ' || TRIM(RDB$TRIGGER_NAME) FROM RDB$TRIGGERS WHERE "
    "COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND RDB$RELATION_NAME IS NOT NULL AND RDB$TRIGGER_SEQUENCE <> 0 "
    "UNION ALL SELECT 'state', 'of the index ' || TRIM(RDB$INDEX_NAME) FROM RDB$INDICES WHERE "
    "COALESCE(RDB$SYSTEM_FLAG, 0) = 0 AND RDB$INDEX_INACTIVE = 1 "
    "ORDER BY 1, 2";

}  // namespace

std::vector<std::string> unsaid(Connection& connection) {
  const std::string_view dialect = connection.dialect().name();
  // SQLite has none of all this.
  const auto sql = dialect == "postgresql" ? of_postgresql()
                   : dialect == "mysql"    ? std::string(kOfMysql)
                   : dialect == "firebird" ? std::string(kOfFirebird)
                                           : std::string();
  if (sql.empty()) return {};
  const bool inside = connection.in_transaction();
  std::vector<std::string> sentences;
  for (const auto& row : connection.rows(sql)) {
    // Firebird fills a constant up to the longest of them.
    auto what = row.at(0).value_or("");
    what.erase(what.find_last_not_of(' ') + 1);
    sentences.push_back("The " + what + " " + row.at(1).value_or("") +
                        " is not described: there is no operation for it but op::execute.");
  }
  if (!inside && connection.in_transaction()) connection.rollback();
  return sentences;
}

}  // namespace retort::runtime
