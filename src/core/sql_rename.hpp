#ifndef RETORT_SRC_CORE_SQL_RENAME_HPP
#define RETORT_SRC_CORE_SQL_RENAME_HPP

#include <string>
#include <string_view>

#include "core/sql_lexer.hpp"

namespace retort {

/// The same SQL with every name `name` replaced by another, quoted in double quotes unless it needs none. Functions of
/// that name, texts and comments stay; not a blank changes.
std::string rename_name(std::string_view sql, std::string_view name, std::string_view new_name, SqlSyntax syntax = {});

}  // namespace retort

#endif
