#include "runtime/firebird/native.hpp"

#include "runtime/native_library.hpp"

// Where the client is linked statically the functions are found by the linker; elsewhere these stay null.
extern "C" {
[[gnu::weak]] decltype(::isc_start_transaction) isc_start_transaction;
[[gnu::weak]] decltype(::isc_commit_transaction) isc_commit_transaction;
[[gnu::weak]] decltype(::isc_rollback_transaction) isc_rollback_transaction;
[[gnu::weak]] decltype(::isc_dsql_allocate_statement) isc_dsql_allocate_statement;
[[gnu::weak]] decltype(::isc_dsql_prepare) isc_dsql_prepare;
[[gnu::weak]] decltype(::isc_dsql_describe) isc_dsql_describe;
[[gnu::weak]] decltype(::isc_dsql_describe_bind) isc_dsql_describe_bind;
[[gnu::weak]] decltype(::isc_dsql_execute2) isc_dsql_execute2;
[[gnu::weak]] decltype(::isc_dsql_fetch) isc_dsql_fetch;
[[gnu::weak]] decltype(::isc_dsql_free_statement) isc_dsql_free_statement;
[[gnu::weak]] decltype(::isc_dsql_sql_info) isc_dsql_sql_info;
[[gnu::weak]] decltype(::isc_open_blob2) isc_open_blob2;
[[gnu::weak]] decltype(::isc_get_segment) isc_get_segment;
[[gnu::weak]] decltype(::isc_close_blob) isc_close_blob;
[[gnu::weak]] decltype(::fb_interpret) fb_interpret;
[[gnu::weak]] decltype(::fb_sqlstate) fb_sqlstate;
}

namespace retort::runtime::firebird {

isc_tr_handle& hidden_transaction(soci::firebird_session_backend& backend);

// An explicit instantiation may name what is private; its friend hands it out.
template <isc_tr_handle soci::firebird_session_backend::*Member>
struct TransactionMember {
  friend isc_tr_handle& hidden_transaction(soci::firebird_session_backend& backend) { return backend.*Member; }
};

template struct TransactionMember<&soci::firebird_session_backend::trhp_>;

namespace {

Native load(const void* virtual_table) {
  const NativeLibrary library(virtual_table, "libfbclient");
  Native native{};
  library.find(native.start_transaction, "isc_start_transaction", &isc_start_transaction);
  library.find(native.commit_transaction, "isc_commit_transaction", &isc_commit_transaction);
  library.find(native.rollback_transaction, "isc_rollback_transaction", &isc_rollback_transaction);
  library.find(native.allocate_statement, "isc_dsql_allocate_statement", &isc_dsql_allocate_statement);
  library.find(native.prepare, "isc_dsql_prepare", &isc_dsql_prepare);
  library.find(native.describe, "isc_dsql_describe", &isc_dsql_describe);
  library.find(native.describe_bind, "isc_dsql_describe_bind", &isc_dsql_describe_bind);
  library.find(native.execute, "isc_dsql_execute2", &isc_dsql_execute2);
  library.find(native.fetch, "isc_dsql_fetch", &isc_dsql_fetch);
  library.find(native.free_statement, "isc_dsql_free_statement", &isc_dsql_free_statement);
  library.find(native.statement_info, "isc_dsql_sql_info", &isc_dsql_sql_info);
  library.find(native.open_blob, "isc_open_blob2", &isc_open_blob2);
  library.find(native.get_segment, "isc_get_segment", &isc_get_segment);
  library.find(native.close_blob, "isc_close_blob", &isc_close_blob);
  library.find(native.interpret, "fb_interpret", &fb_interpret);
  library.find(native.sqlstate, "fb_sqlstate", &fb_sqlstate);
  return native;
}

}  // namespace

isc_tr_handle& transaction_of(soci::firebird_session_backend& backend) { return hidden_transaction(backend); }

const Native& native_for(soci::firebird_session_backend& backend) { return native_functions<Native>(backend, &load); }

}  // namespace retort::runtime::firebird
