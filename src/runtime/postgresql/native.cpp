#include "runtime/postgresql/native.hpp"

#include "runtime/native_library.hpp"

// Where libpq is linked statically the functions are found by the linker; elsewhere these stay null.
extern "C" {
[[gnu::weak]] decltype(PQexec) PQexec;
[[gnu::weak]] decltype(PQsendQuery) PQsendQuery;
[[gnu::weak]] decltype(PQgetResult) PQgetResult;
[[gnu::weak]] decltype(PQexecParams) PQexecParams;
[[gnu::weak]] decltype(PQclear) PQclear;
[[gnu::weak]] decltype(PQresultStatus) PQresultStatus;
[[gnu::weak]] decltype(PQresultErrorField) PQresultErrorField;
[[gnu::weak]] decltype(PQerrorMessage) PQerrorMessage;
[[gnu::weak]] decltype(PQstatus) PQstatus;
[[gnu::weak]] decltype(PQtransactionStatus) PQtransactionStatus;
[[gnu::weak]] decltype(PQparameterStatus) PQparameterStatus;
[[gnu::weak]] decltype(PQcmdStatus) PQcmdStatus;
[[gnu::weak]] decltype(PQcmdTuples) PQcmdTuples;
[[gnu::weak]] decltype(PQntuples) PQntuples;
[[gnu::weak]] decltype(PQnfields) PQnfields;
[[gnu::weak]] decltype(PQgetvalue) PQgetvalue;
[[gnu::weak]] decltype(PQgetlength) PQgetlength;
[[gnu::weak]] decltype(PQgetisnull) PQgetisnull;
}

namespace retort::runtime::postgresql {

namespace {

Native load(const void* virtual_table) {
  const NativeLibrary library(virtual_table, "libpq");
  Native native{};
  library.find(native.exec, "PQexec", &PQexec);
  library.find(native.send_query, "PQsendQuery", &PQsendQuery);
  library.find(native.get_result, "PQgetResult", &PQgetResult);
  library.find(native.exec_params, "PQexecParams", &PQexecParams);
  library.find(native.clear, "PQclear", &PQclear);
  library.find(native.result_status, "PQresultStatus", &PQresultStatus);
  library.find(native.result_error_field, "PQresultErrorField", &PQresultErrorField);
  library.find(native.error_message, "PQerrorMessage", &PQerrorMessage);
  library.find(native.status, "PQstatus", &PQstatus);
  library.find(native.transaction_status, "PQtransactionStatus", &PQtransactionStatus);
  library.find(native.parameter_status, "PQparameterStatus", &PQparameterStatus);
  library.find(native.cmd_status, "PQcmdStatus", &PQcmdStatus);
  library.find(native.cmd_tuples, "PQcmdTuples", &PQcmdTuples);
  library.find(native.ntuples, "PQntuples", &PQntuples);
  library.find(native.nfields, "PQnfields", &PQnfields);
  library.find(native.getvalue, "PQgetvalue", &PQgetvalue);
  library.find(native.getlength, "PQgetlength", &PQgetlength);
  library.find(native.getisnull, "PQgetisnull", &PQgetisnull);
  return native;
}

}  // namespace

const Native& native_for(soci::postgresql_session_backend& backend) { return native_functions<Native>(backend, &load); }

}  // namespace retort::runtime::postgresql
