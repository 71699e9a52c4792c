#ifndef RETORT_SRC_RUNTIME_POSTGRESQL_NATIVE_HPP
#define RETORT_SRC_RUNTIME_POSTGRESQL_NATIVE_HPP

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>

namespace retort::runtime::postgresql {

/// The functions of the libpq that a session's backend uses. See NativeLibrary for where they come from.
struct Native {
  decltype(&PQexec) exec;
  decltype(&PQsendQuery) send_query;
  decltype(&PQgetResult) get_result;
  decltype(&PQexecParams) exec_params;
  decltype(&PQclear) clear;
  decltype(&PQresultStatus) result_status;
  decltype(&PQresultErrorField) result_error_field;
  decltype(&PQerrorMessage) error_message;
  decltype(&PQstatus) status;
  decltype(&PQtransactionStatus) transaction_status;
  decltype(&PQparameterStatus) parameter_status;
  decltype(&PQcmdStatus) cmd_status;
  decltype(&PQcmdTuples) cmd_tuples;
  decltype(&PQntuples) ntuples;
  decltype(&PQnfields) nfields;
  decltype(&PQgetvalue) getvalue;
  decltype(&PQgetlength) getlength;
  decltype(&PQgetisnull) getisnull;
};

/// The functions for a session's backend. Throws UsageError when the program hides them.
const Native& native_for(soci::postgresql_session_backend& backend);

}  // namespace retort::runtime::postgresql

#endif
