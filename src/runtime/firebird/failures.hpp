#ifndef RETORT_SRC_RUNTIME_FIREBIRD_FAILURES_HPP
#define RETORT_SRC_RUNTIME_FIREBIRD_FAILURES_HPP

#include <string>
#include <string_view>

#include "runtime/firebird/native.hpp"

namespace retort::runtime::firebird {

/// Throws the error that a status vector tells of: DatabaseError with the SQLSTATE, or StateError `locked`. What it
/// says of rows' values is left out.
[[noreturn]] void fail(const Native& native, const ISC_STATUS* status, std::string_view sql = {});

/// Nothing more can be sent over this connection.
bool is_connection_lost(const ISC_STATUS* status);

/// What it says, in one line.
std::string words_of(const Native& native, const ISC_STATUS* status);

}  // namespace retort::runtime::firebird

#endif
