#include "runtime/mysql/native.hpp"

#include "runtime/native_library.hpp"

// Where the client is linked statically the functions are found by the linker; elsewhere these stay null.
extern "C" {
[[gnu::weak]] decltype(::mysql_real_query) mysql_real_query;
[[gnu::weak]] decltype(::mysql_store_result) mysql_store_result;
[[gnu::weak]] decltype(::mysql_next_result) mysql_next_result;
[[gnu::weak]] decltype(::mysql_free_result) mysql_free_result;
[[gnu::weak]] decltype(::mysql_fetch_row) mysql_fetch_row;
[[gnu::weak]] decltype(::mysql_fetch_lengths) mysql_fetch_lengths;
[[gnu::weak]] decltype(::mysql_num_fields) mysql_num_fields;
[[gnu::weak]] decltype(::mysql_field_count) mysql_field_count;
[[gnu::weak]] decltype(::mysql_affected_rows) mysql_affected_rows;
[[gnu::weak]] decltype(::mysql_errno) mysql_errno;
[[gnu::weak]] decltype(::mysql_error) mysql_error;
[[gnu::weak]] decltype(::mysql_sqlstate) mysql_sqlstate;
[[gnu::weak]] decltype(::mysql_character_set_name) mysql_character_set_name;
[[gnu::weak]] decltype(::mysql_set_character_set) mysql_set_character_set;
[[gnu::weak]] decltype(::mysql_get_option) mysql_get_option;
}

namespace retort::runtime::mysql {

namespace {

Native load(const void* virtual_table) {
  const NativeLibrary library(virtual_table, "libmariadb or libmysqlclient");
  Native native{};
  library.find(native.real_query, "mysql_real_query", &::mysql_real_query);
  library.find(native.store_result, "mysql_store_result", &::mysql_store_result);
  library.find(native.next_result, "mysql_next_result", &::mysql_next_result);
  library.find(native.free_result, "mysql_free_result", &::mysql_free_result);
  library.find(native.fetch_row, "mysql_fetch_row", &::mysql_fetch_row);
  library.find(native.fetch_lengths, "mysql_fetch_lengths", &::mysql_fetch_lengths);
  library.find(native.num_fields, "mysql_num_fields", &::mysql_num_fields);
  library.find(native.field_count, "mysql_field_count", &::mysql_field_count);
  library.find(native.affected_rows, "mysql_affected_rows", &::mysql_affected_rows);
  library.find(native.last_errno, "mysql_errno", &::mysql_errno);
  library.find(native.last_error, "mysql_error", &::mysql_error);
  library.find(native.sqlstate, "mysql_sqlstate", &::mysql_sqlstate);
  library.find(native.character_set_name, "mysql_character_set_name", &::mysql_character_set_name);
  library.find(native.set_character_set, "mysql_set_character_set", &::mysql_set_character_set);
  library.find(native.get_option, "mysql_get_option", &::mysql_get_option);
  return native;
}

}  // namespace

const Native& native_for(soci::mysql_session_backend& backend) { return native_functions<Native>(backend, &load); }

}  // namespace retort::runtime::mysql
