#include "dialect/sqlite/quoting.hpp"

#include "dialect/identifier.hpp"
#include "dialect/literal.hpp"

namespace retort::dialect::sqlite {

const Quoting kQuoting{append_identifier, append_literal};

namespace {

void append_with_nul(std::string& out, std::string_view text) {
  out += '(';
  for (std::size_t begin = 0;;) {
    const auto nul = text.find('\0', begin);
    append_quoted(out, text.substr(begin, nul - begin), '\'');
    if (nul == std::string_view::npos) break;
    out += " || char(0) || ";
    begin = nul + 1;
  }
  out += ')';
}

}  // namespace

void append_identifier(std::string& out, std::string_view name) {
  check_identifier(name);
  append_quoted(out, name, '"');
}

void append_literal(std::string& out, const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      out += "NULL";
      return;
    case Value::Kind::boolean:
      out += value.integer() != 0 ? '1' : '0';
      return;
    case Value::Kind::integer:
      out += std::to_string(value.integer());
      return;
    case Value::Kind::real:
      append_real(out, value.real());
      return;
    case Value::Kind::decimal:
      append_decimal(out, value.text());
      return;
    case Value::Kind::text:
      if (value.text().find('\0') == std::string::npos) {
        append_quoted(out, value.text(), '\'');
      } else {
        // A literal ends at NUL, and a cast of its bytes is another text where the database is in UTF-16.
        append_with_nul(out, value.text());
      }
      return;
    case Value::Kind::bytes:
      out += "X'";
      append_hex_digits(out, value.text());
      out += '\'';
      return;
    case Value::Kind::sql:
      out += value.text();
      return;
  }
}

std::string quote(std::string_view name) {
  std::string out;
  append_identifier(out, name);
  return out;
}

std::string literal(const Value& value) {
  std::string out;
  append_literal(out, value);
  return out;
}

}  // namespace retort::dialect::sqlite
