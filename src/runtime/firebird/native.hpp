#ifndef RETORT_SRC_RUNTIME_FIREBIRD_NATIVE_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_NATIVE_HPP

#include <soci/firebird/soci-firebird.h>
#include <soci/soci.h>

namespace retort::runtime::firebird {

/// The functions of the Firebird client that a session's backend uses. See NativeLibrary for where they come from.
struct Native {
  decltype(&isc_start_transaction) start_transaction;
  decltype(&isc_commit_transaction) commit_transaction;
  decltype(&isc_rollback_transaction) rollback_transaction;
  decltype(&isc_dsql_allocate_statement) allocate_statement;
  decltype(&isc_dsql_prepare) prepare;
  decltype(&isc_dsql_describe) describe;
  decltype(&isc_dsql_describe_bind) describe_bind;
  decltype(&isc_dsql_execute2) execute;
  decltype(&isc_dsql_fetch) fetch;
  decltype(&isc_dsql_free_statement) free_statement;
  decltype(&isc_dsql_sql_info) statement_info;
  decltype(&isc_open_blob2) open_blob;
  decltype(&isc_get_segment) get_segment;
  decltype(&isc_close_blob) close_blob;
  decltype(&fb_interpret) interpret;
  decltype(&fb_sqlstate) sqlstate;
};

/// The functions for a session's backend. Throws UsageError when the program hides them.
const Native& native_for(soci::firebird_session_backend& backend);

/// The session's own transaction: 0 while there is none. SOCI keeps it to itself and can only be asked for it in a way
/// that opens one.
isc_tr_handle& transaction_of(soci::firebird_session_backend& backend);

}  // namespace retort::runtime::firebird

#endif
