#include "runtime/odbc/native.hpp"

#include "runtime/native_library.hpp"

// Where the driver manager is linked statically the functions are found by the linker; elsewhere these stay null.
extern "C" {
[[gnu::weak]] decltype(SQLAllocHandle) SQLAllocHandle;
[[gnu::weak]] decltype(SQLFreeHandle) SQLFreeHandle;
[[gnu::weak]] decltype(SQLSetStmtAttr) SQLSetStmtAttr;
[[gnu::weak]] decltype(SQLGetConnectAttr) SQLGetConnectAttr;
[[gnu::weak]] decltype(SQLGetInfo) SQLGetInfo;
[[gnu::weak]] decltype(SQLExecDirect) SQLExecDirect;
[[gnu::weak]] decltype(SQLNumResultCols) SQLNumResultCols;
[[gnu::weak]] decltype(SQLColAttribute) SQLColAttribute;
[[gnu::weak]] decltype(SQLRowCount) SQLRowCount;
[[gnu::weak]] decltype(SQLFetch) SQLFetch;
[[gnu::weak]] decltype(SQLGetData) SQLGetData;
[[gnu::weak]] decltype(SQLMoreResults) SQLMoreResults;
[[gnu::weak]] decltype(SQLGetDiagRec) SQLGetDiagRec;
}

namespace retort::runtime::odbc {

namespace {

Native load(const void* virtual_table) {
  const NativeLibrary library(virtual_table, "libodbc");
  Native native{};
  library.find(native.alloc_handle, "SQLAllocHandle", &SQLAllocHandle);
  library.find(native.free_handle, "SQLFreeHandle", &SQLFreeHandle);
  library.find(native.set_statement_attribute, "SQLSetStmtAttr", &SQLSetStmtAttr);
  library.find(native.get_connection_attribute, "SQLGetConnectAttr", &SQLGetConnectAttr);
  library.find(native.get_info, "SQLGetInfo", &SQLGetInfo);
  library.find(native.exec_direct, "SQLExecDirect", &SQLExecDirect);
  library.find(native.count_columns, "SQLNumResultCols", &SQLNumResultCols);
  library.find(native.column_attribute, "SQLColAttribute", &SQLColAttribute);
  library.find(native.count_rows, "SQLRowCount", &SQLRowCount);
  library.find(native.fetch, "SQLFetch", &SQLFetch);
  library.find(native.get_data, "SQLGetData", &SQLGetData);
  library.find(native.more_results, "SQLMoreResults", &SQLMoreResults);
  library.find(native.diagnostic, "SQLGetDiagRec", &SQLGetDiagRec);
  return native;
}

}  // namespace

const Native& native_for(soci::odbc_session_backend& backend) { return native_functions<Native>(backend, &load); }

}  // namespace retort::runtime::odbc
