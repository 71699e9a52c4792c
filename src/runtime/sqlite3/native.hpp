#ifndef RETORT_SRC_RUNTIME_SQLITE3_NATIVE_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_NATIVE_HPP

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cstdarg>

// SOCI keeps SQLite's declarations in this namespace: 4.0 by including its header there, 4.1 by repeating the few it
// needs. In both the header itself goes into the same place.
namespace sqlite_api {
#include <sqlite3.h>
}

namespace retort::runtime::sqlite3 {

using namespace sqlite_api;  // NOLINT(google-build-using-namespace)

/// The functions of the SQLite library that a session's backend uses.
///
/// See NativeLibrary for where they come from.
struct Native {
  decltype(&sqlite3_prepare_v2) prepare;
  decltype(&sqlite3_bind_parameter_count) bind_parameter_count;
  decltype(&sqlite3_step) step;
  decltype(&sqlite3_finalize) finalize;
  decltype(&sqlite3_column_count) column_count;
  decltype(&sqlite3_column_text) column_text;
  decltype(&sqlite3_column_bytes) column_bytes;
  decltype(&sqlite3_errmsg) errmsg;
  decltype(&sqlite3_extended_errcode) extended_errcode;
  decltype(&sqlite3_changes) changes;
  decltype(&sqlite3_get_autocommit) get_autocommit;
  decltype(&sqlite3_open_v2) open;
  decltype(&sqlite3_close) close;
  decltype(&sqlite3_set_authorizer) set_authorizer;
};

/// The functions for a session's backend. Throws UsageError when the program hides them.
const Native& native_for(soci::sqlite3_session_backend& backend);

}  // namespace retort::runtime::sqlite3

#endif
