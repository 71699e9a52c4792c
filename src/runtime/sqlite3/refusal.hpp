#ifndef RETORT_SRC_RUNTIME_SQLITE3_REFUSAL_HPP
#define RETORT_SRC_RUNTIME_SQLITE3_REFUSAL_HPP

#include <string>
#include <string_view>

namespace retort::runtime::sqlite3 {

/// Throws the error for a result code, extended or not, and what SQLite said with it: StateError `locked` or
/// `statement_open`, or DatabaseError with a word for its kind and the way out where one is known.
[[noreturn]] void fail(int code, std::string message, std::string_view sql = {});

}  // namespace retort::runtime::sqlite3

#endif
