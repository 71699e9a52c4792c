#include "runtime/sqlite3/native.hpp"

#include "runtime/native_library.hpp"

// Where SQLite is linked statically the functions are found by the linker; elsewhere these stay null.
namespace sqlite_api {
extern "C" {
[[gnu::weak]] decltype(::sqlite_api::sqlite3_prepare_v2) sqlite3_prepare_v2;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_bind_parameter_count) sqlite3_bind_parameter_count;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_step) sqlite3_step;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_finalize) sqlite3_finalize;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_column_count) sqlite3_column_count;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_column_text) sqlite3_column_text;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_column_bytes) sqlite3_column_bytes;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_errmsg) sqlite3_errmsg;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_extended_errcode) sqlite3_extended_errcode;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_changes) sqlite3_changes;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_get_autocommit) sqlite3_get_autocommit;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_open_v2) sqlite3_open_v2;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_close) sqlite3_close;
[[gnu::weak]] decltype(::sqlite_api::sqlite3_set_authorizer) sqlite3_set_authorizer;
}
}  // namespace sqlite_api

namespace retort::runtime::sqlite3 {

namespace {

Native load(const void* virtual_table) {
  const NativeLibrary library(virtual_table, "libsqlite3");
  Native native{};
  library.find(native.prepare, "sqlite3_prepare_v2", &sqlite3_prepare_v2);
  library.find(native.bind_parameter_count, "sqlite3_bind_parameter_count", &sqlite3_bind_parameter_count);
  library.find(native.step, "sqlite3_step", &sqlite3_step);
  library.find(native.finalize, "sqlite3_finalize", &sqlite3_finalize);
  library.find(native.column_count, "sqlite3_column_count", &sqlite3_column_count);
  library.find(native.column_text, "sqlite3_column_text", &sqlite3_column_text);
  library.find(native.column_bytes, "sqlite3_column_bytes", &sqlite3_column_bytes);
  library.find(native.errmsg, "sqlite3_errmsg", &sqlite3_errmsg);
  library.find(native.extended_errcode, "sqlite3_extended_errcode", &sqlite3_extended_errcode);
  library.find(native.changes, "sqlite3_changes", &sqlite3_changes);
  library.find(native.get_autocommit, "sqlite3_get_autocommit", &sqlite3_get_autocommit);
  library.find(native.open, "sqlite3_open_v2", &sqlite3_open_v2);
  library.find(native.close, "sqlite3_close", &sqlite3_close);
  library.find(native.set_authorizer, "sqlite3_set_authorizer", &sqlite3_set_authorizer);
  return native;
}

}  // namespace

const Native& native_for(soci::sqlite3_session_backend& backend) { return native_functions<Native>(backend, &load); }

}  // namespace retort::runtime::sqlite3
