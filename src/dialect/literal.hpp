#ifndef RETORT_SRC_DIALECT_LITERAL_HPP
#define RETORT_SRC_DIALECT_LITERAL_HPP

#include <string>
#include <string_view>

namespace retort::dialect {

// The parts of literals that databases have in common. Each function appends.

/// The text between quotes, a quote in it doubled.
void append_quoted(std::string& out, std::string_view text, char quote);

/// The bytes as digits, two each, in capitals, without anything around them.
void append_hex_digits(std::string& out, std::string_view bytes);

/// The shortest digits that read back as this number, always with a point or an exponent. Throws OperationError
/// (`invalid_value`) for infinity and NaN.
void append_real(std::string& out, double value);

/// The digits of a decimal. Throws OperationError (`invalid_value`) for what is no number, so that a decimal cannot
/// carry SQL.
void append_decimal(std::string& out, std::string_view digits);

}  // namespace retort::dialect

#endif
