#ifndef RETORT_SRC_RUNTIME_MYSQL_NATIVE_HPP
#define RETORT_SRC_RUNTIME_MYSQL_NATIVE_HPP

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

namespace retort::runtime::mysql {

/// The functions of the client library (MariaDB's or MySQL's) that a session's backend uses.
///
/// See NativeLibrary for where they come from.
struct Native {
  decltype(&::mysql_real_query) real_query;
  decltype(&::mysql_store_result) store_result;
  decltype(&::mysql_next_result) next_result;
  decltype(&::mysql_free_result) free_result;
  decltype(&::mysql_fetch_row) fetch_row;
  decltype(&::mysql_fetch_lengths) fetch_lengths;
  decltype(&::mysql_num_fields) num_fields;
  decltype(&::mysql_field_count) field_count;
  decltype(&::mysql_affected_rows) affected_rows;
  decltype(&::mysql_errno) last_errno;
  decltype(&::mysql_error) last_error;
  decltype(&::mysql_sqlstate) sqlstate;
  decltype(&::mysql_character_set_name) character_set_name;
  decltype(&::mysql_set_character_set) set_character_set;
  decltype(&::mysql_get_option) get_option;
};

/// The functions for a session's backend. Throws UsageError when the program hides them.
const Native& native_for(soci::mysql_session_backend& backend);

}  // namespace retort::runtime::mysql

#endif
