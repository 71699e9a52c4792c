#ifndef RETORT_SRC_RUNTIME_ODBC_NATIVE_HPP
#define RETORT_SRC_RUNTIME_ODBC_NATIVE_HPP

#include <soci/odbc/soci-odbc.h>
#include <soci/soci.h>
#include <sql.h>
#include <sqlext.h>

namespace retort::runtime::odbc {

/// The functions of the driver manager that a session's backend uses. See NativeLibrary for where they come from.
struct Native {
  decltype(&SQLAllocHandle) alloc_handle;
  decltype(&SQLFreeHandle) free_handle;
  decltype(&SQLSetStmtAttr) set_statement_attribute;
  decltype(&SQLGetConnectAttr) get_connection_attribute;
  decltype(&SQLGetInfo) get_info;
  decltype(&SQLExecDirect) exec_direct;
  decltype(&SQLNumResultCols) count_columns;
  decltype(&SQLColAttribute) column_attribute;
  decltype(&SQLRowCount) count_rows;
  decltype(&SQLFetch) fetch;
  decltype(&SQLGetData) get_data;
  decltype(&SQLMoreResults) more_results;
  decltype(&SQLGetDiagRec) diagnostic;
};

/// The functions for a session's backend. Throws UsageError when the program hides them.
const Native& native_for(soci::odbc_session_backend& backend);

}  // namespace retort::runtime::odbc

#endif
