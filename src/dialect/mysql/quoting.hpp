#ifndef RETORT_SRC_DIALECT_MYSQL_QUOTING_HPP
#define RETORT_SRC_DIALECT_MYSQL_QUOTING_HPP

#include <retort/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "dialect/mysql/server.hpp"
#include "dialect/sql_builder.hpp"

namespace retort::dialect::mysql {

/// Always in backticks, which are names under every sql_mode. Throws OperationError (`invalid_identifier`) for more
/// than 64 characters, a space at the end, and characters beyond U+FFFF, which names cannot hold.
void append_identifier(std::string& out, std::string_view name);
/// A literal that means the same under every sql_mode and for every character set of the connection: never a
/// backslash, never double quotes. Throws OperationError (`invalid_value`).
void append_literal(std::string& out, const Value& value);
/// A text where the grammar takes nothing but '...': a comment. `what` names it in an error.
void append_plain_text(std::string& out, std::string_view text, const Server& server, std::string_view what,
                       std::size_t most_characters);

std::string quote(std::string_view name);
std::string literal(const Value& value);

/// The characters of a UTF-8 text.
std::size_t characters(std::string_view text) noexcept;

/// What a token in the database's own words stands for: quotes taken off, doubled ones and escapes undone.
std::string unescaped(std::string_view token, const Server& server);
/// The bytes of X'..' or of 0x...
std::string bytes_of(std::string_view token);

extern const Quoting kQuoting;

inline SqlBuilder builder() { return SqlBuilder(kQuoting); }

}  // namespace retort::dialect::mysql

#endif
