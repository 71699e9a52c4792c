#ifndef RETORT_SRC_DIALECT_MYSQL_TYPES_HPP
#define RETORT_SRC_DIALECT_MYSQL_TYPES_HPP

#include <retort/type.hpp>

#include <string>
#include <string_view>

#include "dialect/mysql/server.hpp"

namespace retort::dialect::mysql {

/// The type as a column declares it: `VARCHAR(50)`. Throws UnsupportedOperation for arrays, intervals, times with a
/// zone and lengths that MySQL does not have.
std::string type_text(const Type& type, const Server& server);

/// The type of a declaration, as op:: says it; a native one, in the catalog's spelling, where op:: has no word for it.
/// The name of an enum is not in the catalog and stays empty.
Type parse_type(std::string_view declared, const Server& server);

bool is_integer(const Type& type) noexcept;
/// Characters, which have a character set and a collation.
bool is_character(const Type& type) noexcept;
/// DATETIME or TIMESTAMP, in op::'s words or in the database's.
bool is_stamp(const Type& type) noexcept;
/// TEXT, BLOB, JSON and their kin, which no index takes without a length.
bool is_large(const Type& type) noexcept;
/// The digits behind the seconds of a time.
int second_digits(const Type& type) noexcept;

}  // namespace retort::dialect::mysql

#endif
